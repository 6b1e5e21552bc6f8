"""Session descriptions (RFC 8866) of audio calls, as offers and answers (RFC 3264): what a phone says, what we say.

Calls settle on codecs of the telephone network, so that any two legs can be joined later without transcoding.
"""

import random
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address
from typing import Literal, get_args

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

MOST_STREAMS, LARGEST = 16, 16_384  # of a description; bytes
PLAIN = "RTP/AVP"
# A phone may offer to secure a stream without insisting on it: then the protocol is the plain one (RFC 8643).
UNSECURED = (PLAIN, "RTP/AVPF")
KEYED = ("RTP/SAVP", "RTP/SAVPF", *UNSECURED)
SECURED = ("UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF", *KEYED)  # many name the protocol of keys for DTLS too
SUITES = ("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32")
# No parameters of the session, and no index of a master key: they are rare, and none may be left out of account.
CRYPTO = re.compile(rf"([0-9]{{1,9}}) ({'|'.join(SUITES)}) inline:([A-Za-z0-9+/]{{40}})(\|(2\^)?[0-9]{{1,15}})?")
SETUPS = ("actpass", "active", "passive")
FINGERPRINT = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}")

CODECS = {"PCMU": 0, "PCMA": 8, "G722": 9}  # RFC 3551 section 6
USUAL = ("PCMU", "PCMA")  # what nearly every phone has
RATE = 8000  # their RTP clock; that of G.722 is 8,000 by an old mistake too (RFC 3551 section 4.5.2)
EVENTS = "telephone-event"  # RFC 4733
EVENTS_TYPE = 101
IPV4 = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")
NOWHERE = "0.0.0.0"  # noqa: S104  an address that means hold (RFC 3264 section 8.4)

# Why a description cannot be carried (RFC 3261 section 20.43).
NETWORK, ADDRESS, TRANSPORT, KIND, FORMAT, MULTICAST, OTHER = 300, 301, 302, 304, 305, 330, 399


