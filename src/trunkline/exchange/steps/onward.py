"""Where a call goes on to: every action that a setting can name, done by the step that knows how."""

from typing import assert_never

from msgspec.structs import replace

from trunkline.exchange import numbers
from trunkline.exchange.floor import MOST_STAGES, Call, Floor, Origin, Step
from trunkline.exchange.history import Part, party
from trunkline.exchange.numbers import Target
from trunkline.exchange.outside import forbidden
from trunkline.exchange.plan import (
    Action,
    AutoReceptionist,
    Disconnect,
    Extension,
    Outside,
    Plan,
    Queue,
    Tell,
    To,
    User,
    Voicemail,
)
from trunkline.exchange.steps.arrival import Arrival
from trunkline.exchange.steps.forward import ForwardStep
from trunkline.exchange.steps.queue import QueueStep
from trunkline.exchange.steps.receptionist import ReceptionistStep
from trunkline.exchange.steps.tell import TellStep
from trunkline.exchange.steps.user import UserStep
from trunkline.exchange.steps.voicemail import VoicemailStep


def arrive(floor: Floor, call: Call, extension: Extension, arrival: Arrival, now: float) -> Step:
    """The step of an extension that a call comes to."""
    return step_of(floor, call, extension, arrival.part(floor, call, extension, now))


def step_of(floor: Floor, call: Call, extension: Extension, part: Part) -> Step:
    call.visited.add(extension.id)
    match extension:
        case User():
            return UserStep(floor, call, extension, part)
        case Queue():
            return QueueStep(floor, call, extension, part)
        case AutoReceptionist():
            return ReceptionistStep(floor, call, extension, part)


def onward(floor: Floor, call: Call, action: Action, origin: Origin, now: float, *, did: str = "") -> bool:
    """Whether the call goes on. If not, it is for whoever would send it on to end it. `did` is the direct number of
    ours that was chosen, if one was."""

    def because(condition: str, value: object) -> None:
        floor.because(call, origin.extension.name, condition, value, "call_handling.routing", now)

    match action:
        case Voicemail(of):
            owner = floor.plan.extension(of) if of else origin.extension
            if owner is None or owner.mailbox is None:
                because("has a mailbox", False)
                return False
            call.language = owner.language
            part, unkept = origin.part, origin.end
            if owner.id != origin.part.owner or origin.event == "overflow" or origin.part.direction == "outbound":
                part.close(origin.on, now)
                part = floor.part(
                    call, origin.event, party(owner), now, owner=owner.id, operator=party(origin.extension)
                )
                unkept = "no_answer"
            floor.enter(call, VoicemailStep(floor, call, owner, owner.mailbox, action, part, unkept), now)
        case To(id, greeting):
            target = floor.plan.extension(id)
            if target is None or id in call.visited or len(call.visited) >= MOST_STAGES:
                because("goes on to", "nobody" if target is None else f"{target.name}, where it has been")
                return False
            because("goes on to", target.name)
            call.greeting = call.greeting or greeting
            origin.part.close(origin.on, now)
            arrival = Arrival(origin.event, did, sender=party(origin.extension))
            floor.enter(call, arrive(floor, call, target, arrival, now), now)
        case Outside(number, greeting=greeting):
            target = numbers.target(number, floor.plan.dialling_of(origin.extension), floor.plan)
            if inward := _inward(floor.plan, target, greeting):
                because(f"{number} is one of ours", type(inward).__name__.lower())
                return onward(floor, call, inward, origin, now, did=target.ours)
            why = forbidden(floor, call, origin.extension, target.outside, now)
            if why:
                call.why = why.setting
                because(f"may go on to {number}", f"no: {why.setting}")
                return False
            because("goes on to", target.outside)
            origin.part.close(origin.on, now)
            floor.enter(call, ForwardStep(floor, call, replace(action, number=target.outside), origin), now)
        case Tell(sound):
            because("is told", sound)
            origin.part.result = origin.end
            floor.enter(call, TellStep(floor, call, sound, origin.end, origin.status), now)
        case Disconnect():
            because("is disconnected", True)
            return False
        case _:
            assert_never(action)
    return True


def _inward(plan: Plan, target: Target, greeting: str) -> Action | None:
    """What becomes of a call that goes on to a number of ours, or to none: it does not leave the house."""
    if target.extension:
        return To(target.extension, greeting)
    if target.outside:
        return None
    return plan.site(plan.unassigned.get(target.ours, "")).unassigned or Disconnect()
