"""Keeping what an installation has: into a file, and out of it again."""

import argparse
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from trunkline.cli import exits, output, owner, progress
from trunkline.cli.stored import place, unserved
from trunkline.problems import refuse
from trunkline.store import restore as restoring
from trunkline.store.archive import Unusable
from trunkline.store.backup import back_up


def backup(said: argparse.Namespace) -> int:
    if not said.file.resolve().parent.is_dir():
        refuse("no_such_folder", file=said.file, remedy="name a file in a folder that is there")
    if said.file.exists():
        refuse("file_is_there_already", file=said.file, remedy="name a new one")
    try:
        written = back_up(place(said), said.file, with_key=said.with_keys, each=partial(progress.each, "sounds"))
    except Unusable as error:
        return _cannot(error)
    made = {"file": said.file, "rows": written.rows, "blobs": written.blobs, "with_keys": said.with_keys}
    output.give(said, made, [f"{said.file}: {_counted(written.rows, written.blobs)}"])
    if said.with_keys:
        _warn(f"{said.file} has the key in it: whoever reads it can open every SIP password")
    elif not said.json:
        print(f"without the key of the SIP passwords: keep a copy of {said.data}/keys elsewhere")
    return 0


def restore(said: argparse.Namespace) -> int:
    where = place(said)
    try:
        with progress.reading("reading", said.file) as file:
            contents = restoring.check(file, *([_room(where.folder)] if where.on_sqlite and not said.check else []))
            if not said.check:
                with unserved(said, owner.MAKING, *owner.PARTS):
                    restoring.restore(file, contents, where)
    except (Unusable, OSError) as error:
        return _cannot(error)
    done = "whole, and nothing was written" if said.check else f"restored into {said.data}"
    if where.url and not said.check:
        done = "restored into the database"
    told = {"file": said.file, "made_at": contents.manifest.made_at, "rows": contents.rows, "blobs": contents.blobs}
    line = f"{said.file} of {contents.manifest.made_at}: {_counted(contents.rows, contents.blobs)}; {done}"
    output.give(said, told, [line])
    if contents.manifest.seal not in (None, restoring.key_here(where)) and not (said.check and contents.key):
        _warn(
            f"the key that opens the SIP passwords is not here: put the old installation's keys/seal.key into"
            f" {said.data}/keys before the first start, or no phone can register"
        )
    return 0


def _counted(rows: Mapping[str, int], blobs: int) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables, {blobs} blobs"


def _room(folder: Path) -> int:
    """Bytes free where the folder is, or will be."""
    return shutil.disk_usage(next(each for each in (folder, *folder.parents) if each.exists())).free


def _cannot(error: Exception) -> int:
    return exits.tell(error)


def _warn(text: str) -> None:
    print(f"trunkline: {text}", file=sys.stderr)
