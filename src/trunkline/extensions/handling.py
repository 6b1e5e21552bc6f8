"""How extensions handle calls: during business hours, when closed, and on holidays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from trunkline.problems import refuse
from trunkline.store.tables import CallHandling, Extension, Forwarding, Handling
from trunkline.store.tenant import Tenant

Hours = Literal["business", "closed", "holiday"]


class Action(IntEnum):
    """What becomes of a call that nobody answers, or that finds its callee busy: the codes of the reference."""

    VOICEMAIL = 1
    USER = 2
    ROOM = 3
    COMMON_AREA = 4
    OTHER_ROOM = 5
    AUTO_RECEPTIONIST = 6
    QUEUE = 7
    SHARED_LINE_GROUP = 8
    CONTACT = 9
    NUMBER = 10
    DISCONNECT = 11
    MESSAGE = 12
    IVR = 14
    PARTNER = 15
    TEAMS = 18
    CONTACT_CENTER = 19
    CALL_WAITING = 21
    BUSY_TONE = 22


# The kinds of extension that an action sends calls to. Of the others, there are none.
SENT_TO: dict[int, str] = {
    Action.USER: "user",
    Action.AUTO_RECEPTIONIST: "auto_receptionist",
    Action.QUEUE: "call_queue",
}
NOT_THERE = (
    Action.ROOM,
    Action.COMMON_AREA,
    Action.OTHER_ROOM,
    Action.SHARED_LINE_GROUP,
    Action.CONTACT,
    Action.IVR,
    Action.PARTNER,
    Action.TEAMS,
    Action.CONTACT_CENTER,
)


@dataclass(frozen=True)
class Default:
    """What a kind of extension does that was never told."""

    action: Action
    busy_action: Action | None
    handling: Handling


DEFAULTS: dict[str, Default] = {
    "user": Default(Action.VOICEMAIL, Action.CALL_WAITING, Handling(ring_seconds=30)),
    "call_queue": Default(
        Action.VOICEMAIL,
        None,
        Handling(ring_seconds=20, wait_seconds=300, most_waiting=60, wrap_up_seconds=10, calls_while_busy=False),
    ),
    "auto_receptionist": Default(Action.MESSAGE, None, Handling()),
}


@dataclass(frozen=True)
class Applies:
    """How one extension handles calls at certain hours: what it was told, and its kind's defaults for the rest."""

    hours: Hours
    row: CallHandling | None
    action: int
    busy_action: int | None
    handling: Handling
    forwardings: Sequence[Forwarding] = ()


def of(rows: Tenant, extension: Extension) -> list[Applies]:
    """Business hours, closed hours, then each holiday in order of time."""
    found = rows.find(CallHandling, CallHandling.extension_id == extension.id)
    numbers: dict[str, list[Forwarding]] = {}
    for forwarding in sorted(_forwardings(rows, found), key=lambda row: row.id):
        numbers.setdefault(forwarding.handling_id, []).append(forwarding)
    once = {row.hours: row for row in found if row.hours != "holiday"}
    holidays = sorted((row for row in found if row.hours == "holiday"), key=lambda row: (row.starts, row.id))

    def shown(hours: Hours, row: CallHandling | None) -> Applies:
        return applies(extension.kind, hours, row, numbers.get(row.id, ()) if row else ())

    always = [shown("business", once.get("business")), shown("closed", once.get("closed"))]
    return always + [shown("holiday", row) for row in holidays]


def applies(kind: str, hours: Hours, row: CallHandling | None, forwardings: Sequence[Forwarding] = ()) -> Applies:
    """A target that has gone leaves the default action."""
    default = DEFAULTS[kind]
    if row is None:
        return Applies(hours, None, default.action, default.busy_action, default.handling)
    told = replace(row.handling, **_unsaid(row.handling, default.handling))
    action = row.action if _stands(row.action, row.forward_to) else None
    busy_action = row.busy_action if _stands(row.busy_action, row.busy_forward_to) else None
    return Applies(hours, row, action or default.action, busy_action or default.busy_action, told, forwardings)


def _stands(action: int | None, target: str | None) -> bool:
    return action not in SENT_TO or target is not None


def _unsaid(told: Handling, default: Handling) -> dict[str, object]:
    names = ("ring_seconds", "wait_seconds", "most_waiting", "wrap_up_seconds", "calls_while_busy")
    return {name: getattr(default, name) for name in names if getattr(told, name) is None}


def to_change(rows: Tenant, extension: Extension, hours: Hours) -> list[CallHandling]:
    """The rows of those hours: one, made if need be; of holidays as many as there are."""
    where = (CallHandling.extension_id == extension.id, CallHandling.hours == hours)
    found = [rows.edit(CallHandling, row.id) for row in rows.find(CallHandling, *where)]
    if hours == "holiday" or found:
        return found
    return [rows.add(CallHandling(extension_id=extension.id, hours=hours, handling=Handling()))]


def holiday(rows: Tenant, extension: Extension, id: str) -> CallHandling:
    where = (CallHandling.extension_id == extension.id, CallHandling.hours == "holiday", CallHandling.id == id)
    found = rows.first(CallHandling, *where) or refuse("holiday_unknown", id=id)
    return rows.edit(CallHandling, found.id)


def forwarding(rows: Tenant, handlings: Iterable[CallHandling], id: str) -> Forwarding:
    """A forwarding number of those hours."""
    among = [row.id for row in handlings]
    found = rows.first(Forwarding, Forwarding.id == id, Forwarding.handling_id.in_(among))
    return rows.edit(Forwarding, found.id if found else refuse("call_forwarding_unknown", id=id))


def copy(rows: Tenant, source: Extension, to: Extension) -> None:
    """What the one was told, the other was told too."""
    kept = ("hours", "week", "name", "starts", "ends", "action", "busy_action", "forward_to", "busy_forward_to")
    for row in rows.find(CallHandling, CallHandling.extension_id == source.id):
        told = {name: getattr(row, name) for name in (*kept, "operator", "handling")}
        rows.add(CallHandling(extension_id=to.id, **told))


def _forwardings(rows: Tenant, handlings: Sequence[CallHandling]) -> Sequence[Forwarding]:
    ids = [row.id for row in handlings]
    return rows.find(Forwarding, Forwarding.handling_id.in_(ids)) if ids else ()
