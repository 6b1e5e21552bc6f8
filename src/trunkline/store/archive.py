"""A backup file: a gzipped tar of JSON lines, written as a stream, and read as if a stranger had made it.

`manifest.json` comes first and says what the file is; `checksums.json` comes last and holds bytes, lines and SHA-256 of
every entry before it. They find damage; they are no signature. No name in the file is ever used as a path, and whoever
reads it holds one entry at a time.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from math import inf
from tarfile import BLOCKSIZE, RECORDSIZE, REGTYPE
from typing import Any, BinaryIO, Self

import orjson

MANIFEST, CHECKSUMS, SEAL = "manifest.json", "checksums.json", "keys/seal.key"
NAME = re.compile(r"manifest\.json|checksums\.json|keys/seal\.key|(?:tables/[a-z_.]+|journal|blobs)/[1-9][0-9]*\.jsonl")
PART = 4 << 20  # bytes after which lines go on in another entry
LARGEST = 16 << 20  # bytes that an entry may have
SMALL = {MANIFEST: 1 << 20, SEAL: 1 << 10}  # those that may have less
MOST_FOLDERS = 1000  # that entries stand in: one for each table
ANOTHER = "another backup; `trunkline restore FILE --check` tries one"


class Unusable(Exception):
    """The file is no whole backup, or not one for here; the text says why, and the remedy what to do. `key` is of how
    a command ends that it happens to."""

    def __init__(self, said: str, remedy: str = ANOTHER, key: str = "backup_unusable") -> None:
        super().__init__(said)
        self.remedy, self.key = remedy, key


class Writer:
    """Adds entries to a new file; it is a backup once `finish` was called."""

    def __init__(self, file: BinaryIO, made_at: int) -> None:
        """`made_at` is in seconds since the epoch."""
        self._gzip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=made_at)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.USTAR_FORMAT)  # noqa: SIM115
        self._made_at = made_at
        self._sums: dict[str, object] = {}

    def add(self, name: str, content: bytes) -> None:
        if len(content) > LARGEST:
            raise Unusable(f"{name} would have {len(content)} bytes; an entry may have {LARGEST}")
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = len(content), 0o600, self._made_at
        self._tar.addfile(entry, BytesIO(content))
        self._sums[name] = _sum(content)

    def add_lines(self, folder: str, lines: Iterable[bytes]) -> int:
        """Lines without their ends, in as many entries as they need; how many lines there were."""
        part, count, size, found = 1, 0, 0, list[bytes]()
        for line in lines:
            found.append(line + b"\n")
            count, size = count + 1, size + len(line)
            if size >= PART:
                self.add(f"{folder}/{part}.jsonl", b"".join(found))
                part, size, found = part + 1, 0, []
        if found:
            self.add(f"{folder}/{part}.jsonl", b"".join(found))
        return count

    def finish(self) -> None:
        self.add(CHECKSUMS, orjson.dumps(self._sums))
        self._tar.close()
        self._gzip.close()


def read(file: BinaryIO, most: float = inf) -> Iterator[tuple[str, bytes]]:
    """All entries but the checksums, in their order. Raises Unusable, for what is missing at the end at the latest.

    So nothing that was read may count before the iteration is over. `most` is how many bytes may be unpacked.
    """
    file.seek(0)
    unpacked, order, sums = _Unpacked(file, most), _Order(), _Sums()
    said: bytes | None = None
    blocks = 0
    try:
        opened: Any = unpacked  # of a file, tarfile asks for no more than read
        with tarfile.open(fileobj=opened, mode="r|", tarinfo=_PlainFile) as found:
            tar: Any = found
            while entry := tar.next():
                tar.members.clear()  # which it would keep, as many as there are
                stream = tar.extractfile(entry)
                content = stream.read() if stream else b""
                blocks += 1 + -(-len(content) // BLOCKSIZE)
                if len(content) != entry.size:
                    raise Unusable("the file is damaged: it ends too early")
                if said is not None or not order.takes(entry.name):
                    raise Unusable(f"the file is no backup: {entry.name} is not in its place")
                if entry.name == CHECKSUMS:
                    said = content
                    continue
                sums.add(entry.name, content)
                yield entry.name, content
        unpacked.drain()
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise Unusable(f"the file is damaged or no backup: {error}") from error
    if said is None:
        raise Unusable("the file is damaged: its checksums are missing")
    if not sums.are(said):
        raise Unusable("the file is damaged: its entries are not those that its checksums were made of")
    if unpacked.count != _length(blocks):
        raise Unusable("the file is no backup: something follows its end")


class _Order:
    """The manifest first, and the parts of each folder one after the other: so an entry is there once, and what came
    before it need not be remembered."""

    def __init__(self) -> None:
        self._folders, self._folder, self._part = set[str](), "", 0

    def takes(self, name: str) -> bool:
        """Whether it may come now, if it is a name of ours."""
        folder, _, file = name.rpartition("/")
        if name == CHECKSUMS:
            return bool(self._folders)
        is_first, is_new = not self._folders, folder not in self._folders
        if (name == MANIFEST) != is_first or not (is_new or folder == self._folder):
            return False
        self._folders.add(folder)
        self._folder, self._part = folder, 1 if is_new else self._part + 1
        whole = is_new and name in (MANIFEST, SEAL)
        return (whole or file == f"{self._part}.jsonl") and len(self._folders) <= MOST_FOLDERS


class _Sums:
    """What a writer says of its entries, made again without keeping it: there may be millions."""

    def __init__(self) -> None:
        self._summed, self._before = sha256(), b"{"

    def add(self, name: str, content: bytes) -> None:
        self._summed.update(self._before + orjson.dumps({name: _sum(content)})[1:-1])
        self._before = b","

    def are(self, said: bytes) -> bool:
        expected = self._summed.copy()
        expected.update(b"}")
        return sha256(said).digest() == expected.digest()


def _sum(content: bytes) -> dict[str, object]:
    return {"bytes": len(content), "lines": content.count(b"\n"), "sha256": sha256(content).hexdigest()}


def _length(blocks: int) -> int:
    """Bytes of a tar of so many blocks: two empty ones end it, and it is filled up to whole records."""
    return -(-(blocks + 2) * BLOCKSIZE // RECORDSIZE) * RECORDSIZE


class _PlainFile(tarfile.TarInfo):
    """A header of ours: no link, no folder, none of the extensions that announce headers of any size."""

    @classmethod
    def fromtarfile(cls, tarfile: Any) -> Self:
        """One header, before anything in it is acted on. Which of its own methods the library calls for that differs
        between editions of Python 3.11; this one is called by all.
        """
        found = cls.frombuf(tarfile.fileobj.read(BLOCKSIZE), tarfile.encoding, tarfile.errors)
        if found.type != REGTYPE or not NAME.fullmatch(found.name):
            raise Unusable(f"the file is no backup: it has an entry {found.name[:100]!r} that none has")
        if not 0 <= found.size <= SMALL.get(found.name, LARGEST):
            raise Unusable(f"the file is no backup: {found.name} says that it has {found.size} bytes")
        found.offset_data = tarfile.fileobj.tell()
        found.offset = found.offset_data - BLOCKSIZE
        tarfile.offset = found.offset_data + -(-found.size // BLOCKSIZE) * BLOCKSIZE
        return found


class _Unpacked:
    """The tar inside, of which no more is unpacked than there may be."""

    def __init__(self, file: BinaryIO, most: float) -> None:
        self._gzip, self._most = gzip.GzipFile(fileobj=file, mode="rb"), most
        self.count = 0

    def read(self, size: int) -> bytes:
        data = self._gzip.read(size)
        self.count += len(data)
        if self.count > self._most:
            raise Unusable(f"the file unpacks to more than the {self._most:.0f} bytes that there is room for")
        return data

    def drain(self) -> None:
        """To the end of the file, where gzip's own checksum is compared."""
        while self.read(1 << 16):
            pass
