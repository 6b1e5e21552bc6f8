"""A NAT between a phone and the server, as on the way to any small office: it gives ports of its own to what the phone
sends from, and knows nothing of SIP.

There is but one machine here, so that the phone cannot be routed through it: it is set as the phone's proxy, and what
the server says of where its audio goes is changed for the phone's eyes. What the server sees is what it would see.
"""

import re
import select
import socket
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager

OUTSIDE, INSIDE = "127.0.0.30", "127.0.0.31"


class Nat:
    def __init__(self, server: tuple[str, int]) -> None:
        self._server: dict[bool, tuple[str, int] | None] = {False: server, True: None}  # for SIP, and for RTP
        self._phone: dict[bool, tuple[str, int] | None] = {False: None, True: None}
        self._inside = {rtp: _socket(INSIDE) for rtp in (False, True)}
        self._outside = {rtp: _socket(OUTSIDE) for rtp in (False, True)}
        self.proxy = f"{INSIDE}:{self._inside[False].getsockname()[1]}"
        self._over = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over:
            for rtp in (False, True):
                for packet, source in _received(self._inside[rtp]):
                    self._phone[rtp] = source
                    if server := self._server[rtp]:
                        self._outside[rtp].sendto(packet, server)
                for packet, _ in _received(self._outside[rtp]):
                    if phone := self._phone[rtp]:
                        self._inside[rtp].sendto(packet if rtp else self._routed(packet), phone)
            select.select([*self._inside.values(), *self._outside.values()], [], [], 0.1)

    def _routed(self, packet: bytes) -> bytes:
        head, _, body = packet.decode("latin-1").partition("\r\n\r\n")
        if audio := re.search(r"(?<=m=audio )\d+", body):
            self._server[True] = "127.0.0.1", int(audio[0])
            body = body.replace(audio[0], str(self._inside[True].getsockname()[1]))
            body = body.replace("c=IN IP4 127.0.0.1", f"c=IN IP4 {INSIDE}")
            head = re.sub(r"(?<=Content-Length: )\d+", str(len(body)), head, flags=re.IGNORECASE)
        return f"{head}\r\n\r\n{body}".encode("latin-1")

    def close(self) -> None:
        self._over = True
        self._thread.join()
        for each in (*self._inside.values(), *self._outside.values()):
            each.close()


def _socket(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.setblocking(False)
    return made


def _received(at: socket.socket) -> Iterator[tuple[bytes, tuple[str, int]]]:
    while True:
        try:
            yield at.recvfrom(65_535)
        except BlockingIOError:
            return


@contextmanager
def nat(port: int) -> Generator[Nat]:
    with closing(Nat(("127.0.0.1", port))) as made:
        yield made
