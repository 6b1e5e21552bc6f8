"""The keys of an installation, each in a file of its own. They are made with it and never again: a new one in place of
one that is gone would open nothing, and hide that the old one is needed.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from trunkline import whole
from trunkline.problems import refuse

SIZE = 32  # bytes
SEAL, PAGE = "seal.key", "page.key"
OF = {SEAL: "SIP passwords", PAGE: "page tokens and sign-in forms"}
REMEDY = {
    SEAL: "put back the installation's own, from where its copy is kept or from a backup made with --with-keys",
    PAGE: f"put back its copy; one of {SIZE} new random bytes will do, for clients then only ask for their pages anew",
}
# What is wrong with one, by the key of the refusal, for sentences that begin with it.
WRONG = {
    "key_is_missing": "is missing",
    "key_cannot_be_read": "cannot be read",
    "key_is_damaged": f"is damaged: it has not {SIZE} bytes",
}


def folder_of(data: Path) -> Path:
    return data / "keys"


def make(data: Path, names: Iterable[str] = OF) -> None:
    """With a new installation. One that is there already, as who restores may have put it, stays."""
    folder = folder_of(data)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not (folder / name).exists():
            whole.write(folder / name, [os.urandom(SIZE)])
    whole.sync(data)


def any_in(data: Path) -> bool:
    return any((folder_of(data) / name).exists() for name in OF)


def read(data: Path, name: str) -> bytes:
    """Refuses one that is missing or damaged, and says what it is for and what to do."""
    path = folder_of(data) / name
    facts: dict[str, Any] = {"file": path, "of": OF[name], "remedy": REMEDY[name]}
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        refuse("key_is_missing", **facts)
    except OSError as error:
        refuse("key_cannot_be_read", reason=error.strerror, **facts)
    if len(key) != SIZE:
        refuse("key_is_damaged", has=f"{len(key)} bytes", needed=SIZE, **facts)
    return key


def held(data: Path, name: str) -> bytes:
    """As this process has it."""
    return _held[data][name] if data in _held else read(data, name)


def read_all(data: Path) -> dict[str, bytes]:
    return _held.get(data) or {name: read(data, name) for name in OF}


def hold(data: Path) -> None:
    """They are read now, for this process and those that are forked from it: one that is started again has them,
    whatever became of their files."""
    _held[data] = read_all(data)


_held: dict[Path, dict[str, bytes]] = {}  # by folder
