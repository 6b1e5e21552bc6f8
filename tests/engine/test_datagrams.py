"""Nothing is sent to a name, nor to a port that there cannot be, and none is looked up."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from trunkline.engine import stack
from trunkline.engine.datagrams import WAITING, Datagrams

pytestmark = pytest.mark.any_store


@pytest.fixture
def server() -> Iterator[Any]:
    made: Any = Datagrams({}, stack.UdpOptions(("127.0.0.1", 0), lambda *_: None))
    yield made
    made.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        ("localhost", 9),
        ("proxy.slow.example.net", 5060),
        ("", 5060),
        ("[2001:db8::1]", 5060),
        ("::1", 5060),
        ("127.1", 5060),
        ("0x7f.0.0.1", 5060),
        ("127.0.0.1\n", 5060),
        ("127.0.0.1", 0),
        ("127.0.0.1", -1),
        ("127.0.0.1", 99_999),
        ("127.0.0.1", None),
        ("127.0.0.1", "5060"),
        (None, 5060),
    ],
)
def test_what_is_no_address(server: Any, looked_up: list[Any], address: tuple[Any, Any]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.bind(("127.0.0.1", 0))
        there.settimeout(5)
        server.send_to(b"lost", address)
        server.send_to(b"sent", there.getsockname())
        assert there.recv(100) == b"sent", "the thread that sends has not ended"
    assert set(looked_up) <= {"127.0.0.1"}


def test_what_is_to_be_first_waits_for_one_other_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    dealt, due = list[bytes](), list[Any]()
    monkeypatch.setattr(stack.loop, "callFromThread", due.append)
    options = stack.UdpOptions(("127.0.0.1", 0), lambda data, *_: dealt.append(data))
    made: Any = Datagrams({}, options, is_first=lambda data: data.startswith(b"help"))
    try:
        for data in (*[b"other"] * (WAITING + 5), b"help 1", b"help 2"):
            made.handle_read(data, ("127.0.0.1", 9), None)
        for deal in due:
            deal()
    finally:
        made.shutdown()
    assert {b"help 1", b"help 2"} < set(dealt[:4])
    assert len(dealt) == WAITING + 2
