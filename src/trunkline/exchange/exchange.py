"""One state machine per account, because its calls share people and phones."""

from trunkline.exchange import history
from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.plan import Plan
from trunkline.exchange.steps.nowhere import NowhereStep
from trunkline.exchange.steps.user import UNAVAILABLE, UserStep
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Happened,
    Held,
    Left,
    PlanChanged,
    Rang,
    Record,
    Refused,
    Registered,
    Release,
    Resumed,
    Wanted,
)

FORBIDDEN, NOT_FOUND = 403, 404


class Exchange:
    """Tell it what happened and the time, do what it wants, and wake it at its deadline. Time never runs back.

    It can be told anything: what concerns a leg it no longer knows changes nothing.
    """

    def __init__(self, plan: Plan) -> None:
        self._floor = Floor(plan)

    @property
    def deadline(self) -> float | None:
        return self._floor.deadline

    def wake(self, now: float) -> list[Wanted]:
        self._floor.run_timers(now)
        return self._floor.take_wanted()

    def receive(self, happened: Happened, now: float) -> list[Wanted]:
        self._floor.run_timers(now)
        match happened:
            case Arrived():
                self._arrived(happened, now)
            case Rang(leg):
                if (found := self._ringing(leg)) and not found.rang:
                    found.rang = True
                    found.call.step.rang(now)
            case Answered(leg):
                self._answered(leg, now)
            case Refused(leg, status):
                if found := self._ringing(leg):
                    self._refused(found, status, now)
            case Left(leg):
                if found := self._floor.legs.get(leg):
                    self._left(found, now)
            case Held(leg):
                if found := self._floor.legs.get(leg):
                    self._floor.hold(found, now)
            case Resumed(leg):
                if found := self._floor.legs.get(leg):
                    self._floor.resume(found, now)
            case Registered():
                self._registered(happened, now)
            case PlanChanged(plan):
                self._floor.plan = plan
        return self._floor.take_wanted()

    def open_records(self, now: float) -> list[Record]:
        """Each live call as it would be recorded if all stopped now: talk is kept, what still rings has failed."""
        return [self._open_record(call, now) for call in self._floor.calls.values()]

    def open_record(self, call: str, now: float) -> Record | None:
        """One live call in the same way; None for one that is over."""
        found = self._floor.calls.get(call)
        return self._open_record(found, now) if found else None

    def _open_record(self, call: Call, now: float) -> Record:
        return self._floor.record(call, "connected" if call.talking else "service_unavailable", now)

    def _arrived(self, happened: Arrived, now: float) -> None:
        floor, plan = self._floor, self._floor.plan
        if happened.call in floor.calls or happened.leg in floor.legs:
            return
        line = plan.lines.get(happened.line)
        caller = plan.users.get(line.user) if line else None
        if line is None or caller is None:  # the device was taken away a moment ago
            floor.want(Release(happened.leg, FORBIDDEN))
            return
        call = Call(happened.call, history.party(caller, line=line, contact=happened.contact), now)
        floor.begin(call, happened.leg, happened.contact)
        number = happened.dialled
        did = "" if number in plan.dialled and not number.startswith("+") else f"+{number.lstrip('+')}"
        callee = plan.users.get(plan.dialled.get(did or number, ""))
        if not caller.active:
            whom = history.party(callee, did=did) if callee else history.stranger(number)
            call.step = NowhereStep(floor, call, whom, "invalid_operation", FORBIDDEN)
        elif callee:
            call.step = UserStep(floor, call, callee, did)
        else:
            call.step = NowhereStep(floor, call, history.stranger(number), "call_failed", NOT_FOUND)
        call.step.begin(now)

    def _answered(self, leg: str, now: float) -> None:
        found = self._floor.legs.get(leg)
        if found is None:
            self._floor.want(Release(leg))  # answered as we stopped it ringing
        elif self._ringing(leg):
            found.call.step.answered(found, now)

    def _refused(self, leg: Leg, status: int, now: float) -> None:
        self._floor.drop(leg)
        leg.call.step.refused(leg, status, now)

    def _left(self, leg: Leg, now: float) -> None:
        call = leg.call
        if leg is call.caller_leg or leg is call.talking:
            self._floor.legs.pop(leg.id)
            call.legs.pop(leg.id, None)
            self._floor.finish(call, "connected" if call.talking else "canceled", now)
        else:
            self._refused(leg, UNAVAILABLE, now)

    def _registered(self, happened: Registered, now: float) -> None:
        """A phone that is gone does not ring any more; a call that it talks in is not touched."""
        floor = self._floor
        floor.contacts[happened.line] = happened.contacts
        present = {contact.id for contact in happened.contacts}
        for leg in [*floor.legs.values()]:
            gone = leg.contact and leg.contact.line == happened.line and leg.contact.id not in present
            if gone and leg.id in floor.legs and self._ringing(leg.id):
                floor.want(Release(leg.id, UNAVAILABLE))
                self._refused(leg, UNAVAILABLE, now)

    def _ringing(self, leg: str) -> Leg | None:
        """A leg that rings for a call, or has been asked to."""
        found = self._floor.legs.get(leg)
        return found if found and leg in found.call.legs and found.call.talking is None else None
