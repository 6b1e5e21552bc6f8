"""Audio files: greetings, messages and music, as settings name them by id."""

import argparse
import errno
from pathlib import Path

from trunkline import whole
from trunkline.audio import speech, wav
from trunkline.cli import output
from trunkline.cli.stored import change, look, place
from trunkline.problems import refuse
from trunkline.store.ids import new_id
from trunkline.store.tables import AudioFile, Extension
from trunkline.store.tenant import Tenant

SPEAK = "some words, with espeak-ng or flite installed; or `trunkline audio add FILE` with a recording"
LARGEST = 50_000_000  # bytes of a file


def add(said: argparse.Namespace) -> int:
    """A WAV file; prints its id."""
    file: Path = said.file
    try:
        data = whole.content(file, LARGEST)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        refuse("file_too_large", file=file, remedy=f"at most {LARGEST // 1_000_000} MB")
    try:
        wav.read(data)
    except wav.Unreadable as error:
        refuse("no_sound_in_file", file=file, reason=error, remedy="a WAV file (PCM)")
    return _keep(said, said.name or file.stem, data)


def say(said: argparse.Namespace) -> int:
    """Text, spoken; prints the file's id."""
    if said.extension:  # before anybody waits for what is spoken
        look(said, lambda rows: _extension(rows, said.extension))
    try:
        data = speech.say(said.text, said.language)
    except speech.Mute as mute:
        refuse("nothing_was_spoken", reason=mute, remedy=SPEAK)
    return _keep(said, said.name or said.text[:40], data, said.text)


def list_(said: argparse.Namespace) -> int:
    def find(rows: Tenant) -> list[tuple[AudioFile, str]]:
        files = rows.find(AudioFile)
        ids = [file.extension_id for file in files if file.extension_id]
        numbers = {each.id: str(each.number) for each in rows.find(Extension, Extension.id.in_(ids))} if ids else {}
        return [(file, numbers.get(file.extension_id or "", "account")) for file in files]

    found = [{"id": file.id, "owner": owner, "name": file.name} for file, owner in look(said, find)]
    return output.give(said, found, ("  ".join(each.values()) for each in found))


def remove(said: argparse.Namespace) -> int:
    """What names it is the built-in sound again. A call that plays it goes on."""

    def take(rows: Tenant) -> str:
        file = rows.get(AudioFile, said.id)
        rows.delete(file)
        return file.blob

    place(said).blobs.remove(change(said, take))
    return output.give(said, {"id": said.id}, [])


def _keep(said: argparse.Namespace, name: str, data: bytes, text: str = "") -> int:
    """The sound first: a row never names what is not there."""
    blob = new_id()

    def put(rows: Tenant) -> str:
        owner = _extension(rows, said.extension).id if said.extension else None
        return rows.add(AudioFile(name=name, blob=blob, text=text, extension_id=owner)).id

    where = place(said)
    where.blobs.keep(blob, [data])
    try:
        id = change(said, put)
    except BaseException:
        where.blobs.remove(blob)
        raise
    return output.give(said, {"id": id}, [id])


def _extension(rows: Tenant, number: int) -> Extension:
    for extension in rows.find(Extension, Extension.number == number):
        return extension
    refuse("extension_unknown", option="--extension", value=number)
