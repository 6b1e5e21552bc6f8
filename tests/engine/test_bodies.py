"""What bodies describe, whatever comes with the description."""

from typing import Any

import pytest

from trunkline.engine import bodies, repairs, stack

pytestmark = pytest.mark.any_store

SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
BOTH = (
    "--b\r\nContent-Type: {first}\r\n{more}\r\n<x>\xff\r\n--b\r\nContent-Type: application/sdp\r\n\r\n"
    + SDP
    + "\r\n--b--\r\n"
)


def message(body: str, *headers: str) -> Any:
    head = "Via: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:b@c>\r\nTo: <sip:a@b>\r\nCall-ID: i\r\nCSeq: 1 INVITE\r\n"
    lines = "".join(f"{header}\r\n" for header in headers)
    raw = f"INVITE sip:a@b SIP/2.0\r\n{head}{lines}Content-Length: {len(body)}\r\n\r\n{body}".encode("latin-1")
    return stack.Request(repairs.text_of(raw))


def kept(body: str, *headers: str) -> str | None:
    said = message(body, *headers)
    bodies.keep_description(said)
    return None if said.getBody() is None else str(said.getBody())


def both(first: str = "application/isup;version=ansi88", more: str = "") -> str:
    return BOTH.format(first=first, more=more)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (SDP, ("Content-Type: application/sdp",)),
        (SDP, ("c: Application/SDP ; charset=utf-8",)),
        (SDP, ("Content-Type: application/sdp;",)),
        (SDP, ("Content-Type: application / SDP",)),
        (SDP, ()),
        (both(), ("Content-Type: multipart/mixed;boundary=b",)),
        (both(), ('Content-Type: Multipart/Mixed; boundary="b"',)),
        (f"a preamble\r\n{both()}an epilogue", ("c:multipart/mixed;boundary=b",)),
        (both("application/pidf+xml", "Content-ID: <x@y>\r\n"), ("Content-Type: multipart/mixed;boundary=b",)),
        (both("application/rs-metadata+xml"), ("Content-Type: multipart/related;boundary=b",)),
        (
            both("application/isup", "Content-Disposition: signal;handling=optional\r\n"),
            ("c: multipart/mixed;boundary=b",),
        ),
        (both("text/plain"), ("Content-Type: multipart/alternative;boundary=b",)),
        (
            f"--a\r\nContent-Type: multipart/alternative;boundary=b\r\n\r\n{both()}\r\n--a--\r\n",
            ("Content-Type: multipart/mixed;boundary=a",),
        ),
    ],
)
def test_the_description_is_found(body: str, headers: tuple[str, ...]) -> None:
    found = kept(body, *headers)
    assert found
    assert found.strip() == SDP.strip()


def test_a_description_may_be_encoded_for_its_way() -> None:
    encoded = "--b\r\nContent-Type: application/sdp\r\nContent-Transfer-Encoding: base64\r\n\r\ndj0wDQo=\r\n--b--"
    assert kept(encoded, "Content-Type: multipart/mixed;boundary=b") == "v=0\r\n"


def test_what_may_be_left_aside_is_left_aside() -> None:
    assert kept("<x>", "Content-Type: application/x", "Content-Disposition: signal;handling=optional") is None
    assert kept("") is None
    parts = "--b\r\nContent-Type: application/isup\r\n\r\nx\r\n--b--"
    assert kept(parts, "Content-Type: multipart/mixed;boundary=b") is None


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        ("<x>", ("Content-Type: application/unknown",), "Accept: application/sdp"),
        ("hello", (), "Accept: application/sdp"),
        (
            "hello",
            ("Content-Type: text/plain", "Content-Disposition: render;handling=required"),
            "Accept: application/sdp",
        ),
        (
            both("application/isup", "Content-Disposition: signal;handling=REQUIRED\r\n"),
            ("Content-Type: multipart/mixed;boundary=b",),
            "Accept: application/sdp",
        ),
        (SDP, ("Content-Type: application/sdp", "Content-Encoding: gzip"), "Accept-Encoding: identity"),
        (SDP, ("Content-Type: application/sdp", "e: gzip"), "Accept-Encoding: identity"),
        (both(), ("Content-Type: multipart/mixed",), "Accept: application/sdp"),
        ("--a\r\nContent-Type: multipart/mixed\r\n" * 900, ("Content-Type: multipart/mixed;boundary=a",), "Accept: "),
    ],
)
def test_what_is_required_and_not_known_is_refused(body: str, headers: tuple[str, ...], says: str) -> None:
    with pytest.raises(bodies.Unsupported, match=says):
        kept(body, *headers)


def test_a_copy_of_a_body_is_of_the_same_kind() -> None:
    said = message("Signal=5", "Content-Type: application/dtmf-relay;x").getBody()
    assert str(said.getCopy().mtype) == str(said.mtype) == "application/dtmf-relay;x"
