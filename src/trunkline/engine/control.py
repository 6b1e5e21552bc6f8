"""A Unix socket on which the engine says how it is: a JSON line in, a JSON line out."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import orjson

from trunkline.engine.listener import Listener

LONGEST = 4096  # bytes of a question
PATIENCE = 2.0  # seconds for a question to come
UNKNOWN = b'{"error":"unknown question"}'


def serve(path: Path, status: Callable[[], bytes]) -> None:
    """Answer until the process ends, in a thread of its own. `status` only reads, so it needs no lock."""
    Thread(target=_answer_all, args=(Listener(path), status), name="control", daemon=True).start()


def _answer_all(server: Listener, status: Callable[[], bytes]) -> None:
    while True:
        if (connection := server.accept()) is None:
            continue
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
