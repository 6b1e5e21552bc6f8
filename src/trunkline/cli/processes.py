"""The three processes that `serve` runs, each of which can also be run by itself."""

import argparse
import gc
import os
import resource
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from trunkline import logs
from trunkline.cli import tls


@contextmanager
def loading() -> Generator[None]:
    """What a process loads at its start stays, so the garbage collector need not look at it, now or later; and so it is
    never copied in a process that is forked from it."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def api(said: argparse.Namespace) -> int:
    with loading():
        from trunkline import app
        from trunkline.api.context import Installation
        from trunkline.cli.stored import ready
        from trunkline.store.seal import Seal

    logs.start("api")
    keys = said.data.resolve() / "keys"
    url = said.public_url or f"http://{_reached(said, said.http)}"
    app.serve_http(
        ready(said),
        Installation(Seal.kept_in(keys), _reached(said, said.sip), url),
        listen=_address(said.http),
        keys=keys,
        rate_plan=said.rate_limits or "business",
        engine_socket=run_folder(said) / "engine.sock",
        as_observed=said.wire == "observed",
    )
    return 0


def engine(said: argparse.Namespace) -> int:
    # The engine waits for them itself, and libraries begin threads when they are loaded.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    with loading():
        from trunkline.cli.stored import ready
        from trunkline.engine.node import Listening, Node, Secure
        from trunkline.engine.quotas import Quotas
        from trunkline.engine.state import StoredDirectory, StoredOrders, StoredRecords, StoredState
        from trunkline.engine.times import Times
        from trunkline.store.seal import Seal
        from trunkline.store.store import Store

    logs.start("engine")
    if problem := tls.problem(said):
        print(f"trunkline: {problem}", file=sys.stderr)
        return 2
    where = ready(said)
    _allow_connections()
    host, port = _address(said.sip)
    data: Path = said.data.resolve()
    secure = Secure(*_address(said.sips), said.tls_cert, said.tls_key) if said.sips else None
    listening = Listening(host, port, said.public_host or host, run_folder(said), data, secure)
    calls = {"line": said.calls_per_line, "trunk": said.calls_per_trunk, "account": said.calls_per_account}
    quotas = Quotas.of(*_ports(said), **calls)
    times = Times.said(os.environ.get("TRUNKLINE_TIMES", ""))
    store = Store(where, "records")
    try:
        directory = StoredDirectory(store, Seal.kept_in(data / "keys"))
        orders = StoredOrders(store)
        state, records = StoredState(store), StoredRecords(store)
        Node(listening, directory, state, records, orders, where.blobs, times, quotas=quotas).run()
    finally:
        store.close()
    return 0


def relay(said: argparse.Namespace) -> int:
    from trunkline.engine.relay import run

    logs.start("relay")
    run(run_folder(said) / "relay.sock", *_ports(said), _address(said.sip)[0], taken_folder(said))
    return 0


def _ports(said: argparse.Namespace) -> tuple[int, int]:
    """The first and the last of the relay."""
    first, _, last = said.rtp.partition("-")
    return int(first), int(last)


def _allow_connections() -> None:
    """As many as the system lets us have: each is an open file."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def run_folder(said: argparse.Namespace) -> Path:
    """Where the processes of an installation find each other."""
    folder = said.data.resolve() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def taken_folder(said: argparse.Namespace) -> Path:
    """Where the relay leaves what it recorded."""
    return said.data.resolve() / "taken"


def _address(said: str) -> tuple[str, int]:
    host, _, port = said.rpartition(":")
    return host.strip("[]"), int(port)


def _reached(said: argparse.Namespace, bound: str) -> str:
    """As others reach it: a name given, or the bound address."""
    host, port = _address(bound)
    return f"{said.public_host or host}:{port}"
