"""Bodies of several parts, as carriers and phones send them (RFC 2046 section 5.1), each read in one pass: it may be a
stranger's, who is after the time that reading takes."""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple, Self

from trunkline.engine import addresses

LONGEST_BOUNDARY = 70  # characters (RFC 2046 section 5.1.1)
LARGEST_HEAD = 4_096  # bytes of the headers of one part
MOST_PARTS = 16
MOST_NESTED = 4  # kinds of `multipart` in each other

_FOLD = re.compile(r"\r?\n[ \t]++")
_UNSAID = "text/plain"  # what a part is that does not say it (RFC 2045 section 5.2)


class TooMuch(Exception):
    """More than anybody needs to say."""


class Part(NamedTuple):
    """A part, or a whole body: its characters are bytes."""

    type: str  # in small letters, without parameters
    parameters: Mapping[str, str]
    headers: Mapping[str, str]  # by their names in small letters
    text: str

    @classmethod
    def of(cls, type: str, headers: Mapping[str, str], text: str) -> Self:
        name, parameters = typed(type)
        return cls(name or _UNSAID, parameters, headers, text)

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises TooMuch."""
        head, body = _cut(text)
        if len(head) > LARGEST_HEAD:
            raise TooMuch
        lines = (line.partition(":") for line in _FOLD.sub(" ", head).splitlines())
        headers = {name.strip().lower(): said.strip() for name, _, said in lines}
        return cls.of(headers.get("content-type", ""), headers, body)

    @property
    def content(self) -> str:
        """Without the encoding that it came in (RFC 2045 section 6)."""
        raw = self.text.encode("latin-1", "replace")
        try:
            match self.headers.get("content-transfer-encoding", "").lower():
                case "base64":
                    raw = a2b_base64(raw)
                case "quoted-printable":
                    raw = a2b_qp(raw)
                case _:
                    return self.text
        except Error:  # as it came
            return self.text
        return raw.decode("latin-1")

    def said(self, header: str, parameter: str) -> str:
        """A parameter of a header of its own; empty where there is none."""
        return typed(self.headers.get(header, ""))[1].get(parameter, "")

    def parts(self) -> list[Self]:
        """None of what is no multipart, or does not say where its parts end. Raises TooMuch."""
        boundary = self.parameters.get("boundary", "") if self.type.startswith("multipart/") else ""
        if not 0 < len(boundary) <= LONGEST_BOUNDARY:
            return []
        found = [self.read(text) for text in islice(_between(f"\n--{boundary}", self.text), MOST_PARTS + 1)]
        if len(found) > MOST_PARTS:
            raise TooMuch
        return found

    def leaves(self, depth: int = MOST_NESTED) -> "Iterator[Part]":
        """The parts that have none themselves, in order. Raises TooMuch."""
        if not (parts := self.parts()):
            yield self
        elif depth == 0:
            raise TooMuch
        for part in parts:
            yield from part.leaves(depth - 1)


def typed(said: str) -> tuple[str, dict[str, str]]:
    """What headers such as Content-Type say: a name, and parameters without their quotes."""
    name, _, rest = said.partition(";")
    parameters = {name: addresses.unquoted(value or "") for name, value in addresses.parameters(rest)}
    return "/".join(each.strip() for each in name.lower().split("/")), parameters


def _between(delimiter: str, text: str) -> Iterator[str]:
    """What stands between lines that are a delimiter; the last may not be there."""
    text, begun, at = f"\n{text}", -1, 0
    while (found := text.find(delimiter, at)) >= 0:
        end = text.find("\n", found + 1)
        at = end if end >= 0 else len(text)
        rest = text[found + len(delimiter) : at].strip(" \t\r")
        if rest not in ("", "--"):
            continue
        if begun >= 0:
            yield text[begun:found].removesuffix("\r")
        if rest:
            return
        begun = at + 1
    if begun >= 0:
        yield text[begun:]


def _cut(text: str) -> tuple[str, str]:
    """The headers of a part, and what follows the empty line after them."""
    if text.startswith(("\n", "\r\n")):
        return "", text.partition("\n")[2]
    ends = [(at, len(blank)) for blank in ("\n\r\n", "\n\n") if (at := text.find(blank)) >= 0]
    at, length = min(ends, default=(len(text), 0))
    return text[:at], text[at + length :]
