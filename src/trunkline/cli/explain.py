"""Where a call would go, and why: by the plan that calls go by now."""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from msgspec.structs import replace

from trunkline.cli.stored import look
from trunkline.exchange.explain import explain
from trunkline.plan import build
from trunkline.records import spent_outside, undisturbed

Tree = dict[str, Any]


def run(said: argparse.Namespace) -> int:
    """`at` is RFC 3339, or wall time of the computer where it names no zone."""
    try:
        at = datetime.fromisoformat(said.at).timestamp() if said.at else time.time()
    except ValueError:
        print(f"trunkline: no time: {said.at}", file=sys.stderr)
        return 2
    plan, quiet, spent = look(
        said, lambda rows: (build(rows, rows.account().config_version), undisturbed.of(rows), spent_outside.of(rows))
    )
    if said.at:  # by then, calls that go on now will be over
        spent = replace(spent, orphans=())
    if said.caller and not said.caller.startswith("+") and said.caller not in plan.dialled:
        print(f"trunkline: nobody has the extension {said.caller}", file=sys.stderr)
        return 2
    answer = dict.fromkeys((plan.dialled.get(number, number) for number in said.answers), "answer")
    found = explain(plan, said.caller, said.number, at, answer, quiet, spent)  # pyright: ignore[reportArgumentType]
    if said.json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        print("\n".join(_lines(found)))
    return 0


def _lines(found: Tree) -> Iterator[str]:
    by = f", answered by {found['answered_by']}" if found["answered_by"] else ""
    when = datetime.fromtimestamp(found["at"]).astimezone()
    yield f"{found['from'] or 'withheld'} calls {found['to']} at {when:%Y-%m-%d %H:%M %Z}: {found['result']}{by}"
    for step in found["steps"]:
        yield from _step(step, "", found["at"])


def _step(step: Tree, margin: str, start: float) -> Iterator[str]:
    yield f"{margin}└─ {step['at'] - start:5.0f} s  {step['step']}"
    inner = margin + "   "
    for each in step["decisions"]:
        setting = f"  [{each['setting']}]" if each["setting"] else ""
        yield f"{inner}   {each['at'] - start:5.0f} s  {each['condition']}: {_word(each['value'])}{setting}"
    for then in step["then"]:
        yield from _step(then, inner, start)


def _word(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
