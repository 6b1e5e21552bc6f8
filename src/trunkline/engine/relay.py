"""The relay process: carries the audio of all calls, and goes on when the engine is started again."""

import os
import signal
from pathlib import Path
from typing import Any

import rtp.io
import structlog

from trunkline.engine import doors
from trunkline.engine.media import LIFE, NOTIFIED, TAKING

rtpproxy: Any = rtp.io.rtpproxy  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

log = structlog.get_logger()


def run(socket: Path, first_port: int, last_port: int, host: str, taken: Path) -> None:
    """Serve commands on a Unix socket until SIGTERM. Audio ports are bound on the host's address. What is recorded is
    in a folder of `taken` until its end, and then in `taken`."""
    socket.unlink(missing_ok=True)
    taking = taken / TAKING
    taking.mkdir(parents=True, exist_ok=True)
    os.chdir(socket.parent)  # names of files in commands are short so, and have no spaces
    as_root = ["-F"] if os.geteuid() == 0 else []
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    # With -i the time that a session has left is that of the side that has been silent for longer.
    relay = rtpproxy(  # it lives as long as it is referred to
        debug_level="crit",
        port_min=first_port,
        port_max=last_port,
        ttl=LIFE,
        modules=("catch_dtmf", "dtls_gw"),
        extra_args=[
            *as_root,
            "-i",
            *("-l", host),
            *("-s", f"cunix:{socket}"),
            *("-n", NOTIFIED),
            *("-S", str(taking)),
            *("-r", str(taken)),
        ],
    )
    doors.serve(socket.with_name("doors.sock"), host, (first_port, last_port))
    log.info("relay ready", relay=repr(relay))
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    # The library's exit handler may wait for packets; there is nothing to save.
    os._exit(0)
