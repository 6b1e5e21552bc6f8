"""A Unix socket on which the engine says how it is: a JSON line in, a JSON line out. Each question has an answer, some
by what else stands in it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import orjson
import structlog

from trunkline import vital
from trunkline.engine.listener import Listener

LONGEST = 4096  # bytes of a question
PATIENCE = 2.0  # seconds for a question to come
UNKNOWN = b'{"error":"unknown question"}'

Answers = Mapping[str, Callable[..., object]]  # what else the question says is given by name

log = structlog.get_logger()


def serve(path: Path, answers: Answers) -> None:
    """Answer until the process ends, in a thread of its own. Answers that do more than read see to their thread."""
    vital.thread(_answer_all, Listener(path), answers, name="control")


def _answer_all(server: Listener, answers: Answers) -> None:
    while True:
        if (connection := server.accept()) is None:
            continue
        with connection, suppress(OSError):  # one who does not wait for the answer is no matter
            connection.settimeout(PATIENCE)
            connection.sendall(_answer(connection.recv(LONGEST), answers) + b"\n")


def _answer(line: bytes, answers: Answers) -> bytes:
    try:
        match orjson.loads(line):
            case {"ask": str(question), **more} if question in answers:
                return orjson.dumps(answers[question](**more))
            case _:
                return UNKNOWN
    except orjson.JSONDecodeError:
        return UNKNOWN
    except Exception as error:  # what is read may change meanwhile; the next who asks is answered
        log.warning("question not answered", why=f"{type(error).__name__}: {error}")
        return UNKNOWN
