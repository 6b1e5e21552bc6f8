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
    Connect,
    Contact,
    Happened,
    Held,
    Hush,
    Left,
    Play,
    Played,
    Rang,
    Record,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Take,
    Wanted,
    Write,
)

CALLS_A_DAY = 8  # that a person places on a working day
# How likely it is in each hour of the day that someone dials, beside the busiest one; wall time of their site.
HOURS = {8: 0.4, 9: 0.9, 10: 1.0, 11: 0.9, 12: 0.4, 13: 0.5, 14: 0.9, 15: 0.9, 16: 0.7, 17: 0.3, 18: 0.1}
WEEKEND = 0.05  # of a working day
TALK = (math.log(150), 0.8)  # seconds: mean and deviation of the logarithm
LONGEST_TALK = 45 * 60.0
LISTENS = 5.0  # seconds, to what is played
NODE = 2  # of 64, in the ids of calls

DECLINES, PICKS_UP, PICKS_UP_AT_WEEKENDS = 0.05, 0.8, 0.3
GIVES_UP, MISDIALS, DIALS_DIRECT, HOLDS = 0.12, 0.02, 0.1, 0.12
NOT_THERE = 0.1  # how much rather than not one calls someone whose site is closed

Act = Callable[[float], Happened | None]


@dataclass
class Office:
    """Phones that behave like people, and the agenda of what they will do next."""

    plan: Plan
    random: random.Random
    zones: Mapping[str, ZoneInfo]  # by site
    exchange: Exchange
    agenda: list[tuple[float, int, Act]] = field(default_factory=list[tuple[float, int, Act]])
    order: "count[int]" = field(default_factory=count)
    on_phone: dict[str, str] = field(default_factory=dict[str, str])  # legs that dialled or talk -> user
    waiting: set[str] = field(default_factory=set[str])  # of these, those that dialled and were not answered
    ringing: set[str] = field(default_factory=set[str])  # legs
    hears: dict[str, Played] = field(default_factory=dict[str, Played])  # by leg: what follows what it is played

    def later(self, when: float, act: Act) -> None:
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
                case Ring(_, leg, contact):
                    self.ring(leg, contact, now)
                case Connect(caller):
                    self.waiting.discard(caller)
                case Release(leg):
                    self.forget(leg)
                case Play(leg, forever=False):
                    self.hears[leg] = heard = Played(leg)
                    self.later(now + LISTENS, lambda _, heard=heard: self.heard(heard))
                case Play(leg) | Hush(leg):
                    self.hears.pop(leg, None)
                case Take(leg):
                    self.later(now + 1, lambda _, leg=leg: self.leave(leg))  # nobody leaves a message
                case Write(record):
                    yield record
                case _:
                    pass

    def heard(self, played: Played) -> Happened | None:
        """What was not replaced by another sound has come to its end."""
        return played if self.hears.get(played.leg) is played else None

    def forget(self, leg: str) -> None:
        self.on_phone.pop(leg, None)
        self.hears.pop(leg, None)
        self.waiting.discard(leg)
        self.ringing.discard(leg)

    # Those who dial

    def dial(self, who: User, contact: Contact, now: float, number: int) -> Happened | None:
        if self.busy(who.id):
            return None
        call = str(int(now * 1000) << 20 | NODE << 14 | number % (1 << 14))
        leg = f"{call}.0"
        self.on_phone[leg] = who.id
        self.waiting.add(leg)
        if self.random.random() < GIVES_UP:
            self.later(now + self.random.uniform(4, 18), lambda _: self.leave(leg) if leg in self.waiting else None)
        return Arrived(call, leg, contact.line, self.whom(who, now), contact)

    def whom(self, who: User, now: float) -> str:
        """People have favourites: colleagues of their department, and those at their site, while they are there."""
        others = [user for user in self.plan.users.values() if user.id != who.id]
        if not others:
            return self.misdialled(str(who.number))
        there = {site: share(now, zone) > 0 for site, zone in self.zones.items()}
        weights = [
            (1 + 3 * (user.department == who.department) + 2 * (user.site_id == who.site_id))
            * (1 if there[user.site_id] else NOT_THERE)
            for user in others
        ]
        callee = self.random.choices(others, weights)[0]
        if self.random.random() < MISDIALS:
            return self.misdialled(str(callee.number))
        if callee.direct_numbers and self.random.random() < DIALS_DIRECT:
            return callee.direct_numbers[0]
        return str(callee.number)

    def misdialled(self, number: str) -> str:
        """A digit too many, and nobody there."""
        while number in self.plan.dialled or f"+{number}" in self.plan.dialled or len(number) < 3:
            number += self.random.choice("0123456789")
        return number

    # Those who are called

    def ring(self, leg: str, contact: str, now: float) -> None:
        user = self.plan.users[self.plan.lines[contact].user]
        self.ringing.add(leg)
        if self.busy(user.id):
            self.later(now + 0.3, lambda _: self.refuse(leg, 486))
            return
        self.later(now + 0.4, lambda _: Rang(leg))
        chance, there = self.random.random(), share(now, self.zones[user.site_id])
        picks_up = PICKS_UP_AT_WEEKENDS if there <= WEEKEND else PICKS_UP
        if not there:
            return
        if chance < DECLINES:
            self.later(now + self.random.uniform(2, 8), lambda _: self.refuse(leg, 603))
        elif chance < DECLINES + picks_up:
            self.later(now + 0.5 + self.random.expovariate(1 / 5), lambda at: self.pick_up(leg, user.id, at))

    def refuse(self, leg: str, status: int) -> Happened | None:
        if leg not in self.ringing:
            return None
        self.ringing.discard(leg)
        return Refused(leg, status)

    def pick_up(self, leg: str, user: str, now: float) -> Happened | None:
        """They talk, and one of the two hangs up; a phone that stopped ringing, or while its user talks, stays down."""
        if leg not in self.ringing or self.busy(user):
            return None
        self.ringing.discard(leg)
        self.on_phone[leg] = user
        talk = min(self.random.lognormvariate(*TALK), LONGEST_TALK)
        call, _, _ = leg.partition(".")
        ends = leg if self.random.random() < 0.5 else f"{call}.0"
        if talk > 60 and self.random.random() < HOLDS:
            begins = self.random.uniform(10, talk / 2)
            self.later(now + begins, lambda _: Held(ends))
            self.later(now + begins + self.random.uniform(5, talk / 3), lambda _: Resumed(ends))
        self.later(now + talk, lambda _: self.leave(ends))
        return Answered(leg)

    # Both

    def busy(self, user: str) -> bool:
        return user in self.on_phone.values()

    def leave(self, leg: str) -> Happened | None:
        self.forget(leg)
        return Left(leg)


