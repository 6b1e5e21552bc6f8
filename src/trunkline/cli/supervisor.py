"""Processes of one system: started, watched, started again, and ended together.

They are forked from this one. One that dies is started again, and so is one that hangs: its pulse stops. One that
cannot start at all is given up, and the others with it: it says why, and would say the same the next time.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from types import FrameType

from setproctitle import setproctitle

from trunkline.cli import exits
from trunkline.cli.parent import Tie
from trunkline.cli.pulse import LONGEST, Pulse
from trunkline.cli.service import Service
from trunkline.problems import Refusal

PATIENCE = 10.0  # seconds that a process has to end in good order, beside what it waits for calls
LONGEST_PAUSE = 5.0  # seconds before a process that keeps failing is started again
LOOK = 0.05  # seconds between looks at the processes
LATE = 1.0  # seconds after which a look is so late that the processes may have had no time either
STEADY = 10.0  # seconds after which a process counts as running well
TRIES = 5  # of a process that has never run
ENDS = {signal.SIGTERM, signal.SIGINT}
HEARD = {*ENDS, signal.SIGHUP}
# They would end a process that does not ask for them, and say nothing to any of ours: calls go on.
UNASKED = {
    signal.SIGALRM,
    signal.SIGIO,
    signal.SIGPROF,
    signal.SIGPWR,
    signal.SIGSTKFLT,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGVTALRM,
    *range(signal.SIGRTMIN, signal.SIGRTMAX + 1),
}

Beat = Callable[[], None]
Run = Callable[[Beat], int]

_forking = multiprocessing.get_context("fork")


@dataclass
class Child:
    """One process of the system. `run` calls what it is given about once a second, as long as all goes well."""

    name: str
    run: Run
    tie: Tie
    patience: float = PATIENCE
    began: Callable[[int, int], object] | None = None  # told the process, and how many there were before it
    process: ForkProcess | None = None
    has_run: bool = False
    _pulse: Pulse = field(default_factory=Pulse)
    _started: float = 0
    _pause: float = 0
    _due: float = 0
    _failed: int = 0
    _starts: int = 0

    def start(self, now: float) -> None:
        self._pulse.reset()
        self._started, self.process = now, _forking.Process(target=self._live)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)  # until the child has signal handlers of its own
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if self.began and self.process.pid:
            self.began(self.process.pid, self._starts)
        self._starts += 1

    def tend(self, now: float) -> int | None:
        """What all end with, if this one cannot start."""
        if self.process is None:
            if now >= self._due:
                self.start(now)
            return None
        status = self.process.exitcode
        if status is None:
            if self._pulse.stopped(now):
                exits.say(f"{self.name} has hung for {LONGEST:g} s, killing it")
                self.process.kill()
                self.process.join()
            self.has_run = self.has_run or self._pulse.begun
            return None
        self.has_run = self.has_run or self._pulse.begun
        self._failed = 0 if self.has_run else self._failed + 1
        if status == exits.TRY_AGAIN or (status in exits.FINAL and not self.has_run):
            return status
        if self._failed >= TRIES:
            exits.say(f"{self.name} ended {TRIES} times before it had begun, giving up")
            return exits.CANNOT_START
        self._pause = 0 if now - self._started > STEADY else min(max(self._pause * 2, 0.2), LONGEST_PAUSE)
        exits.say(f"{self.name} ended ({status}), starting it again")
        self.process, self._due = None, now + self._pause
        return None

    def excuse(self, seconds: float) -> None:
        self._pulse.excuse(seconds)

    def tell(self, number: signal.Signals) -> None:
        if self.process and self.process.pid and not self.is_over:
            os.kill(self.process.pid, number)

    @property
    def is_over(self) -> bool:
        return self.process is None or self.process.exitcode is not None

    @property
    def ended_well(self) -> bool:
        # Until it obeys SIGTERM in a way of its own it has nothing to finish.
        return self.process is None or self.process.exitcode in (0, -signal.SIGTERM)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.join()

    def _live(self) -> None:
        """In the child: nothing of the parent's is left but what it loaded, and the locks."""
        setproctitle(f"trunkline {self.name}")
        self.tie.bind()
        for each in ENDS:
            signal.signal(each, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until it reloads in a way of its own
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        try:
            code = self.run(self._pulse.beat)
        except Refusal as refusal:
            exits.say(f"{self.name} cannot start: {exits.line(refusal)}")
            code = exits.code(refusal)
        except OSError as error:
            if self._pulse.begun:
                raise
            exits.say(f"{self.name} cannot start: {error}")
            passes = error.errno in exits.PASSING and not self.has_run
            code = exits.TRY_AGAIN if passes else exits.CANNOT_START
        sys.exit(code)


def ignore_unasked() -> None:
    """In this process, and in all that are forked from it."""
    for each in UNASKED:
        signal.signal(each, signal.SIG_IGN)


class Supervisor:
    """The children that are watched, in the order in which they are to end: each goes on until those before it are
    over."""

    def __init__(self) -> None:
        self._tie, self._service = Tie(), Service()
        self._ends: list[int] = []  # what it was told to end by
        self._reloads = False
        self._children: list[Child] = []
        for each in ENDS:
            signal.signal(each, self._told_to_end)
        signal.signal(signal.SIGHUP, self._told_to_reload)
        ignore_unasked()

    def child(
        self, name: str, run: Run, patience: float = PATIENCE, began: Callable[[int, int], object] | None = None
    ) -> Child:
        return Child(name, run, self._tie, patience, began)

    def watch(self, children: Sequence[Child], needed: Sequence[Child]) -> int:
        """Until it is told to end, or one cannot start; what to end with. All is ready once those do that are
        needed."""
        self._children = [*children]
        looked = time.monotonic()
        while not self._ends:
            now = time.monotonic()
            for child in children:
                if now - looked > LATE:
                    child.excuse(now - looked)
                if (code := child.tend(now)) is not None:
                    return code
            looked = now
            multiprocessing.active_children()  # waits for those that have ended and are not watched
            self._service.goes_on(is_ready=all(child.has_run for child in needed))
            if self._reloads:
                self._reload()
            time.sleep(LOOK)
        return 0

    def end(self, children: Sequence[Child]) -> bool:
        """Whether those that were watched ended in good order; one that does not end in time is killed. To be told to
        end once more is passed on."""
        self._service.stops(sum(child.patience for child in children))
        for child in children:
            told, end = len(self._ends), time.monotonic() + child.patience
            child.tell(signal.SIGTERM)
            while not child.is_over and time.monotonic() < end:
                if len(self._ends) > told:
                    told = len(self._ends)
                    child.tell(signal.SIGTERM)
                time.sleep(LOOK)
            if not child.is_over:
                exits.say(f"{child.name} does not end, killing it")
                child.kill()
        return all(child.ended_well for child in self._children)

    def _reload(self) -> None:
        self._reloads = False
        self._service.reloads()
        exits.say("reloading")
        for child in self._children:
            child.tell(signal.SIGHUP)

    def _told_to_end(self, number: int, _: FrameType | None) -> None:
        self._ends.append(number)

    def _told_to_reload(self, _: int, __: FrameType | None) -> None:
        self._reloads = True
