"""The three processes that `serve` runs, each of which can also be run by itself."""

import argparse
from pathlib import Path

from trunkline import logs


def api(said: argparse.Namespace) -> int:
    from trunkline import app
    from trunkline.api.context import Installation
    from trunkline.cli.admin import place
    from trunkline.store.seal import Seal

    logs.start("api")
    keys = said.data.resolve() / "keys"
    url = said.public_url or f"http://{_reached(said, said.http)}"
    app.serve_http(
        place(said),
        Installation(Seal.kept_in(keys), _reached(said, said.sip), url),
        listen=_address(said.http),
        keys=keys,
        rate_plan=said.rate_limits or "business",
        engine_socket=run_folder(said) / "engine.sock",
    )
    return 0


def relay(said: argparse.Namespace) -> int:
    from trunkline.engine.relay import run

    logs.start("relay")
    first, _, last = said.rtp.partition("-")
    run(run_folder(said) / "relay.sock", int(first), int(last), _address(said.sip)[0])
    return 0


def run_folder(said: argparse.Namespace) -> Path:
    """Where the processes of an installation find each other."""
    folder = said.data.resolve() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _address(said: str) -> tuple[str, int]:
    host, _, port = said.rpartition(":")
    return host.strip("[]"), int(port)


def _reached(said: argparse.Namespace, bound: str) -> str:
    """As others reach it: a name given, or the bound address."""
    host, port = _address(bound)
    return f"{said.public_host or host}:{port}"
