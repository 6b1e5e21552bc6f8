"""What became of a queue's calls, counted from records like those that the exchange writes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from tests.acme import Acme, Clock
from tests.api.test_call_history import window
from tests.caller import Caller
from trunkline.exchange.vocabulary import Element, Party, Record, WrappedUp
from trunkline.records import queue_analytics, wrap_ups, writing
from trunkline.store.store import Place, Store

CALLER = Party(number="+12125550100", number_type="external_pstn")
FIGURES = ("inbound_calls", "completed_calls", "abandoned_calls", "overflowed_calls")
TIMES = ("avg_in_queue_wait_time", "max_in_queue_wait_time", "avg_handle_time", "avg_wrap_up_time")
OUTBOUND = ("outbound_calls", "outbound_connected_calls", "outbound_unconnected_calls")


class Told:
    """Writes calls to an account's queue, one a minute from a moment on."""

    def __init__(self, store: Store, acme: Acme, start: int) -> None:
        self.store, self.acme, self.moment, self.count = store, acme, start, 0

    def call(self, *elements: tuple[str, str, str, float, float | None, float]) -> None:
        """Elements by event, result, owner, and their start, answer and end in seconds from the call's start."""
        self.count += 1
        self.moment += 60
        begin, parts = self.moment, list[Element]()
        for n, (what, result, owner, start, answer, end) in enumerate(elements):
            party = Party(number="2000", extension=owner)
            times = (begin + start, None if answer is None else begin + answer, begin + end)
            words: Any = (what, "outbound" if what == "outgoing" else "inbound", owner, CALLER, party, None)
            parts.append(Element(f"20260101-{self.moment}-{n}", n, 0, *words, *times, result))  # pyright: ignore
        last = max(part.end for part in parts)
        result = parts[0].result
        record = Record(
            id=f"20260101-{self.moment}",
            call=str(self.moment * 1000 << 20 | self.count),
            direction="inbound",
            connect_type="external",
            call_type="general",
            caller=CALLER,
            callee=parts[0].callee,
            start=begin,
            answer=parts[0].answer,
            end=last,
            result=result,
            elements=tuple(parts),
        )
        self.store.write_any(lambda session: writing.write(session, [(self.acme.id, record)])).result()

    def wrapped_up(self, seconds: float) -> None:
        """A member is done with the last call."""
        done = WrappedUp(str(self.moment * 1000 << 20 | self.count), self.acme.queue, self.moment, seconds)
        for _ in range(2):  # which may be told again
            self.store.write_any(lambda session: wrap_ups.add(session, self.acme.id, done)).result()


@pytest.fixture
def told(acme: Acme, place: Place, clock: Clock) -> Iterator[Told]:
    store = Store(place, "records")
    yield Told(store, acme, int(clock.now) - 86400 * 3)
    store.close()


@pytest.fixture
def a_day(told: Told, acme: Acme) -> None:
    """Stories S10 to S12 of the reference: a member answers after another declined; overflow to the mailbox; the caller
    gives up. Then a call that is answered at once.
    """
    queue, first, second = acme.queue, *acme.users[:2]
    told.call(
        ("incoming", "answered", queue, 0, 9, 69),
        ("ring_to_member", "rejected", first, 1, None, 5),
        ("ring_to_member", "answered", second, 1, 9, 69),
    )
    told.call(
        ("incoming", "overflowed", queue, 0, None, 60),
        ("ring_to_member", "ring_timeout", first, 1, None, 31),
        ("overflow", "voicemail", queue, 60, None, 80),
    )
    told.call(("incoming", "abandoned", queue, 0, None, 20), ("ring_to_member", "canceled", first, 1, None, 20))
    told.call(("incoming", "answered", queue, 0, 0.4, 31.9), ("ring_to_member", "answered", second, 0, 0.4, 31.9))


def analytics(call: Caller, query: str) -> Any:
    return call("GET", f"/call_queue_analytics?{query}").json


def of(queue: Any, names: tuple[str, ...]) -> list[int]:
    return [queue[name] for name in names]


