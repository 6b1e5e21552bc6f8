"""SIP over UDP, and over what is not spoken here.

Where a message goes is decided before it comes here: to where its phone or carrier is seen. Should a name ever come
instead, it is not looked up: all phones would wait for a name server that somebody else may have named.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

import socket
from collections.abc import Callable
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.ports import Flow

HIGHEST_PORT = 65_535
SHOWN = 100  # characters of what is no address

log = structlog.get_logger()


class Datagrams(stack.UdpServer):
    """A socket, as the stack wants it."""

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
