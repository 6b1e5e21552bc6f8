"""The relay process: carries the audio of all calls, and goes on when the engine is started again."""

import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import rtp.io
import structlog

from trunkline import vital
from trunkline.engine import doors
from trunkline.engine.media import LIFE, NOTIFIED, TAKING
from trunkline.store import meeting

LOOK = 1.0  # seconds between questions to itself
PATIENCE = 2.0  # seconds for an answer
ENDS = {signal.SIGTERM, signal.SIGINT}

rtpproxy: Any = rtp.io.rtpproxy  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

log = structlog.get_logger()


def run(
    path: Path, first_port: int, last_port: int, host: str, taken: Path, beat: Callable[[], None] = lambda: None
) -> None:
    """Serve commands on a Unix socket until SIGTERM. Audio ports are bound on the host's address. What is recorded is
    in a folder of `taken` until its end, and then in `taken`. `beat` is called as long as commands are answered."""
    taking = taken / TAKING
    taking.mkdir(parents=True, exist_ok=True)
    os.chdir(path.parent)  # where the engine thinks it is: names of files in commands are short so, and have no spaces
    as_root = ["-F"] if os.geteuid() == 0 else []
    signal.pthread_sigmask(signal.SIG_BLOCK, {*ENDS, signal.SIGHUP})  # the last is nothing to it
    # With -i the time that a session has left is that of the side that has been silent for longer.
    _relay = rtpproxy(  # it lives as long as it is referred to
        debug_level="crit",
        port_min=first_port,
        port_max=last_port,
        ttl=LIFE,
        modules=("catch_dtmf", "dtls_gw"),
        extra_args=[
            *as_root,
            "-i",
            *("-l", host),
            *("-s", f"cunix:{meeting.place(path)}"),
            *("-n", NOTIFIED),
            *("-S", str(taking)),
            *("-r", str(taken)),
        ],
    )
    beside = path.with_name("doors.sock")
    doors.serve(beside, host, (first_port, last_port))
    log.info("relay ready", address=host, ports=f"{first_port}-{last_port}")
    asked = Asked(path, b"V\n"), Asked(beside, b"{}")
    vital.thread(_ask, asked, beat, name="asking")
    signal.sigwait(ENDS)
    # The library's exit handler may wait for packets; there is nothing to save.
    os._exit(0)


def _ask(asked: "Sequence[Asked]", beat: Callable[[], None]) -> None:
    while True:
        if all(each.answers() for each in asked):
            beat()
        time.sleep(LOOK)


class Asked:
    """What answers commands in this process, asked by this process itself; over one connection, as the engine does, so
    that no file is needed for it."""

    def __init__(self, path: Path, question: bytes) -> None:
        self._path, self._question = path, question
        self._connection: socket.socket | None = None

    def answers(self) -> bool:
        try:
            if self._connection is None:
                self._connection = socket.socket(socket.AF_UNIX)
                self._connection.settimeout(PATIENCE)
                meeting.connect(self._connection, self._path)
            self._connection.sendall(self._question)
            if self._connection.recv(4096):
                return True
        except OSError as error:
            log.warning("relay does not answer itself", at=self._path.name, why=str(error))
        if self._connection:
            self._connection.close()
        self._connection = None
        return False
