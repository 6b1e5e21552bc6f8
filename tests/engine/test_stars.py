"""What is secret in a message is stars, as many as it had bytes, however it is written."""

import pytest

from trunkline.engine.stars import starred

pytestmark = pytest.mark.any_store

DIGEST = (
    b'Digest username="ada", realm="r", nonce="N0nce==", uri="sip:x", response="secret0", cnonce=secret1, nc=00000001'
)


@pytest.mark.parametrize(
    ("message", "secrets", "told"),
    [
        (b"REGISTER sip:x SIP/2.0\r\nAuthorization: " + DIGEST, [b"secret", b"N0nce"], [b"ada", b"00000001", b'"r"']),
        (b"INVITE sip:x SIP/2.0\r\nproxy-AUTHORIZATION \t:  " + DIGEST, [b"secret", b"N0nce"], [b"ada"]),
        (b"INVITE sip:x SIP/2.0\nProxy-Authorization: Digest username=ada,\n response=secret0", [b"secret"], [b"ada"]),
        (b'INVITE sip:x SIP/2.0\r\nAuthorization: Digest username="a\\"b", response="sec\\"ret"', [b"sec", b"ret"], []),
        (b'INVITE sip:x SIP/2.0\r\nAuthorization: Digest response="secret and more', [b"secret", b"more"], []),
        (b"INVITE sip:x SIP/2.0\r\nAuthorization: Basic c2VjcmV0", [b"c2V"], []),
        (b"INVITE sip:x SIP/2.0\r\nAuthorization: Bearer a.b.c", [b"a.b"], []),
        (
            b'SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="N0nce", opaque="secret"',
            [b"N0nce", b"secret"],
            [],
        ),
        (b'SIP/2.0 200 OK\r\nAuthentication-Info: nextnonce="N0nce", rspauth="secret"', [b"N0nce", b"secret"], []),
        (b"\r\n\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0|2^20\r\na=x", [b"c2VjcmV0"], [b"AES_CM", b"a=x"]),
        (b"\r\n\r\nA=CRYPTO:1 AES inline:secret\nk=base64:secret\na=ice-pwd:secret", [b"secret"], []),
        (b"INVITE sip:ada:secret@host SIP/2.0\r\nTo: <sips:b:secret@h:5061>", [b"secret"], [b"ada", b"h:5061"]),
        (b"REGISTER sip:x SIP/2.0\r\nContact: <sip:a@h;pn-provider=apns;pn-prid=secret;x>", [b"secret"], [b"apns"]),
        (b"MESSAGE sip:x SIP/2.0\r\nTo: <sip:b@x>\r\n\r\nsecret\r\nsecret", [b"secret"], [b"sip:b@x"]),
        (b"\r\nMESSAGE sip:x SIP/2.0\r\nTo: <sip:b@x>\r\n\r\nsecret", [b"secret"], [b"sip:b@x"]),
        (b"INFO sip:x SIP/2.0\r\n\r\nSignal= 7\r\nDuration=160", [b"7"], [b"160"]),
        (b"INFO sip:x SIP/2.0\r\n\r\n7", [b"7"], []),
        (b"SIP/2.0 200 OK\r\nCSeq: 1 MESSAGE\r\n\r\nsecret", [b"secret"], []),
        (b"\xff\xfe \x00 Authorization: no header", [], [b"no header"]),
        (b"", [], []),
    ],
)
def test_secrets_are_stars(message: bytes, secrets: list[bytes], told: list[bytes]) -> None:
    shown = starred(message)
    assert len(shown) == len(message)
    assert not [each for each in secrets if each in shown], shown
    assert not [each for each in told if each not in shown], shown


def test_hostile_messages_take_no_long_time() -> None:
    for made in (
        b"a=crypto:" * 7000,
        b"Authorization: Digest " + b'a="' * 20_000,
        b"sip:" + b"a:" * 30_000,
        b"\r\n " * 20_000,
    ):
        starred(made[:65_000])
