"""Where one SIP message ends and the next begins on a connection (RFC 3261 section 18.3), and the keep-alives between
them (RFC 5626 section 3.5.1)."""

import re

LONGEST = 65_536  # bytes of a message, body included
PING = b"\r\n\r\n"  # answered with half of itself

_END = b"\r\n\r\n"
# Of whatever version, for it is told which we know; with blanks too many, or without a phrase.
_START = re.compile(
    rb"(SIP/[0-9]++\.[0-9]++[ \t]++[1-6][0-9]{2}[ \t\r]|"
    rb"[A-Z0-9.!%*_+`'~-]++[ \t]++\S++[ \t]++SIP/[0-9]++\.[0-9]++[ \t]*+\r\n)",
    re.IGNORECASE,
)
_BEGINS = re.compile(rb"[A-Za-z]")
_LENGTH = re.compile(
    rb"\r\n(?:content-length|l)[ \t]*+:((?:[^\r\n]++|\r\n[ \t])*+)", re.IGNORECASE
)  # lines may be folded (RFC 3261 section 7.3.1)


class Unframeable(Exception):
    """What comes is not SIP, or is more than we are willing to hold; the connection is of no further use."""


class Framer:
    """Takes bytes as they come, and gives whole messages, and pings as `PING`."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._held = bytearray()
        self._looked = 0  # how far the end of the head is known not to be
        self._length = 0  # of the message that waits for the rest of its body: its head is read once

    @property
    def begun(self) -> bool:
        """Whether a part of a message waits for the rest."""
        return bool(self._held.strip(b"\r\n"))

    def feed(self, data: bytes) -> list[bytes]:
        """Raises Unframeable; what was whole before it is lost with the connection."""
        self._held += data
        found: list[bytes] = []
        while (whole := self._next()) is not None:
            found.append(whole)
        return found

    def _next(self) -> bytes | None:
        held = self._held
        if held.startswith(PING):
            del held[: len(PING)]
            return PING
        if held.startswith(b"\r\n") and not PING.startswith(held):
            del held[:2]  # a pong, or an empty line too many (RFC 3261 section 7.5)
            return self._next()
        if not held or PING.startswith(held):
            return None
        if not _BEGINS.match(held):  # a method or SIP/2.0; a TLS greeting, for one, begins otherwise
            raise Unframeable("no SIP")
        if not self._length:
            end = held.find(_END, max(self._looked - len(_END), 0))
            if end < 0:
                self._looked = len(held)
                if len(held) > self._longest:
                    raise Unframeable("too long")
                return None
            self._length = end + len(_END) + _length(bytes(held[: end + 2]))
        if self._length > self._longest:
            raise Unframeable("too long")
        if len(held) < self._length:
            return None
        whole = bytes(held[: self._length])
        del held[: self._length]
        self._looked = self._length = 0
        return whole


def _length(head: bytes) -> int:
    """What the head says of its body. It must say so on a connection; who does not, has none."""
    if not _START.match(head):
        raise Unframeable("no SIP")
    said = {value.strip() for value in _LENGTH.findall(head)}
    if len(said) > 1:
        raise Unframeable("two lengths")
    length = said.pop() if said else b"0"
    if not length.isdigit() or len(length) > 9:
        raise Unframeable("no length")
    return int(length)
