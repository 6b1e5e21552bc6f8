"""Leave a message: greeting, beep, and the caller speaks for as long as they like, or hangs up."""

from dataclasses import dataclass
from typing import Literal

from trunkline.exchange import sounds
from trunkline.exchange.floor import MOST_STAGES, Call, Floor, Origin, Step
from trunkline.exchange.history import Part, message_id
from trunkline.exchange.plan import Extension, Mailbox, To, Voicemail
from trunkline.exchange.vocabulary import Message, Recorded, Result, StopTaking, Take

SHORTEST = 2.0  # seconds of a message that is kept


@dataclass(eq=False)
class VoicemailStep(Step):
    floor: Floor
    call: Call
    owner: Extension
    mailbox: Mailbox
    action: Voicemail
    part: Part  # of the mailbox's owner
    unkept: Result  # what became of the call if no message is left
    stage: Literal["greeting", "taking", "over"] = "greeting"
    message: str = ""
    since: float = 0  # when the caller began to speak
    leaves: bool = False  # for the operator, once the message is kept

    def begin(self, now: float) -> None:
        self.because("leaves a message", self.owner.name, "call_handling.routing", now)
        self.floor.meet(self.call)
        self.play(self.call.greeting or self.greeting, self.instruction, self.mailbox.beep, now=now)

    @property
    def greeting(self) -> str:
        return (self.action.menu if self.operator else self.action.greeting) or self.mailbox.greeting

    @property
    def instruction(self) -> str:
        """The built-in one says what 0 does, so it is heard only where 0 does it."""
        built_in = self.action.instruction == sounds.OPERATOR
        return "" if built_in and not self.operator else self.action.instruction

    @property
    def operator(self) -> str:
        """Whom 0 leads to: nobody whom the call has been to."""
        operator, visited = self.action.operator, self.call.visited
        reached = self.floor.plan.extension(operator) and operator not in visited and len(visited) < MOST_STAGES
        return operator if reached else ""

    def play(self, *names: str, now: float) -> None:
        if names := tuple(filter(None, names)):
            self.floor.play(self.call, *names)
        else:
            self.played(now)

    def played(self, now: float) -> None:
        if self.stage == "greeting":
            self.stage, self.since = "taking", now
            self.message = message_id(self.call.id, len(self.call.messages))
            leg = self.call.caller_leg.id
            self.floor.want(Take(leg, self.message, self.mailbox.longest, self.mailbox.silence))

    def pressed(self, key: str, now: float) -> None:
        if self.stage == "taking" and key == "#":
            self.floor.want(StopTaking(self.call.caller_leg.id))
        elif self.stage == "greeting" and key == "#":
            self.play(self.mailbox.beep, now=now)
        elif self.stage != "over" and key == "0" and self.operator:
            self.because("pressed 0", True, "call_handling.operator", now)
            self.leaves = True
            if self.stage == "taking":
                self.floor.want(StopTaking(self.call.caller_leg.id))
            else:
                self.end(self.unkept, now)

    def recorded(self, recorded: Recorded, now: float) -> None:
        if self.stage != "taking" or recorded.message != self.message:
            return
        self.stage = "over"
        if recorded.seconds < SHORTEST:
            self.end(self.unkept, now)
            return
        place = self.call.parts.index(self.part)
        message = Message(self.message, self.owner.id, place, recorded.file, recorded.seconds, self.since)
        self.call.messages.append(message)
        self.end("voicemail", now)

    def abandoned(self, now: float) -> None:
        self.leaves = False
        self.end(self.unkept, now)

    def end(self, result: Result, now: float) -> None:
        """The mailbox's part of the call is over, and the call unless it goes on to the operator."""
        self.part.result = result
        origin = Origin(self.owner, self.part, "forward", result, result)
        operator = To(self.action.operator, self.greeting if self.action.greets_on else "")
        if self.leaves and self.floor.onward(self.call, operator, origin, now):
            return
        self.floor.finish(self.call, result, now)

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"voicemail of {self.owner.number}", condition, value, setting, now)
