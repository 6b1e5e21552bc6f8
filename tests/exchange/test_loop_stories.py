"""A carrier that sends whatever we send it back to us, and passes on what becomes of it: few calls come of one."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, Dialling, Office, X, Y
from tests.exchange.test_money_stories import DESK, DOOR, b, company
from tests.exchange.test_outside_stories import RULES
from trunkline.exchange.outside import AGAIN, NUMBERS
from trunkline.exchange.plan import SHARED, Handling, Member, Outside, Plan
from trunkline.exchange.vocabulary import Came, Dial, Redirected, Refused, Release, Ring, Wanted

pytestmark = pytest.mark.any_store

NAMED = tuple(f"+1310555{200 + n:04}" for n in range(NUMBERS))
MOST = 1000  # calls, so that a test ends
BY_PHONE, IN_TURN, FROM_QUEUE, BY_MEMBERS, BY_DOOR = "302", "numbers in turn", "overflow", "members", "receptionist"


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    return office


def looping(how: str) -> tuple[Plan, str]:
    """A company that sends calls outside in that way, and the direct number at which it does."""
    in_turn = Handling(phones=False, ring_mode="sequential", numbers=tuple(map(Outside, NAMED)))
    found = company(b(handling=in_turn if how == IN_TURN else Handling()))
    c = replace(found.users["C"], outbound=RULES, handling=Handling(numbers=tuple(map(Outside, NAMED))))
    queue, door = found.queues["Q"], found.receptionists["M"]
    overflow = replace(queue, members=(), overflow=Outside(Y), outbound=SHARED)
    members = replace(queue, numbers=True, members=(Member("C"), Member("B")), while_on_a_call=True)
    return replace(
        found,
        users={**found.users, "C": c},
        queues={"Q": members if how == BY_MEMBERS else overflow},
        receptionists={"M": replace(door, open=Outside(Y), outbound=SHARED)},
    ), {FROM_QUEUE: DESK, BY_MEMBERS: DESK, BY_DOOR: DOOR}.get(how, DID)


def sent_back(office: Office, number: str, shows: str, begin: Callable[[], object]) -> int:
    """How many calls go out, if each comes back to a number of ours and what becomes of it is passed on. Phones of B
    name ten numbers outside; nobody else answers."""
    dialled = 0
    came: dict[str, str] = {}  # the leg outside of which each call is what came back
    todo: list[Wanted] = []
    read = len(office.wanted)
    begin()
    while dialled < MOST:
        todo += office.wanted[read:]
        read = len(office.wanted)
        if not todo:
            if office.exchange.deadline is None or office.now > 600:
                break
            office.until(office.exchange.deadline)
            continue
        match todo.pop():
            case Dial(leg=leg, number=called):
                dialled += 1
                id = str(1_900_000_000_000_000_000 + next(office.calls))
                came[f"{id}.0"] = leg
                caller = {"the caller": X, "nobody": ""}.get(shows, called)
                office.tell(office.now + 0.01, Came(id, f"{id}.0", "carrier", number, caller))
            case Ring(leg=leg, contact=contact) if contact.startswith("B"):
                office.tell(office.now + 0.01, Redirected(leg, NAMED))
            case Release(leg=leg) if leg in came:
                office.tell(office.now + 0.01, Refused(came[leg], 486))
            case _:
                pass
    return dialled


@pytest.mark.parametrize("how", [BY_PHONE, IN_TURN, FROM_QUEUE, BY_MEMBERS, BY_DOOR])
@pytest.mark.parametrize(("shows", "most"), [("the caller", 10), ("nobody", 10), ("whom it called", 30)])
def test_few_calls_come_of_one_in_a_minute(office: Office, how: str, shows: str, most: int) -> None:
    plan, number = looping(how)
    office.adopt(plan)
    first = "" if shows == "nobody" else X
    count = sent_back(office, number, shows, lambda: office.come(0, number, first))
    assert 0 < count <= most * max(1, round(office.now / 60 + 0.5))


@pytest.mark.parametrize("how", [IN_TURN, FROM_QUEUE, BY_DOOR])
def test_who_calls_again_within_the_minute_is_sent_on_as_before(office: Office, how: str) -> None:
    """Also to ten numbers each time, one after another."""
    plan, number = looping(how)
    office.adopt(plan)
    dialled = [one_after_another(office, start, number) for start in (0, 15, 30)]
    assert dialled == [len(NAMED) if how == IN_TURN else 1] * 3


def one_after_another(office: Office, start: float, number: str) -> int:
    """A call in whose numbers outside are all busy: how many."""
    call, tried = office.come(start, number), 0
    while tried < len(call.dials):
        tried = len(call.dials)
        call.refused(start + tried, 486, call.dials[-1].number)
    return tried


def test_who_calls_without_end_is_sent_on_to_a_number_so_often_in_a_minute(office: Office) -> None:
    """A carrier that refuses what we send it, and sends it back after that."""
    plan, number = looping(FROM_QUEUE)
    office.adopt(plan)
    assert [one_after_another(office, n, number) for n in range(AGAIN + 2)] == [1] * AGAIN + [0, 0]
    assert one_after_another(office, 61, number) == 1
    assert one_after_another(office, 61.5, DOOR) == 1, "it is one who sends on, and another who does"


def test_a_busy_number_is_sent_on_for_whoever_calls(office: Office) -> None:
    """Twenty callers in a minute, who talk for half a minute each."""
    plan, number = looping(FROM_QUEUE)
    office.adopt(plan)
    calls: list[Dialling] = []
    for n in range(20):
        calls.append(call := office.come(n * 3, number, f"+4915112345{n:02}"))
        assert len(call.dials) == 1
        call.answered(n * 3 + 1, Y)
        if n >= 8:
            calls[n - 8].left(n * 3 + 2, Y)


def test_what_is_remembered_is_of_a_minute(office: Office) -> None:
    plan, number = looping(FROM_QUEUE)
    office.adopt(plan)
    for n in range(50):
        one_after_another(office, n * 10, number)
    assert remembered(office) <= 6


def test_nothing_is_remembered_of_those_who_dial_out(office: Office) -> None:
    office.adopt(looping(FROM_QUEUE)[0])
    for n in range(50):
        call = office.dial(n, "B", Y)
        assert call.dials
        call.caller_left(n + 0.5)
    assert remembered(office) == 0


def remembered(office: Office) -> int:
    return len(office.exchange._floor._sent)  # pyright: ignore[reportPrivateUsage]
