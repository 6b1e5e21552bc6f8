"""How an engine begins: with the rows or, while the server that has them does not answer, with what the engine before
it knew. Then it looks at the rows as soon as it can, as it would have at its start, and ends if they are not for it."""

import argparse
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import structlog

from trunkline import vital
from trunkline.cli import processes, remembered, stored
from trunkline.cli.claim import Claim, claimed
from trunkline.engine.copies import Copies
from trunkline.engine.keeping import Keeping
from trunkline.engine.node import Node
from trunkline.engine.state import Missed, StoredState
from trunkline.problems import Refusal, refuse
from trunkline.store import opening
from trunkline.store.away import is_away, reason
from trunkline.store.later import Later
from trunkline.store.moved import Mark
from trunkline.store.seal import Seal
from trunkline.store.store import Store

log = structlog.get_logger()

Lost = Callable[[Refusal], object]  # told why the rows are not for this engine


@dataclass
class Begun:
    """What an engine has of the rows. `settle` is what is still to be done once it runs."""

    store: Store
    directory: Copies
    state: StoredState
    keeping: Keeping | None
    settle: Callable[[Node, Lost], object]
    held: ExitStack


@contextmanager
def begun(said: argparse.Namespace) -> Generator[Begun]:
    """Waits for rows that do not answer, unless it is known what they had."""
    made = stored.patiently(partial(_with_rows, said), cache(partial(_without, said)))
    with made.held:
        yield made


def _with_rows(said: argparse.Namespace) -> Begun:
    with ExitStack() as held:
        where = stored.in_time(partial(stored.ready, said)) if said.database else stored.ready(said)
        processes.stay_here(said)
        claim = held.enter_context(claimed(where.url))
        store = held.enter_context(closing(Store(where, "records")))
        data: Path = said.data.resolve()
        seal = Seal.of(data)
        try:
            store.read_any(partial(opening.check, seal=seal))
            directory, state = Copies(store, seal, Mark(data)), StoredState(store)
        except Exception as error:
            if not is_away(error):
                raise
            refuse(stored.AWAY, reason=reason(error))
        keeping = None
        if claim:  # what is in files of the folder is there as long as the folder is
            keeping = remembered.memory(said, seal).keeping(directory, state, harmless=processes.is_harmless(said))
        return Begun(store, directory, state, keeping, partial(_keep, claim), held.pop_all())


def _keep(claim: Claim | None, _: Node, lost: Lost) -> None:
    if claim:
        claim.keep(lost)


def _without(said: argparse.Namespace) -> Begun | None:
    """With what was known of the rows, if that is enough."""
    if not said.database or (known := remembered.of(said)) is None:
        return None
    data: Path = said.data.resolve()
    seal = Seal.of(data)
    with ExitStack() as held:
        claim = held.enter_context(closing(Claim(said.database, later=True)))
        store = Later(stored.place(said), "records")
        held.enter_context(closing(store))
        directory, state = Copies(store, seal, Mark(data), known.configuration), StoredState(store, known.live)
        keeping = remembered.memory(said, seal).keeping(directory, state, harmless=known.harmless)
        at = datetime.fromtimestamp(known.as_of, UTC).isoformat(timespec="seconds")
        log.error("begun with what was known", as_of=at, accounts=len(directory.plans()))
        settle = partial(_settle, said, claim, store, state, seal)
        return Begun(store, directory, state, keeping, settle, held.pop_all())


def _settle(
    said: argparse.Namespace, claim: Claim, store: Later, state: StoredState, seal: Seal, node: Node, lost: Lost
) -> None:
    def wait() -> None:
        while not store.is_open():
            time.sleep(stored.PAUSE)
            try:
                processes.stay_here(said)
                stored.ready(said)
                claim.take()
                store.open(partial(opening.check, seal=seal))
            except Refusal as refusal:
                if refusal.key not in stored.WAYS_OFF:
                    lost(refusal)
            except Exception as error:
                if not is_away(error):
                    raise
        claim.keep(lost)
        node.take_up(*_missed(state))

    vital.thread(wait, name="opening", asked=store.is_open)


def _missed(state: StoredState) -> Missed:
    """It may have gone away again."""
    while True:
        try:
            return state.missed()
        except Exception as error:
            if not is_away(error):
                raise
        time.sleep(stored.PAUSE)
