"""What may be said in an option, looked at as it is read: whatever is wrong is told with what would be right."""

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable, Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from trunkline.problems import refuse

ALWAYS = ("data", "database", "json")  # options that any command may have
HIGHEST_PORT = 65_535
FEWEST_PORTS = 30  # of the relay: for a call, and for those that are kept for emergencies
MOST_CALLS = 10_000
MOST_LICENCES = 1_000_000
LONGEST_TALK = 3600.0
HIGHEST_EXTENSION = 9_999_999_999
LONGEST_DIALLED = 64  # characters
LONGEST_AUDIO = 3600  # seconds that are captured of a call
HIGHEST_CAPTURE = 2**32 - 1  # 32 bits
MOST_BACKUPS = 10_000
LONGEST_PAST = 366  # days that a demo has behind it
LONGEST_DRAIN = 86_400.0  # seconds
DATABASE = "postgresql+psycopg://"
NOWHERE, EVERYBODY = "0.0.0.0", "255.255.255.255"  # noqa: S104
NO_IPV6 = "SIP and audio are carried over IPv4 alone: give an IPv4 address of this machine"
# RFC 1123 section 2.1, and the underscore that names in container networks have.
_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*\.?")
_NUMBERS = re.compile(r"[0-9.]+")


def alone(said: Namespace, needed: Mapping[str, str]) -> None:
    """Refuses options that were typed and do nothing without others; what is set by other ways is for whom it is of
    use to."""
    for name, other in needed.items():
        if name in said.typed and not getattr(said, other.replace("-", "_"), None):
            refuse("option_does_nothing_here", option=f"--{name}", remedy=f"leave it out, or give --{other} too")


def unfit(said: Namespace, fit: Iterable[str], what: str) -> None:
    """Refuses options that were typed and that what is asked for has no use for."""
    if wrong := sorted(said.typed - {*fit, *ALWAYS}):
        refuse("option_does_nothing_here", option=f"--{wrong[0]}", remedy=f"leave it out: {what} has no use for it")


def address(said: str) -> str:
    """HOST:PORT, of IPv4 or of IPv6 in brackets (RFC 3986 section 3.2.2)."""
    host, colon, port = said.rpartition(":")
    if not colon or not host or not _is_port(port):
        _wrong(said, f"is not HOST:PORT with a port from 1 to {HIGHEST_PORT}, such as 127.0.0.1:8080")
    if host.startswith("[") or ":" in host:
        if not (host.startswith("[") and host.endswith("]") and _version(host[1:-1]) == 6):
            _wrong(said, "has an IPv6 address that is none: such an address stands in brackets, as in [::1]:8080")
    elif not _is_host(host):
        _wrong(said, f"has no host: '{host}' is neither a name nor an IPv4 address")
    if _is_of_many(host):
        _wrong(said, "is the address of many at once (multicast or broadcast): give one of a single computer")
    return said


def sip_address(said: str) -> str:
    """HOST:PORT of IPv4."""
    if address(said).startswith("["):
        _wrong(said, f"is IPv6. {NO_IPV6}")
    return said


def host(said: str) -> str:
    """A name or an IPv4 address alone: phones are told it."""
    if _version(said.strip("[]")) == 6:
        _wrong(said, f"is IPv6. {NO_IPV6}")
    if not _is_host(said) or "_" in said:  # no name in SIP has an underscore (RFC 3261 section 25.1)
        _wrong(said, "is no host: give a name or an IPv4 address, without a scheme and without a port")
    if _is_of_many(said) or said == NOWHERE:
        _wrong(said, "is nobody's address: give the one by which phones reach this computer")
    return said


def collector(said: str) -> str:
    """HOST:PORT of IPv4, where something is sent to."""
    if sip_address(said).startswith(f"{NOWHERE}:"):
        _wrong(said, "is nobody's address: give that of the computer that is sent to")
    return said


def ports(said: str) -> str:
    """FIRST-LAST."""
    first, dash, last = said.partition("-")
    if not dash or not _is_port(first) or not _is_port(last):
        _wrong(said, f"is not FIRST-LAST with ports from 1 to {HIGHEST_PORT}, such as 20000-24999")
    if int(last) - int(first) + 1 < FEWEST_PORTS:
        _wrong(said, f"has fewer than {FEWEST_PORTS} ports, too few for a call: the first stands before the last")
    return said


def licences(said: str) -> int:
    return _number(said, 0, MOST_LICENCES, "licences")


def url(said: str) -> str:
    """Of an API: http or https, a host, and perhaps a port and a path before what is ours."""
    try:
        parts = urlsplit(said)
        whole = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole:
        _wrong(said, "is no URL of an API: give one such as http://127.0.0.1:8080 or https://pbx.example.com")
    return said


def extension(said: str) -> int:
    """As somebody has it."""
    return _number(said, 1, HIGHEST_EXTENSION, "an extension")


def caller(said: str) -> str:
    """Empty: withheld."""
    if len(said) > LONGEST_DIALLED:
        raise ArgumentTypeError(f"it is longer than any number: give at most {LONGEST_DIALLED} characters")
    return said


def dialled(said: str) -> str:
    if not said:
        raise ArgumentTypeError("nobody dials nothing: give a number, an extension or a code")
    return caller(said)


def talk(said: str) -> float:
    """How long a test call lasts."""
    return _seconds(said, LONGEST_TALK)


def days(said: str) -> int:
    return _number(said, 1, LONGEST_PAST, "days")


def heard(said: str) -> int:
    """For how long audio is copied."""
    return _number(said, 1, LONGEST_AUDIO, "seconds")


def backups(said: str) -> int:
    """How many are kept."""
    return _number(said, 1, MOST_BACKUPS, "backups")


def capture(said: str) -> int:
    """By which Homer knows who sends."""
    return _number(said, 0, HIGHEST_CAPTURE, "an engine")


def calls(said: str) -> int:
    return _number(said, 1, MOST_CALLS, "calls")


def seconds(said: str) -> float:
    return _seconds(said, LONGEST_DRAIN)


def database(said: str) -> str:
    if said and not said.startswith(DATABASE):  # it may have a password in it, so it is not shown
        raise ArgumentTypeError(f"it is no PostgreSQL database: give {DATABASE}USER:PASSWORD@HOST/NAME")
    return said


def _seconds(said: str, most: float) -> float:
    try:
        found = float(said) if said.isascii() else -1.0
    except ValueError:
        found = -1.0
    if not 0 <= found <= most:  # which not-a-number is not either
        _wrong(said, f"is no time: give seconds, from 0 to {most:g}")
    return found


def _number(said: str, first: int, last: int, of: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(last)) and first <= int(said) <= last):
        _wrong(said, f"is no number of {of}: give one from {first} to {last}")
    return int(said)


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


def _is_port(said: str) -> bool:
    return _is_number(said) and 1 <= int(said) <= HIGHEST_PORT


def _is_host(said: str) -> bool:
    return _version(said) == 4 if _NUMBERS.fullmatch(said) else bool(_NAME.fullmatch(said))


def _version(said: str) -> int:
    """Of the internet protocol; 0 of what is no address."""
    try:
        found = ip_address(said)
    except ValueError:
        return 0
    return 6 if isinstance(found, IPv6Address) else 4


def _is_of_many(host: str) -> bool:
    return _version(host.strip("[]")) != 0 and (ip_address(host.strip("[]")).is_multicast or host == EVERYBODY)


def _wrong(said: str, why: str) -> None:
    raise ArgumentTypeError(f"'{said}' {why}")
