"""One state machine per account, because its calls share people and phones."""

from trunkline.exchange import history
from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.plan import Plan
from trunkline.exchange.steps.nowhere import NowhereStep
from trunkline.exchange.steps.user import UNAVAILABLE, UserStep
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Contact,
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

FORBIDDEN, NOT_FOUND, LOOP, OVERLOADED = 403, 404, 482, 503

OfLeg = Rang | Answered | Refused | Left | Held | Resumed


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
            case Registered(line, contacts):
                self._registered(line, contacts, now)
            case PlanChanged(plan):
                self._floor.adopt(plan)
            case Answered(leg) if leg not in self._floor.legs:
                self._floor.want(Release(leg))  # answered as we stopped it ringing
            case _:
                if found := self._floor.legs.get(happened.leg):
                    self._heard(happened, found, found.call.clock(now))
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
        if happened.leg in floor.legs:
            return
        if happened.call in floor.calls:
            floor.want(Release(happened.leg, LOOP))
            return
        line = plan.lines.get(happened.line)
        caller = plan.users.get(line.user) if line else None
        if line is None or caller is None:  # the device was taken away a moment ago
            floor.want(Release(happened.leg, FORBIDDEN))
            return
        call = Call(happened.call, history.party(caller, line=line, contact=happened.contact), now)
        floor.begin(call, happened.leg, line, happened.contact)
        number = happened.dialled
        did = "" if number in plan.dialled and not number.startswith("+") else f"+{number.removeprefix('+')}"
        callee = plan.users.get(plan.dialled.get(did or number, ""))
        if not caller.active:
            whom = history.party(callee, did=did) if callee else history.stranger(number)
            call.step = NowhereStep(floor, call, whom, "invalid_operation", FORBIDDEN)
        elif callee:
            call.step = UserStep(floor, call, callee, did)
        else:
            call.step = NowhereStep(floor, call, history.stranger(number), "call_failed", NOT_FOUND)
        if happened.audible:
            call.step.begin(now)
        else:
            floor.finish(call, "service_unavailable", now, OVERLOADED)

    def _heard(self, happened: OfLeg, leg: Leg, now: float) -> None:
        """What a leg says that has no sense in its state changes nothing."""
        rings = leg.id in leg.call.legs and leg.call.talking is None
        match happened:
            case Rang() if rings:
                leg.rang = True
                leg.call.step.rang(now)
            case Answered() if rings:
                leg.call.step.answered(leg, now)
            case Refused(_, status) if rings:
                self._refused(leg, status, now)
            case Left() if rings:
                self._refused(leg, UNAVAILABLE, now)
            case Left():
                self._floor.drop(leg)
                self._floor.finish(leg.call, "connected" if leg.call.talking else "canceled", now)
            case Held():
                self._floor.hold(leg, now)
            case Resumed():
                self._floor.resume(leg, now)
            case _:
                pass

    def _refused(self, leg: Leg, status: int, now: float) -> None:
        self._floor.drop(leg)
        leg.call.step.refused(leg, status, now)

    def _registered(self, line: str, contacts: tuple[Contact, ...], now: float) -> None:
        """A phone that is gone does not ring any more; a call that it talks in is not touched."""
        floor = self._floor
        gone = floor.registered(line, contacts)
        ringing = (
            [leg for call in floor.calls.values() if not call.talking for leg in call.legs.values()] if gone else []
        )
        for leg in ringing:
            if leg.contact and leg.contact.line == line and leg.contact.id in gone:
                floor.want(Release(leg.id, UNAVAILABLE))
                self._refused(leg, UNAVAILABLE, leg.call.clock(now))
