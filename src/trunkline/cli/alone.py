"""One part of the system run by itself, under whatever watches processes."""

import argparse
import signal

from trunkline.cli import owner, preflight, processes
from trunkline.cli.supervisor import ignore_unasked


def api(said: argparse.Namespace) -> int:
    return _run(said, "api", processes.api)


def engine(said: argparse.Namespace) -> int:
    return _run(said, "engine", processes.engine)


def relay(said: argparse.Namespace) -> int:
    return _run(said, "relay", processes.relay)


def _run(said: argparse.Namespace, part: str, run: processes.Part) -> int:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until it reloads in a way of its own
    ignore_unasked()
    preflight.options(said)
    processes.proxies_before(said)
    processes.public_url(said)
    processes.readers(said)
    if part != "relay":
        processes.known(said)
    preflight.files(said)
    with owner.owning(said, part):
        preflight.addresses(said, part)
        return run(said, lambda: None)
