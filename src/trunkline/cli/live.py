"""What a running system does at the moment: whether all is well, who is registered, who calls, and the order to end a
call."""

import argparse
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trunkline import clock, vital
from trunkline.cli import engine, exits, output, owner
from trunkline.cli.command import version
from trunkline.problems import Refusal, refuse

PATIENCE = 3.0  # seconds for the API to say whether it is ready
UNITS = ("B", "kB", "MB", "GB", "TB")


def phones(said: argparse.Namespace) -> int:
    return output.rows(said, engine.needed(said, "phones")["phones"], "no phone is registered")


def calls(said: argparse.Namespace) -> int:
    return output.rows(said, engine.needed(said, "calls")["calls"], "no calls")


def hangup(said: argparse.Namespace) -> int:
    if not engine.needed(said, "hangup", call=said.call)["found"]:
        refuse("call_unknown", value=said.call, remedy="one of those of `trunkline calls`")
    return output.give(said, {"call": said.call}, [f"call {said.call} is ended"])


def status(said: argparse.Namespace) -> int:
    """0 where all is ready, else 1."""
    found = _found(said)
    output.give(said, found, _screen(found))
    return 0 if found["ready"] else 1


def _found(said: argparse.Namespace) -> dict[str, Any]:
    parts = owner.parts(said.data.resolve())
    ready = _ready(said)
    running = engine.asked(said, "status") or {}
    readiness = engine.asked(said, "readiness") or {}
    return {
        "version": version(),
        "ready": bool(ready.get("ready")),
        "processes": parts,
        "parts": _engine(readiness) | ready.get("parts", {}) | ({} if ready.get("ready") else _store(said)),
        "calls": running.get("calls"),
        "registrations": running.get("registrations"),
        "connections": running.get("connections"),
        "trunks": running.get("trunks", []),
        "journal": readiness.get("journal"),
        "disk": _disk(said.data.resolve()),
        "kept": _kept(said),
    }


def _ready(said: argparse.Namespace) -> dict[str, Any]:
    """As the API says it, at the address that whoever runs it has told."""
    http = owner.http(said.data.resolve()) or said.http
    try:
        with urllib.request.urlopen(f"http://{http}/readyz", timeout=PATIENCE) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    except OSError:
        return {"parts": {"api": {"ready": False, "reasons": [f"does not answer at {http}"]}}}
    try:
        found = json.loads(body)
        return {"ready": found["status"] == "ready", "parts": found["parts"]}
    except (ValueError, LookupError, TypeError):
        return {"parts": {"api": {"ready": False, "reasons": [f"something else answers at {http}"]}}}


def _engine(readiness: dict[str, Any]) -> dict[str, Any]:
    """By what it goes, where the API cannot say so: nothing unless that is not the rows."""
    if (at := readiness.get("as_of")) is None:
        return {}
    from trunkline.api.checks import remembers  # seldom needed

    return {"engine": {"ready": True, "reasons": [], "warnings": [remembers(at)]}}


def _store(said: argparse.Namespace) -> dict[str, Any]:
    """What keeps the rows from being used, which may be why nothing runs; nothing where they can be."""
    from trunkline.cli.stored import shape
    from trunkline.store.shapes import CURRENT

    try:
        found = shape(said)
    except Refusal as refusal:
        reason = exits.line(refusal)
    except Exception as error:  # whatever it is, it is told
        reason = " ".join(str(error).split())
    else:
        if found == CURRENT:
            return {}
        reason = f"has the shape {min(found)}, an older version's" if found else "there is none yet"
    return {"store": {"ready": False, "reasons": [reason]}}


def _disk(folder: Path) -> dict[str, int]:
    """Bytes."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    total, used, free = shutil.disk_usage(there)
    return {"total": total, "used": used, "free": free}


def _kept(said: argparse.Namespace) -> list[dict[str, Any]]:
    """What is kept, by kind, and how much of it is older than so many days; nothing where the store does not say so in
    time."""
    from trunkline.cli.stored import place  # most commands need no rows
    from trunkline.store import usage

    counted: list[usage.Usage] = []

    def count() -> None:
        with suppress(Exception):  # whatever it is, `parts` says of the store what is wrong
            counted.extend(usage.of(place(said), clock.wall()))

    vital.work(count, name="usage").join(PATIENCE)
    return [
        {
            "kind": each.kind,
            **asdict(each.all),
            "older": [{"days": days, **asdict(part)} for days, part in zip(usage.AGES, each.older, strict=False)],
        }
        for each in counted
    ]


def _screen(found: dict[str, Any]) -> Iterator[str]:
    yield f"trunkline {found['version']}: {'ready' if found['ready'] else 'NOT READY'}"
    yield ""
    for name, part in found["processes"].items():
        yield f"{name:<14} {_process(part)}"
    yield ""
    for name, part in found["parts"].items():
        said = "; ".join([*part.get("reasons", []), *part.get("warnings", [])])
        yield f"{name:<14} {_state(part)}{f': {said}' if said else ''}"
    if found["calls"] is not None:
        yield ""
        yield f"calls          {found['calls']}"
        yield f"registrations  {found['registrations']}"
        yield f"connections    {found['connections']}"
        for each in found["trunks"]:
            state = {True: "answers", False: "DOES NOT ANSWER", None: "not asked yet"}[each["up"]]
            yield f"trunk          {each['host']}:{each['port']} by {each['transport']}: {state}"
    if (journal := found["journal"]) is not None:
        state = "writes" if journal["writes"] else f"DOES NOT WRITE: {journal['why']}"
        yield f"journal        {state}; {journal['unstored']} calls not in the store yet"
    disk = found["disk"]
    yield f"disk           {_bytes(disk['free'])} free of {_bytes(disk['total'])}"
    for kept in found["kept"]:
        old = "".join(
            f", {_bytes(each['bytes'])} older than {each['days']} days" for each in kept["older"] if each["bytes"]
        )
        yield f"  {kept['kind']:<12} {_bytes(kept['bytes'])}{old}"


def _process(part: dict[str, Any]) -> str:
    if not part:
        return "does not run"
    began = datetime.fromisoformat(part["since"])
    hours, left = divmod(int(clock.wall() - began.astimezone(UTC).timestamp()), 3600)
    again = f", started again {part['restarts']} times" if part.get("restarts") else ""
    return f"since {part['since']} ({hours} h {left // 60} min), pid {part['pid']} on {part['host']}{again}"


def _state(part: dict[str, Any]) -> str:
    return ("warning" if part.get("warnings") else "ok") if part["ready"] else "NOT READY"


def _bytes(size: float) -> str:
    for unit in UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} {UNITS[-1]}"
