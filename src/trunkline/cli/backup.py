"""Keeping what an installation has: in a file, or in a place where the next backup adds only what is new; and out of it
again."""

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from trunkline.cli import exits, options, output, owner, progress
from trunkline.cli.stored import place, unserved
from trunkline.problems import refuse
from trunkline.store import keeping, shelf
from trunkline.store import restore as restoring
from trunkline.store.archive import Unusable
from trunkline.store.backup import back_up
from trunkline.store.restore import Contents
from trunkline.store.sounds import Missing
from trunkline.store.store import Place

SOUNDS = partial(progress.each, "sounds")


def backup(said: argparse.Namespace) -> int:
    words: Sequence[str] = said.what
    match words, said.to if not words or "to" in said.typed else None:  # what is typed is meant, whatever is set
        case [["verify", where], None]:
            options.unfit(said, ("named", "quick") if _is_place(where) else ("quick",), "to verify this")
            return _verify(where, said) if _is_place(where) else _verify_file(where, said)
        case [["list", where], None]:
            options.unfit(said, (), "a list")
            return _list(where, said)
        case [[], str(where)]:
            options.unfit(said, ("to", "keep", "with-keys"), "a new backup")
            return _add(where, said)
        case [[file], None]:
            options.unfit(said, ("with-keys",), "a backup in a file")
            return _write(Path(file), said)
        case _:
            refuse("one_of_these_is_needed", remedy="FILE, --to PLACE, list PLACE or verify PLACE")


def _write(file: Path, said: argparse.Namespace) -> int:
    if not file.resolve().parent.is_dir():
        refuse("no_such_folder", file=file, remedy="name a file in a folder that is there")
    if file.exists():
        refuse("file_is_there_already", file=file, remedy="name a new one")
    written = back_up(place(said), file, with_key=said.with_keys, each=SOUNDS)
    made = {"file": file, "rows": written.rows, "blobs": written.blobs}
    return _told(said, made, [f"{file}: {_counted(written.rows, written.blobs)}"], written.missing, file)


def _add(where: str, said: argparse.Namespace) -> int:
    done = keeping.back_up(place(said), where, with_key=said.with_keys, keep=said.keep, each=SOUNDS)
    rows = done.written.rows
    new = f"{done.brought} of them new, {done.bytes_brought / (1 << 20):.1f} MB"
    lines = [f"{where}: {done.name}, {_counted(rows, done.blobs)}, {new}"]
    lines += [f"{where}: {name} is kept no longer" for name in done.removed]
    made = {"place": where, "name": done.name, "rows": rows, "blobs": done.blobs}
    made |= {"new_blobs": done.brought, "new_bytes": done.bytes_brought, "removed": done.removed}
    return _told(said, made, lines, done.written.missing, where)


def _told(
    said: argparse.Namespace, made: Mapping[str, object], lines: Sequence[str], missing: Missing, where: object
) -> int:
    kept = (
        [] if said.with_keys else [f"without the key of the SIP passwords: keep a copy of {said.data}/keys elsewhere"]
    )
    output.give(said, {**made, "with_keys": said.with_keys, "missing": _each(missing)}, [*lines, *kept])
    if missing:
        exits.say(str(missing))
    if said.with_keys:
        exits.say(f"{where} has the key in it: whoever reads it can open every SIP password")
    return 0


def _list(where: str, said: argparse.Namespace) -> int:
    found = keeping.listed(shelf.at(where))
    told = [{"name": each.name, "bytes_of_rows": each.rows} for each in found]
    return output.give(said, told, [f"{each.name}  {each.rows / (1 << 20):.1f} MB of rows" for each in found])


def _verify(where: str, said: argparse.Namespace) -> int:
    kept = shelf.at(where)
    within = _for_a_trial(said)
    with closing(keeping.Opened(kept, keeping.chosen(kept, said.named), _room(within))) as opened:
        missing = opened.rehearse(within), opened.missing()
        if not any(missing) and not said.quick:
            opened.read_blobs(SOUNDS)
        rows, blobs = opened.contents.rows, len(opened.blobs)
        found = "their sizes right" if said.quick else "each as it was kept"
        found = "missing" if any(missing) else found
        told = {"place": where, "name": opened.name, "rows": rows, "blobs": blobs}
        told |= {"missing": _each(*missing)}
        line = f"{where} {opened.name}: {_counted(rows, blobs)}; rows restored for a trial, blobs {found}"
        output.give(said, told, [line])
        for each in filter(None, missing):
            exits.say(str(each))
        return exits.STORE if missing[1] else 0


