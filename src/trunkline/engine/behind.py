"""What the engine writes of its live state: by a thread of its own, in batches, and again for as long as the store is
away. Of one thing only the newest is written, so what waits is bounded by what there is: phones, live legs, and who
paid for calls outside.

An engine that dies loses what still waits: while the store answers that is what was said in the last moments, and else
all since it went away. Phones that registered then are there again with their next REGISTER; what was said of calls is
in the journal.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from threading import Condition
from typing import NamedTuple

import structlog
from sqlalchemy.orm import Session

from trunkline import vital
from trunkline.store.away import is_away, reason
from trunkline.store.store import Store

BATCH = 200  # things that share a commit
PAUSE = 1.0  # seconds before a store that is away is tried again

log = structlog.get_logger()


class Told(NamedTuple):
    """How a thing is to be written, and how much is to be added to what there is, for what adds up."""

    write: Callable[[Session, float], object]
    amount: float = 0.0

    def after(self, earlier: "Told | None") -> "Told":
        return Told(self.write, self.amount + earlier.amount) if earlier else self


class Behind:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, Told] = {}
        self._writing: Mapping[str, Told] = {}
        self._changed = Condition()
        self._over = self._failed = False
        self._thread = vital.thread(self._run, name="live state", asked=lambda: self._over)

    def __len__(self) -> int:
        """Things that are not written yet."""
        return len(self._waiting) + len(self._writing)

    def waiting(self) -> dict[str, float]:
        """What they are, and how much is to be added. What is being written may be there by now."""
        with self._changed:
            being = {key: told.amount for key, told in self._writing.items()}
            return being | {key: told.amount + being.get(key, 0.0) for key, told in self._waiting.items()}

    def tell(self, key: str, write: Callable[[Session, float], object], amount: float = 0.0) -> None:
        """`key` says of what thing it is; what waits of it gives way, and amounts add up."""
        with self._changed:
            self._waiting[key] = Told(write, amount).after(self._waiting.pop(key, None))
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Until all is written that was told: whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not len(self), seconds)

    def close(self, seconds: float) -> None:
        """What is not written by then is lost."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._thread.join(seconds)
        if len(self):
            log.error("live state not stored", count=len(self))

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._over)
                if self._over and (self._failed or not self._waiting):
                    return
                batch = dict(islice(self._waiting.items(), BATCH))
                for key in batch:
                    del self._waiting[key]
                self._writing = batch
            left = self._left(batch)
            with self._changed:
                for key, newer in self._waiting.items():
                    self._waiting[key] = newer.after(left.get(key))
                self._waiting = {**left, **self._waiting}
                self._writing, self._failed = {}, bool(left)
                self._changed.notify_all()
                if left:
                    self._changed.wait_for(lambda: self._over, PAUSE)

    def _left(self, batch: Mapping[str, Told]) -> Mapping[str, Told]:
        """What of a batch is to be tried again."""
        try:
            self._write(batch)
        except Exception as error:
            if is_away(error):
                if not self._failed:
                    log.error("live state not stored yet", count=len(batch), why=reason(error))
                return batch
        else:
            return {}
        for n, (key, told) in enumerate(batch.items()):  # one of them cannot be written: the others can
            try:
                self._write({key: told})
            except Exception as error:
                if is_away(error):
                    return dict(islice(batch.items(), n, None))
                log.exception("live state not stored")
        return {}

    def _write(self, batch: Mapping[str, Told]) -> None:
        def work(session: Session) -> None:
            for told in batch.values():
                told.write(session, told.amount)

        self._store.write_any(work).result()
