"""How much of a message is read: more than any phone or carrier says, and so little that reading it takes no time worth
the name. What is beyond is refused unread (RFC 3261 section 21.5.14)."""

LARGEST_HEAD = 16_384  # bytes of the first line and the headers
LONGEST_LINE = 8_192  # bytes of a header, all its lines
MOST_VALUES = 256  # of all headers: each has one, or several between commas
LARGEST_ANSWER = 4_096  # bytes that an answer repeats of what was not read
LARGEST_KEPT, UNREAD_KEPT = 16_384, 2_048  # bytes of a message that are shown later, and of one that is not read


class TooLarge(ValueError):
    """A message that is not read."""


def keep(lines: list[bytes]) -> None:
    """Raises TooLarge for a head of more than that."""
    if len(lines) + sum(line.count(b",") for line in lines) > MOST_VALUES and sum(map(_values, lines)) > MOST_VALUES:
        raise TooLarge("too many values")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise TooLarge("too long a header")


def keep_size(head: bytes) -> None:
    """Raises TooLarge; it costs nothing, and comes before all else."""
    if len(head) > LARGEST_HEAD:
        raise TooLarge("too long a head")


def kept(packet: bytes) -> bytes:
    """What is kept of a message to be shown later."""
    if len(packet) <= UNREAD_KEPT:
        return packet
    ends = packet.find(b"\r\n\r\n", 0, LARGEST_HEAD + 4) >= 0
    return packet[: LARGEST_KEPT if ends else UNREAD_KEPT]


def _values(line: bytes) -> int:
    """Commas between quotes are of a name; a quote that does not end goes to the end."""
    if b'"' not in line:
        return 1 + line.count(b",")
    outside = line.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    return 1 + sum(part.count(b",") for part in outside)
