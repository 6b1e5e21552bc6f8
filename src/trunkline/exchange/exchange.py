"""One state machine per account, because its calls share people, phones and queues."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from trunkline.exchange import history, numbers
from trunkline.exchange.floor import Call, Floor, Leg, Reasons, Step
from trunkline.exchange.outside import shown_inside
from trunkline.exchange.plan import Plan, Tell, To
from trunkline.exchange.refusals import FORBIDDEN, LOOP, NOT_FOUND, OVERLOADED, UNAVAILABLE
from trunkline.exchange.steps.arrival import Arrival
from trunkline.exchange.steps.ask import AskStep, asked
from trunkline.exchange.steps.disturb import DisturbStep
from trunkline.exchange.steps.emergency import EmergencyStep
from trunkline.exchange.steps.nowhere import NowhereStep
from trunkline.exchange.steps.onward import arrive, onward, step_of
from trunkline.exchange.steps.opt_out import OptOutStep
from trunkline.exchange.steps.outbound import OutboundStep
from trunkline.exchange.steps.queue import settle
from trunkline.exchange.steps.screen import ScreenStep, screened
from trunkline.exchange.steps.tell import TellStep
from trunkline.exchange.taping import pressed, untaped
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Came,
    Contact,
    Happened,
    Held,
    Left,
    OptedOut,
    Party,
    PlanChanged,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Redirected,
    Refused,
    Registered,
    Release,
    Resumed,
    Silent,
    Spent,
    Undisturbed,
    Untaped,
    Wanted,
)

NOBODY = Party()

OfLeg = Rang | Answered | Refused | Silent | Redirected | Left | Held | Resumed | Pressed | Played | Recorded | Untaped


class Exchange:
    """Tell it what happened and the time, do what it wants, and wake it at its deadline. Time never runs back.

    It can be told anything: what concerns a leg it no longer knows changes nothing.
    """

    def __init__(
        self,
        plan: Plan,
        reasons: Reasons | None = None,
        ahead: Callable[[], float] = lambda: 0.0,
        asked: Callable[[], bool] = lambda: True,
    ) -> None:
        """`reasons` are told why calls go where they go, while that is `asked`. `ahead` is by how many seconds the
        clocks that people read are ahead of the time that is told: opening hours go by them, and so do records."""
        self._floor = Floor(plan, ahead)
        self._floor.onward = partial(onward, self._floor)
        self._floor.reasons, self._floor.asked = reasons, asked

    @property
    def deadline(self) -> float | None:
        return self._floor.deadline

    def wake(self, now: float) -> list[Wanted]:
        self._floor.run_timers(now)
        return self._settled(now)

    def receive(self, happened: Happened, now: float) -> list[Wanted]:
        self._floor.run_timers(now)
        match happened:
            case Arrived():
                self._arrived(happened, now)
            case Came():
                self._came(happened, now)
            case Registered(line, contacts):
                self._registered(line, contacts, now)
            case Undisturbed(users):
                self._floor.undisturbed.update(users)
            case OptedOut(members):
                self._floor.opted_out.update(members)
            case Spent():
                self._floor.spent(happened, now)
            case PlanChanged(plan):
                self._floor.adopt(plan)
                self._floor.adopt_limits(now)
            case Answered(leg) if leg not in self._floor.legs:
                self._floor.want(Release(leg))  # answered as we stopped it ringing
            case _:
                if found := self._floor.legs.get(happened.leg):
                    self._heard(happened, found, found.call.clock(now))
                elif isinstance(happened, Left):
                    self._floor.left(happened.leg, now)
        return self._settled(now)

    def _settled(self, now: float) -> list[Wanted]:
        if self._floor.stirred or self._floor.occupied:
            settle(self._floor, now)
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

    # Calls begin

    def _arrived(self, happened: Arrived, now: float) -> None:
        """A line dialled: emergency numbers come before anything that could keep a call from going out."""
        floor, plan = self._floor, self._floor.plan
        if self._known(happened.call, happened.leg):
            return
        line = plan.lines.get(happened.line)
        caller = plan.users.get(line.user) if line else None
        if line is None or caller is None:  # the device was taken away a moment ago
            floor.want(Release(happened.leg, FORBIDDEN))
            return
        call = Call(happened.call, history.party(caller, line=line, contact=happened.contact), now, floor.ahead())
        call.shown, call.language = shown_inside(caller, call.caller), caller.language
        floor.begin(call, happened.leg, line, happened.contact)
        if urgent := numbers.emergency_for(caller, happened.dialled, plan):
            call.call_type = "emergency"
            self._outgoing(call, replace(history.stranger(urgent), number_type="external_pstn"))
            floor.enter(call, EmergencyStep(floor, call, caller, line, urgent), now)
            return
        target = numbers.target(happened.dialled, plan.dialling_of(caller), plan)
        callee, did = plan.extension(target.extension), target.ours
        number = "" if callee else did or target.outside
        code, wish = numbers.plain(happened.dialled), numbers.queue_wish(happened.dialled)
        is_code = code in numbers.DISTURBS or wish is not None
        self._outgoing(call, NOBODY if callee else history.stranger(number or happened.dialled))
        whose = callee.name if callee else number or ("a code" if is_code else "nobody's")
        floor.because(call, "dialled", happened.dialled, whose, "", now)
        if not caller.active:
            floor.because(call, "caller", "active", False, "users.status", now)
            if callee:
                call.parts[0].callee = history.party(callee, did=did)
            call.why = "users.status"
            call.step = NowhereStep(floor, call, "invalid_operation", FORBIDDEN)
        elif callee:
            call.step = arrive(floor, call, callee, Arrival(did=did), now)
        elif code in numbers.DISTURBS:
            call.step = DisturbStep(floor, call, caller, numbers.DISTURBS[code])
        elif wish is not None:
            call.step = OptOutStep(floor, call, caller, *wish)
        elif did:
            call.step = self._unassigned(call, did, now)
        elif number:
            call.step = OutboundStep(floor, call, caller, number)
        else:
            call.why = "no such extension or number"
            call.step = NowhereStep(floor, call, "call_failed", NOT_FOUND)
        self._begin(call, happened.audible, now)

    def _came(self, happened: Came, now: float) -> None:
        """A carrier hands over a call: a direct number rings what it is assigned to."""
        floor, plan = self._floor, self._floor.plan
        if self._known(happened.call, happened.leg):
            return
        call = Call(happened.call, history.outsider(happened.number, happened.name), now, floor.ahead())
        floor.begin(call, happened.leg)
        did = call.came_to = f"+{happened.dialled.removeprefix('+')}"
        callee = plan.extension(plan.dialled.get(did, ""))
        if callee is None:
            floor.because(call, "dialled", did, "nobody's", "phone_numbers.assignee", now)
            call.step = self._unassigned(call, did, now)
        else:
            floor.because(call, "dialled", did, callee.name, "phone_numbers.assignee", now)
            part = Arrival(did=did).part(floor, call, callee, now)
            if instead := screened(floor, call, callee, now):
                call.step = ScreenStep(floor, call, callee, part, instead)
            elif asked(floor, call, callee, now):
                call.step = AskStep(floor, call, callee, part, partial(step_of, floor, call, callee, part))
            else:
                call.step = step_of(floor, call, callee, part)
        self._begin(call, happened.audible, now)

    def _unassigned(self, call: Call, did: str, now: float) -> Step:
        """A number that nobody has, in or outside of the inventory: its site says what becomes of calls to it."""
        floor, plan = self._floor, self._floor.plan
        site = plan.site(plan.unassigned.get(did, ""))
        action, call.language = site.unassigned, call.language or site.language
        if did in plan.unassigned:
            told = type(action).__name__.lower() if action else "none"
            floor.because(call, "dialled", "routing", told, "manage_call_routing_for_unassigned_numbers", now)
        if isinstance(action, To) and (target := plan.extension(action.extension)):
            return arrive(floor, call, target, Arrival(did=did), now)
        call.why = "nobody has the number"
        number = Party(number=did, number_type="byoc")
        if call.parts:
            call.parts[0].callee = number
        else:
            floor.part(call, "incoming", number, now, owner="")
        if isinstance(action, Tell):
            return TellStep(floor, call, action.sound, "call_failed", NOT_FOUND)
        return NowhereStep(floor, call, "call_failed", NOT_FOUND)

    def _known(self, call: str, leg: str) -> bool:
        """A call that arrives again, or comes back to us."""
        if leg in self._floor.legs:
            return True
        if call in self._floor.calls:
            self._floor.want(Release(leg, LOOP))
            return True
        return False

    def _outgoing(self, call: Call, callee: Party) -> None:
        self._floor.part(call, "outgoing", callee, call.start, owner=call.caller.extension, outbound=True)

    def _begin(self, call: Call, audible: bool, now: float) -> None:
        if audible:
            call.step.begin(now)
            return
        call.why = "no ports for audio"
        self._floor.finish(call, "service_unavailable", now, OVERLOADED)

    # Calls go on

    def _heard(self, happened: OfLeg, leg: Leg, now: float) -> None:
        """What a leg says that has no sense in its state changes nothing."""
        call = leg.call
        waits = call.talking is None
        attempt = leg.attempt if waits else None
        match happened:
            case Rang(_, heard) if attempt:
                attempt.rang(leg, heard, now)
            case Answered() if attempt:
                attempt.answered(leg, now)
            case Refused(_, status) if attempt:
                self._refused(leg, status, now)
            case Silent() if attempt:
                attempt.silent(leg, now)
            case Redirected(_, dialled) if attempt:
                self._floor.drop(leg, now)
                attempt.redirected(leg, dialled, now)
            case Left() if attempt:
                self._refused(leg, UNAVAILABLE, now)
            case Left():
                self._floor.drop(leg, now)
                if waits:
                    call.step.abandoned(now)
                else:
                    call.step.ended(now)
                    self._floor.finish(call, "connected", now)
            case Held():
                self._floor.hold(leg, now)
            case Resumed():
                self._floor.resume(leg, now)
            case Pressed(_, key) if attempt:
                attempt.pressed(leg, key, now)
            case Pressed(_, key) if waits:
                call.step.pressed(key, now)
            case Pressed(_, key):
                pressed(self._floor, leg, key, now)
            case Untaped():
                untaped(self._floor, leg, now)
            case Played() if waits and leg is call.caller_leg and not call.hears:
                call.step.played(now)
            case Recorded() if waits and leg is call.caller_leg:
                call.step.recorded(happened, now)
            case _:
                pass

    def _refused(self, leg: Leg, status: int, now: float) -> None:
        self._floor.drop(leg, now)
        if leg.attempt:
            leg.attempt.refused(leg, status, now)

    def _registered(self, line: str, contacts: tuple[Contact, ...], now: float) -> None:
        """A phone that is gone does not ring any more; a call that it talks in is not touched."""
        floor = self._floor
        gone = floor.registered(line, contacts)
        ringing = (
            [leg for call in floor.calls.values() if not call.talking for leg in call.legs.values()] if gone else []
        )
        for leg in ringing:
            if leg.id in floor.legs and leg.contact and leg.contact.line == line and leg.contact.id in gone:
                floor.want(Release(leg.id, UNAVAILABLE))
                self._refused(leg, UNAVAILABLE, leg.call.clock(now))
