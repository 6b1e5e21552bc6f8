"""The three processes that `serve` runs, each of which can also be run by itself."""

import argparse
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import structlog

from trunkline import logs
from trunkline.api import hosts, metrics
from trunkline.cli import exits, preflight, private
from trunkline.problems import Refusal, refuse
from trunkline.store import restored, shapes

Beat = Callable[[], None]  # what a process calls about once a second, as long as its loop comes round
Part = Callable[[argparse.Namespace, Beat], int]

log = structlog.get_logger()

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


def api(said: argparse.Namespace, beat: Beat) -> int:
    with loading():
        from trunkline import app
        from trunkline.api.context import Installation
        from trunkline.cli.stored import awaited, patiently
        from trunkline.store.seal import Seal

    logs.start("api", said.log_level, said.log_format)
    data: Path = said.data.resolve()
    url = public_url(said)
    patiently(partial(stay_here, said))
    place = awaited(said)
    try:
        listening = preflight.bind(said.http, "tcp")
    except OSError as error:
        preflight.cannot_be_had("http", said.http, "tcp", error)
    app.serve_http(
        place,
        Installation(Seal.of(data), _reached(said, said.sip), url),
        listening=listening,
        data=data,
        rate_plan=said.rate_limits or "business",
        engine_socket=run_folder(said) / "engine.sock",
        as_observed=said.wire == "observed",
        behind=proxies_before(said),
        beat=beat,
        reload=reload,
        readers=readers(said),
        certificate=said.tls_cert,
    )
    return 0


def engine(said: argparse.Namespace, beat: Beat) -> int:
    # The engine waits for them itself, and libraries begin threads when they are loaded.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
    with loading():
        from trunkline.cli.beginning import begun
        from trunkline.cli.stored import place
        from trunkline.engine.node import Listening, Node, Secure
        from trunkline.engine.quotas import Quotas
        from trunkline.engine.state import StoredOrders, StoredRecords

    logs.start("engine", said.log_level, said.log_format)
    host, port = _address(said.sip)
    data: Path = said.data.resolve()
    secure = Secure(*_address(said.sips), said.tls_cert, said.tls_key) if said.sips else None
    homer = homer_of(said)
    listening = Listening(host, port, said.public_host or host, run_folder(said), data, secure, homer, said.hep_id)
    calls = {"line": said.calls_per_line, "trunk": said.calls_per_trunk, "account": said.calls_per_account}
    calls |= {"line_rate": said.call_rate_per_line, "trunk_rate": said.call_rate_per_trunk}
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)  # the relay's too
    quotas = Quotas.of(*preflight.ports(said), files=files, **calls)
    times = preflight.times()
    with begun(said) as rows:
        records, orders, blobs = StoredRecords(rows.store), StoredOrders(rows.store), place(said).blobs
        node = Node(
            listening, rows.directory, rows.state, records, orders, blobs, times, quotas=quotas, drain=said.drain
        )
        with rows.keeping or nullcontext():
            rows.settle(node, _ousted)
            node.run(beat, reload)
    return 0


def relay(said: argparse.Namespace, beat: Beat) -> int:
    from trunkline.engine.relay import run

    logs.start("relay", said.log_level, said.log_format)
    socket = run_folder(said) / "relay.sock"
    run(socket, *preflight.ports(said), _address(said.sip)[0], taken_folder(said), beat)
    return 0


def reload() -> None:
    """What every process does on SIGHUP: how much the log tells is read again, as all options are, so that it can be
    changed in the file of `--config`. Certificates are looked at by the engine itself."""
    from trunkline.cli.main import parser

    try:
        logs.set_level(parser().parse_args(sys.argv[1:]).log_level)
    except (Exception, SystemExit) as error:  # the file is being written, or is wrong: nothing changes
        log.error("options not read again", why=str(error))


def _ousted(refusal: Refusal) -> None:
    """Another engine has the rows: nothing may be written there any more, and what is in the journal stays there."""
    exits.say(f"engine ends: {exits.line(refusal)}")
    os._exit(exits.code(refusal))


def demo_secret() -> str | None:
    """What a new demo gets for all that is well-known otherwise. It is a password too, and as long as one must be."""
    said = os.environ.get(DEMO_SECRET) or None
    if said and len(said) < SHORTEST_SECRET:
        refuse("demo_secret_length", least=SHORTEST_SECRET, of=DEMO_SECRET)
    return said


def known(said: argparse.Namespace) -> None:
    """Refuses a folder where no system was made, such as that of a disk that is not there: nothing is begun anew. On a
    server the rows tell."""
    if said.database is None and not restored.waits(said.data) and shapes.of_files(said.data) is None:
        refuse("no_installation_here", data=said.data.resolve(), remedy=private.FOUND)


def stay_here(said: argparse.Namespace, *, to_be_made: bool = False) -> None:
    """Refuses to be reached from other computers where the demo's well-known secrets are, or would be."""
    if is_alone(said) or is_harmless(said):
        return
    from trunkline.cli import wellknown  # a start on this computer alone does without a look at the rows
    from trunkline.cli.stored import place

    if not demo_secret() if to_be_made else wellknown.held(place(said)):
        remedy = f"{DEMO_SECRET}, set when the demo is first made: in an empty folder, since it cannot be added later"
        refuse("the_demo's_well-known_secrets_are_served_on_loopback_addresses_only", remedy=remedy)
    if not to_be_made:
        _harmless.add(said.data.resolve())


def is_alone(said: argparse.Namespace) -> bool:
    """Whether it is to be reached from this computer alone."""
    return all(hosts.is_loopback(_address(each)[0]) for each in (said.http, said.sip, said.sips) if each)


def is_harmless(said: argparse.Namespace) -> bool:
    """Whether this process, or the one that it was forked from, has seen that none of the demo's secrets are there."""
    return said.data.resolve() in _harmless


_harmless = set[Path]()


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
        remedy = "addresses or networks with commas, such as 127.0.0.1,192.0.2.0/24"
        about: dict[str, object] = {"option": "--behind-proxy", "value": said.behind_proxy, "reason": str(error)}
        raise Refusal("proxies_are_named_by_their_addresses", about | {"remedy": remedy}, ()) from None


def homer_of(said: argparse.Namespace) -> tuple[str, int] | None:
    """Where copies of SIP messages go, if anywhere."""
    return _address(said.hep) if said.hep else None


def readers(said: argparse.Namespace) -> metrics.Readers:
    """Who may read what is counted."""
    try:
        return metrics.Readers.of(said.metrics_from, said.metrics_token, proxies_before(said))
    except (ValueError, OSError) as error:
        remedy = "addresses or networks in --metrics-from, and a file of 16 characters or more in --metrics-token"
        refuse("who_may_read_metrics_is_not_clear", reason=error, remedy=remedy)


def public_url(said: argparse.Namespace) -> str:
    """Where clients and browsers reach the API."""
    if not said.public_url:
        return f"http://{_reached(said, said.http)}"
    parts = _parts(str(said.public_url))
    if parts is None:
        remedy = "https://HOST[:PORT], or http: without a path"
        refuse("public_url_is_none", option="--public-url", value=said.public_url, remedy=remedy)
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
    host, _, port = bound.rpartition(":")
    return f"{said.public_host or host}:{port}"
