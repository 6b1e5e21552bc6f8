"""Who makes room when more connect to us than there are places. Nobody is turned away for strangers: who finds no room
takes the place of one that has proved nothing, and one that proved to be a phone or a carrier of ours keeps its own.
"""

from collections import Counter
from enum import IntEnum
from typing import Generic, Protocol, TypeVar


class Kind(IntEnum):
    """What one that has proved nothing has done so far."""

    SILENT = 0
    GREETED = 1  # it began to shake hands, over TLS
    SPOKE = 2  # a message came from it, or it has shaken hands
    HELP = 3  # it dialled an emergency number


class Member(Protocol):
    def make_room(self) -> None:
        """It is to be no more."""
        ...


M = TypeVar("M", bound=Member)


class Crowd(Generic[M]):
    """All connections, by the address that they come from.

    Room is made by the kind that has most unproven ones, at the address that has most of that kind, and there by the
    one that came first. So whatever those do who take all places, a phone is of another kind, or younger than nearly
    all of them."""

    def __init__(self, most: int, of_an_address: int) -> None:
        self._most, self._of_an_address = most, of_an_address
        self._members: dict[M, str] = {}
        self._count = Counter[str]()  # of an address
        self._unproven: dict[M, Kind] = {}
        self._queues = {kind: _Queue[M]() for kind in Kind}

    def __contains__(self, member: object) -> bool:
        return member in self._members

    def all(self) -> list[M]:
        return [*self._members]

    def enter(self, member: M, address: str) -> bool:
        """Whether there is room for a stranger."""
        if self._count[address] >= self._of_an_address and not self._make_room(address):
            return False
        if len(self._members) >= self._most and not self._make_room():
            return False
        self.add(member, address)
        self._unproven[member] = Kind.SILENT
        self._queues[Kind.SILENT].add(member, address)
        return True

    def add(self, member: M, address: str) -> None:
        """One that needs no room made for it, and makes none."""
        self._members[member] = address
        self._count[address] += 1

    def did(self, member: M, kind: Kind) -> None:
        was = self._unproven.get(member, kind)
        if was < kind:
            self._queues[was].remove(member, self._members[member])
            self._queues[kind].add(member, self._members[member])
            self._unproven[member] = kind

    def prove(self, member: M) -> None:
        """It stays, whoever comes."""
        if (kind := self._unproven.pop(member, None)) is not None:
            self._queues[kind].remove(member, self._members[member])

    def leave(self, member: M) -> None:
        self.prove(member)
        address = self._members.pop(member)
        self._count[address] -= 1
        if not self._count[address]:
            del self._count[address]

    def _make_room(self, address: str | None = None) -> bool:
        queue = max(self._queues.values(), key=lambda queue: queue.size(address))
        if not queue.size(address):
            return False
        queue.oldest(queue.largest() if address is None else address).make_room()
        return True


class _Queue(Generic[M]):
    """Those of a kind. To find the address that has most of them takes no longer the more there are."""

    def __init__(self) -> None:
        self._of: dict[str, dict[M, None]] = {}  # the oldest first
        self._by_size: dict[int, dict[str, None]] = {}
        self._size = self._most = 0

    def size(self, address: str | None) -> int:
        return self._size if address is None else len(self._of.get(address, ()))

    def oldest(self, address: str) -> M:
        return next(iter(self._of[address]))

    def largest(self) -> str:
        return next(iter(self._by_size[self._most]))

    def add(self, member: M, address: str) -> None:
        those = self._of.setdefault(address, {})
        those[member] = None
        self._count(address, len(those) - 1, len(those))

    def remove(self, member: M, address: str) -> None:
        those = self._of[address]
        del those[member]
        if not those:
            del self._of[address]
        self._count(address, len(those) + 1, len(those))

    def _count(self, address: str, was: int, now: int) -> None:
        self._size += now - was
        if was:
            del self._by_size[was][address]
            if not self._by_size[was]:
                del self._by_size[was]
        if now:
            self._by_size.setdefault(now, {})[address] = None
        if now > self._most or self._most not in self._by_size:
            self._most = now
