"""Where a call would go, and why: the real exchange on a clock of its own, with phones that do as they are told.

The answer is plain data: a tree of steps, each with what it looked at and the steps that came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, Literal

from msgspec.structs import replace

from trunkline.exchange.exchange import Exchange
from trunkline.exchange.floor import Reason
from trunkline.exchange.plan import Line, Plan, User
from trunkline.exchange.sounds import CONSENT, SCREENED
from trunkline.exchange.vocabulary import (
    Announce,
    Answered,
    Arrived,
    Came,
    Connect,
    Contact,
    Dial,
    Happened,
    Left,
    OptedOut,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Refused,
    Registered,
    Ring,
    Spent,
    Take,
    Undisturbed,
    Wanted,
    Write,
)

Phone = Literal["no answer", "answer", "busy", "decline", "gone"]

CALL, CALLER = "0", "0.0"
RINGS_AFTER, ANSWERS_AFTER, REFUSES_AFTER = 1.0, 4.0, 2.0  # seconds
LISTENS, SPEAKS, TALKS = 5.0, 10.0, 60.0
LONGEST = 4 * 3600.0
LONGEST_ROUND = 40  # decisions
STATUS: dict[Phone, int] = {"busy": 486, "decline": 603}

Tree = dict[str, Any]


def explain(
    plan: Plan,
    caller: str,
    number: str,
    at: float,
    phones: Mapping[str, Phone] | None = None,
    undisturbed: Iterable[str] = (),
    spent: Spent | None = None,
    registered: Collection[str] | None = None,
    opted_out: Iterable[str] = (),
) -> Tree:
    """A call to a number at a time, from an extension (its number or id) or from a number outside (or from nobody
    knows where: empty). `phones` says how those of a user, by id, or a number outside behave; others only ring, but
    what the caller dials outside is picked up: its carrier is taken to be there.
    `undisturbed` are users; `spent` is what calls outside have come to, and those that go on. `registered` are the
    lines that have a phone, beside those of people of whom `phones` speaks; without it all have. `opted_out` are
    memberships of queues."""
    user = plan.users.get(plan.dialled.get(caller, caller)) if caller and not caller.startswith("+") else None
    office = _Office(plan, phones or {}, at, tuple(undisturbed), spent or Spent(()), registered, tuple(opted_out))
    return office.call(user, caller, number)


@dataclass
class _Office:
    plan: Plan
    phones: Mapping[str, Phone]
    now: float
    undisturbed: tuple[str, ...]
    spent: Spent
    registered: Collection[str] | None
    opted_out: tuple[str, ...]
    reasons: list[Reason] = field(default_factory=list[Reason])
    agenda: list[tuple[float, int, Happened]] = field(default_factory=list[tuple[float, int, Happened]])
    order: Callable[[], int] = field(default_factory=lambda: count().__next__)
    rings: dict[str, str] = field(default_factory=dict[str, str])  # leg -> whose phone it is
    steps: list[Tree] = field(default_factory=list[Tree])
    told: int = 0  # reasons that are in the tree
    hears: Played | None = None  # what follows what the caller is played, if nothing else is played before
    record: Record | None = None
    caller: str = ""  # User.id; empty for one from outside

    def call(self, user: User | None, caller: str, number: str) -> Tree:
        start, self.caller = self.now, user.id if user else ""
        own = next((line for line in self.plan.lines.values() if user and line.user == user.id), None)
        if user and own is None:
            own = Line("a phone", "", "", user.id)
            self.plan = replace(self.plan, lines={**self.plan.lines, own.id: own})
        self.exchange = Exchange(self.plan, self.reasons)
        self.exchange.receive(Undisturbed(self.undisturbed), start)
        self.exchange.receive(OptedOut(self.opted_out), start)
        self.exchange.receive(self.spent, start)
        for line in self.plan.lines.values():
            if self.has_phone(line):
                self.exchange.receive(Registered(line.id, (Contact(line.id, line.id),)), start)
        if own:
            self.tell(Arrived(CALL, CALLER, own.id, number, Contact(own.id, own.id)))
        else:
            self.tell(Came(CALL, CALLER, next((trunk.id for trunk in self.plan.trunks), ""), number, caller))
        while self.record is None and self.now < start + LONGEST:
            self.go_on()
        record = self.record or self.exchange.open_records(self.now)[0]
        answered = [each for each in record.elements if each.answer is not None]
        return {
            "from": caller,
            "to": number,
            "at": start,
            "result": record.result,
            "answered_by": answered[-1].callee.name or answered[-1].callee.number if answered else "",
            "seconds": record.end - start,
            "steps": _folded(_nested(self.steps)),
            "elements": [
                {"event": each.event, "owner": each.owner, "callee": each.callee.name or each.callee.number}
                | {"result": each.result, "from": each.start - start, "to": each.end - start}
                for each in record.elements
            ],
        }

    def has_phone(self, line: Line) -> bool:
        if line.user in self.phones:
            return self.phones[line.user] != "gone"
        return self.registered is None or line.id in self.registered

    def go_on(self) -> None:
        """To whatever comes next."""
        due = self.agenda[0][0] if self.agenda else self.now + LONGEST
        deadline = self.exchange.deadline
        if deadline is not None and deadline <= due:
            self.now = deadline
            self.follow(self.exchange.wake(deadline))
        elif self.agenda:
            self.now, _, happened = heappop(self.agenda)
            if not isinstance(happened, Played) or happened is self.hears:
                self.tell(happened)
        else:
            self.now = due

    def tell(self, happened: Happened) -> None:
        self.follow(self.exchange.receive(happened, self.now))

    def later(self, seconds: float, happened: Happened) -> None:
        heappush(self.agenda, (self.now + seconds, self.order(), happened))

    def follow(self, wanted: list[Wanted]) -> None:
        self.note()
        for each in wanted:
            match each:
                case Ring(_, leg, contact):
                    user = self.plan.lines[contact].user
                    self.behave(leg, self.plan.users[user].name, "rings", self.phones.get(user, "no answer"))
                case Dial(_, leg, trunk, number):
                    sent_on = each.charged not in ("", self.caller)
                    phone = self.phones.get(number, "no answer" if sent_on else "answer")
                    host = next((known.name for known in self.plan.trunks if known.id == trunk), "") or trunk
                    self.behave(leg, number, f"is dialled through {host}", phone)
                case Play(leg, sounds, forever) if leg == CALLER:
                    self.happens("caller", "hears", ", ".join(sounds))
                    self.hears = None if forever else Played(leg)
                    if self.hears:
                        self.later(LISTENS, self.hears)
                    if SCREENED in sounds:
                        self.later(LISTENS, Pressed(leg, "1"))
                case Play(leg):
                    self.later(REFUSES_AFTER, Pressed(leg, "1"))
                case Take(leg, message):
                    self.happens("caller", "leaves a message", SPEAKS)
                    self.later(SPEAKS, Recorded(leg, message, SPEAKS, message))
                case Connect(_, leg):
                    self.happens("caller", "talks with", self.rings[leg])
                    self.later(TALKS, Left(CALLER))
                case Announce(_, leg, sounds) if sounds:
                    self.happens("both", "hear", ", ".join(sounds))
                    for each in (CALLER, leg) if CONSENT in sounds else ():
                        self.later(LISTENS, Pressed(each, "1"))
                case Write(record):
                    self.record = record
                case _:
                    pass

    def behave(self, leg: str, who: str, how: str, phone: Phone) -> None:
        self.rings[leg] = who
        self.happens(who, how, phone)
        if status := STATUS.get(phone):
            self.later(REFUSES_AFTER, Refused(leg, status))
        elif phone == "gone":
            self.later(REFUSES_AFTER, Refused(leg, 404))
        else:
            self.later(RINGS_AFTER, Rang(leg))
            if phone == "answer":
                self.later(ANSWERS_AFTER, Answered(leg))

    # The tree

    def note(self) -> None:
        """What the steps looked at since the last time."""
        for reason in self.reasons[self.told :]:
            if not self.steps or self.steps[-1]["step"] != reason.step:
                self.steps.append({"step": reason.step, "at": reason.at, "decisions": [], "then": []})
            decision = {"condition": reason.condition, "value": reason.value, "setting": reason.setting}
            self.steps[-1]["decisions"].append({"at": reason.at, **decision})
        self.told = len(self.reasons)

    def happens(self, who: str, what: str, value: object) -> None:
        """What comes again and again is told once."""
        if self.steps:
            happened = {"condition": f"{who} {what}", "value": value, "setting": ""}
            decisions = self.steps[-1]["decisions"]
            if not decisions or decisions[-1] | happened != decisions[-1]:
                decisions.append({"at": self.now, **happened})


def _nested(steps: list[Tree]) -> list[Tree]:
    """Each step under the one that led to it; one that a call comes back to goes on where it stands."""
    first, path = steps[:1], list[Tree]()
    for step in steps:
        back = next((place for place, each in enumerate(path) if each["step"] == step["step"]), None)
        if back is not None:
            path = path[: back + 1]
            path[-1]["decisions"] += step["decisions"]
            continue
        beside: list[Tree] = path[-1]["then"] if path else []
        known = next((each for each in beside if each["step"] == step["step"]), None)
        if known:
            known["decisions"] += step["decisions"]
        else:
            beside.append(step)
        path.append(known or step)
    return first


def _folded(steps: list[Tree]) -> list[Tree]:
    """What happens in rounds is told once, and how often it comes again."""
    return [step | {"decisions": _rounds(step["decisions"]), "then": _folded(step["then"])} for step in steps]


def _rounds(decisions: list[Tree]) -> list[Tree]:
    said = [{name: value for name, value in each.items() if name != "at"} for each in decisions]
    found, place = list[Tree](), 0
    while place < len(said):
        length = next((n for n in range(1, LONGEST_ROUND + 1) if _again(said, place, n)), 0)
        again = _again(said, place, length) if length else 0
        found += decisions[place : place + (length or 1)]
        place += length * (again + 1) if length else 1
        if again:
            last = decisions[place - length]["at"]
            found.append({"at": last, "condition": "and the same again, times", "value": again, "setting": ""})
    return found


def _again(said: list[Tree], place: int, length: int) -> int:
    """How often what begins here comes again at once, if at least twice."""
    round_, times = said[place : place + length], 0
    while said[place + length * (times + 1) : place + length * (times + 2)] == round_:
        times += 1
    return times if times > 1 else 0
