"""The live state of the exchange, and the few acts that change it. Steps decide; the floor keeps the books."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from trunkline.exchange import history
from trunkline.exchange.plan import Line, Plan
from trunkline.exchange.vocabulary import (
    Alert,
    Connect,
    Contact,
    Element,
    Party,
    Record,
    Release,
    Result,
    Ring,
    Wanted,
    Write,
)


class Step(Protocol):
    """A stage of a call. It begins, rings phones, and hears what becomes of them."""

    def begin(self, now: float) -> None: ...

    def rang(self, now: float) -> None:
        """A phone rings."""
        ...

    def answered(self, leg: Leg, now: float) -> None:
        """A phone that rang for this stage was picked up."""
        ...

    def refused(self, leg: Leg, status: int, now: float) -> None:
        """A phone is out of the call again; it has been forgotten already."""
        ...

    def elements(self, result: Result, now: float) -> tuple[Element, ...]:
        """What this stage would be recorded as if the call ended now with a result."""
        ...


@dataclass(eq=False)
class Leg:
    """A phone that dialled, rings for a call or, once answered, talks in it."""

    id: str
    call: Call
    contact: Contact | None = None
    line: Line | None = None  # as it was when the leg began
    rang: bool = False
    answer: float | None = None
    held_since: float | None = None  # this party put the other on hold


@dataclass(eq=False)
class Call:
    id: str
    caller: Party
    start: float
    caller_leg: Leg = field(init=False)
    step: Step = field(init=False)
    legs: dict[str, Leg] = field(default_factory=dict[str, Leg])  # those that ring or talk, without the caller's
    talking: Leg | None = None  # the one that answered
    answer: float | None = None
    hold: float = 0  # seconds that are over
    legs_named: int = 1
    latest: float = -math.inf  # when something last happened in it

    def clock(self, now: float) -> float:
        """The time in this call. A computer's clock may be set back; a call is recorded in the order it happened."""
        self.latest = max(self.latest, self.start, now)
        return self.latest

    def held_since(self) -> float | None:
        """Since when either party holds the other."""
        both = (self.caller_leg, self.talking)
        return min((leg.held_since for leg in both if leg and leg.held_since is not None), default=None)

    def held(self, now: float) -> float:
        """Seconds on hold until now, by either side; overlapping holds count once."""
        since = self.held_since()
        return self.hold + (now - since if since is not None else 0)


class Floor:
    """Calls, legs, registrations and timers of one account."""

    def __init__(self, plan: Plan) -> None:
        self.adopt(plan)
        self.calls: dict[str, Call] = {}
        self.legs: dict[str, Leg] = {}
        self.contacts: dict[str, tuple[Contact, ...]] = {}  # by line
        self._timers: list[tuple[float, int, Callable[[float], None]]] = []
        self._count = count()
        self._wanted: list[Wanted] = []

    def adopt(self, plan: Plan) -> None:
        """The configuration moved. Calls that are under way go on."""
        self.plan = plan
        self._lines_of: dict[str, list[str]] = {}  # by user
        for line in plan.lines.values():
            self._lines_of.setdefault(line.user, []).append(line.id)

    def want(self, wanted: Wanted) -> None:
        self._wanted.append(wanted)

    def take_wanted(self) -> list[Wanted]:
        wanted, self._wanted = self._wanted, []
        return wanted

    # Timers

    @property
    def deadline(self) -> float | None:
        return self._timers[0][0] if self._timers else None

    def at(self, when: float, action: Callable[[float], None]) -> None:
        """Timers are not cancelled: an action first looks whether it still has something to do."""
        heappush(self._timers, (when, next(self._count), action))

    def run_timers(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            when, _, action = heappop(self._timers)
            action(when)

    # Registrations

    def contacts_of(self, user: str) -> list[Contact]:
        """Every phone that can ring for a user, by the lines of the present plan."""
        lines = self._lines_of.get(user, ())
        return [*{contact.id: contact for line in lines for contact in self.contacts.get(line, ())}.values()]

    def registered(self, line: str, contacts: tuple[Contact, ...]) -> set[str]:
        """Where a line is registered from now on. Returns the contacts that are gone."""
        gone = {contact.id for contact in self.contacts.pop(line, ())} - {contact.id for contact in contacts}
        if contacts:
            self.contacts[line] = contacts
        return gone

    # Calls

    def begin(self, call: Call, leg: str, line: Line, contact: Contact | None) -> None:
        call.caller_leg = self.legs[leg] = Leg(leg, call, contact, line)
        self.calls[call.id] = call

    def ring(self, call: Call, contact: Contact) -> Leg:
        while (name := f"{call.id}.{call.legs_named}") in self.legs:
            call.legs_named += 1
        call.legs_named += 1
        leg = Leg(name, call, contact, self.plan.lines.get(contact.line))
        self.legs[leg.id] = call.legs[leg.id] = leg
        self.want(Ring(call.id, leg.id, contact.id, call.caller))
        return leg

    def alert(self, call: Call) -> None:
        if not call.caller_leg.rang:
            call.caller_leg.rang = True
            self.want(Alert(call.caller_leg.id))

    def connect(self, leg: Leg, now: float) -> None:
        """The first who answers has the call."""
        call = leg.call
        for other in [other for other in call.legs.values() if other is not leg]:
            self.release(other)
        leg.answer = call.answer = now
        call.talking = leg
        self.want(Connect(call.caller_leg.id, leg.id))

    def release(self, leg: Leg, status: int = 480) -> None:
        """End a leg of ours."""
        self.want(Release(leg.id, status))
        self.drop(leg)

    def drop(self, leg: Leg) -> None:
        """Forget a leg that is gone."""
        self.legs.pop(leg.id, None)
        leg.call.legs.pop(leg.id, None)

    def hold(self, leg: Leg, now: float) -> None:
        if leg.call.talking and leg.held_since is None:
            leg.held_since = now

    def resume(self, leg: Leg, now: float) -> None:
        """Time in which both hold counts once: what is over is what came before the other's hold, if that goes on."""
        call, since = leg.call, leg.call.held_since()
        leg.held_since = None
        if since is not None:
            still = call.held_since()
            call.hold += (now if still is None else still) - since

    def finish(self, call: Call, result: Result, now: float, status: int = 480) -> None:
        """The call is over: its legs are released, its record is written. `status` is what the caller is told."""
        record = self.record(call, result, now)
        for leg in [*call.legs.values()]:
            self.release(leg)
        if call.caller_leg.id in self.legs:
            self.release(call.caller_leg, status)
        self.calls.pop(call.id, None)
        self.want(Write(record))

    def record(self, call: Call, result: Result, now: float) -> Record:
        """The history of the call as it would be if it ended now."""
        now = max(now, call.start, call.latest)
        return history.record(call.id, call.start, now, result, call.step.elements(result, now))
