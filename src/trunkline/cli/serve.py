"""Runs the whole system: its processes, started, watched, and ended together.

They are forked from this one, which has loaded what all of them need: so each is there at once, also after it died, and
what they have in common is in memory once.
"""

import argparse
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing.context import ForkProcess
from types import FrameType

from setproctitle import setproctitle

from trunkline import logs
from trunkline.cli import processes, tls
from trunkline.store import keys
from trunkline.store.head import is_current

PATIENCE = 10  # seconds that a process has to end in good order
LONGEST_PAUSE = 5.0  # seconds before a process that keeps failing is started again
LOOK = 0.05  # seconds between looks at the processes
STEADY = 10.0  # seconds after which a process counts as running well
ENDS = {signal.SIGTERM, signal.SIGINT}
# What more than one process needs, and begins no thread when it is loaded.
SHARED = (
    "trunkline.cli.stored",
    "trunkline.extensions.caller_ids",
    "trunkline.extensions.handling",
    "trunkline.records.parts",
    "trunkline.records.writing",
    "trunkline.store.seal",
)

_forking = multiprocessing.get_context("fork")


@dataclass
class Child:
    """One process of the system, started again whenever it ends by itself."""

    name: str
    run: Callable[[], int]
    process: ForkProcess | None = None
    started: float = 0
    pause: float = 0
    due: float = 0

    def start(self, now: float) -> None:
        self.started, self.process = now, _forking.Process(target=_as_child, args=(self.name, self.run))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # until the child has signal handlers of its own
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def tend(self, now: float) -> None:
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return
        status = self.process.exitcode
        if status is not None:
            self.pause = 0 if now - self.started > STEADY else min(max(self.pause * 2, 0.2), LONGEST_PAUSE)
            print(f"trunkline: {self.name} ended ({status}), starting it again", file=sys.stderr)
            self.process, self.due = None, now + self.pause

    def end(self) -> None:
        if self.process:
            self.process.terminate()

    def wait(self) -> bool:
        """Whether it ended well; one that does not end in time is killed."""
        if self.process is None:
            return True
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        # Until it obeys SIGTERM in a way of its own it has nothing to finish.
        return self.process.exitcode in (0, -signal.SIGTERM)


def _as_child(name: str, run: Callable[[], int]) -> None:
    """In the child: nothing of the parent's is left but what it loaded."""
    setproctitle(f"trunkline {name}")
    for each in ENDS:
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    sys.exit(run())


def serve(said: argparse.Namespace) -> int:
    logs.never_fail()
    if problem := tls.problem(said):
        print(f"trunkline: {problem}", file=sys.stderr)
        return 2
    processes.proxies_before(said)
    processes.public_url(said)
    processes.readers(said)
    processes.homer_of(said)
    if said.demo and not said.database and not is_current(said.data):
        processes.demo_secret()
        processes.stay_here(said, to_be_made=True)
    said.data = said.data.resolve()
    said.rate_limits = said.rate_limits or ("off" if said.demo else "business")
    ended: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        ended.append(number)

    for each in ENDS:
        signal.signal(each, stop)
    children = [Child(name, partial(getattr(processes, name), said)) for name in ("api", "engine", "relay")]
    past = Child("past", partial(_past, said))
    try:
        children[-1].start(time.monotonic())  # the relay needs nothing of what is loaded now
        _load(said)
        if said.demo:
            past.start(time.monotonic())
        secure = f"  sips:{said.sips}" if said.sips else ""
        print(f"trunkline: http://{said.http}  sip:{said.sip}{secure}", file=sys.stderr)
        while not ended:
            for child in children:
                child.tend(time.monotonic())
            time.sleep(LOOK)
    finally:
        past.end()
        past.wait()
        well = all([*_ended(children)])
    return 0 if well else 1


def _load(said: argparse.Namespace) -> None:
    with processes.loading():
        for module in SHARED:
            import_module(module)
        _prepare(said)


def _past(said: argparse.Namespace) -> int:
    from trunkline.cli import demo

    return demo.past(said)


def _ended(children: list[Child]) -> Iterator[bool]:
    """New calls stop first, running ones are let go, and the relay, the last, carries their audio until then."""
    *others, relay = children
    for child in others:
        child.end()
    for child in others:
        yield child.wait()
    relay.end()
    yield relay.wait()


def _prepare(said: argparse.Namespace) -> None:
    if said.database is not None or not is_current(said.data):
        _make(said)
    keys.read_all(said.data)
    processes.stay_here(said)


def _make(said: argparse.Namespace) -> None:
    from trunkline.cli import stored

    fresh = stored.prepare(said)
    if fresh and said.demo:
        from trunkline.cli import demo

        demo.found(said)
    elif fresh:
        print("trunkline: there is no account yet; make one with `trunkline init NAME`", file=sys.stderr)
