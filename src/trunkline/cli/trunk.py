"""The trunk: the carrier by which calls come from outside and go there."""

import argparse
import json
import re
import socket
from typing import Any

from trunkline.cli.processes import run_folder
from trunkline.cli.stored import change, look
from trunkline.problems import refuse
from trunkline.store.tables import Trunk
from trunkline.store.tenant import Tenant

PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
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
    trunks = look(said, lambda rows: rows.find(Trunk))
    for each in trunks:
        also = f"  also from {' '.join(each.sources)}" if each.sources else ""
        print(f"{each.host}:{each.port}  {each.transport}{also}  {_state(said, each.host)}")
    if not trunks:
        print("no trunk")
    return 0


def remove(said: argparse.Namespace) -> int:
    def take(rows: Tenant) -> None:
        for each in rows.find(Trunk) or refuse("trunk_missing", remedy="none: there is no trunk to remove"):
            rows.delete(each)

    change(said, take)
    return 0


def _state(said: argparse.Namespace, host: str) -> str:
    words = {True: "answers", False: "does not answer", None: "not asked yet"}
    for trunk in _status(said):
        if trunk["host"] == host:
            return words[trunk["up"]]
    return "not known to a running engine"


def _status(said: argparse.Namespace) -> list[dict[str, Any]]:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(run_folder(said) / "engine.sock"))
            connection.sendall(b'{"ask":"status"}\n')
            return json.loads(connection.recv(65_536)).get("trunks", [])
    except (OSError, ValueError):
        return []
