"""The phones of those who take someone's calls for them ring beside that person's own (delegation)."""

from msgspec import Struct

from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Step
from trunkline.exchange.history import Part, party
from trunkline.exchange.plan import User
from trunkline.exchange.steps.phones import is_in, takes
from trunkline.exchange.vocabulary import Result


class Assistant(Struct, eq=False):
    user: User
    attempt: Attempt
    part: Part


class Assistants(Struct, eq=False):
    floor: Floor
    call: Call
    step: Step
    of: User
    until: float = 0  # when they have rung long enough
    ringing: dict[str, Assistant] = {}  # by user

    def ring(self, now: float, seconds: float) -> bool:
        """All who can take the call; whether anyone can."""
        self.until = now + seconds
        for id in self.of.assistants:
            user = self.floor.plan.users.get(id)
            contacts = [each for each in self.floor.contacts_of(id) if not is_in(self.call, each)]
            if user is None or not contacts or not takes(self.floor, self.call, user, now):
                continue
            attempt = Attempt(self.floor, self.call, self.step, id, name=id)
            for contact in contacts:
                attempt.ring(contact)
            same = bool(self.ringing)
            part = self.floor.part(self.call, "shared_line_incoming", party(user), now, owner=id, same=same)
            self.ringing[id] = Assistant(user, attempt, part)
            self.floor.because(self.call, f"user {self.of.number}", "rings beside", user.name, "delegation", now)
        return bool(self.ringing)

    def rang(self, leg: Leg, now: float) -> None:
        found = self._of(leg.attempt)
        if found and found.attempt.ringing == now:
            found.part.start = now

    def taken(self, leg: Leg, now: float) -> User | None:
        """Whose phone it is, if it is one of theirs; the others rang in vain."""
        found = self._of(leg.attempt)
        user = found.user if found else self.of
        whom = party(user, line=leg.line, contact=leg.contact)
        for each in self.ringing.values():
            each.part.operator = whom
            if each is found:
                each.part.callee, each.part.answer, each.part.result = whom, now, "answered"
            else:
                each.part.reason = "answered_by_other"
                each.part.close("answered", now)
        self.ringing.clear()
        return found.user if found else None

    def failed(self, attempt: Attempt, result: Result, now: float) -> bool:
        """Whether it was one of theirs. Who declined is not asked again; the others still ring."""
        found = self._of(attempt)
        if found is None:
            return False
        if result == "rejected":
            self.call.declined.add(found.user.id)
            found.part.operator = found.part.callee
        found.part.close(result, now)
        del self.ringing[found.user.id]
        return True

    def stop(self, result: Result, now: float) -> None:
        for each in self.ringing.values():
            each.attempt.stop(now)
            each.part.close(result, now)
        self.ringing.clear()

    def _of(self, attempt: Attempt | None) -> Assistant | None:
        found = self.ringing.get(attempt.name) if attempt else None
        return found if found and found.attempt is attempt else None