def test_calls_and_times(call: Caller, acme: Acme, clock: Clock, a_day: None) -> None:
    (queue,) = analytics(call, window(clock))["call_queues"]
    shown = call("GET", f"/call_queues/{acme.queue}").json
    assert (queue["call_queue_id"], queue["call_queue_ext_id"]) == (acme.queue, shown["extension_id"])
    assert (queue["call_queue_name"], queue["site_id"], queue["site_name"]) == ("Support", acme.main, "Main Site")
    assert of(queue, FIGURES) == [4, 2, 1, 1]
    assert of(queue, TIMES) == [(9 + 60 + 20 + 0) // 4, 60, (60 + 31) // 2, 0]
    assert of(queue, OUTBOUND) == [0, 0, 0]


def test_time_after_a_call_is_part_of_handling_it(
    call: Caller, acme: Acme, clock: Clock, told: Told, a_day: None
) -> None:
    queue, member = acme.queue, acme.users[1]
    waited = ("incoming", "answered", queue, 0, 9, 69)
    told.call(waited, ("ring_to_member", "answered", member, 1, 9, 69))
    (figures,) = analytics(call, window(clock))["call_queues"]
    assert of(figures, TIMES[2:]) == [(60 + 31 + 60) // 3, 0], "nobody is done yet"
    told.wrapped_up(20.5)
    (figures,) = analytics(call, window(clock))["call_queues"]
    assert of(figures, TIMES[2:]) == [(60 + 31 + 60 + 20) // 3, 20 // 3]


def test_what_members_do_for_the_queue(call: Caller, acme: Acme, clock: Clock, told: Told) -> None:
    told.call(("outgoing", "connected", acme.queue, 0, 5, 65))
    told.call(("outgoing", "no_answer", acme.queue, 0, None, 30))
    told.call(("outgoing", "connected", acme.users[0], 0, 5, 65))
    (queue,) = analytics(call, window(clock))["call_queues"]
    assert of(queue, OUTBOUND) == [2, 1, 1]
    assert of(queue, FIGURES) == [0, 0, 0, 0]
    assert of(queue, TIMES) == [0, 0, 0, 0]


def test_who_found_the_queue_closed_never_waited(call: Caller, acme: Acme, clock: Clock, told: Told) -> None:
    told.call(("incoming", "answered", acme.queue, 0, 16, 60))
    told.call(("incoming", "succeeded", acme.queue, 0, None, 0), ("forward", "answered", acme.users[0], 0, 5, 9))
    told.call(("incoming", "voicemail", acme.queue, 0, None, 20))
    (queue,) = analytics(call, window(clock))["call_queues"]
    assert of(queue, FIGURES) == [1, 1, 0, 0]
    assert of(queue, TIMES[:2]) == [16, 16]


def test_a_call_counts_in_each_queue_that_it_waited_in(call: Caller, acme: Acme, clock: Clock, told: Told) -> None:
    second = call("POST", "/call_queues", {"name": "Sales", "site_id": acme.main}).json["id"]
    told.call(("incoming", "overflowed", acme.queue, 0, None, 60), ("overflow", "answered", second, 60, 70, 100))
    first, next = analytics(call, window(clock))["call_queues"]
    assert of(first, FIGURES) == [1, 0, 0, 1]
    assert of(next, FIGURES) == [1, 1, 0, 0]
    assert of(next, TIMES) == [10, 10, 30, 0]


def test_the_period_is_kept_to(call: Caller, acme: Acme, clock: Clock, told: Told, a_day: None) -> None:
    assert of(analytics(call, "")["call_queues"][0], FIGURES) == [0, 0, 0, 0]  # the last day

    def moment(seconds: int) -> str:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"

    begin = int(clock.now) - 86400 * 3
    answer = analytics(call, f"from={moment(begin + 120)}&to={moment(begin + 180)}")
    assert of(answer["call_queues"][0], FIGURES) == [1, 0, 0, 1]  # from the second call up to the third
    assert (answer["from"], answer["to"]) == (moment(begin + 120), moment(begin + 180))
    assert call("GET", f"/call_queue_analytics?from={moment(begin)}").refused in ("invalid", "period_invalid")


def test_queues_are_chosen(call: Caller, acme: Acme, clock: Clock, a_day: None) -> None:
    body = {"name": "Sales", "site_id": acme.branch, "department": "Sales", "cost_center": "7"}
    made = call("POST", "/call_queues", body).json["id"]
    extension = call("GET", f"/call_queues/{made}").json["extension_id"]
    for query, found in (
        ("", ["Support", "Sales"]),
        (f"call_queue_ext_ids={extension}", ["Sales"]),
        (f"call_queue_ext_ids={made}", []),
        (f"site_id={acme.main}", ["Support"]),
        ("department=Sales", ["Sales"]),
        ("cost_center=8", []),
    ):
        answer = analytics(call, f"{window(clock)}&{query}")
        assert [queue["call_queue_name"] for queue in answer["call_queues"]] == found
    first = analytics(call, f"{window(clock)}&page_size=1")
    rest = analytics(call, f"{window(clock)}&page_size=1&next_page_token={first['next_page_token']}")
    assert [each["call_queues"][0]["call_queue_name"] for each in (first, rest)] == ["Support", "Sales"]
    assert rest["next_page_token"] == ""


def test_another_accounts_calls_do_not_count(call: Caller, clock: Clock, rival: Acme, a_day: None) -> None:
    (queue,) = analytics(call.by("rival"), window(clock))["call_queues"]
    assert queue["call_queue_id"] == rival.queue
    assert of(queue, FIGURES) == [0, 0, 0, 0]


def test_only_what_the_queues_own_is_read(acme: Acme) -> None:
    """By the index of owners and starts, however many calls the account has."""
    if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
        pytest.skip("PostgreSQL chooses by how much there is")
    found = list[str]()

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if "call_elements" in statement:
            steps = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            found.extend(step for *_, step in steps)

    engine = acme.store._reading  # pyright: ignore[reportPrivateUsage]
    event.listen(engine, "before_cursor_execute", explain)
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, tzinfo=UTC)
    acme.store.read(acme.id, lambda rows: queue_analytics.of(rows, [acme.queue], since, until))
    event.remove(engine, "before_cursor_execute", explain)
    assert any("SEARCH" in step and "account_id=? AND owner=? AND start>? AND start<?" in step for step in found), found
