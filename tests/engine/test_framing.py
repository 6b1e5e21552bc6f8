"""What a connection brings, cut into messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.engine.framing import LONGEST, PING, Framer, Unframeable

pytestmark = pytest.mark.any_store

REGISTER = b"REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nContent-Length: 0\r\n\r\n"
INVITE = b"INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nl:  5\r\n\r\nv=0\r\n"
ANSWER = b"SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP a\r\nCONTENT-LENGTH : 4\r\n\r\n\r\n\r\n"
FOLDED = (
    b"foo-bar  sip:x  sip/2.0 \r\nVia: SIP/2.0/TCP a\r\nContent-Length:\r\n 4\r\n\r\n\r\n\r\n"  # a method, and blanks
)
SHORT = b"SIP/2.0 200\r\nVia: SIP/2.0/TCP a\r\nl: 0\r\n\r\n"
OTHER = b"OPTIONS sip:x SIP/3.0\r\nVia: SIP/2.0/TCP a\r\nl: 0\r\n\r\n"  # a version that is refused
BARE = b"OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n"  # without a length

pieces = st.lists(st.sampled_from([REGISTER, INVITE, ANSWER, FOLDED, SHORT, OTHER, BARE, PING]), max_size=8)


@given(pieces, st.data())
def test_however_the_bytes_are_cut_the_messages_are_the_same(sent: list[bytes], data: st.DataObject) -> None:
    stream, framer, found = b"".join(sent), Framer(), list[bytes]()
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        found += framer.feed(stream[:cut])
        stream = stream[cut:]
    assert found == sent
    assert not framer.begun


def test_a_message_that_is_not_whole_waits() -> None:
    framer = Framer()
    assert framer.feed(INVITE[:-1]) == []
    assert framer.begun
    assert framer.feed(INVITE[-1:] + REGISTER) == [INVITE, REGISTER]


def test_a_pong_and_empty_lines_between_messages_are_nothing() -> None:
    assert Framer().feed(b"\r\n" + REGISTER + b"\r\n" + INVITE) == [REGISTER, INVITE]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00",  # a TLS greeting
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"hello\r\n\r\n",
        REGISTER.replace(b": 0", b": x"),
        REGISTER.replace(b": 0", b": -1"),
        REGISTER.replace(b": 0", b": 1\r\nl: 2"),
        REGISTER.replace(b": 0", b": 99999999999"),
        REGISTER.replace(b": 0", b": 70000"),
        b"REGISTER sip:x SIP/2.0\r\nX: " + b"y" * LONGEST,
    ],
)
def test_what_is_no_sip_or_too_much_ends_the_connection(sent: bytes) -> None:
    with pytest.raises(Unframeable):
        Framer().feed(sent)


@given(st.binary(max_size=200))
def test_whatever_comes_is_framed_waited_for_or_refused(sent: bytes) -> None:
    framer = Framer()
    try:
        for message in framer.feed(sent):
            assert message in sent
    except Unframeable:
        return
    assert len(sent) == 0 or framer.begun or not sent.strip(b"\r\n")
