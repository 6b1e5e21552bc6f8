"""What the engine of an installation knew, where that is enough to begin with while its rows do not answer."""

import argparse

from trunkline.cli import processes
from trunkline.cli.command import version
from trunkline.engine.memory import Memory, Remembered
from trunkline.store import known
from trunkline.store.seal import Seal


def memory(said: argparse.Namespace, seal: Seal) -> Memory:
    return Memory(said.data.resolve(), seal, version(), known.rows(said.database))


def of(said: argparse.Namespace) -> Remembered | None:
    """None where there is none, or where it was not seen that others may be let in."""
    found = memory(said, Seal.of(said.data.resolve())).read()
    return found if found and (found.harmless or processes.is_alone(said)) else None
