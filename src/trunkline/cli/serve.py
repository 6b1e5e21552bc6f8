"""Runs the whole system: three processes, started, watched, and ended together."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from types import FrameType

from trunkline.cli import tls
from trunkline.store.head import is_current

PATIENCE = 10  # seconds that a process has to end in good order
LONGEST_PAUSE = 5.0  # seconds before a process that keeps failing is started again
LOOK = 0.05  # seconds between looks at the processes
STEADY = 10.0  # seconds after which a process counts as running well


@dataclass
class Child:
    """One process of the system, started again whenever it ends by itself."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0
    pause: float = 0
    due: float = 0

    def tend(self, now: float) -> None:
        if self.process is None:
            if now >= self.due:
                self.started, self.process = now, subprocess.Popen(self.command)  # noqa: S603
            return
        status = self.process.poll()
        if status is not None:
            self.pause = 0 if now - self.started > STEADY else min(max(self.pause * 2, 0.2), LONGEST_PAUSE)
            print(f"trunkline: {self.name} ended ({status}), starting it again", file=sys.stderr)
            self.process, self.due = None, now + self.pause

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> bool:
        """Whether it ended well; one that does not end in time is killed."""
        if self.process is None:
            return True
        try:
            return self.process.wait(PATIENCE) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False


def serve(said: argparse.Namespace) -> int:
    if problem := tls.problem(said):
        print(f"trunkline: {problem}", file=sys.stderr)
        return 2
    if said.demo and not all(_is_loopback(each) for each in (said.http, said.sip, said.sips) if each):
        print("trunkline: the demo has well-known secrets and listens on loopback addresses only", file=sys.stderr)
        return 2
    said.data = said.data.resolve()
    _prepare(said)
    ended: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        ended.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = [Child(name, _command(name, said)) for name in ("api", "engine", "relay")]
    past = subprocess.Popen(_command("past", said)) if said.demo else None  # noqa: S603
    secure = f"  sips:{said.sips}" if said.sips else ""
    print(f"trunkline: http://{said.http}  sip:{said.sip}{secure}", file=sys.stderr)
    while not ended:
        for child in children:
            child.tend(time.monotonic())
        time.sleep(LOOK)
    if past:
        past.terminate()
        past.wait()
    return 0 if all([*_ended(children)]) else 1


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
    if said.database is None and is_current(said.data):
        return
    from trunkline.cli import admin  # a new or an old folder: only then is the store needed here

    fresh = admin.prepare(said)
    if fresh and said.demo:
        from trunkline.cli import demo

        demo.found(said)
    elif fresh:
        print("trunkline: there is no account yet; make one with `trunkline init NAME`", file=sys.stderr)


def _command(name: str, said: argparse.Namespace) -> list[str]:
    command = [sys.executable, "-m", "trunkline", name, "--data", str(said.data)]
    if said.database:
        os.environ["TRUNKLINE_DATABASE"] = said.database  # it may hold a password: not for the list of processes
    if name == "past":
        return command
    command += ["--http", said.http, "--sip", said.sip, "--rtp", said.rtp]
    command += ["--rate-limits", said.rate_limits or ("off" if said.demo else "business")]
    command += ["--wire", said.wire]
    if said.sips:
        command += ["--sips", said.sips, "--tls-cert", str(said.tls_cert), "--tls-key", str(said.tls_key)]
    if said.public_host:
        command += ["--public-host", said.public_host]
    if said.public_url:
        command += ["--public-url", said.public_url]
    return command


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
