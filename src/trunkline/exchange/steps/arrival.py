"""How a call came to an extension: it was dialled, or another extension sent it on."""

from msgspec import Struct

from trunkline.exchange.floor import Call, Floor
from trunkline.exchange.history import Part, party
from trunkline.exchange.plan import Extension
from trunkline.exchange.vocabulary import Event, Party


class Arrival(Struct, frozen=True):
    event: Event = "incoming"
    did: str = ""  # the direct number that was dialled, if one was
    sender: Party | None = None  # who sent it on

    def part(self, floor: Floor, call: Call, extension: Extension, now: float) -> Part:
        """The element of an extension that a call comes to; whoever dialled sees the first of them."""
        callee, call.language = party(extension, did=self.did), extension.language
        if call.parts and call.parts[0].event == "outgoing" and len(call.parts) == 1:
            call.parts[0].callee = callee
        return floor.part(call, self.event, callee, now, owner=extension.id, operator=self.sender)
