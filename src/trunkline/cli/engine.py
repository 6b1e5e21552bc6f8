"""A running engine, asked over its control socket from the same computer."""

import argparse
import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from trunkline.problems import refuse
from trunkline.store import meeting

Answer = dict[str, Any]

SOCKET = "engine.sock"
PATIENCE, LONG = 2.0, 10.0  # seconds for an answer; for one without which there is nothing to tell


def asked(said: argparse.Namespace, question: str, **about: object) -> Answer | None:
    """Its answer; None where no engine answers."""
    return ask(said.data.resolve() / "run", question, PATIENCE, **about)


def needed(said: argparse.Namespace, question: str, **about: object) -> Any:
    """As `asked`. Refuses where no engine answers."""
    answer = ask(said.data.resolve() / "run", question, LONG, **about)
    if answer is None or "error" in answer:
        remedy = "see that `trunkline serve` of this version runs on that folder, on this computer"
        refuse("engine_does_not_answer", data=said.data, remedy=remedy)
    return answer


def ask(run: Path, question: str, patience: float, **about: object) -> Any:
    with suppress(OSError, ValueError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(patience)
        meeting.connect(connection, run / SOCKET)
        connection.sendall(json.dumps({"ask": question, **about}).encode() + b"\n")
        with connection.makefile("rb") as answer:
            return json.loads(answer.readline())
    return None
