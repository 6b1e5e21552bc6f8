"""A Unix socket on which the engine says how it is: a JSON line in, a JSON line out."""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson

from trunkline import vital
from trunkline.engine.accepted import connections

LONGEST = 4096  # bytes of a question
PATIENCE = 2.0  # seconds for a question to come
UNKNOWN = b'{"error":"unknown question"}'


def serve(path: Path, status: Callable[[], bytes]) -> None:
    """Answer until the process ends, in a thread of its own. `status` only reads, so it needs no lock."""
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()
    vital.thread(_answer_all, server, status, name="control")


def _answer_all(server: socket.socket, status: Callable[[], bytes]) -> None:
    for connection in connections(server):
        with connection, suppress(OSError):  # one who does not wait for the answer is no matter
            connection.settimeout(PATIENCE)
            connection.sendall((status() if _asks(connection.recv(LONGEST)) == "status" else UNKNOWN) + b"\n")


def _asks(line: bytes) -> object:
    try:
        match orjson.loads(line):
            case {"ask": question}:
                return question
            case _:
                return None
    except orjson.JSONDecodeError:
        return None
