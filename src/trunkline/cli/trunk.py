"""The trunk: the carrier by which calls come from outside and go there."""

import argparse
import json
import re
import socket
import sys
from collections.abc import Iterator
from typing import Any

from trunkline.cli.processes import run_folder
from trunkline.cli.stored import change, look
from trunkline.engine import names
from trunkline.store.tables import Trunk
from trunkline.store.tenant import Tenant

PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
HOST = re.compile(r"(?=.{1,253}(?::|$))[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::([0-9]{1,5}))?")

TAKEN_UP = "the engine takes it up within half a minute"
SOURCE = re.compile(rf"^(?:{'|'.join(PORTS)}):(?=.)")  # what may stand before where calls come from


def set_(said: argparse.Namespace) -> int:
    for each, host in ((said.host, said.host), *((source, SOURCE.sub("", source)) for source in said.source)):
        if not (found := HOST.fullmatch(host)) or (found[1] and not 0 < int(found[1]) < 65536):
            print(f"trunkline: not HOST or HOST:PORT: {each}", file=sys.stderr)
            return 2
    host, _, port = said.host.partition(":")

    def put(rows: Tenant) -> None:
        where = {"host": host, "port": int(port or PORTS[said.transport]), "transport": said.transport}
        for each in rows.find(Trunk):
            rows.delete(each)
        rows.add(Trunk(**where, sources=said.source))

    change(said, put)
    for trouble in _troubles(said):
        print(f"trunkline: {trouble}", file=sys.stderr)
    return 0


def _troubles(said: argparse.Namespace) -> Iterator[str]:
    """What keeps it from being reached as it is set, which is taken up all the same: it may be mended elsewhere."""
    engine = _engine(said)
    for each in dict.fromkeys([said.host, *(SOURCE.sub("", source) for source in said.source)]):
        if not names.look_up(each.partition(":")[0]):
            yield f"the name of {each} is unknown: until it is known, no call goes there or comes from there"
    if engine and said.transport not in engine["transports"]:
        yield "`serve` was given no --sips, and speaks no SIP over TLS: no call goes out until it does"
    if engine:
        yield TAKEN_UP


def show(said: argparse.Namespace) -> int:
    """The engine says whether it answers, if it runs."""
    trunks, engine = look(said, lambda rows: rows.find(Trunk)), _engine(said)
    for each in trunks:
        also = f"  also from {' '.join(each.sources)}" if each.sources else ""
        print(f"{each.host}:{each.port}  {each.transport}{also}  {_state(engine, each)}")
    if not trunks:
        print("no trunk")
    return 0


def remove(said: argparse.Namespace) -> int:
    def take(rows: Tenant) -> int:
        found = rows.find(Trunk)
        for each in found:
            rows.delete(each)
        return len(found)

    return 0 if change(said, take) else 1


def _state(engine: dict[str, Any], row: Trunk) -> str:
    words = {True: "answers", False: "does not answer", None: "not asked yet"}
    for trunk in engine.get("trunks", []):
        if (trunk["host"], trunk["port"], trunk["transport"]) == (row.host, row.port, row.transport):
            return trunk["trouble"] or words[trunk["up"]]
    return TAKEN_UP if engine else "no engine runs"


def _engine(said: argparse.Namespace) -> dict[str, Any]:
    """What the engine says of itself; nothing if none runs."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(run_folder(said) / "engine.sock"))
            connection.sendall(b'{"ask":"status"}\n')
            return json.loads(connection.recv(65_536))
    except (OSError, ValueError):
        return {}