def simulate(plan: Plan, since: datetime, until: datetime, seed: int, timezones: Mapping[str, str]) -> Iterator[Record]:
    """The internal calls of an office from one time to another, in the order in which they ended.

    `timezones` are those of the sites, by id, as IANA names; a site without one keeps UTC. A call that is not over at
    the end is not told.
    """
    chance = random.Random(seed)  # noqa: S311
    zones = {site: ZoneInfo(timezones.get(site, "UTC")) for site in {user.site_id for user in plan.users.values()}}
    office = Office(plan, chance, zones, Exchange(plan))
    start = since.timestamp()
    contacts = {line.user: Contact(line.id, line.id, "10.0.0.2", "192.0.2.2") for line in plan.lines.values()}
    for contact in contacts.values():
        office.exchange.receive(Registered(contact.line, (contact,)), start)
    number = count()
    for user in plan.users.values():
        if user.id in contacts and user.active:
            for when in _moments(chance, since, until, zones[user.site_id]):
                n = next(number)
                office.later(when, lambda now, user=user, n=n: office.dial(user, contacts[user.id], now, n))
    yield from office.run(until.timestamp())


def share(now: float, zone: ZoneInfo) -> float:
    """How much people telephone at a time, beside the busiest hour of a working day."""
    wall = datetime.fromtimestamp(now, zone)
    return HOURS.get(wall.hour, 0) * (WEEKEND if wall.weekday() >= 5 else 1)


def _moments(chance: random.Random, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[float]:
    """When someone dials: at random, but as often in each hour as people do (a thinned Poisson process)."""
    busiest = CALLS_A_DAY / sum(HOURS.values()) / 3600  # calls a second
    now, end = since.timestamp(), until.timestamp()
    while (now := now + chance.expovariate(busiest)) < end:
        if chance.random() < share(now, zone):
            yield now
