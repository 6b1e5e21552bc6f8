"""Makes every check in turn and prints what it found; 1 if any failed."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from typing import Any

from trunkline import logs
from trunkline.cli import output
from trunkline.cli.doctor.asked import Asked, asked
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail

ALWAYS = (
    "machine:python",
    "machine:disk",
    "machine:open_files",
    "machine:clock",
    "machine:time_zones",
    "machine:speech",
    "rows:store",
    "rows:blobs",
    "rows:folder",
    "rows:keys",
    "rows:secrets",
    "rows:numbers",
    "rows:emergencies",
    "rows:journal",
    "network:addresses",
    "certificates:certificate",
)


def doctor(said: argparse.Namespace) -> int:
    logs.start("doctor", "critical")
    try:
        about = asked(said)
    except ValueError as error:
        print(f"trunkline: not HOST:PORT, or not FIRST-LAST: {error}", file=sys.stderr)
        return 2
    found: list[Finding] = []
    for finding in _every(about):
        found.append(finding)
        if not said.json:
            print(finding, flush=True)
    if said.json:
        output.give(said, [asdict(finding) for finding in found], ())
    return 1 if any(finding.verdict == "fail" for finding in found) else 0


def _every(about: Asked) -> Iterator[Finding]:
    facts = _facts(about)
    for name in ALWAYS:
        yield from _made(name, about, facts)
    answers = import_module("trunkline.cli.doctor.running").ask(about)
    if answers.any:
        yield from _made("running:every", about, facts, answers)
    else:
        yield from _made("network:ports", about, facts)
    yield from _made("trial:call", about, facts, alone=not answers.any)


def _facts(about: Asked) -> Facts:
    try:
        return import_module("trunkline.cli.doctor.rows").look(about)
    except Exception as error:
        return Facts(trouble=str(error))


def _made(name: str, *arguments: Any, **named: Any) -> Iterator[Finding]:
    """What a check finds. It is imported when its turn comes, and a package that does not load, or a fault that nobody
    thought of, spoils no other check.
    """
    module, _, function = name.partition(":")
    try:
        check: Callable[..., Iterator[Finding]] = getattr(import_module(f"trunkline.cli.doctor.{module}"), function)
        yield from check(*arguments, **named)
    except Exception as error:
        yield fail(function, f"could not be looked at: {type(error).__name__}: {error}", "See the findings above")
