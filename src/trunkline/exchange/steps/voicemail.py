"""Leave a message: greeting, beep, and the caller speaks for as long as they like, or hangs up."""

from dataclasses import dataclass
from typing import Literal

from trunkline.exchange.floor import Call, Floor, Origin, Step
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

    def begin(self, now: float) -> None:
        self.because("leaves a message", self.owner.name, "call_handling.routing", now)
        self.floor.meet(self.call)
        greeting = self.action.greeting or self.mailbox.greeting
        self.play(greeting, self.action.instruction, self.mailbox.beep, now=now)

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
        elif self.stage == "greeting" and key == "0" and self.action.operator:
            self.because("pressed 0", True, "call_handling.operator", now)
            origin = Origin(self.owner, self.part, "forward", self.unkept, self.unkept)
            self.floor.onward(self.call, To(self.action.operator), origin, now)

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
        self.end(self.unkept, now)

    def end(self, result: Result, now: float) -> None:
        self.part.result = result
        self.floor.finish(self.call, result, now)

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"voicemail of {self.owner.number}", condition, value, setting, now)
