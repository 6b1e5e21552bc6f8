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
from urllib.parse import SplitResult, urlsplit

from trunkline import logs
from trunkline.api import hosts
from trunkline.cli import tls
from trunkline.problems import refuse

DEMO_SECRET = "TRUNKLINE_DEMO_SECRET"  # noqa: S105 (the name of a variable)
SHORTEST_SECRET = 12  # characters


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
    stay_here(said)
    _allow_connections()
    keys = said.data.resolve() / "keys"
    url = public_url(said)
    app.serve_http(
        ready(said),
        Installation(Seal.kept_in(keys), _reached(said, said.sip), url),
        listen=_address(said.http),
        keys=keys,
        rate_plan=said.rate_limits or "business",
        engine_socket=run_folder(said) / "engine.sock",
        as_observed=said.wire == "observed",
        behind=proxies_before(said),
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
    stay_here(said)
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
    calls |= {"line_rate": said.call_rate_per_line, "trunk_rate": said.call_rate_per_trunk}
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


def demo_secret() -> str | None:
    """What a new demo gets for all that is well-known otherwise. It is a password too, and as long as one must be."""
    said = os.environ.get(DEMO_SECRET) or None
    if said and len(said) < SHORTEST_SECRET:
        refuse("demo_secret_length", least=SHORTEST_SECRET, of=DEMO_SECRET)
    return said


def stay_here(said: argparse.Namespace, *, to_be_made: bool = False) -> None:
    """Refuses to be reached from other computers where the demo's well-known secrets are, or would be."""
    if all(hosts.is_loopback(_address(each)[0]) for each in (said.http, said.sip, said.sips) if each):
        return
    from trunkline.cli import wellknown  # a start on this computer alone does without a look at the rows
    from trunkline.cli.stored import place

    if not demo_secret() if to_be_made else wellknown.held(place(said)):
        remedy = f"{DEMO_SECRET}, set when the demo is first made: in an empty folder, since it cannot be added later"
        refuse("the_demo's_well-known_secrets_are_served_on_loopback_addresses_only", remedy=remedy)


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


def proxies_before(said: argparse.Namespace) -> hosts.Networks:
    """Those that are believed when they say for whom they ask."""
    try:
        return hosts.read(said.behind_proxy)
    except ValueError as error:
        refuse("proxies_are_named_by_their_addresses", said=error)


def public_url(said: argparse.Namespace) -> str:
    """Where clients and browsers reach the API."""
    if not said.public_url:
        return f"http://{_reached(said, said.http)}"
    parts = _parts(str(said.public_url))
    if parts is None:
        refuse("public_url_is_not_of_the_form_https://HOST[:PORT]", said=said.public_url)
    return f"{parts.scheme}://{parts.netloc}"


def _parts(url: str) -> SplitResult | None:
    """None for what is more than a scheme, a host and a port, or no such thing."""
    try:
        parts = urlsplit(url)
        whole = parts.hostname and (parts.port is None or parts.port > 0) and parts.username is None
    except ValueError:
        return None
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    return parts if parts.scheme in ("http", "https") and whole and not beyond else None


def _reached(said: argparse.Namespace, bound: str) -> str:
    """As others reach it: a name given, or the bound address."""
    host, port = _address(bound)
    return f"{said.public_host or host}:{port}"
