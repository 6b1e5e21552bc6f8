"""The trunk: the carrier by which calls come from outside and go there."""

import argparse
import re
from typing import Any

from trunkline.cli import engine, output
from trunkline.cli.stored import change, look
from trunkline.problems import refuse
from trunkline.store.tables import Trunk
from trunkline.store.tenant import Tenant

PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
STATES = {True: "answers", False: "does not answer", None: "not asked yet"}
HOST = re.compile(r"(?=.{1,253}(?::|$))[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::([0-9]{1,5}))?")

SOURCE = re.compile(rf"^(?:{'|'.join(PORTS)}):(?=.)")  # what may stand before where calls come from


def set_(said: argparse.Namespace) -> int:
    for each, host in ((said.host, said.host), *((source, SOURCE.sub("", source)) for source in said.source)):
        if not (found := HOST.fullmatch(host)) or (found[1] and not 0 < int(found[1]) < 65536):
            option = "--host" if each == said.host else "--from"
            refuse("not_HOST_or_HOST:PORT", option=option, value=each, remedy="such as sip.carrier.example:5060")
    host, _, port = said.host.partition(":")

    def put(rows: Tenant) -> None:
        where = {"host": host, "port": int(port or PORTS[said.transport]), "transport": said.transport}
        for each in rows.find(Trunk):
            rows.delete(each)
        rows.add(Trunk(**where, sources=said.source))

    change(said, put)
    return 0


def show(said: argparse.Namespace) -> int:
    """The engine says whether it answers, if it runs."""
    trunks: list[dict[str, Any]] = (engine.asked(said, "status") or {}).get("trunks", [])
    known = {str(each["host"]): each["up"] for each in trunks}
    names = ("host", "port", "transport", "sources")
    found = [
        {name: getattr(each, name) for name in names} | {"answers": known.get(each.host), "known": each.host in known}
        for each in look(said, lambda rows: rows.find(Trunk))
    ]
    return output.give(said, found, map(_line, found) if found else ["no trunk"])


def _line(trunk: dict[str, Any]) -> str:
    also = f"  also from {' '.join(trunk['sources'])}" if trunk["sources"] else ""
    state = STATES[trunk["answers"]] if trunk["known"] else "not known to a running engine"
    return f"{trunk['host']}:{trunk['port']}  {trunk['transport']}{also}  {state}"


def remove(said: argparse.Namespace) -> int:
    def take(rows: Tenant) -> None:
        for each in rows.find(Trunk) or refuse("trunk_missing", remedy="none: there is no trunk to remove"):
            rows.delete(each)

    change(said, take)
    return 0
