"""SIP over UDP, and over what is not spoken here.

Where a message goes is decided before it comes here: to where its phone or carrier is seen. Should a name ever come
instead, it is not looked up: all phones would wait for a name server that somebody else may have named.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

import socket
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.flood import nobody
from trunkline.engine.ports import Flow

HIGHEST_PORT = 65_535
SHOWN = 100  # characters of what is no address
WAITING = 2_000  # packets that wait for the SIP loop; what comes then is lost, as where a network is full

log = structlog.get_logger()


class Datagrams(stack.UdpServer):
    """A socket, as the stack wants it. A thread receives packets, and the SIP loop deals with them: every other one is
    of those that are to be `first`, so that these do not wait for the others, however many, nor take all turns."""

    def __init__(self, config: dict[str, Any], options: Any, is_first: Callable[[bytes], bool] = nobody) -> None:
        self._is_first = is_first
        self._next, self._after_next = deque[Any](), deque[Any]()
        self._first, self._others = self._next, self._after_next
        options.direct_dispatch = True  # to `handle_read`, which the thread that receives calls
        super().__init__(config, options)

    def handle_read(self, data: bytes, address: tuple[str, int], rtime: Any, delayed: bool = False) -> None:
        waits = self._first if self._is_first(data) else self._others
        if len(waits) < WAITING:
            waits.append((data, stack.RemoteAddress(address, self.transport), rtime))
            stack.loop.callFromThread(self._deal)

    def _deal(self) -> None:
        self._next, self._after_next = self._after_next, self._next
        super().handle_read(*(self._next or self._after_next).popleft())

    def send_to(self, data: bytes | str, address: tuple[Any, Any], delayed: bool = False) -> None:
        if _is_place(self.uopts.family, *address):
            super().send_to(data, address, delayed)
        else:
            log.error("not sent to what is no address", to=str(address)[:SHOWN])


def _is_place(family: int, host: Any, port: Any) -> bool:
    """A literal address and a port that there can be; the stack's thread would end with one that cannot."""
    try:
        socket.inet_pton(family, host.strip("[]"))
    except (OSError, ValueError, AttributeError):
        return False
    return isinstance(port, int) and 0 < port <= HIGHEST_PORT


class Nowhere:
    """A transport that is not spoken here, such as that of a phone or a carrier over TLS once `--sips` is left out:
    whoever sends by it is told that there is no way, as if a connection had broken."""

    def __init__(self, transport: str, lost: Callable[[Flow], None]) -> None:
        self.transport, self._lost = transport, lost

    def getSIPaddr(self) -> tuple[tuple[Any, Any], str]:  # noqa: N802
        return (stack.SipConf.my_address, stack.SipConf.my_port), self.transport

    def addr2str(self, address: object) -> str:
        return f"{self.transport}:{address}"

    def send_to(self, data: bytes | str, address: tuple[str, int], delayed: bool = False) -> None:
        stack.loop.callFromThread(self._lost, Flow(address, self.transport))
