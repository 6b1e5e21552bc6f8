"""Phones that ring together: the first who answers has the call, and when none does, the best reason is told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from trunkline.exchange import sounds
from trunkline.exchange.floor import Call, Floor, Leg, Step
from trunkline.exchange.refusals import GLOBAL, TIMEOUT, UNAVAILABLE, reason
from trunkline.exchange.vocabulary import Contact, Dial, Play, Result

# What the caller is told when nobody answers: the first of these that any phone gave.
TELLING: tuple[Result, ...] = (
    "rejected",
    "busy",
    "no_answer",
    "unconnected",
    "call_failed",
    "service_unavailable",
)
FAILOVER = (408, 500, 502, 503, 504)  # of a carrier: another may do better
TO_PRESS_1 = 20.0  # seconds
PATIENCE = 3.0  # seconds with phones that have all been silent for a while


class Attempt(Struct, eq=False):
    floor: Floor
    call: Call
    step: Step
    person: str = ""  # User.id: whose phones they are
    name: str = ""
    legs: dict[str, Leg] = {}
    ringing: float | None = None  # since when
    reasons: list[tuple[Result, int]] = []
    trunks: dict[str, tuple[str, ...]] = {}  # to be tried yet, by leg
    dials: dict[str, Dial] = {}  # by leg
    any_refusal: bool = False  # whether the next carrier is tried whatever the one before said

    def ring(self, contact: Contact, person: str = "", *, answers: bool = False) -> None:
        """`person`: whose phone it is, if it is a colleague's. `answers`: it is asked to answer by itself."""
        leg = self.floor.ring(self.call, contact, self, person or self.person, answers=answers)
        self.legs[leg.id] = leg

    def dial(
        self,
        dial: Dial,
        trunks: Sequence[str],
        now: float,
        *,
        press_1: bool = False,
        charged: str = "",
        any_refusal: bool = False,
    ) -> None:
        """By the first carrier, and should it fail by the next: if what it says is its own fault, or at any refusal."""
        self.any_refusal = any_refusal
        first, *others = trunks
        dial = Dial(dial.call, "", first, dial.number, dial.shown, dial.name, dial.location)
        leg = self.floor.dial(self.call, self, dial, now, self.person, charged)
        leg.press_1 = press_1
        self.legs[leg.id], self.trunks[leg.id], self.dials[leg.id] = leg, tuple(others), dial

    def stop(self, now: float) -> None:
        """Those that still ring: the call may be over already, and all of them with it."""
        for leg in [*self.legs.values()]:
            if leg.id in self.floor.legs:
                self.floor.release(leg, now)
        self.legs.clear()

    @property
    def language(self) -> str:
        """In which whoever answers is spoken to."""
        person = self.floor.plan.users.get(self.person)
        return person.language if person else self.call.language

    # What becomes of its phones

    def silent(self, leg: Leg, now: float) -> None:
        """It rings yet if it can, but nobody waits for a phone that is probably gone where another has said no, or is
        to be tried; and not for long where there is none."""
        leg.silent = True
        if self.is_hopeless:
            if self.reasons or self.step.has_others(self, now):
                self.nobody_there(now)
            else:
                self.floor.in_call(self.call, now + PATIENCE, self.nobody_there)

    def nobody_there(self, now: float) -> None:
        if self.legs and self.is_hopeless:
            self.reasons.append(("unconnected", TIMEOUT))
            self.over(now)

    @property
    def is_hopeless(self) -> bool:
        return all(leg.silent for leg in self.legs.values())

    def redirected(self, leg: Leg, dialled: Sequence[str], now: float) -> None:
        """It is for the step to say whether the phone may have it so."""
        self.legs.pop(leg.id, None)
        if not self.step.redirected(self, dialled, now):
            self.refused(leg, UNAVAILABLE, now)

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        leg.silent = False
        if not leg.rang and not leg.answer:
            leg.rang = True
            self.floor.rings(leg, now)
            self.ringing = now if self.ringing is None else self.ringing
        self.step.rang(leg, heard and leg.rang, now)

    def answered(self, leg: Leg, now: float) -> None:
        if not leg.press_1:
            self.step.taken(leg, now)
        elif leg.answer is None:
            self.floor.answer(leg, now)
            leg.asked = True
            self.floor.want(Play(leg.id, (sounds.PRESS_1,), forever=True, language=self.language))
            self.floor.in_call(self.call, now + TO_PRESS_1, lambda then: self.nobody_pressed(leg, then))

    def pressed(self, leg: Leg, key: str, now: float) -> None:
        if leg.press_1 and leg.answer is not None and key == "1":
            leg.asked = False
            self.step.taken(leg, now)

    def nobody_pressed(self, leg: Leg, now: float) -> None:
        if leg.id in self.legs:
            leg.rang = True
            self.floor.release(leg, now)
            self.refused(leg, UNAVAILABLE, now)

    def refused(self, leg: Leg, status: int, now: float) -> None:
        """A 6xx speaks for the person, not the phone (RFC 3261 section 21.6): the others stop ringing."""
        self.legs.pop(leg.id, None)
        known = {trunk.id for trunk in self.floor.plan.trunks}
        more = [trunk for trunk in self.trunks.pop(leg.id, ()) if trunk in known]
        dial = self.dials.pop(leg.id, None)
        if dial and more and (self.any_refusal or (not leg.rang and status in FAILOVER)):
            self.dial(dial, more, now, press_1=leg.press_1, charged=leg.charged, any_refusal=self.any_refusal)
            return
        self.reasons.append((reason(status, leg.rang), status))
        if status >= GLOBAL or self.is_hopeless:
            self.over(now)

    def over(self, now: float) -> None:
        self.stop(now)
        result, status = min(self.reasons, key=lambda told: TELLING.index(told[0]))
        self.step.failed(self, result, status, now)
