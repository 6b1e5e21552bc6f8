"""Whatever a plan has is looked at when it is called: in random offices, and in one where what is rare is set."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tests.acme import Acme
from tests.exchange.office import DID, Y, plan, reachable, user
from tests.exchange.test_explain import MONDAY_NOON, Caller
from tests.exchange.test_whole_exchange import DIDS, NUMBERS, plans
from trunkline.engine import stack
from trunkline.engine.location import Located
from trunkline.exchange import plan as kinds
from trunkline.exchange.explain import Phone as Doing
from trunkline.exchange.explain import explain
from trunkline.exchange.plan import (
    Address,
    AutoReceptionist,
    Beeps,
    Dialling,
    Disconnect,
    Holiday,
    Hours,
    Mailbox,
    Member,
    Outbound,
    Outside,
    Plan,
    Queue,
    Screening,
    Sending,
    Shown,
    Site,
    Taping,
    To,
    Trunk,
    Voicemail,
)
from trunkline.plan import Plans

# Each says which one a thing is, for whoever looks at a plan or keeps several.
NAMES = {"Plan.account_id", "Plan.version", "Line.device_id"}
# The engine asks for it: tests/engine/test_only_secured.py.
ENGINE = {"Line.only_secured"}
PREMIUM, FREE = "+19005551234", "+12125559999"
CALLS: tuple[tuple[str, str, Mapping[str, Doing]], ...] = (
    ("A", "1002", {"B": "answer"}),
    ("A", "1002", {}),
    ("A", PREMIUM, {}),
    ("", DID, {}),
    ("", "+12125551003", {}),
    ("", FREE, {}),
    ("A", "1003", {}),
    ("A", "3001", {}),
    ("A", "3002", {}),
    ("A", "3002", {"C": "answer"}),
    ("A", "+442079460000", {}),
    ("A", "911", {}),
    ("A", "4001", {}),
    ("A", "4002", {}),
    ("", "+12125554001", {}),
)
STRUCTS = [each for each in vars(kinds).values() if isinstance(each, type) and issubclass(each, Struct)]


@contextmanager
def watched() -> Generator[set[str]]:
    """The fields that code of ours looks at: `Kind.field`. What copies or compares a whole does not."""
    read = set[str]()

    def watch(kind: type[Struct]) -> None:
        names = {*kind.__struct_fields__}

        def look(self: object, name: str) -> object:
            if name in names and sys._getframe(1).f_globals["__name__"].startswith("trunkline."):  # pyright: ignore[reportPrivateUsage]
                read.add(f"{kind.__name__}.{name}")
            return object.__getattribute__(self, name)

        type.__setattr__(kind, "__getattribute__", look)

    for each in STRUCTS:
        if each is not Struct:
            watch(each)
    try:
        yield read
    finally:
        for each in STRUCTS:
            if each is not Struct:
                type.__delattr__(each, "__getattribute__")


def rich() -> Plan:
    day = Holiday("h", "Day", datetime(2026, 11, 23), datetime(2026, 11, 24))
    on = Hours("UTC", None, (day,))
    b = replace(
        user("B", 1002),
        hours=on,
        holidays={"h": replace(user("B", 1002).handling, unanswered=To("Q"))},
        tapes_incoming=Taping(beeps=Beeps("beep_60", 5)),
        overflow=Sending("call_overflow", beyond_site=False),  # to a queue of another
        outbound=Outbound((DID,)),
    )
    a = replace(user("A", 1001), outbound=Outbound(premium=True), shown_inside=Shown(FREE, "Support"))
    c = replace(user("C", 1003), hours=on, screening=Screening(seasons=frozenset({"holiday"})))
    c = replace(c, handling=replace(c.handling, unanswered=To("B")), overflow=Sending("call_overflow", allowed=False))
    c = replace(
        c, closed=c.handling, direct_numbers=("+12125551003",), screening=replace(c.screening, instead=Disconnect())
    )
    q = Queue("Q", "ext-Q", 3001, "Support", "t", "Branch", members=(Member("C"),), overflow=Outside("+442079460000"))
    q = replace(q, hours=on, direct_numbers=(FREE,))
    r = replace(q, id="R", number=3002, hours=Hours(), direct_numbers=(), wrap_up=5)
    q = replace(q, holidays={"h": To("M")}, screening=Screening(asks=True, knows_colleagues=True))
    m = replace(AutoReceptionist("M", "ext-M", 4001, "M", "s", "Main"), direct_numbers=("+12125554001",))
    o = replace(m, id="O", number=4002, direct_numbers=(), mailbox=Mailbox(), open=Voicemail(operator="B"))
    m = replace(m, hours=on, closed=Voicemail(), holidays={"h": Outside(Y)})
    made = replace(plan(1, [a, b, c]), queues={"Q": q, "R": r}, receptionists={"M": m, "O": o})
    made = replace(made, trunks=(Trunk("t", "carrier"),))
    site = Site("s", dialling=Dialling(), emergency=frozenset({"911"}))
    return reachable(replace(made, sites={"s": site, "t": replace(site, id="t")}))


def test_every_field_of_a_plan_is_looked_at_when_it_is_made_and_called(acme: Acme) -> None:
    people = st.sampled_from(["A", "C", ""])

    @given(plans(), people, st.sampled_from([*NUMBERS, *DIDS]), st.integers(0, 7 * 24))
    @settings(
        max_examples=150,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def calls(made: Plan, caller: str, number: str, hours: int) -> None:
        who = caller if caller in made.users else ""
        Caller(made, MONDAY_NOON + hours * 3600.0, [*made.lines], {}).calls(who, number)

    with watched() as read:
        Plans(acme.store).of(acme.id)
        calls()
        for who, number, do in CALLS:
            for changed in (rich(), replace(rich(), trunks=(), loopback=True)):
                Caller(changed, MONDAY_NOON, [*changed.lines], do).calls(who, number)
                explain(changed, who, number, MONDAY_NOON, do)
        Located(stack.Body("v=0"), Address("1 Main St", "2", "X", "CA", "1", "US"), "example.com")
    every = {f"{kind.__name__}.{name}" for kind in STRUCTS if kind is not Struct for name in kind.__struct_fields__}
    assert sorted(every - read - NAMES - ENGINE) == [], "nobody looks at these"
    assert sorted((NAMES | ENGINE) & read) == [], "somebody looks at these: take them off"
