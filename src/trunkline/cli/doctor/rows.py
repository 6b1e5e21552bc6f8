"""The store, the keys that open what is sealed in it, and the journal before it."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import orjson
import psycopg
from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from trunkline import clock
from trunkline.api.hosts import is_loopback
from trunkline.cli import private, wellknown
from trunkline.cli.doctor.asked import Asked
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok, warn
from trunkline.cli.processes import DEMO_SECRET
from trunkline.extensions.reserved import taken_before
from trunkline.problems import Refusal
from trunkline.store import keys as kept
from trunkline.store import migrations, opening, shapes, sounds
from trunkline.store.head import HEAD, uri
from trunkline.store.records import Call, Registration
from trunkline.store.seal import Seal
from trunkline.store.sounds import Missing
from trunkline.store.store import POOL
from trunkline.store.tables import Account, Base, EmergencyAddress, PhoneNumber, Site, User

PATIENCE = 3.0  # seconds that a file is looked through
STEPS = 10_000  # of SQLite, between looks at the time
MUCH_LOG = 256 << 20  # bytes of a write-ahead log, which is emptied at 16 MB unless someone reads for long
MUCH_JOURNAL = 16 << 20  # bytes, which is two files
TOLD = 5  # numbers, or sites
OLDEST_SERVER = 13
CONNECTIONS = 4 * POOL  # of the API and the engine, each reading and writing


# Where versions before this one sent an ambulance when nobody had said where to.
MADE_UP = "1 main street"
_nowhere = (
    select(Site.name)
    .join(EmergencyAddress, EmergencyAddress.id == Site.emergency_address_id)
    .where(func.lower(EmergencyAddress.address_line1).in_(("", MADE_UP)))
    .order_by(Site.id)
)
_assigned = select(PhoneNumber.id).where(PhoneNumber.account_id == Account.id, PhoneNumber.extension_id.is_not(None))
_people = select(User.id).where(User.account_id == Account.id)
_unreached = select(Account.name).where(_people.exists(), ~_assigned.exists()).order_by(Account.id)


def look(asked: Asked) -> Facts:
    if asked.place.on_sqlite:
        try:
            if shapes.of_files(asked.place.folder) is None:
                return Facts()
        except Refusal as refusal:
            return Facts(refused=refusal)
    engine = asked.place.engine(None)
    try:
        with engine.connect() as connection:
            shape = migrations.of(connection, asked.place)
            if shape and {*shape} == {HEAD}:
                return _facts(connection, HEAD)
            return Facts(shape.state, shape.records) if shape else Facts()
    except Refusal as refusal:
        return Facts(refused=refusal)
    except (SQLAlchemyError, TypeError) as error:  # TypeError: text comes as bytes from a database in SQL_ASCII
        return Facts(trouble=_said(error))
    finally:
        engine.dispose()


def _facts(connection: Connection, version: str) -> Facts:
    return Facts(
        version,
        version,
        frozenset(connection.scalars(select(Site.timezone).distinct())),
        tuple(connection.scalars(opening.some)),
        frozenset(
            connection.scalars(select(Registration.received_host).where(Registration.expires_at > int(clock.steady())))
        ),
        connection.scalar(select(Call.end).order_by(Call.key.desc()).limit(1)) or 0,  # keys rise with time
        tuple(number for _, number in taken_before(Session(connection))),
        tuple(connection.scalars(_nowhere)),
        tuple(connection.scalars(_unreached)),
    )


def store(asked: Asked, facts: Facts) -> Iterator[Finding]:
    told = False
    for finding in _server(asked, facts) if asked.place.url else _files(asked.place.folder):
        told = told or finding.verdict == "fail"
        yield finding
    if facts.refused:
        yield from _refused(facts.refused, told=told)
    elif facts.trouble:
        return  # it was told already
    elif facts.version is None:
        yield warn("store", "there is none yet", "Make an account with `trunkline init NAME`")
    elif facts.version != facts.records:
        found = f"the files have two shapes: state.db {facts.version}, records.db {facts.records}"
        yield fail("store", found, "A migration was cut off: start Trunkline, which finishes it")
    elif facts.version == HEAD:
        yield ok("store", f"has the shape {HEAD}, which is this version's")
    else:
        advice = f"Back up, then start: that brings it to {HEAD}"
        yield warn("store", f"has the shape {facts.version}, an older version's", advice)


def _refused(refusal: Refusal, *, told: bool) -> Iterator[Finding]:
    """What is wrong with a file may have been told already."""
    remedy = str(refusal.facts.get("remedy"))
    if refusal.key == "store_of_a_newer_version":
        yield fail("store", f"has the shape {refusal.facts['has']}, a newer version's", f"Remedy: {remedy}")
    elif refusal.key == "store_of_another_branch":
        found = f"says that it has the shape {refusal.facts['has']}, and that is another branch's"
        yield fail("store", found, f"Remedy: {remedy}")
    elif not told:
        about = ", ".join(f"{name}: {fact}" for name, fact in refusal.facts.items() if name != "remedy")
        yield fail("store", f"{refusal.key.replace('_', ' ')}, {about}", f"Remedy: {remedy}")


def blobs(asked: Asked, facts: Facts) -> Iterator[Finding]:
    """What rows name must be there. It is looked for as long as a file is looked through."""
    if facts.version != HEAD or facts.records != HEAD:
        return
    end, looked = time.monotonic() + PATIENCE, 0
    engine = asked.place.engine(None)
    try:
        with engine.connect() as connection:
            found = Missing()
            for kind, name in sounds.named(connection, Base.metadata.tables):
                if not asked.place.blobs.has(name):
                    found.add(kind, name)
                looked += 1
                if looked % 100 == 0 and time.monotonic() > end:
                    break
    finally:
        engine.dispose()
    if found:
        yield fail(
            "blobs", str(found), "Bring them back from a backup into DIR/blobs, by name; or remove what names them"
        )
    else:
        yield ok("blobs", f"all of {looked} that rows name are there" if looked else "none are named yet")


def _files(folder: Path) -> Iterator[Finding]:
    names = ("state.db", "records.db")
    if not any((folder / name).exists() for name in names):
        return
    for name in names:
        path = folder / name
        if not path.exists():
            yield fail(name, f"{path} is missing", "Restore a backup into another folder, and run that")
        elif not os.access(path, os.W_OK):
            yield fail(name, f"{path} cannot be written by this user", "Give it to the user that runs Trunkline")
        else:
            yield _file(path)


def _file(path: Path) -> Finding:
    end = time.monotonic() + PATIENCE
    try:
        with closing(sqlite3.connect(uri(path), uri=True)) as file:
            file.set_progress_handler(lambda: time.monotonic() > end, STEPS)
            faults = [str(row[0]) for row in file.execute("PRAGMA quick_check(3)")]
            if faults == ["ok"]:
                faults = [
                    f"a row of {row[0]} refers to none of {row[2]}" for row in file.execute("PRAGMA foreign_key_check")
                ]
    except sqlite3.DatabaseError as error:
        if "interrupted" in str(error):
            return _log(path, f"no fault in the first {PATIENCE:g} s of looking")
        faults = [str(error)]
    if faults:
        advice = "Stop Trunkline, keep a copy of the folder, and restore the newest backup into another"
        return fail(path.name, "; ".join(faults), advice)
    return _log(path, "whole")


def _log(path: Path, found: str) -> Finding:
    log = path.with_name(path.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > MUCH_LOG:
        advice = "Something reads it without end, a copy or a query: end that, or start Trunkline again"
        return warn(path.name, f"{found}, but its log has grown to {size >> 20} MB", advice)
    return ok(path.name, f"{found}, {path.stat().st_size / (1 << 20):.1f} MB")


def _server(asked: Asked, facts: Facts) -> Iterator[Finding]:
    encoding = _encoding(asked.place.url or "")
    if encoding not in ("UTF8", None):
        yield fail("PostgreSQL", f"the database is encoded as {encoding}", "Make one with ENCODING 'UTF8', and restore")
        return
    if facts.trouble:
        yield fail("PostgreSQL", facts.trouble, "See that it runs, and that --database leads to it")
        return
    engine = asked.place.engine(None)
    try:
        with engine.connect() as connection:
            yield from _settings(connection)
    finally:
        engine.dispose()


def _settings(connection: Connection) -> Iterator[Finding]:
    def shown(name: str) -> str:
        return str(connection.execute(text(f"SHOW {name}")).scalar())

    major = int(shown("server_version_num")) // 10_000
    most = int(shown("max_connections"))
    if major < OLDEST_SERVER:
        yield fail("PostgreSQL", f"version {major}", f"Upgrade it to {OLDEST_SERVER} or newer")
    elif most < CONNECTIONS:
        advice = f"Raise max_connections above {CONNECTIONS}"
        yield warn("PostgreSQL", f"takes {most} connections, and Trunkline may want {CONNECTIONS}", advice)
    elif stale := _stale_collation(connection, major):
        yield warn("PostgreSQL", stale, "REINDEX DATABASE, then ALTER DATABASE ... REFRESH COLLATION VERSION")
    else:
        yield ok("PostgreSQL", f"version {major}, UTF8, {most} connections")


def _encoding(url: str) -> str | None:
    """Of the database; None for one that cannot be reached."""
    try:
        with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False)) as connection:
            return connection.info.parameter_status("server_encoding")
    except psycopg.Error:
        return None


def _stale_collation(connection: Connection, major: int) -> str | None:
    """Text is sorted by rules that changed since the indexes were made: they may miss rows."""
    if major < 15:
        return None
    kept, now = connection.execute(
        text(
            "SELECT datcollversion, pg_database_collation_actual_version(oid) FROM pg_database"
            " WHERE datname = current_database()"
        )
    ).one()
    return f"the system's sorting rules went from {kept} to {now}" if kept and now and kept != now else None


def folder(asked: Asked, _: Facts) -> Iterator[Finding]:
    if open_to := private.open_to(asked.place.folder):
        found = f"{asked.place.folder} is open to {' and '.join(open_to)}"
        yield fail("folder", found, "Start Trunkline again: that closes it, with all that is in it")


def secrets(asked: Asked, facts: Facts) -> Iterator[Finding]:
    hosts = [host for host, _ in (asked.http, asked.sip, asked.sips or asked.sip)]
    if all(is_loopback(host) for host in hosts) or facts.version != HEAD:
        return
    if wellknown.held(asked.place):
        found = "it has the demo's well-known secrets, and so is not served where others can reach it"
        advice = f"Make a demo with {DEMO_SECRET} set, or rotate its apps and give its people other passwords"
        yield fail("secrets", found, advice)


def keys(asked: Asked, facts: Facts) -> Iterator[Finding]:
    if facts.version != HEAD and not facts.sealed and not kept.any_in(asked.place.folder):
        yield ok("keys", "none yet; they are made with the rows")
        return
    for name in kept.OF:
        path = kept.folder_of(asked.place.folder) / name
        try:
            key = kept.read(asked.place.folder, name)
        except Refusal as refusal:
            yield fail("keys", f"{path}, for {kept.OF[name]}, {kept.WRONG[refusal.key]}", _sentence(kept.REMEDY[name]))
            continue
        if open_to := private.open_to(path):
            yield fail("keys", f"{path} is open to {' and '.join(open_to)}", f"chmod 600 {path}")
        elif name == kept.SEAL:
            yield _opening(path, Seal(key), facts.sealed)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _opening(path: Path, seal: Seal, sealed: Sequence[str]) -> Finding:
    if shut := sum(opening.opened(seal, each) is None for each in sealed):
        found = f"{path} does not open {shut} of {len(sealed)} SIP passwords"
        return fail("keys", found, "Put the key of this installation back there, or give those phones new lines")
    return ok("keys", f"{path} opens all of {len(sealed)} SIP passwords that were tried")


def numbers(_: Asked, facts: Facts) -> Iterator[Finding]:
    if facts.reserved:
        some = ", ".join(map(str, facts.reserved[:TOLD]))
        found = f"{len(facts.reserved)} extensions have emergency or service numbers, as dialled at their sites: {some}"
        yield warn("numbers", found, "Give them others: who dials such a number calls that service, not the extension")


def emergencies(_: Asked, facts: Facts) -> Iterator[Finding]:
    if facts.nowhere:
        found = f"no address, or one that nobody gave (1 Main Street), at the sites {', '.join(facts.nowhere[:TOLD])}"
        advice = "Give them theirs (`PATCH /v2/phone/sites/ID`, default_emergency_address): an ambulance goes there"
        yield warn("emergencies", found, advice)
    if facts.unreached:
        found = f"nobody who calls for help can be called back in the accounts {', '.join(facts.unreached[:TOLD])}"
        yield warn(
            "emergencies", found, "Assign a phone number of the carrier's to a person, a queue or a receptionist"
        )


def journal(asked: Asked, _: Facts) -> Iterator[Finding]:
    folder = asked.place.folder / "journal"
    set_aside = [*folder.glob("*.unreadable")]
    if set_aside:
        advice = "The log said which lines (`journal line unreadable`): save what they hold, then move the files away"
        yield warn("journal", f"{len(set_aside)} files could not be read in full: {set_aside[0]}", advice)
    files = sorted(folder.glob("*.jsonl"))
    size, bad = 0, list[str]()
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # its records are in the store now
            continue
        except OSError as error:
            yield fail("journal", str(error), "Give it to the user that runs Trunkline")
            return
        size += len(content)
        bad += [f"{path.name}:{n}" for n, line in enumerate(content.split(b"\n")[:-1], 1) if not _is_json(line)]
    if bad:
        advice = "The next start sets the file aside and keeps the rest; look whether the disk is sound"
        yield warn("journal", f"{len(bad)} lines cannot be read: {', '.join(bad[:3])}", advice)
    elif size > MUCH_JOURNAL:
        found = f"{size >> 20} MB wait in {len(files)} files for the store"
        yield warn("journal", found, "See why the store does not take them (the log: `records not stored`)")
    elif not set_aside:
        yield ok("journal", f"{len(files)} files, {size / 1024:.0f} KB")


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), list)
    except ValueError:
        return False


def _said(error: Exception) -> str:
    """The first line of what the database said, which names no password."""
    return str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
