"""Messages that callers left at a company, and recordings of its calls: rows and sound, as the engine writes them."""

import wave
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from tests.acme import Acme
from trunkline.exchange.vocabulary import Element, Message, Party, Record, Recording
from trunkline.records import writing
from trunkline.store.store import Place, Store

SECONDS = 5


def sound(seconds: float = SECONDS, byte: int = 1) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes([byte]) * int(seconds * 16000))
    return file.getvalue()


def message(acme: Acme, n: int, at: float, *, owner: int = 0, caller: Party | None = None, site: str = "") -> Record:
    """The nth call: user 1, or whoever, calls a user, who does not answer, and says something."""
    place: Any = {"site_id": site or acme.main, "site_name": "Main Site", "extension_type": "user"}
    callee = Party(str(1000 + owner), f"Person{owner:02} Smith", acme.users[owner], **place)
    caller = caller or Party("1001", "Person01 Smith", acme.users[1], **place)
    inside = bool(caller.extension)
    day = "20260520"

    def element(node: int, event: Any, owned: Party) -> Element:
        id = f"{day}-00000000-0000-4000-8000-{n:06}{node:06}"
        direction: Any = "outbound" if event == "outgoing" else "inbound"
        return Element(
            id, 0, node, event, direction, owned.extension, caller, callee, None, at - 20, None, at + SECONDS, RESULT
        )

    elements = [element(0, "outgoing", caller)] if inside else []
    elements.append(element(1, "incoming", callee))
    return Record(
        f"{day}-00000000-0000-4000-8000-{n:012}",
        str(call(n)),
        "outbound" if inside else "inbound",
        "internal" if inside else "external",
        "general",
        caller,
        callee,
        at - 20,
        None,
        at + SECONDS,
        RESULT,
        tuple(elements),
        (Message(f"{n:032x}", callee.extension, len(elements) - 1, f"file-{n:027}", SECONDS + 0.9, at),),
    )


def recorded(
    acme: Acme, n: int, at: float, *, queue: str = "", caller: Party | None = None, owner: int | None = None
) -> Record:
    """The nth call: someone outside, or whoever, calls the queue, or a user; user 0 answers, and it is recorded."""
    place: Any = {"site_id": acme.main, "site_name": "Main Site"}
    callee = Party("3001", "Support", queue or acme.queue, extension_type="call_queue", **place)
    member = Party("1000", "Person00 Smith", acme.users[0], extension_type="user", **place)
    if owner is not None:
        callee = Party(str(1000 + owner), f"Person{owner:02} Smith", acme.users[owner], extension_type="user", **place)
    caller = caller or Party("+442079460999", "Jo Doe", number_type="external_pstn")
    day = "20260520"

    def element(segment: int, event: Any, owned: Party) -> Element:
        id = f"{day}-00000000-0000-4000-8000-{n:06}{segment:06}"
        times = (at - 9, at, at + SECONDS)
        return Element(id, segment, 0, event, "inbound", owned.extension, caller, owned, None, *times, "answered")

    return Record(
        f"{day}-00000000-0000-4000-8000-{n:012}",
        str(call(n)),
        "inbound",
        "internal" if caller.extension else "external",
        "general",
        caller,
        callee,
        at - 9,
        at,
        at + SECONDS,
        "answered",
        (element(0, "incoming", callee), element(1, "ring_to_member", member)),
        recordings=(Recording(f"{n:032x}", callee.extension, 0, at, SECONDS + 0.9, f"{n:032x}"),),
    )


RESULT: Any = "voicemail"


def call(n: int) -> int:
    return 1_779_000_000_000_000_000 + n


def leave(place: Place, acme: Acme, records: Sequence[Record]) -> None:
    for record in records:
        for each in (*record.messages, *record.recordings):
            if each.file:
                place.blobs.keep(each.file, [sound()])
    store = Store(place, "records")
    store.write_any(lambda session: writing.write(session, [(acme.id, record) for record in records])).result()
    store.close()