class Unusable(Exception):
    """A description without an audio stream that we can carry in a codec of ours; `code` is that of a warning."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True)
class Dtls:
    """How one end secures its audio by DTLS-SRTP (RFC 5763): its part in the handshake, and its certificate."""

    setup: Literal["actpass", "active", "passive"]
    fingerprint: str  # `sha-256 AB:CD:...`


@dataclass(frozen=True)
class Keys:
    """How one end secures what it sends, by a key that stands in its description (RFC 4568)."""

    tag: str
    suite: str
    key: str = field(repr=False)  # base64


class Origin:
    """Of the descriptions of one end of a call: no other call of ours has its number (RFC 8866 section 5.2), and each
    has the next version, though it may only ask again what was said before (RFC 3264 section 8)."""

    def __init__(self) -> None:
        self.number, self.version = random.getrandbits(62), 0

    def next(self) -> str:
        self.version += 1
        return f"{self.number} {self.version}"


@dataclass(frozen=True)
class Media:
    """What one end wants to hear, and where."""

    host: str
    port: int
    codecs: tuple[str, ...]  # ours, in the phone's order
    events: int | None = None  # payload type of digits
    direction: Direction = "sendrecv"
    dtls: Dtls | None = None
    keys: Keys | None = None
    protocol: str = PLAIN
    mux: bool = False  # RTCP comes to the same port (RFC 5761)
    lines: tuple[str | None, ...] = (
        None,
    )  # all streams of the description: None for this one, others `video RTP/AVP 97`
    origin: Origin | None = field(default=None, compare=False, repr=False)  # of ours

    @property
    def address(self) -> tuple[str, int] | None:
        """Where audio goes; None while held by the old way of an address of nought."""
        return None if self.host == NOWHERE else (self.host, self.port)

    @property
    def holds(self) -> bool:
        return self.direction in ("sendonly", "inactive") or self.host == NOWHERE


@dataclass
class _Section:
    """A part of a description: what is said of all, or of one stream."""

    kind: str = ""
    fields: list[str] = field(default_factory=list[str])  # port, protocol, payload types
    connection: list[str] = field(default_factory=list[str])  # network, kind of address, address
    attributes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def _nobody(host: str, port: int) -> bool:
    return False


def parse(
    text: str,
    *,
    secret: bool = False,
    near: bool = False,
    seen: bool = False,
    ours: Callable[[str, int], bool] = _nobody,
) -> Media:
    """An audio stream that we can carry: a secured one if there is, or else a plain one. Raises Unusable where there is
    neither, with what is wrong with the last. Keys that stand in the description count only if it came `secret`, that
    is over TLS; an address of this machine's own only if it came from there, `near`. One of a phone that is sent to
    where it is `seen` may be one that cannot be reached from here. `ours` says of an address whether it is where we
    ourselves listen."""
    if len(text) > LARGEST:
        raise Unusable(OTHER, "Too long")
    whole, *streams = _sections(text)
    if len(streams) > MOST_STREAMS:
        raise Unusable(OTHER, "Too many streams")
    lines = [f"{each.kind} {' '.join(each.fields[1:])}" for each in streams]
    found: list[Media] = []
    why = Unusable(KIND, "No audio")
    for n, each in enumerate(streams):
        try:
            if each.kind == "audio":
                media = _stream(whole, each, secret, near, seen)
                if media.address and ours(*media.address):
                    raise Unusable(ADDRESS, "That address is our own")
                found.append(replace(media, lines=(*lines[:n], None, *lines[n + 1 :])))
        except Unusable as unusable:
            why = unusable
    if not found:
        raise why
    return max(found, key=lambda media: (media.dtls is not None, media.keys is not None))


def within(offered: Collection[str], answer: Media) -> Media | None:
    """An answer, as far as it is one: many a phone lists all that it has, but what it was not offered does not count
    (RFC 3264 section 6.1). None where nothing is left."""
    codecs = tuple(codec for codec in answer.codecs if codec in offered)
    return replace(answer, codecs=codecs) if codecs else None


def _sections(text: str) -> list[_Section]:
    found = [_Section()]
    for line in text.replace("\r\n", "\n").split("\n"):
        kind, _, value = line.partition("=")
        if kind == "m":
            name, *fields = value.split() or [""]
            found.append(_Section(name, fields))
        elif kind == "c":
            found[-1].connection = value.split()
        elif kind == "a":
            name, _, rest = value.strip().partition(":")
            found[-1].attributes.append((name, rest))
    return found


def _stream(whole: _Section, stream: _Section, secret: bool, near: bool, seen: bool) -> Media:
    if len(stream.fields) < 3:
        raise Unusable(OTHER, "A stream that cannot be read")
    port, protocol = stream.fields[0].partition("/")[0], stream.fields[1]
    if not _is_number(port) or int(port) > 65535:
        raise Unusable(ADDRESS, "No such port")
    if int(port) == 0:  # refused, or ended (RFC 3264 sections 6 and 8.2)
        raise Unusable(KIND, "No audio")
    host = _host(stream.connection or whole.connection, near, seen)
    said = [*whole.attributes, *stream.attributes]
    keys = _keys(said) if secret and protocol in KEYED else None
    dtls = _dtls(whole, stream) if protocol in SECURED else None
    if keys and dtls:  # either is right: as its protocol is named
        keys, dtls = (None, dtls) if protocol in UNSECURED else (keys, None)
    if not dtls and not keys and protocol not in UNSECURED:
        raise Unusable(TRANSPORT, "Incompatible transport protocol")
    wanted = [int(number) for number in stream.fields[2:] if _is_number(number) and int(number) < 128]
    rtpmaps = (value.partition(" ") for name, value in said if name == "rtpmap")
    names = {int(number): codec.strip() for number, _, codec in rtpmaps if _is_number(number)}
    known = [_codec(number, names) for number in wanted]
    numbered = zip(wanted, known, strict=True)
    codecs = tuple(dict.fromkeys(codec for number, codec in numbered if CODECS.get(codec) == number))
    if not codecs:  # or under a number of the phone's own, for audio is passed on as it is
        raise Unusable(FORMAT, f"Only {', '.join(f'{codec} as {number}' for codec, number in CODECS.items())}")
    directions: list[Direction] = [direction for name, _ in said for direction in DIRECTIONS if name == direction]
    return Media(
        host,
        int(port),
        codecs,
        events=next((number for number, codec in zip(wanted, known, strict=True) if codec == EVENTS), None),
        direction=directions[-1] if directions else "sendrecv",
        dtls=dtls,
        keys=keys,
        protocol=protocol,
        mux=dtls is not None and ("rtcp-mux", "") in said,
    )


def _host(connection: list[str], near: bool, seen: bool) -> str:
    """An address as audio can be sent to it: of one host, and of IPv4 as the relay is, written as such. RFC 8866
    section 5.7 allows a name too, but to find out what it means takes time and trust that a call does not have."""
    match connection:
        case [network, kind, said] if network.upper() == "IN" and kind.upper() == "IP4":
            pass
        case [_, _, _]:
            raise Unusable(NETWORK, "Incompatible network protocol")
        case _:
            raise Unusable(ADDRESS, "No address")
    try:
        numbers, slash, ttl = said.partition("/")
        if not IPV4.fullmatch(numbers) or (slash and not _is_number(ttl)):
            raise ValueError(said)
        # Zeros before a number make it no octal one (RFC 8866 section 9), though other readers think so.
        address = IPv4Address(".".join(str(int(number)) for number in numbers.split(".")))
    except ValueError:
        raise Unusable(ADDRESS, "Incompatible network address format") from None
    if address.is_multicast:
        raise Unusable(MULTICAST, "Multicast not available")
    this_net = str(address) != NOWHERE and address.packed[0] == 0  # RFC 1122 section 3.2.1.3
    afar = (address.is_link_local and not seen) or (address.is_loopback and not near)
    if address.is_reserved or this_net or afar:
        raise Unusable(ADDRESS, "An address that cannot be reached")
    return str(address)


def _keys(said: list[tuple[str, str]]) -> Keys | None:
    """The first that we know, of those that a stream offers."""
    found = (CRYPTO.fullmatch(value.strip()) for name, value in said if name == "crypto")
    return next((Keys(match[1], match[2], match[3]) for match in found if match), None)


def _dtls(whole: _Section, stream: _Section) -> Dtls | None:
    """None for a stream that is not secured so, or by no digest that our relay knows; a phone may name several, and
    those of a stream count before those of all (RFC 8122 section 5)."""
    setup = dict([*whole.attributes, *stream.attributes]).get("setup", "").strip().lower()
    if setup not in SETUPS:
        return None
    named = [[value for name, value in each.attributes if name == "fingerprint"] for each in (stream, whole)]
    found = (value.strip().partition(" ") for value in named[0] or named[1])
    known = (value for digest, _, value in found if digest.lower() == "sha-256" and FINGERPRINT.fullmatch(value))
    return next((Dtls(setup, f"sha-256 {value.upper()}") for value in known), None)


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
        return EVENTS if rate.partition("/")[0] == str(RATE) else ""
    return name.upper() if rate.partition("/")[0] == str(RATE) else ""


def describe(media: Media) -> str:
    """Ours, as text; streams of the other end that we do not take are refused in their places (RFC 3264 section 6)."""
    types = [CODECS[codec] for codec in media.codecs]
    attributes = [f"a=rtpmap:{CODECS[codec]} {codec}/{RATE}" for codec in media.codecs]
    if media.events is not None:
        types.append(media.events)
        attributes += [f"a=rtpmap:{media.events} {EVENTS}/{RATE}", f"a=fmtp:{media.events} 0-15"]
    attributes += ["a=ptime:20", f"a={media.direction}"]
    if media.dtls:
        attributes += [f"a=setup:{media.dtls.setup}", f"a=fingerprint:{media.dtls.fingerprint}"]
    if media.keys:
        attributes.append(f"a=crypto:{media.keys.tag} {media.keys.suite} inline:{media.keys.key}")
    if media.mux:
        attributes.append("a=rtcp-mux")
    ours = [f"m=audio {media.port} {media.protocol} {' '.join(map(str, types))}", *attributes]
    streams = [ours if line is None else [_refused(line)] for line in media.lines]
    said = (media.origin or Origin()).next()
    head = ["v=0", f"o=- {said} IN IP4 {media.host}", "s=-", f"c=IN IP4 {media.host}", "t=0 0"]
    return "\r\n".join([*head, *(line for stream in streams for line in stream), ""])


def _refused(line: str) -> str:
    kind, _, rest = line.partition(" ")
    return f"m={kind} 0 {rest}"
