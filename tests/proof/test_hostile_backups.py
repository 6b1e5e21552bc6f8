"""Backups that a stranger made, and folders in which a stranger may make things: neither takes much memory, nor hangs
whoever looks at them."""

import gzip
import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.figures import Figure
from trunkline import whole
from trunkline.store import keeping, shelf
from trunkline.store.archive import CHECKSUMS, MANIFEST
from trunkline.store.head import HEAD

pytestmark = pytest.mark.any_store

MEGABYTE = 1 << 20
LIMIT = 150  # MB that a look at any of them takes at most, Python and its libraries included
CHECKED = """
import sys
from trunkline.cli.main import main
code = main(["restore", "--check", sys.argv[1], "--data", sys.argv[2]])
lines = open("/proc/self/status").read().splitlines()
print(code, next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")))
"""
ROWS: dict[str, Any] = {"format": 1, "schema": HEAD, "made_at": "2026-11-30T12:00:00Z", "seal": None, "tables": {}}


def archive(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.write(entry.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % 512))
        packed.write(bytes(1024))
    return out.getvalue()


def many_entries(at: Path) -> Path:
    at.write_bytes(
        archive((MANIFEST, json.dumps(ROWS).encode()), *((f"journal/{n}.jsonl", b"") for n in range(1, 300_001)))
    )
    return at


def many_folders(at: Path) -> Path:
    at.write_bytes(
        archive(
            (MANIFEST, json.dumps(ROWS).encode()),
            *((f"tables/{'a' * (n % 80 + 1)}.{chr(97 + n // 80)}/1.jsonl", b"") for n in range(2000)),
        )
    )
    return at


def wide_manifest(at: Path) -> Path:
    at.write_bytes(archive((MANIFEST, b'{"format":1,"tables":[' + b"[]," * 5_000_000 + b"[]]}")))
    return at


def deep_checksums(at: Path) -> Path:
    at.write_bytes(archive((MANIFEST, json.dumps(ROWS).encode()), (CHECKSUMS, b"[" + b"[]," * 5_000_000 + b"[]]")))
    return at


def a_list(lines: bytes) -> Callable[[Path], Path]:
    def made(at: Path) -> Path:
        backup = at / "backups" / "20261130T000000Z"
        backup.mkdir(parents=True)
        (backup / keeping.ROWS).write_bytes(b"x")
        with gzip.open(backup / keeping.LIST, "wb", 1) as packed:
            for _ in range(150):
                packed.write(lines * (MEGABYTE // len(lines)))
        return at

    return made


BOMBS = {
    "an archive of 300,000 empty entries": many_entries,
    "an archive of more folders than there are tables": many_folders,
    "a manifest of 5,000,000 lists": wide_manifest,
    "checksums of 5,000,000 lists": deep_checksums,
    "a list of 150 MB of line ends": a_list(b"\n"),
    "a list of 150 MB without one": a_list(b" "),
    "a list of the same blob, 150 MB": a_list(json.dumps(("a" * 22, 1, "0" * 64)).encode() + b"\n"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_backup_of_a_strangers_takes_no_memory_to_be_refused(kind: str, tmp_path: Path, figure: Figure) -> None:
    bomb = BOMBS[kind](tmp_path / "bomb")
    size = sum(file.stat().st_size for file in (bomb, *bomb.rglob("*")) if file.is_file())
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", CHECKED, str(bomb), str(tmp_path / "data")], capture_output=True, text=True, check=True
    )
    code, peak = map(int, ended.stdout.split())
    figure(f"{kind}: restore --check", f"{size / 1000:.0f} kB, {peak // 1000} MB, {time.monotonic() - began:.1f} s")
    assert code == 4, ended.stderr
    assert peak < LIMIT * 1000


def fifo(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def device(path: Path) -> None:
    path.symlink_to("/dev/tty")


@pytest.mark.parametrize("put", [fifo, link, device])
def test_what_is_no_file_of_ours_is_neither_waited_for_nor_removed(put: Callable[[Path], None], tmp_path: Path) -> None:
    other = tmp_path / f"{whole.PREFIX}zz"
    put(other)
    (tmp_path / f"{whole.PREFIX}ours").write_bytes(b"half")
    assert whole.clear(tmp_path) == 1
    assert other.is_symlink() or other.is_fifo()


@pytest.mark.parametrize("put", [fifo, link])
def test_a_place_in_which_something_is_no_file_is_refused(put: Callable[[Path], None], tmp_path: Path) -> None:
    backup = tmp_path / "backups" / "20261130T000000Z"
    backup.mkdir(parents=True)
    (backup / keeping.ROWS).write_bytes(b"x")
    put(backup / keeping.LIST)
    with pytest.raises(keeping.Unusable, match="it is no file"):
        keeping.Opened(shelf.at(str(tmp_path)), "20261130T000000Z", 1 << 30)
