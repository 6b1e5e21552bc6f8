"""What a process counts of its own work, cheaply enough to be counted always; `api/metrics.py` tells it."""

from bisect import bisect_left
from collections import Counter
from typing import Any

Labelled = Counter[tuple[str, ...]]


class Spread:
    """How often values came that are at most so large."""

    def __init__(self, *bounds: float) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def facts(self) -> dict[str, Any]:
        """As JSON has it: how many are in each part, the last of them without a bound."""
        return {"bounds": self._bounds, "counts": [*self._counts], "sum": self._sum}


def facts(counted: Labelled) -> list[tuple[tuple[str, ...], int]]:
    """As JSON has it; whoever counts may go on meanwhile."""
    return [*counted.copy().items()]
