"""Names, addresses and numbers as SIP writes them (RFC 3261 sections 20.10 and 25.1, RFC 3323, RFC 3966).

All are read here, once, on the way in, and written here, once, on the way out; in between a name is the name itself,
without quotes and escapes. Peers write what no grammar allows, and their calls are to go through all the same: what
can be understood in one way only is understood.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from trunkline import texts

LONGEST_NAME = 128  # bytes of a name of ours on the wire, escapes included
LONGEST_READ, LONGEST_DIALLED = 2_048, 255  # characters of a name, and of what is dialled, that are taken from outside
MOST_DIGITS = 15  # of E.164
NOBODY = "anonymous.invalid"  # RFC 3323 section 4.1.1.3

# Strangers' texts are read by these: none goes back over what it has read.
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*+(?=<)', re.DOTALL)
_BRACKET = re.compile(r"<(?=\s*+[a-z][a-z0-9+.-]*+:)", re.IGNORECASE)
_ENCLOSED = re.compile(r"<([^<>]*+)>(.*+)", re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*+:", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]++")


# Addresses


class Address(NamedTuple):
    """What From, To, Contact and their like say."""

    name: str
    uri: str
    parameters: tuple[tuple[str, str | None], ...]  # of the header, by their names in small letters
    enclosed: bool  # whether the URI stood in brackets

    @classmethod
    def read(cls, text: str) -> "Address":
        """Raises ValueError for what is none."""
        text = text.strip()
        if found := _QUOTED.match(text):
            name, rest = re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL), text[found.end() :]
        elif (at := _bracket(text)) >= 0:
            name, rest = unquoted(text[:at].strip()), text[at:]
        elif _SCHEME.match(text):  # what follows is the header's, and not the URI's
            uri, _, rest = text.partition(";")
            return cls("", uri.strip(), (*parameters(rest),), enclosed=False)
        else:
            raise ValueError(f"no address: {text!r}")
        if not (enclosed := _ENCLOSED.fullmatch(rest)):
            raise ValueError(f"no end of an address: {text!r}")
        before, _, said = enclosed[2].partition(";")
        if before.strip():
            raise ValueError(f"no parameter: {text!r}")
        name = texts.one_line(name).strip()[:LONGEST_READ].rstrip()
        return cls(name, enclosed[1].strip(), (*parameters(said),), enclosed=True)


def _bracket(text: str) -> int:
    """Where the URI begins: a name that is not quoted as it should be may have brackets of its own."""
    found = _BRACKET.search(text)
    return found.start() if found else text.find("<")


def unquoted(name: str) -> str:
    """A name or a value that stands without quotes, or in such as may not end where they should."""
    if name.startswith('"'):
        name = name[1:-1] if name.endswith('"') and len(name) > 1 else name[1:]
        name = re.sub(r'\\(["\\])', r"\1", name)
    return name


def parameters(text: str) -> Iterator[tuple[str, str | None]]:
    """What stands between semicolons, as names and values."""
    for part in _parts(text, ";"):
        name, equals, value = part.partition("=")
        if name.strip():
            yield name.strip().lower(), value.strip() if equals else None


def listed(text: str) -> list[str]:
    """The values of a header that may have several (RFC 3261 section 7.3.1)."""
    return [part for part in (part.strip() for part in _parts(text, ",")) if part]


def _parts(text: str, separator: str) -> list[str]:
    """What stands between separators that are neither quoted nor in brackets."""
    if '"' not in text and "<" not in text:
        return text.split(separator)
    found, begun, quoted, enclosed, escaped = list[str](), 0, False, False, False
    for at, each in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            quoted, escaped = each != '"', each == "\\"
        elif each == '"':
            quoted = True
        elif each in "<>":
            enclosed = each == "<"
        elif each == separator and not enclosed:
            found.append(text[begun:at])
            begun = at + 1
    return [*found, text[begun:]]


def quoted(name: str) -> str:
    """A name as it stands before a URI (RFC 3261 section 25.1); nothing for no name."""
    plain = texts.one_line(name).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if plain else ""


# Who calls


class Caller(NamedTuple):
    """Whom a call of ours is said to be from."""

    name: str
    user: str
    host: str

    @property
    def is_known(self) -> bool:
        return self.host != NOBODY

    @classmethod
    def shown(cls, name: str, number: str, domain: str) -> "Caller":
        """Who has no number, or one that is none, is anonymous (RFC 3323 section 4.1.1.3), but for a name that there
        may be: strict phones would not ring for an address without a user."""
        if not _NUMBER.fullmatch(number):
            return cls(_cut(name) or "Anonymous", "anonymous", NOBODY)
        return cls(_cut(name), number, domain)


def _cut(name: str) -> str:
    """So much of a name that an INVITE remains a packet, and phones show it: they have buffers of 256 bytes for an
    address."""
    plain, left = texts.one_line(name).strip(), LONGEST_NAME
    for at, each in enumerate(plain):
        left -= len(each.encode()) + (each in '"\\')
        if left < 0:
            return plain[:at]
    return plain


# Numbers


def number(uri: str) -> str:
    """The number that a `sip:`, `sips:` or `tel:` URI is of, as it stands there; empty for one that is of none."""
    return digits(dialled(uri))


def dialled(uri: str) -> str:
    """What a URI would have called, as it was dialled. A local number is completed by a context that is a number's
    beginning (RFC 3966 section 5.1.5); what else stands beside it, `ext`, `isub`, `npdi`, `rn`, is no part of it."""
    said, *beside = user(uri).split(";")
    for name, context in parameters(";".join(beside)):
        if name == "phone-context" and context and context.startswith("+") and not said.startswith("+"):
            said = context + said
    return texts.one_line(unquote(said))[:LONGEST_DIALLED]


def user(uri: str) -> str:
    """Who or what a URI names, as it stands there, without a password; empty for one that names a host alone."""
    scheme, _, rest = uri.strip().partition(":")
    match scheme.lower():
        case "sip" | "sips":
            name, at, _ = rest.partition("@")
            return name.partition(":")[0] if at else ""
        case "tel":
            return rest
        case _:
            return ""


def digits(said: str) -> str:
    """A number without what people put between digits, and with a plus for 00. Empty for what is none."""
    plain = re.sub(r"^00", "+", re.sub(r"[\s()./-]", "", said))
    return plain if _NUMBER.fullmatch(plain) and len(plain.lstrip("+")) <= MOST_DIGITS else ""
