"""How a command ends that could not do what it was asked: with a code that scripts can tell apart, and a line."""

import sys
from contextlib import suppress

from trunkline.problems import Refusal

USAGE, NOT_FOUND, STORE, CANNOT_START, TRY_AGAIN = 2, 3, 4, 71, 75
CODES = {
    "in_use_by_another": TRY_AGAIN,
    "address_in_use": TRY_AGAIN,
    "no_installation_here": NOT_FOUND,
    "store_unusable": STORE,
}
# What a process ends with that could not start, and would not the next time either.
FINAL = {USAGE, NOT_FOUND, STORE, CANNOT_START, TRY_AGAIN}


def code(refusal: Refusal) -> int:
    return CODES.get(refusal.key, USAGE)


def line(refusal: Refusal) -> str:
    facts = "".join(f", {name}: {fact}" for name, fact in refusal.facts.items())
    return f"{refusal.key.replace('_', ' ')}{facts}"


def say(text: str) -> None:
    """One line for whoever watches; nobody who does not listen any more stops what runs."""
    with suppress(OSError):
        print(f"trunkline: {text}", file=sys.stderr, flush=True)
