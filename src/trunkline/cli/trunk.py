"""The trunk: the carrier by which calls come from outside and go there."""

import argparse
import re
from collections.abc import Iterator
from typing import Any

from trunkline.cli import engine, exits, output
from trunkline.cli.stored import change, look
from trunkline.engine import names
from trunkline.problems import refuse
from trunkline.store.tables import Trunk
from trunkline.store.tenant import Tenant

PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
STATES = {True: "answers", False: "does not answer", None: "not asked yet"}
HOST = re.compile(r"(?=.{1,253}(?::|$))[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::([0-9]{1,5}))?")

TAKEN_UP = "the engine takes it up within half a minute"
SOURCE = re.compile(rf"^(?:{'|'.join(PORTS)}):(?=.)")  # what may stand before where calls come from


def set_(said: argparse.Namespace) -> int:
    for each, host in ((said.host, said.host), *((source, SOURCE.sub("", source)) for source in said.source)):
        if not (found := HOST.fullmatch(host)) or (found[1] and not 0 < int(found[1]) < 65536):
            option = "--host" if each == said.host else "--from"
            refuse("not_HOST_or_HOST:PORT", option=option, value=each, remedy="such as sip.carrier.example:5060")
    host, _, port = said.host.partition(":")

    where = {"host": host, "port": int(port or PORTS[said.transport]), "transport": said.transport}

    def put(rows: Tenant) -> None:
        for each in rows.find(Trunk):
            rows.delete(each)
        rows.add(Trunk(**where, sources=said.source))

    change(said, put)
    troubles = [*_troubles(said)]
    for trouble in troubles:
        exits.say(trouble)
    return output.give(said, {**where, "sources": said.source, "troubles": troubles}, [])


def _troubles(said: argparse.Namespace) -> Iterator[str]:
    """What keeps it from being reached as it is set, which is taken up all the same: it may be mended elsewhere."""
    running = engine.asked(said, "status")
    for each in dict.fromkeys([said.host, *(SOURCE.sub("", source) for source in said.source)]):
        if not names.look_up(each.partition(":")[0]):
            yield f"the name of {each} is unknown: until it is known, no call goes there or comes from there"
    if running and said.transport not in running["transports"]:
        yield "`serve` was given no --sips, and speaks no SIP over TLS: no call goes out until it does"
    if running:
        yield TAKEN_UP


def show(said: argparse.Namespace) -> int:
    """The engine says whether it answers, if it runs."""
    running = engine.asked(said, "status")
    found = [_told(each, running) for each in look(said, lambda rows: rows.find(Trunk))]
    return output.give(said, found, map(_line, found) if found else ["no trunk"])


def _told(row: Trunk, running: engine.Answer | None) -> dict[str, Any]:
    where = {"host": row.host, "port": row.port, "transport": row.transport}
    known = (each for each in (running or {}).get("trunks", []) if all(each[name] == where[name] for name in where))
    if seen := next(known, None):
        state = seen["trouble"] or STATES[seen["up"]]
    else:
        state = TAKEN_UP if running else "no engine runs"
    answers = seen["up"] if seen else None
    return {**where, "sources": row.sources, "known": bool(seen), "answers": answers, "state": state}


def _line(trunk: dict[str, Any]) -> str:
    also = f"  also from {' '.join(trunk['sources'])}" if trunk["sources"] else ""
    return f"{trunk['host']}:{trunk['port']}  {trunk['transport']}{also}  {trunk['state']}"


def remove(said: argparse.Namespace) -> int:
    def take(rows: Tenant) -> None:
        for each in rows.find(Trunk) or refuse("trunk_missing", remedy="none: there is no trunk to remove"):
            rows.delete(each)

    change(said, take)
    return output.give(said, {"removed": True}, [])
