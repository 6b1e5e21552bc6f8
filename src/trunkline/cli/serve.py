"""Runs the whole system: its processes, started, watched, and ended together.

They are forked from this one, which has loaded what all of them need: so each is there at once, also after it died, and
what they have in common is in memory once.
"""

import argparse
import signal
import time
from functools import partial
from importlib import import_module

from trunkline import logs
from trunkline.cli import exits, options, owner, preflight, processes
from trunkline.cli.supervisor import PATIENCE, Beat, Supervisor
from trunkline.problems import Refusal
from trunkline.store import keys, restored
from trunkline.store.head import is_current

# What more than one process needs, and begins no thread when it is loaded.
SHARED = (
    "trunkline.cli.stored",
    "trunkline.extensions.caller_ids",
    "trunkline.extensions.handling",
    "trunkline.records.parts",
    "trunkline.records.writing",
    "trunkline.store.seal",
)


def serve(said: argparse.Namespace) -> int:
    logs.never_fail()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something to reload
    processes.proxies_before(said)
    processes.public_url(said)
    processes.readers(said)
    if said.demo and not said.database and not is_current(said.data):
        processes.demo_secret()
        processes.stay_here(said, to_be_made=True)
    options.alone(said, {"past": "demo", "hep-id": "hep"})
    preflight.options(said)
    if not said.demo:
        processes.known(said)
    preflight.files(said)
    said.data = said.data.resolve()
    said.rate_limits = said.rate_limits or ("off" if said.demo else "business")
    with owner.owning(said, *owner.PARTS):
        preflight.addresses(said, *owner.PARTS)
        return _run(said)


def _run(said: argparse.Namespace) -> int:
    supervisor = Supervisor()
    run = {name: partial(getattr(processes, name), said) for name in owner.PARTS}
    began = {name: partial(owner.began, said.data, name) for name in owner.PARTS}
    # Calls are let go first. The API tells of them, and the relay carries their audio, until they are over.
    engine = supervisor.child("engine", run["engine"], PATIENCE + said.drain, began["engine"])
    api, relay = (supervisor.child(name, run[name], began=began[name]) for name in ("api", "relay"))
    past = supervisor.child("past", partial(_past, said))
    try:
        relay.start(time.monotonic())  # it needs nothing of what is loaded now
        prepared = _load(said)
        if said.demo and prepared:
            past.start(time.monotonic())
        secure = f"  sips:{said.sips}" if said.sips else ""
        exits.say(f"http://{said.http}  sip:{said.sip}{secure}")
        code = supervisor.watch([api, engine, relay], [api, engine, relay] if prepared else [engine, relay])
    finally:
        well = supervisor.end([past, engine, api, relay])
    return code or (0 if well else 1)


def _load(said: argparse.Namespace) -> bool:
    with processes.loading():
        for module in SHARED:
            import_module(module)
        return _prepare(said)


def _past(said: argparse.Namespace, _: Beat) -> int:
    from trunkline.cli import demo

    exits.say(demo.first_steps(said))
    return demo.past(said)


def _prepare(said: argparse.Namespace) -> bool:
    """Whether the rows are ready. Those of a server that does not answer are waited for by each process itself, if the
    engine can do without them meanwhile."""
    try:
        if said.database is not None or restored.waits(said.data) or not is_current(said.data):
            _make(said)
        keys.hold(said.data)
        processes.stay_here(said)
    except Refusal as refusal:
        if not _goes_without(said, refusal):
            raise
        exits.say(f"the store does not answer ({refusal.facts['reason']}): until it does calls go by what was known")
        keys.hold(said.data)
        return False
    return True


def _goes_without(said: argparse.Namespace, refusal: Refusal) -> bool:
    from trunkline.cli import remembered, stored

    return bool(said.database) and refusal.key == stored.AWAY and remembered.of(said) is not None


def _make(said: argparse.Namespace) -> None:
    from trunkline.cli import stored

    with stored.unserved(said, owner.MAKING):
        fresh = stored.prepare(said, begin=said.demo)
        if fresh and said.demo:
            from trunkline.cli import demo

            demo.found(said)
        elif fresh:
            exits.say("there is no account yet; make one with `trunkline init NAME`")
