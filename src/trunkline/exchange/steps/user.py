"""Ring every phone of one person: the first to answer has the call, and when none does, the best reason is told."""

from dataclasses import dataclass, field

from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.history import named, party
from trunkline.exchange.plan import User
from trunkline.exchange.vocabulary import Contact, Element, Party, Result

# What the caller is told when nobody answers: the first of these that any phone gave.
TELLING: tuple[Result, ...] = (
    "rejected",
    "busy",
    "no_answer",
    "unconnected",
    "call_failed",
    "service_unavailable",
)
TIMEOUT, FLOW_FAILED, UNAVAILABLE, BUSY, UNACCEPTABLE = 408, 430, 480, 486, 488
BROKEN, OVERLOADED = 500, 503
BUSY_EVERYWHERE, DECLINED, DOES_NOT_EXIST = 600, 603, 604


@dataclass(eq=False)
class UserStep:
    floor: Floor
    call: Call
    user: User
    did: str = ""  # the direct number that was dialled, if one was
    ringing: float | None = None  # since when
    reasons: list[tuple[Result, int]] = field(default_factory=list[tuple[Result, int]])

    def begin(self, now: float) -> None:
        contacts = self.floor.contacts_of(self.user.id) if self.user.active else []
        for contact in contacts:
            if not self.dials(contact):
                self.floor.ring(self.call, contact)
        if self.call.legs:
            self.floor.at(now + self.user.ring_for, self.give_up)
        else:
            self.floor.finish(self.call, "unconnected", now, UNAVAILABLE)

    def dials(self, contact: Contact) -> bool:
        """The phone that one dials oneself from does not ring: if it is not known which, none of its line does."""
        own = self.call.caller_leg
        if own.contact:
            return contact.id == own.contact.id
        return own.line is not None and contact.line == own.line.id

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
            self.floor.finish(self.call, result, now, said(result, status))

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
        phone = self.call.talking
        return party(
            self.user, did=self.did, line=phone.line if phone else None, contact=phone.contact if phone else None
        )


STATUS: dict[Result, int] = {
    "rejected": DECLINED,
    "busy": BUSY,
    "no_answer": UNAVAILABLE,
    "unconnected": UNAVAILABLE,
    "call_failed": BROKEN,
    "service_unavailable": OVERLOADED,
}


def said(result: Result, status: int) -> int:
    """What the caller's phone is told. What the other phone answered stays inside: a 302 or a 401 would be taken for
    ours. Only that their codecs do not meet is a thing that the caller's phone can do something about."""
    return UNACCEPTABLE if status == UNACCEPTABLE else STATUS[result]


def reason(status: int, rang: bool) -> Result:
    """What a phone's refusal means (RFC 3261 section 21)."""
    if status in (BUSY, BUSY_EVERYWHERE):
        return "busy"
    if status > BUSY_EVERYWHERE and status != DOES_NOT_EXIST:
        return "rejected"
    if status in (UNAVAILABLE, TIMEOUT, FLOW_FAILED):
        return "no_answer" if rang else "unconnected"
    return "service_unavailable" if status == OVERLOADED else "call_failed"
