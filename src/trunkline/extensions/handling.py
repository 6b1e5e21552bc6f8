"""How extensions handle calls: during business hours, when closed, and on holidays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import Any, Literal, get_args

from trunkline.extensions import targets
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import SITE_SETTINGS
from trunkline.store.tables import CallHandling, Extension, Forwarding, Handling, Site
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
class Overflow:
    """What callers of a site's extensions may do besides leaving a message, where those do not say."""

    reaches_operator: bool = False
    checks_voicemail: bool = False
    operator: str | None = None  # the id of the extension


Overflows = Mapping[Hours, Overflow]

OVERFLOWING = ("user", "call_queue")  # kinds of extension that have it of the site
CHECKED = ("user",)


@dataclass(frozen=True)
class Applies:
    """How one extension handles calls at certain hours: what it was told, its site, and its kind's defaults."""

    hours: Hours
    row: CallHandling | None
    action: int
    busy_action: int | None
    handling: Handling
    forwardings: Sequence[Forwarding] = ()
    operator: str | None = None  # whom callers reach, if they may


def of(rows: Tenant, extension: Extension) -> list[Applies]:
    """Business hours, closed hours, then each holiday in order of time."""
    found = rows.find(CallHandling, CallHandling.extension_id == extension.id)
    numbers: dict[str, list[Forwarding]] = {}
    for forwarding in sorted(_forwardings(rows, found), key=lambda row: row.id):
        numbers.setdefault(forwarding.handling_id, []).append(forwarding)
    once = {row.hours: row for row in found if row.hours != "holiday"}
    holidays = sorted((row for row in found if row.hours == "holiday"), key=lambda row: (row.starts, row.id))
    overflows = of_site(rows, extension.site)

    def shown(hours: Hours, row: CallHandling | None) -> Applies:
        return applies(extension, hours, row, overflows, numbers.get(row.id, ()) if row else ())

    always = [shown("business", once.get("business")), shown("closed", once.get("closed"))]
    return always + [shown("holiday", row) for row in holidays]


def of_site(rows: Tenant, site: Site) -> Overflows:
    entries = [SITE_SETTINGS[key] for key in _SETTINGS.values()]
    said = {key: setting.value for key, setting in documents.read(rows, documents.of_site(site), entries).items()}
    operators = targets.named(rows, [part["overflow"]["operator_extension_id"] for part in said.values()])
    return overflows(said, {wire_id: operator.id for wire_id, operator in operators.items()})


def overflows(said: Mapping[str, Any], ids: Mapping[str, str]) -> Overflows:
    """Of a site's settings. `ids` are those of extensions, by their `extension_id`."""
    return {
        hours: Overflow(
            reaches_operator=overflow["allow_caller_to_reach_operator"],
            checks_voicemail=overflow["allow_caller_to_check_voicemail"],
            operator=ids.get(overflow["operator_extension_id"]),
        )
        for hours in get_args(Hours)
        if (overflow := said[_SETTINGS[hours]]["overflow"])
    }


_SETTINGS: Mapping[Hours, str] = {
    "business": "business_hours",
    "closed": "closed_hours",
    "holiday": "holiday_hours",
}


def applies(
    extension: Any, hours: Hours, row: CallHandling | None, site: Overflows, forwardings: Sequence[Forwarding] = ()
) -> Applies:
    """Of an extension, or its id and kind. A target that has gone leaves the default action."""
    default = DEFAULTS[extension.kind]
    overflow = site[hours] if extension.kind in OVERFLOWING else Overflow()
    operator = overflow.operator if overflow.operator != extension.id else None
    untold = _untold(extension.kind, overflow)
    if row is None:
        return Applies(hours, None, default.action, default.busy_action, untold, operator=operator)
    told = replace(row.handling, **_unsaid(row.handling, untold))
    action = row.action if _stands(row.action, row.forward_to) else default.action
    busy_action = row.busy_action if _stands(row.busy_action, row.busy_forward_to) else default.busy_action
    return Applies(
        hours,
        row,
        action or default.action,
        busy_action or default.busy_action,
        told,
        forwardings,
        row.operator or operator,
    )


@lru_cache
def _untold(kind: str, site: Overflow) -> Handling:
    """How those of a kind handle calls at a site who say nothing."""
    checks = site.checks_voicemail and kind in CHECKED
    return replace(DEFAULTS[kind].handling, reaches_operator=site.reaches_operator, checks_voicemail=checks)


def _stands(action: int | None, target: str | None) -> bool:
    return action not in SENT_TO or target is not None


def _unsaid(told: Handling, default: Handling) -> dict[str, object]:
    names = ("ring_seconds", "wait_seconds", "most_waiting", "wrap_up_seconds", "calls_while_busy")
    names += ("reaches_operator", "checks_voicemail")
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
