"""A file of what was known, for who begins while it cannot be asked: sealed and whole, or as if it were not there.

It has things one after another, each small, so that neither writing nor reading them holds up the SIP loop. Only the
version that wrote one reads it, for the same database, with the key that it was written with.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from msgspec import Struct, structs

from trunkline import whole
from trunkline.store.head import HEAD
from trunkline.store.seal import Seal

ENOUGH = 200  # entries of a mapping that are encoded at once
MOST = 256 << 20  # bytes that a file is read of: two hundred times what the plan of 10,000 people takes
LENGTH = 4  # bytes before each thing that say how long it is
QUICKLY = 1  # level of compression: names are said again and again, so more gains little

Thing = TypeVar("Thing")
Said = TypeVar("Said", bound=Struct)

log = structlog.get_logger()


class Kept(Generic[Thing]):
    """`kind` is what the things are. `of` says what they are good for: a version of the program, and a database."""

    def __init__(self, path: Path, seal: Seal, kind: Any, *of: str) -> None:
        self._path, self._seal = path, seal
        told = msgspec.json.encode([*of, HEAD, _shape(msgspec.json.schema(kind))], order="deterministic")
        self._mark = hashlib.sha256(told).digest()
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
        self._decoder = msgspec.msgpack.Decoder(kind)

    def write(self, things: Iterable[Thing]) -> None:
        """In place of what it had. Raises OSError."""
        packer = zlib.compressobj(QUICKLY)
        pieces = [packer.compress(each) for each in self._encoded(things)]
        sealed = self._seal.shut(b"".join([*pieces, packer.flush()]), self._mark)
        if self._path.parent.is_symlink():
            self._path.parent.unlink()
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        whole.write(self._path, [self._mark, sealed])

    def _encoded(self, things: Iterable[Thing]) -> Iterator[bytes]:
        for each in things:
            encoded = self._encoder.encode(each)
            yield len(encoded).to_bytes(LENGTH, "big") + encoded

    def read(self) -> list[Thing]:
        """Nothing where there is none that can be used."""
        try:
            if self._path.parent.is_symlink() or self._path.is_symlink():
                return self._unusable("it is behind a link")
            with whole.read(self._path) as opened:
                found = opened.read(MOST + 1)
        except FileNotFoundError:
            return []
        except OSError as error:
            return self._unusable(error.strerror)
        if len(found) > MOST:
            return self._unusable(f"it has more than {MOST} bytes")
        mark, sealed = found[: len(self._mark)], found[len(self._mark) :]
        if mark != self._mark:
            return self._unusable("another version wrote it, it is of another database, or it is damaged")
        try:
            return [*self._decoded(zlib.decompress(self._seal.opened(sealed, mark)))]
        except (InvalidTag, ValueError):
            return self._unusable("it is damaged, or sealed with another key")
        except (zlib.error, msgspec.MsgspecError) as error:
            return self._unusable(str(error))

    def _decoded(self, content: bytes) -> Iterator[Thing]:
        at = 0
        while at < len(content):
            end = at + LENGTH + int.from_bytes(content[at : at + LENGTH], "big")
            yield self._decoder.decode(content[at + LENGTH : end])
            at = end

    def _unusable(self, why: str | None) -> list[Thing]:
        log.error("what was known cannot be used", file=str(self._path), why=why)
        return []


def parts(said: Said) -> Iterator[Said]:
    """Something with long mappings, in parts that have no more than ENOUGH entries of one each."""
    names, defaults = said.__struct_fields__, said.__struct_defaults__
    needed = {name: getattr(said, name) for name in names[: len(names) - len(defaults)]}
    long: dict[str, Mapping[Any, Any]] = {
        name: value for name in names if isinstance(value := getattr(said, name), Mapping)
    }
    yield structs.replace(said, **{name: {} for name in long})
    for name, entries in long.items():
        left = iter(entries.items())
        while some := dict(islice(left, ENOUGH)):
            yield type(said)(**needed | {name: some})


def together(found: Iterable[Said]) -> Said:
    """What was taken apart."""
    first, *more = found
    long: dict[str, dict[Any, Any]] = {
        name: value for name in first.__struct_fields__ if isinstance(value := getattr(first, name), dict)
    }
    for each in more:
        for name, entries in long.items():
            entries.update(getattr(each, name))
    return first


def _shape(schema: Any) -> Any:
    """Without defaults: those that are sets are in another order in each process."""
    match schema:
        case dict():
            schema = cast(dict[str, Any], schema)
            return {key: _shape(value) for key, value in schema.items() if key != "default"}
        case list():
            return [_shape(each) for each in cast(list[Any], schema)]
        case _:
            return schema


def _plain(value: object) -> object:
    if isinstance(value, MappingProxyType):
        return dict(cast(Mapping[object, object], value))
    raise NotImplementedError