def _verify_file(name: str, said: argparse.Namespace) -> int:
    with progress.reading("reading", Path(name)) as file:
        contents = restoring.check(file)
        missing = restoring.rehearse(file, contents, _for_a_trial(said))
    told = {"file": name, "made_at": contents.manifest.made_at, "rows": contents.rows, "blobs": len(contents.blobs)}
    found = "missing" if missing else "each as it was kept"
    counted = _counted(contents.rows, len(contents.blobs))
    line = f"{name}: {counted}; rows restored for a trial, blobs {found}"
    output.give(said, told | {"missing": _each(missing)}, [line])
    if missing:
        exits.say(str(missing))
    return 0


def restore(said: argparse.Namespace) -> int:
    if not _is_place(said.file):
        options.unfit(said, ("check",), "a backup in a file")
    return _restore_from(said) if _is_place(said.file) else _restore(said)


def _is_place(name: str) -> bool:
    return name.startswith(shelf.S3) or Path(name).is_dir()


def _restore(said: argparse.Namespace) -> int:
    where = place(said)
    with progress.reading("reading", Path(said.file)) as file:
        contents = restoring.check(file, *([_room(where.folder)] if where.on_sqlite and not said.check else []))
        missing = restoring.rehearse(file, contents, _for_a_trial(said)) if said.check else Missing()
        if not said.check:
            with unserved(said, owner.MAKING, *owner.PARTS):
                restoring.restore(file, contents, where)
    if said.check:
        _tried(said, contents, missing, len(contents.blobs))
    else:
        _done(said, where, contents, len(contents.blobs))
    return 0


def _restore_from(said: argparse.Namespace) -> int:
    where, kept = place(said), shelf.at(said.file)
    with closing(keeping.Opened(kept, keeping.chosen(kept, said.named), _room(where.folder))) as opened:
        absent = opened.missing()
        if said.check:
            _tried(said, opened.contents, opened.rehearse(_for_a_trial(said)), len(opened.blobs), absent)
            return exits.STORE if absent else 0
        if absent:
            raise Unusable(f"{said.file} {opened.name}: {absent}", "--named, with an older one that has it")
        if (free := _room(where.folder)) < (needed := sum(each.size for each in opened.blobs.values())):
            room = f"the blobs need {needed >> 20} MB, and {free >> 20} MB are free in {where.folder}"
            raise Unusable(room, "make room there, or name another --data")
        with unserved(said, owner.MAKING, *owner.PARTS):
            restoring.restore(opened.file, opened.contents, where, opened.bring)
        _done(said, where, opened.contents, len(opened.blobs))
    return 0


def _tried(
    said: argparse.Namespace, contents: Contents, missing: Missing, blobs: int, absent: Missing | None = None
) -> None:
    lacks = _each(missing, absent)
    sound = "their sizes right: `trunkline backup verify` reads them" if _is_place(said.file) else "each as it was kept"
    looked = f"its rows were restored for a trial, and nothing was written; blobs {'missing' if lacks else sound}"
    _give(said, contents, blobs, looked, missing=lacks)
    for each in lacks:
        exits.say(each)
    if not contents.key:
        _of_key(said, place(said), contents)


def _done(said: argparse.Namespace, where: Place, contents: Contents, blobs: int) -> None:
    _give(said, contents, blobs, f"restored into {'the database' if where.url else said.data}")
    _of_key(said, where, contents)


def _give(said: argparse.Namespace, contents: Contents, blobs: int, done: str, **more: object) -> None:
    made_at, rows = contents.manifest.made_at, contents.rows
    told = {"file": said.file, "made_at": made_at, "rows": rows, "blobs": blobs, **more}
    output.give(said, told, [f"{said.file} of {made_at}: {_counted(rows, blobs)}; {done}"])


def _of_key(said: argparse.Namespace, where: Place, contents: Contents) -> None:
    """Whether phones will be let in. Raises Unusable for the key of another installation."""
    sealed_with = contents.manifest.seal
    restoring.refuse_other_key(where, sealed_with)
    if restoring.key_here(where):
        exits.say("the key that is here is the one that opens the SIP passwords")
    elif sealed_with:
        exits.say(
            f"the key that opens the SIP passwords is not here: put the old installation's keys/seal.key into"
            f" {said.data}/keys before the first start, or no phone can register"
        )


def _each(*missing: Missing | None) -> list[str]:
    return [str(each) for each in missing if each]


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
