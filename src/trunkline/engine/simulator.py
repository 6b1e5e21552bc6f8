"""An office that telephones: virtual people drive the real exchange under a virtual clock.

So a past can be told that obeys every rule of the exchange, and the same plan, time and seed always tell the same. With
people outside they talk where the plan has a carrier.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from trunkline.engine import outsiders
from trunkline.engine.outsiders import Outsider
from trunkline.exchange import sounds
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.hours import season
from trunkline.exchange.plan import AutoReceptionist, Extension, Hours, Line, Plan, Queue, User
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Came,
    Connect,
    Contact,
    Dial,
    Happened,
    Held,
    Hush,
    Left,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Take,
    Wanted,
    WrappedUp,
    Write,
)

CALLS_A_DAY = 8  # that a person places on a working day
COME_A_DAY = {User: 1.5, Queue: 9.0, AutoReceptionist: 3.0}  # from outside, to what has a direct number
# How likely it is in each hour of the day that someone dials, beside the busiest one; wall time of their site.
HOURS = {8: 0.4, 9: 0.9, 10: 1.0, 11: 0.9, 12: 0.4, 13: 0.5, 14: 0.9, 15: 0.9, 16: 0.7, 17: 0.3, 18: 0.1}
WEEKEND = 0.05  # of a working day
TALK = (math.log(150), 0.8)  # seconds: mean and deviation of the logarithm
LONGEST_TALK = 45 * 60.0
LISTENS = 8.0  # seconds, to what is played
NODE = 2  # of 64, in the ids of calls

DECLINES, PICKS_UP, PICKS_UP_AT_WEEKENDS = 0.05, 0.8, 0.3
GIVES_UP, MISDIALS, DIALS_DIRECT, HOLDS = 0.12, 0.02, 0.1, 0.12
NOT_THERE = 0.1  # how much rather than not one calls someone whose site is closed
AT_ODD_HOURS = 0.02  # of the busiest hour: from outside, calls come at any time
DIALS_OUTSIDE, DIALS_ABROAD, MAY_NOT = 0.3, 0.15, 0.01  # of calls; the last, of those who may not call abroad
WITHHELD = 0.06  # of callers from outside
BUSY_OUTSIDE, AWAY_OUTSIDE = 0.06, 0.16
SPEAKS = {True: 0.55, False: 0.1}  # how likely callers leave a message: from outside, and colleagues
WAITS = 75.0  # seconds: how long callers of a queue do, on average
PRESSES = 3.0  # seconds until somebody who is asked to does

Act = Callable[[float], Happened | None]
Spoken = Callable[[str], float]  # seconds of a message, by its id


@dataclass
class Office:
    """Phones that behave like people, and the agenda of what they will do next."""

    plan: Plan
    random: random.Random
    zones: Mapping[str, ZoneInfo]  # by site
    spoken: Spoken
    exchange: Exchange
    wrapped_up: Callable[[WrappedUp], None]
    agenda: list[tuple[float, int, Act]] = field(default_factory=list[tuple[float, int, Act]])
    order: "count[int]" = field(default_factory=count)
    on_phone: dict[str, str] = field(default_factory=dict[str, str])  # legs that dialled or talk -> user
    waiting: set[str] = field(default_factory=set[str])  # of these, those that dialled and were not answered
    ringing: set[str] = field(default_factory=set[str])  # legs
    hears: dict[str, Played] = field(default_factory=dict[str, Played])  # by leg: what follows what it is played
    from_outside: set[str] = field(default_factory=set[str])  # calls

    def __post_init__(self) -> None:
        keep = {user.site_id: user.hours for user in self.plan.users.values()}
        self.hours: Mapping[str, Hours] = {site: keep.get(site, Hours()) for site in self.zones}
        homes = {id: site.dialling.country if site.dialling else "" for id, site in self.plan.sites.items()}
        self.homes: Mapping[str, str] = {site: homes.get(site, "") for site in self.zones}

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
                case Dial(_, leg):
                    self.ring_outside(leg, now)
                case Connect(caller):
                    self.waiting.discard(caller)
                case Release(leg):
                    self.forget(leg)
                case Play(leg, (sounds.PRESS_1,)):
                    self.later(now + PRESSES, lambda _, leg=leg: Pressed(leg, "1"))
                case Play(leg, forever=False):
                    self.hears[leg] = heard = Played(leg)
                    self.later(now + LISTENS, lambda _, heard=heard: self.heard(heard))
                case Play(leg) | Hush(leg):
                    self.hears.pop(leg, None)
                case Take(leg, message, longest):
                    self.speak(leg, message, longest, now)
                case Write(record):
                    yield taped(record)
                case WrappedUp():
                    self.wrapped_up(each)
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
        call = name_of(now, number)
        leg = f"{call}.0"
        self.on_phone[leg] = who.id
        self.waiting.add(leg)
        if self.random.random() < GIVES_UP:
            self.give_up(leg, now + self.random.uniform(4, 18))
        return Arrived(call, leg, contact.line, self.whom(who, now), contact)

    def come(self, extension: Extension, now: float, number: int) -> Happened:
        """Somebody outside calls a direct number."""
        call = name_of(now, number)
        leg = f"{call}.0"
        self.from_outside.add(call)
        self.waiting.add(leg)
        home = self.homes[extension.site_id]
        foreign = self.random.random() < DIALS_ABROAD
        who = self.random.choice(outsiders.abroad(home) if foreign else outsiders.of(home) or outsiders.OUTSIDERS)
        if self.random.random() < WITHHELD:
            who = outsiders.NOBODY_KNOWN
        if isinstance(extension, Queue):
            self.give_up(leg, now + 5 + self.random.expovariate(1 / WAITS))
        elif self.random.random() < GIVES_UP:
            self.give_up(leg, now + self.random.uniform(6, 30))
        return Came(call, leg, self.plan.trunks[0].id, extension.direct_numbers[0], who.number, who.name)

    def give_up(self, leg: str, when: float) -> None:
        self.later(when, lambda _: self.leave(leg) if leg in self.waiting else None)

    def whom(self, who: User, now: float) -> str:
        """People have favourites: colleagues of their department, and those at their site, while they are there."""
        if self.plan.trunks and self.random.random() < DIALS_OUTSIDE:
            return self.outside(who).number
        others = [user for user in self.plan.users.values() if user.id != who.id]
        if not others:
            return self.misdialled(str(who.number))
        there = {site: self.share(now, site) > 0 for site in self.zones}
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

    def outside(self, who: User) -> Outsider:
        """Rarely abroad, and hardly ever who may not."""
        may = who.outbound is not None and who.outbound.international
        goes_abroad = self.random.random() < (DIALS_ABROAD if may else MAY_NOT)
        home = self.homes[who.site_id]
        return self.random.choice(outsiders.abroad(home) if goes_abroad else outsiders.of(home) or outsiders.OUTSIDERS)

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
        chance, there = self.random.random(), self.share(now, user.site_id)
        picks_up = PICKS_UP_AT_WEEKENDS if there <= WEEKEND else PICKS_UP
        if not there:
            return
        if chance < DECLINES:
            self.later(now + self.random.uniform(2, 8), lambda _: self.refuse(leg, 603))
        elif chance < DECLINES + picks_up:
            self.later(now + 0.5 + self.random.expovariate(1 / 5), lambda at: self.pick_up(leg, user.id, at))

    def ring_outside(self, leg: str, now: float) -> None:
        """Most are there; the rest are on the phone, or away until the carrier gives up."""
        self.ringing.add(leg)
        chance = self.random.random()
        if chance < BUSY_OUTSIDE:
            self.later(now + 1.5, lambda _: self.refuse(leg, 486))
            return
        self.later(now + self.random.uniform(1, 3), lambda _: Rang(leg) if leg in self.ringing else None)
        if chance < BUSY_OUTSIDE + AWAY_OUTSIDE:
            self.later(now + self.random.uniform(30, 45), lambda _: self.refuse(leg, 480))
        else:
            self.later(now + 4 + self.random.expovariate(1 / 6), lambda at: self.talk(leg, at))

    def refuse(self, leg: str, status: int) -> Happened | None:
        if leg not in self.ringing:
            return None
        self.ringing.discard(leg)
        return Refused(leg, status)

    def pick_up(self, leg: str, user: str, now: float) -> Happened | None:
        """A phone that stopped ringing, or while its user talks, stays down."""
        if leg not in self.ringing or self.busy(user):
            return None
        self.on_phone[leg] = user
        return self.talk(leg, now)

    def talk(self, leg: str, now: float) -> Happened | None:
        """The phone of a leg is picked up: two talk, and one of them hangs up."""
        if leg not in self.ringing:
            return None
        self.ringing.discard(leg)
        talk = min(self.random.lognormvariate(*TALK), LONGEST_TALK)
        call, _, _ = leg.partition(".")
        ends = leg if self.random.random() < 0.5 else f"{call}.0"
        if talk > 60 and self.random.random() < HOLDS:
            begins = self.random.uniform(10, talk / 2)
            self.later(now + begins, lambda _: Held(ends))
            self.later(now + begins + self.random.uniform(5, talk / 3), lambda _: Resumed(ends))
        self.later(now + talk, lambda _: self.leave(ends))
        return Answered(leg)

    # Those who talk to a mailbox

    def speak(self, leg: str, message: str, longest: float, now: float) -> None:
        """Many hang up at the tone."""
        self.waiting.discard(leg)
        call, _, _ = leg.partition(".")
        if self.random.random() < SPEAKS[call in self.from_outside]:
            seconds = min(self.spoken(message), longest)
            self.later(now + seconds, lambda _: Recorded(leg, message, seconds, message))
        else:
            self.later(now + 1, lambda _: self.leave(leg))

    # All of them

    def share(self, now: float, site: str) -> float:
        """How much people at a site telephone at a time; on its holidays, as little as at weekends."""
        found = share(now, self.zones[site])
        on_holiday = found > WEEKEND and not isinstance(season(self.hours[site], now), str)
        return found * WEEKEND if on_holiday else found

    def busy(self, user: str) -> bool:
        return user in self.on_phone.values()

    def leave(self, leg: str) -> Happened | None:
        self.forget(leg)
        return Left(leg)


def _contacts(plan: Plan) -> Iterator[tuple[Line, Contact]]:
    """A phone has an address of its own in the network of its site, and that of the site outside (RFC 5737)."""
    sites = [*dict.fromkeys(user.site_id for user in plan.users.values())]
    for n, line in enumerate(plan.lines.values(), start=10):
        at = sites.index(plan.users[line.user].site_id) + 1
        yield line, Contact(line.id, line.id, f"10.0.{at}.{n % 240 + 10}", f"192.0.2.{at}")


def simulate(
    plan: Plan,
    since: datetime,
    until: datetime,
    seed: int,
    timezones: Mapping[str, str],
    spoken: Spoken = lambda _: 6.0,
    wrapped_up: Callable[[WrappedUp], None] = lambda _: None,
) -> Iterator[Record]:
    """The calls of an office from one time to another, in the order in which they ended. `wrapped_up` is told what
    members of queues had to do afterwards.

    `timezones` are those of the sites, by id, as IANA names; a site without one keeps UTC. A call that is not over at
    the end is not told. The sounds of messages and recordings are named as they are, and are for the caller to make.
    """
    chance = random.Random(seed)  # noqa: S311
    zones = {site: ZoneInfo(timezones.get(site, "UTC")) for site in {each.site_id for each in plan.extensions()}}
    office = Office(plan, chance, zones, spoken, Exchange(plan), wrapped_up)
    start = since.timestamp()
    contacts = {line.user: contact for line, contact in _contacts(plan)}
    for contact in contacts.values():
        office.exchange.receive(Registered(contact.line, (contact,)), start)
    number = count()
    for user in plan.users.values():
        if user.id in contacts and user.active:
            for when in _moments(
                chance, since, until, CALLS_A_DAY, lambda now, site=user.site_id: office.share(now, site)
            ):
                n = next(number)
                office.later(when, lambda now, user=user, n=n: office.dial(user, contacts[user.id], now, n))
    called = [each for each in plan.extensions() if plan.trunks and each.direct_numbers]
    for each in called:
        for when in _moments(
            chance,
            since,
            until,
            COME_A_DAY[type(each)],
            lambda now, zone=zones[each.site_id]: max(share(now, zone), AT_ODD_HOURS),
        ):
            n = next(number)
            office.later(when, lambda now, each=each, n=n: office.come(each, now, n))
    yield from office.run(until.timestamp())


def share(now: float, zone: ZoneInfo) -> float:
    """How much people telephone at a time, beside the busiest hour of a working day."""
    wall = datetime.fromtimestamp(now, zone)
    return HOURS.get(wall.hour, 0) * (WEEKEND if wall.weekday() >= 5 else 1)


def name_of(now: float, number: int) -> str:
    """Of a call, as the engine names them: 19 digits that rise with time."""
    return str(int(now * 1000) << 20 | NODE << 14 | number % (1 << 14))


def taped(record: Record) -> Record:
    """Recordings are kept under their ids, and go on until the call ends."""
    kept = tuple(replace(each, seconds=record.end - each.at, file=each.id) for each in record.recordings)
    return replace(record, recordings=kept) if kept else record


def _moments(
    chance: random.Random, since: datetime, until: datetime, a_day: float, share: Callable[[float], float]
) -> Iterator[float]:
    """When someone dials: at random, but as often in each hour as people do (a thinned Poisson process)."""
    busiest = a_day / sum(HOURS.values()) / 3600  # calls a second
    now, end = since.timestamp(), until.timestamp()
    while (now := now + chance.expovariate(busiest)) < end:
        if chance.random() < share(now):
            yield now
