"""Which numbers are for emergencies, before it is known who dials and where."""

from collections.abc import Callable

from trunkline.exchange import numbers
from trunkline.exchange.plan import Site


class Emergencies:
    """Those of all sites of the installation, as of the last look."""

    def __init__(self, find: Callable[[], frozenset[str]]) -> None:
        self._find = find
        self.look()

    def look(self) -> None:
        self._anywhere = Site("", emergency=self._find())

    def has(self, dialled: str) -> bool:
        return bool(numbers.emergency(dialled, self._anywhere))
