"""A store that nobody has looked at yet: it counts as away until it has been seen that it is the right one."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event

from trunkline.store.away import TooSlow
from trunkline.store.store import Answer, Part, Place, Store, Work
from trunkline.store.tenant import Tenant


class Later(Store):
    def __init__(self, place: Place, writes: Part) -> None:
        super().__init__(place, writes)
        self._opened = Event()

    def open(self, check: Work[object]) -> None:
        """It may be used if it stands this, which raises if it does not."""
        super().read_any(check)
        self._opened.set()

    def is_open(self) -> bool:
        return self._opened.is_set()

    def read(self, account_id: str, job: Callable[[Tenant], Answer]) -> Answer:
        self._heed()
        return super().read(account_id, job)

    def read_any(self, work: Work[Answer]) -> Answer:
        self._heed()
        return super().read_any(work)

    def write_any(self, work: Work[Answer]) -> Future[Answer]:
        self._heed()
        return super().write_any(work)

    def _heed(self) -> None:
        if not self._opened.is_set():
            raise TooSlow("it has not answered since this process began")
