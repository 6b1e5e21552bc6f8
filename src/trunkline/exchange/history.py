"""How a call becomes its record: one row, and an element for each owner of each thing that happened."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid5

from trunkline.exchange.plan import Line, User
from trunkline.exchange.vocabulary import Contact, Element, Party, Record, Result

# The space of names in which the ids of calls and their elements are made, so that telling a call again names it alike.
CALLS = UUID("3f0d2f5e-6b0f-4a52-9a3c-5d1c2a1e7b60")

E164 = re.compile(r"\+[1-9][0-9]{1,14}")


def record(call: str, start: float, end: float, result: Result, elements: tuple[Element, ...]) -> Record:
    """The row of the account's list. Its result is that of the first element that was answered."""
    first = elements[0]
    answered = next((element for element in elements if element.answer is not None), None)
    outside = any(not party.extension_type and party.number_type for party in (first.caller, first.callee))
    return Record(
        id=named(call, start),
        call=call,
        direction=first.direction,
        connect_type="external" if outside else "internal",
        call_type="general",
        caller=first.caller,
        callee=first.callee,
        start=start,
        answer=answered.answer if answered else None,
        end=end,
        result=answered.result if answered else result,
        elements=elements,
    )


def named(call: str, start: float, place: str = "") -> str:
    """The id of a call's history or, with a place `segment.node`, of one of its elements.

    The uuid begins with the time (RFC 9562 section 5.7): without its day an id still says which day it was, and ids of
    one time lie side by side in an index.
    """
    made = uuid5(CALLS, f"{call} {place}").int
    time, upper, lower = int(start * 1000), made >> 116, made & (1 << 62) - 1
    return dated(str(UUID(int=time << 80 | 7 << 76 | upper << 64 | 2 << 62 | lower)))


def dated(uuid: str) -> str:
    """The whole id of which this is what stands behind the day; of any other text, none that ever was."""
    try:
        day = datetime.fromtimestamp((UUID(uuid).int >> 80) / 1000, UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{day:%Y%m%d}-{uuid}"


def party(user: User, *, did: str = "", line: Line | None = None, contact: Contact | None = None) -> Party:
    """A user at one end of a call, at a phone where that is known."""
    return Party(
        number=str(user.number),
        name=user.name,
        extension=user.id,
        extension_id=user.extension_id,
        extension_type="user",
        email=user.email,
        did=did,
        number_type="byoc" if did else "",
        site_id=user.site_id,
        site_name=user.site_name,
        department=user.department,
        cost_center=user.cost_center,
        device_type=line.device_type if line else "",
        private_ip=contact.private_ip if contact else "",
        public_ip=contact.public_ip if contact else "",
    )


def stranger(dialled: str) -> Party:
    """What was dialled and is nobody's here."""
    return Party(number=dialled, number_type="external_pstn" if E164.fullmatch(dialled) else "")
