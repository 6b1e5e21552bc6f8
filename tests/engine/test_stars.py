"""What is secret in a message is stars, as many as it had bytes, however it is written."""

import pytest

from trunkline.engine import keys, sdp
from trunkline.engine.stars import starred

pytestmark = pytest.mark.any_store

DIGEST = (
    b'Digest username="ada", realm="r", nonce="N0nce==", uri="sip:x", response="secret0", cnonce=secret1, nc=00000001'
)


END = b"\r\n\r\n"
INFO = b"INFO sip:x SIP/2.0\r\nCSeq: 1 INFO\r\nContent-Type: application/dtmf-relay" + END
REGISTER = b"REGISTER sip:x SIP/2.0\r\n"
INVITE = b"INVITE sip:x SIP/2.0\r\nCSeq: 1 INVITE\r\n"
DESCRIBED = INVITE + b"Content-Type: application/sdp" + END + b"v=0\r\n"


@pytest.mark.parametrize(
    ("message", "secrets", "told"),
    [
        # What proves who somebody is
        (REGISTER + b"Authorization: " + DIGEST + END, [b"secret", b"N0nce"], [b"ada", b"00000001", b'"r"']),
        (INVITE + b"proxy-AUTHORIZATION \t:  " + DIGEST + END, [b"secret", b"N0nce"], [b"ada"]),
        (INVITE + b"Authorization\r\n : " + DIGEST + END, [b"secret", b"N0nce"], [b"ada"]),
        (
            b"INVITE sip:x SIP/2.0\nProxy-Authorization: Digest username=ada,\n response=secret0\n\n",
            [b"secret"],
            [b"ada"],
        ),
        (INVITE + b"Authorization: Digest username=ada\nresponse=secret" + END, [b"secret"], []),
        (INVITE + b"Author\0ization: Digest response=secret" + END, [b"secret"], []),
        (INVITE + b"Author\xc2\x85ization: Digest response=secret" + END, [b"secret"], []),
        (INVITE + b"X: a\nAuthorization: Digest response=secret" + END, [b"secret"], []),
        (INVITE + b'Authorization: Digest username="a\\"b", response="sec\\"ret"' + END, [b"sec", b"ret"], []),
        (INVITE + b'Authorization: Digest response="secret and more' + END, [b"secret", b"more"], []),
        (INVITE + b'Authorization: Digest username="a:secret", uri="sip:u:secret@h"' + END, [b"secret"], [b"sip:u"]),
        (INVITE + b"Authorization: Digest respo", [b"respo"], []),  # it was cut
        (INVITE + b"Authorization Digest response=secret" + END, [b"secret"], []),
        (INVITE + b"Authorization: Basic c2VjcmV0" + END, [b"c2V"], []),
        (INVITE + b"Authorization: Bearer a.b.c" + END, [b"a.b"], []),
        (INVITE + b"X-Auth-Token: secret\r\nCookie: secret" + END, [b"secret"], [b"Cookie"]),
        (
            b'SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="N0nce", opaque="secret"' + END,
            [b"N0nce", b"secret"],
            [b'"r"'],
        ),
        (
            b'SIP/2.0 200 OK\r\nAuthentication-Info: nextnonce="N0nce", rspauth="secret"' + END,
            [b"N0nce", b"secret"],
            [],
        ),
        (INVITE + b"Authorization: " + DIGEST + b" " * 9_000 + END, [b"secret", b"N0nce"], []),  # it is not read
        (INVITE + b"X: 1\r\n" * 300 + b"Authorization: " + DIGEST + END, [b"secret", b"N0nce"], []),
        (INVITE + b"X: 1\r\n" * 9_000 + b"Authorization: " + DIGEST + END, [b"secret", b"N0nce"], []),
        # Keys of audio
        (
            DESCRIBED + b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0|2^20\r\na=x",
            [b"c2VjcmV0"],
            [b"AES_CM", b"a=x"],
        ),
        (DESCRIBED + b"A=CRYPTO:1 AES inline:secret\nk=base64:secret\na=ice-pwd:secret", [b"secret"], []),
        (DESCRIBED + b"a= ice-pwd:secret\r\n a=key-mgmt:mikey secret\r\n", [b"secret"], [b"ice-pwd"]),
        (INVITE + b"Content-Transfer-Encoding: base64" + END + b"c2VjcmV0", [b"c2VjcmV0"], []),
        (INVITE + END + b"--a\r\nContent-Transfer-Encoding:\r\n base64\r\n\r\nc2VjcmV0", [b"c2VjcmV0"], []),
        (b"NOTIFY sip:x SIP/2.0" + END + b"INVITE sip:x\r\nAuthorization: secret\r\n", [b"secret"], [b"sip:x"]),
        # Addresses
        (b"INVITE sip:ada:secret@host SIP/2.0\r\nTo: <sips:b:secret@h:5061>" + END, [b"secret"], [b"ada", b"h:5061"]),
        (REGISTER + b"To: <sip::secret@h>\r\nFrom: <sip:u;x=1:secret@h>" + END, [b"secret"], [b"u;x=1"]),
        (REGISTER + b"To: <sip:u:secret \r\n secret@h>" + END, [b"secret"], []),
        (REGISTER + b"To: <sip:u:secret", [b"secret"], []),
        (REGISTER + b"Contact: <sip:a@h;pn-provider=apns;pn-prid=secret;x>" + END, [b"secret"], [b"apns"]),
        (REGISTER + b'Contact: <sip:a@h;pn-prid="secret;secret">' + END, [b"secret"], [b"sip:a@h"]),
        (
            b"REFER sip:x SIP/2.0\r\nRefer-To: <sip:a@b?Replaces=c&%41uthorization=Digest%20secret>" + END,
            [b"secret"],
            [b"Replaces=c"],
        ),
        # What people write, and press
        (b"MESSAGE sip:x SIP/2.0\r\nTo: <sip:b@x>\r\n\r\nsecret\r\nsecret", [b"secret"], [b"sip:b@x"]),
        (b"\r\n" * 20 + b"MESSAGE sip:x SIP/2.0\r\nTo: <sip:b@x>\r\n\r\nsecret", [b"secret"], [b"sip:b@x"]),
        (b"MESSAGE\tsip:x SIP/2.0\r\nTo: <sip:b@x>\r\n\r\nsecret", [b"secret"], [b"sip:b@x"]),
        (INFO + b"Signal= 7\r\nDuration=160", [b"7"], [b"160"]),
        (INFO + b"Signal=1\r\nSignal: 7\r\n7\r\n<digit>7</digit>\r\nDuration: 160", [b"7"], [b"160"]),
        (b"\r\n" * 20 + INFO + b"Signal=7", [b"7"], []),
        (INFO.replace(b"INFO sip", b"INFO\tsip") + b"Signal=7", [b"7"], []),
        (INFO.replace(b"INFO sip", b"INFO\r\n sip") + b"Signal=7", [b"7"], []),
        (INFO + b"7", [b"7"], []),
        (b"NOTIFY sip:x SIP/2.0\r\nContent-Type: application/kpml-response+xml" + END + b"digits=7", [b"7"], []),
        (b"SIP/2.0 200 OK\r\nCSeq: 1 MESSAGE\r\n\r\nsecret", [b"secret"], []),
        (b"SIP/2.0 200 OK\r\nCSeq: 1\r\n INFO\r\n\r\nsecret", [b"secret"], []),
        (b"SIP/2.0 200 OK\r\n\r\nsecret", [b"secret"], []),  # to what it is an answer is not known
        (b"\xff\xfe \x00 what is it", [b"what"], []),
        (b"", [], []),
    ],
)
def test_secrets_are_stars(message: bytes, secrets: list[bytes], told: list[bytes]) -> None:
    shown = starred(message)
    assert len(shown) == len(message)
    assert not [each for each in secrets if each in shown], shown
    assert not [each for each in told if each not in shown], shown


HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/SAVP 0\r\n"
KEY = "A1b2" * 10


@pytest.mark.parametrize("before", ["a=", "a= ", "a=\t", "a=\x0b", "a=\x0c", "a=\r", "a=\x1c", "a=\x85", "a=\xa0"])
def test_a_key_that_is_taken_is_starred(before: str) -> None:
    said = f"{HEAD}{before}crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n"
    taken = sdp.parse(said, secret=True).keys
    assert taken
    assert taken.key == KEY
    assert KEY.encode() not in starred(DESCRIBED + said.encode("latin-1"))


@pytest.mark.parametrize("field", keys.FIELDS)
@pytest.mark.parametrize("sign", ["=", ": ", " =\t"])
def test_a_key_that_is_pressed_is_starred(field: str, sign: str) -> None:
    said = f"{field}{sign}7\r\nDuration{sign}160"
    assert keys.read("application/dtmf-relay", said) == "7"
    shown = starred(INFO + said.encode())
    assert b"7" not in shown
    assert b"160" in shown
