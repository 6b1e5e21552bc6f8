"""Session descriptions (RFC 8866) of audio calls, as offers and answers (RFC 3264): what a phone says, what we say.

Calls settle on codecs of the telephone network, so that any two legs can be joined later without transcoding.
"""

from dataclasses import dataclass
from itertools import count
from typing import Literal

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

CODECS = {"PCMU": 0, "PCMA": 8, "G722": 9}  # RFC 3551 section 6
RATE = 8000  # their RTP clock; that of G.722 is 8,000 by an old mistake too (RFC 3551 section 4.5.2)
EVENTS = "telephone-event"  # RFC 4733
EVENTS_TYPE = 101
NOWHERE = "0.0.0.0"  # noqa: S104  an address that means hold (RFC 3264 section 8.4)

_versions = count(1)


class Unusable(Exception):
    """A description without a plain audio stream in a codec of ours."""


@dataclass(frozen=True)
class Media:
    """What one phone wants to hear, and where."""

    host: str
    port: int
    codecs: tuple[str, ...]  # ours, in the phone's order
    events: int | None = None  # payload type of digits
    direction: Direction = "sendrecv"

    @property
    def address(self) -> tuple[str, int] | None:
        """Where audio goes; None while held by the old way of an address of nought."""
        return None if self.host == NOWHERE or self.port == 0 else (self.host, self.port)

    @property
    def holds(self) -> bool:
        return self.direction in ("sendonly", "inactive") or self.host == NOWHERE


def parse(text: str) -> Media:
    """The first audio stream; raises Unusable where there is none that we can carry."""
    host, port, wanted = "", 0, list[int]()
    names: dict[int, str] = {}
    direction: Direction = "sendrecv"
    section = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        kind, _, value = line.partition("=")
        if kind == "m":
            if section == "audio":
                break
            section, *fields = value.split() or [""]
            if section == "audio":
                port, wanted = _audio(fields)
        elif kind == "c" and section in ("", "audio"):
            host = value.split()[-1] if value.split() else ""
        elif kind == "a" and section in ("", "audio"):
            name, _, rest = value.strip().partition(":")
            if name == "rtpmap":
                number, _, codec = rest.partition(" ")
                if _is_number(number):
                    names[int(number)] = codec.strip()
            elif name in ("sendrecv", "sendonly", "recvonly", "inactive"):
                direction = name
    if not host or not wanted:
        raise Unusable
    known = [_codec(number, names) for number in wanted]
    codecs = tuple(dict.fromkeys(codec for codec in known if codec in CODECS))
    events = next((number for number, codec in zip(wanted, known, strict=True) if codec == EVENTS), None)
    if not codecs:
        raise Unusable
    return Media(host, port, codecs, events, direction)


def _audio(fields: list[str]) -> tuple[int, list[int]]:
    """Port and payload types of `m=audio PORT RTP/AVP 0 8 101`."""
    if len(fields) < 3 or not _is_number(fields[0].partition("/")[0]) or not fields[1].startswith("RTP/AVP"):
        raise Unusable
    port = int(fields[0].partition("/")[0])
    if port > 65535:
        raise Unusable
    return port, [int(number) for number in fields[2:] if _is_number(number) and int(number) < 128]


def _is_number(text: str) -> bool:
    """A few plain digits: what `int` takes is more, and so is what Unicode calls a digit."""
    return text.isascii() and text.isdigit() and len(text) < 6


def _codec(number: int, names: dict[int, str]) -> str:
    """A payload type's codec in our spelling; the three below 96 need no rtpmap."""
    said = names.get(number)
    if said is None:
        return next((name for name, static in CODECS.items() if static == number), "")
    name, _, rate = said.partition("/")
    if name.lower() == EVENTS:
        return EVENTS if rate.startswith(str(RATE)) else ""
    return name.upper() if rate.partition("/")[0] == str(RATE) else ""


def describe(media: Media) -> str:
    """Ours, as text."""
    types = [CODECS[codec] for codec in media.codecs]
    lines = [f"a=rtpmap:{CODECS[codec]} {codec}/{RATE}" for codec in media.codecs]
    if media.events is not None:
        types.append(media.events)
        lines += [f"a=rtpmap:{media.events} {EVENTS}/{RATE}", f"a=fmtp:{media.events} 0-15"]
    head = [
        "v=0",
        f"o=- 1 {next(_versions)} IN IP4 {media.host}",
        "s=-",
        f"c=IN IP4 {media.host}",
        "t=0 0",
        f"m=audio {media.port} RTP/AVP {' '.join(map(str, types))}",
    ]
    return "\r\n".join([*head, *lines, "a=ptime:20", f"a={media.direction}", ""])
