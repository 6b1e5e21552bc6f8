"""An office that telephones: virtual people drive the real exchange under a virtual clock.

So a past can be told that obeys every rule of the exchange, and the same plan, time and seed always tell the same.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Plan, User
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Contact,
    Happened,
    Held,
    Left,
    Rang,
    Record,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Wanted,
    Write,
)

CALLS_A_DAY = 8  # that a person places on a working day
# How likely it is in each hour of the day that someone dials, beside the busiest one; wall time of their site.
HOURS = {8: 0.4, 9: 0.9, 10: 1.0, 11: 0.9, 12: 0.4, 13: 0.5, 14: 0.9, 15: 0.9, 16: 0.7, 17: 0.3, 18: 0.1}
WEEKEND = 0.05  # of a working day
TALK = (math.log(150), 0.8)  # seconds: mean and deviation of the logarithm
LONGEST_TALK = 45 * 60.0
NODE = 2  # of 64, in the ids of calls
UNKNOWN_NUMBER = "1999"


@dataclass
class Office:
    """Phones that behave like people, and the agenda of what they will do next."""

    plan: Plan
    random: random.Random
    exchange: Exchange
    agenda: list[tuple[float, int, Callable[[float], Happened | None]]] = field(
        default_factory=list[tuple[float, int, Callable[[float], Happened | None]]]
    )
    order: "count[int]" = field(default_factory=count)
    talking: set[str] = field(default_factory=set[str])  # users who are on the phone
    user_of: dict[str, str] = field(default_factory=dict[str, str])  # leg -> user
    caller_of: dict[str, str] = field(default_factory=dict[str, str])  # call -> user

    def later(self, when: float, act: Callable[[float], Happened | None]) -> None:
        heappush(self.agenda, (when, next(self.order), act))

    def run(self, until: float) -> Iterator[Record]:
        """Everything in time order, until nobody has anything to do or the time is over."""
        while True:
            deadline = self.exchange.deadline
            planned = self.agenda[0][0] if self.agenda else math.inf
            if min(planned, math.inf if deadline is None else deadline) >= until:
                return
            if deadline is not None and deadline <= planned:
                yield from self.follow(self.exchange.wake(deadline), deadline)
            else:
                now, _, act = heappop(self.agenda)
                if happened := act(now):
                    yield from self.follow(self.exchange.receive(happened, now), now)

    def follow(self, wanted: list[Wanted], now: float) -> Iterator[Record]:
        for each in wanted:
            match each:
                case Ring(call, leg, contact):
                    self.ring(call, leg, contact, now)
                case Release(leg):
                    self.talking.discard(self.user_of.pop(leg, ""))
                case Write(record):
                    self.talking -= {record.caller.extension}
                    yield record
                case _:
                    pass

    def dial(self, who: User, contact: Contact, now: float, number: int) -> Happened | None:
        if who.id in self.talking:
            return None
        call = str(int(now * 1000) << 20 | NODE << 14 | number % (1 << 14))
        self.talking.add(who.id)
        self.user_of[f"{call}.0"] = self.caller_of[call] = who.id
        if self.random.random() < 0.06:  # gives up
            self.later(now + self.random.uniform(4, 18), lambda _: Left(f"{call}.0"))
        return Arrived(call, f"{call}.0", contact.line, self.whom(who), contact)

    def whom(self, who: User) -> str:
        """People have favourites: colleagues of their department, and those at their site."""
        others = [user for user in self.plan.users.values() if user.id != who.id]
        if not others or self.random.random() < 0.02:
            return UNKNOWN_NUMBER
        weights = [1 + 3 * (user.department == who.department) + 2 * (user.site_id == who.site_id) for user in others]
        callee = self.random.choices(others, weights)[0]
        if callee.direct_numbers and self.random.random() < 0.1:
            return callee.direct_numbers[0]
        return str(callee.number)

    def ring(self, call: str, leg: str, contact: str, now: float) -> None:
        user = self.plan.lines[contact].user
        chance = self.random.random()
        if user in self.talking:
            self.later(now + 0.3, lambda _: Refused(leg, 486))
            return
        self.later(now + 0.4, lambda _: Rang(leg))
        if chance < 0.05:
            self.later(now + self.random.uniform(2, 8), lambda _: Refused(leg, 603))
        elif chance < 0.83:
            self.later(now + 0.5 + self.random.expovariate(1 / 5), lambda at: self.pick_up(call, leg, user, at))

    def pick_up(self, call: str, leg: str, user: str, now: float) -> Happened | None:
        if user in self.talking:
            return None
        self.talking.add(user)
        self.user_of[leg] = user
        talk = min(self.random.lognormvariate(*TALK), LONGEST_TALK)
        ends = leg if self.random.random() < 0.5 else f"{call}.0"
        if talk > 60 and self.random.random() < 0.12:
            begins = self.random.uniform(10, talk / 2)
            self.later(now + begins, lambda _: Held(ends))
            self.later(now + begins + self.random.uniform(5, talk / 3), lambda _: Resumed(ends))
        self.later(now + talk, lambda _: self.hang_up(ends, user))
        return Answered(leg)

    def hang_up(self, leg: str, user: str) -> Happened:
        self.talking.discard(user)
        return Left(leg)


def simulate(plan: Plan, since: datetime, until: datetime, seed: int, timezones: Mapping[str, str]) -> Iterator[Record]:
    """The internal calls of an office from one time to another, in the order in which they ended.

    `timezones` are those of the sites, by id, as IANA names. A call that is not over at the end is not told.
    """
    chance = random.Random(seed)  # noqa: S311
    office = Office(plan, chance, Exchange(plan))
    start = since.timestamp()
    contacts = {line.user: Contact(line.id, line.id, "10.0.0.2", "192.0.2.2") for line in plan.lines.values()}
    for contact in contacts.values():
        office.exchange.receive(Registered(contact.line, (contact,)), start)
    number = count()
    for user in plan.users.values():
        if user.id in contacts and user.active:
            for when in _moments(chance, since, until, ZoneInfo(timezones.get(user.site_id, "UTC"))):
                n = next(number)
                office.later(when, lambda now, user=user, n=n: office.dial(user, contacts[user.id], now, n))
    yield from office.run(until.timestamp())


def _moments(chance: random.Random, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[float]:
    """When someone dials: at random, but as often in each hour as people do (a thinned Poisson process)."""
    busiest = CALLS_A_DAY / sum(HOURS.values()) / 3600  # calls a second
    now, end = since.timestamp(), until.timestamp()
    while (now := now + chance.expovariate(busiest)) < end:
        wall = datetime.fromtimestamp(now, zone)
        share = HOURS.get(wall.hour, 0) * (WEEKEND if wall.weekday() >= 5 else 1)
        if chance.random() < share:
            yield now
