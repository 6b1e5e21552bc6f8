"""Ring every phone of one person: the first to answer has the call, and when none does, the best reason is told."""

from dataclasses import dataclass, field

from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.history import named, party
from trunkline.exchange.plan import User
from trunkline.exchange.vocabulary import Element, Party, Result

# What the caller is told when nobody answers: the first of these that any phone gave.
TELLING: tuple[Result, ...] = (
    "rejected",
    "busy",
    "no_answer",
    "unconnected",
    "call_failed",
    "service_unavailable",
)
BUSY, DECLINED, UNAVAILABLE, TIMEOUT, NOWHERE_NEAR = 486, 603, 480, 408, 430
BUSY_EVERYWHERE = 600
OVERLOADED = 503


@dataclass(eq=False)
class UserStep:
    floor: Floor
    call: Call
    user: User
    did: str = ""  # the direct number that was dialled, if one was
    ringing: float | None = None  # since when
    reasons: list[tuple[Result, int]] = field(default_factory=list[tuple[Result, int]])

    def begin(self, now: float) -> None:
        """The phone that one dials oneself from does not ring."""
        contacts = self.floor.contacts_of(self.user.id) if self.user.active else []
        own = self.call.caller_leg.contact
        ringing = [self.floor.ring(self.call, contact) for contact in contacts if own is None or contact.id != own.id]
        if ringing:
            self.floor.at(now + self.user.ring_for, self.give_up)
        else:
            self.floor.finish(self.call, "unconnected", now, UNAVAILABLE)

    def rang(self, now: float) -> None:
        if self.ringing is None:
            self.ringing = now
        self.floor.alert(self.call)

    def answered(self, leg: Leg, now: float) -> None:
        self.floor.connect(leg, now)

    def refused(self, leg: Leg, status: int, now: float) -> None:
        """A 6xx speaks for the person, not the phone (RFC 3261 section 21.6): the others stop ringing."""
        self.reasons.append((reason(status, leg.rang), status))
        if status >= BUSY_EVERYWHERE or not self.call.legs:
            result, status = min(self.reasons, key=lambda told: TELLING.index(told[0]))
            self.floor.finish(self.call, result, now, STATUS.get(result, status))

    def give_up(self, now: float) -> None:
        if self.call.id in self.floor.calls and self.call.step is self and self.call.talking is None:
            self.floor.finish(self.call, "no_answer", now, UNAVAILABLE)

    def elements(self, result: Result, now: float) -> tuple[Element, ...]:
        """An internal call has two owners, and an element for each."""
        call, callee = self.call, self.callee()
        start = call.start if self.ringing is None else self.ringing
        theirs: Result = "answered" if result == "connected" else result
        return (
            self.element(0, call.caller.extension, callee, call.start, now, result, None),
            self.element(1, self.user.id, callee, start, now, theirs, self.operator(theirs, callee)),
        )

    def element(
        self, node: int, owner: str, callee: Party, start: float, end: float, result: Result, operator: Party | None
    ) -> Element:
        return Element(
            id=named(self.call.id, self.call.start, f"0.{node}"),
            segment=0,
            node=node,
            event="incoming" if node else "outgoing",
            direction="inbound" if node else "outbound",
            owner=owner,
            caller=self.call.caller,
            callee=callee,
            operator=operator,
            start=start,
            answer=self.call.answer,
            end=end,
            result=result,
            hold=self.call.held(end),
        )

    def operator(self, result: Result, callee: Party) -> Party | None:
        """Who acted: the callee by answering or declining, the caller by giving up."""
        if result == "canceled":
            return self.call.caller
        return callee if result in ("answered", "rejected") else None

    def callee(self) -> Party:
        """The person, at the phone that answered."""
        contact = self.call.talking.contact if self.call.talking else None
        line = self.floor.plan.lines.get(contact.line) if contact else None
        return party(self.user, did=self.did, line=line, contact=contact)


# What the caller's phone is told; another result is told with the status that the phone gave.
STATUS: dict[Result, int] = {"rejected": DECLINED, "busy": BUSY, "no_answer": UNAVAILABLE, "unconnected": UNAVAILABLE}


def reason(status: int, rang: bool) -> Result:
    """What a phone's refusal means (RFC 3261 section 21)."""
    if status in (BUSY, BUSY_EVERYWHERE):
        return "busy"
    if status > BUSY_EVERYWHERE and status != 604:
        return "rejected"
    if status in (UNAVAILABLE, TIMEOUT, NOWHERE_NEAR):
        return "no_answer" if rang else "unconnected"
    return "service_unavailable" if status == OVERLOADED else "call_failed"
