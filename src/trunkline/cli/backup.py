"""Keeping what an installation has: in a file, or in a place where the next backup adds only what is new; and out of it
again."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from trunkline.cli import owner
from trunkline.cli.stored import place, unserved
from trunkline.problems import refuse
from trunkline.store import keeping, shelf
from trunkline.store import restore as restoring
from trunkline.store.archive import Unusable
from trunkline.store.backup import back_up
from trunkline.store.restore import Contents
from trunkline.store.sounds import Missing
from trunkline.store.store import Place


def backup(said: argparse.Namespace) -> int:
    words: Sequence[str] = said.what
    try:
        match words, said.to:
            case [["verify", where], None]:
                return _verify(where, said)
            case [["list", where], None]:
                return _list(where)
            case [[], str(where)]:
                return _add(where, said)
            case [[file], None]:
                return _write(Path(file), said)
            case _:
                refuse("one_of_these_is_needed", form="FILE, --to PLACE, list PLACE, verify PLACE")
    except (Unusable, OSError) as error:
        return _cannot(error)


def _write(file: Path, said: argparse.Namespace) -> int:
    written = back_up(place(said), file, with_key=said.with_keys)
    print(f"{file}: {_counted(written.rows, written.blobs)}")
    _tell(written.missing, said, file)
    return 0


def _add(where: str, said: argparse.Namespace) -> int:
    done = keeping.back_up(place(said), where, with_key=said.with_keys, keep=said.keep, progress=_progress())
    new = f"{done.brought} of them new, {done.bytes_brought / (1 << 20):.1f} MB"
    print(f"{where}: {done.name}, {_counted(done.written.rows, done.blobs)}, {new}")
    for name in done.removed:
        print(f"{where}: {name} is kept no longer")
    _tell(done.written.missing, said, where)
    return 0


def _tell(missing: Missing, said: argparse.Namespace, where: object) -> None:
    if missing:
        _warn(str(missing))
    if said.with_keys:
        _warn(f"{where} has the key in it: whoever reads it can open every SIP password")
    else:
        print(f"without the key of the SIP passwords: keep a copy of {said.data}/keys elsewhere")


def _list(where: str) -> int:
    for each in keeping.listed(shelf.at(where)):
        print(f"{each.name}  {each.rows / (1 << 20):.1f} MB of rows")
    return 0


def _verify(where: str, said: argparse.Namespace) -> int:
    kept = shelf.at(where)
    within = _for_a_trial(said)
    with closing(keeping.Opened(kept, keeping.chosen(kept, said.named), _room(within))) as opened:
        missing = opened.rehearse(within), opened.missing()
        if not any(missing) and not said.quick:
            opened.read_blobs(_progress())
        for each in filter(None, missing):
            _warn(str(each))
        found = "their sizes right" if said.quick else "each as it was kept"
        said_of = _counted(opened.contents.rows, len(opened.blobs))
        found = "missing" if any(missing) else found
        print(f"{where} {opened.name}: {said_of}; rows restored for a trial, blobs {found}")
        return 1 if missing[1] else 0


def restore(said: argparse.Namespace) -> int:
    try:
        return _restore_from(said) if _is_place(said.file) else _restore(said)
    except (Unusable, OSError) as error:
        return _cannot(error)


def _is_place(name: str) -> bool:
    return name.startswith(shelf.S3) or Path(name).is_dir()


def _restore(said: argparse.Namespace) -> int:
    where = place(said)
    with Path(said.file).open("rb") as file:
        contents = restoring.check(file, *([_room(where.folder)] if where.on_sqlite and not said.check else []))
        if said.check:
            _tried(said, contents, restoring.rehearse(file, contents, _for_a_trial(said)), len(contents.blobs))
        else:
            with unserved(said, owner.MAKING, *owner.PARTS):
                restoring.restore(file, contents, where)
            _done(said, where, contents, len(contents.blobs))
    return 0


def _restore_from(said: argparse.Namespace) -> int:
    where, kept = place(said), shelf.at(said.file)
    with closing(keeping.Opened(kept, keeping.chosen(kept, said.named), _room(where.folder))) as opened:
        absent = opened.missing()
        if said.check:
            _tried(said, opened.contents, opened.rehearse(_for_a_trial(said)), len(opened.blobs))
            if absent:
                _warn(str(absent))
            return 1 if absent else 0
        if absent:
            raise Unusable(f"{said.file} {opened.name}: {absent}")
        if (free := _room(where.folder)) < (needed := sum(each.size for each in opened.blobs.values())):
            raise Unusable(f"the blobs need {needed >> 20} MB, and {free >> 20} MB are free in {where.folder}")
        with unserved(said, owner.MAKING, *owner.PARTS):
            restoring.restore(opened.file, opened.contents, where, opened.bring)
        _done(said, where, opened.contents, len(opened.blobs))
    return 0


def _tried(said: argparse.Namespace, contents: Contents, missing: Missing, blobs: int) -> None:
    whole = "whole: its rows were restored for a trial, and nothing was written"
    print(f"{said.file} of {contents.manifest.made_at}: {_counted(contents.rows, blobs)}; {whole}")
    if missing:
        _warn(str(missing))
    if not contents.key:
        _of_key(said, place(said), contents)


def _done(said: argparse.Namespace, where: Place, contents: Contents, blobs: int) -> None:
    into = "the database" if where.url else said.data
    print(f"{said.file} of {contents.manifest.made_at}: {_counted(contents.rows, blobs)}; restored into {into}")
    _of_key(said, where, contents)


def _of_key(said: argparse.Namespace, where: Place, contents: Contents) -> None:
    if contents.manifest.seal not in (None, restoring.key_here(where)):
        _warn(
            f"the key that opens the SIP passwords is not here: put the old installation's keys/seal.key into"
            f" {said.data}/keys before the first start, or no phone can register"
        )


def _counted(rows: Mapping[str, int], blobs: int) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables, {blobs} blobs"


def _nearest(folder: Path) -> Path:
    """The folder, or where it will be."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _room(folder: Path) -> int:
    return shutil.disk_usage(_nearest(folder)).free


def _for_a_trial(said: argparse.Namespace) -> Path:
    """Beside what it is a trial of, where there is as much room; or where the system has such things."""
    beside = _nearest(said.data.resolve().parent)
    return beside if os.access(beside, os.W_OK) else Path(tempfile.gettempdir())


def _progress() -> keeping.Progress:
    """For who looks on."""
    if not sys.stderr.isatty():
        return keeping.nobody

    def told(done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            print(f"\r{done} of {of} blobs", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return told


def _cannot(error: Exception) -> int:
    print(f"trunkline: {error}", file=sys.stderr)
    return 1


def _warn(text: str) -> None:
    print(f"trunkline: {text}", file=sys.stderr)
