"""Call history as the API tells it, of calls that the real exchange made."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tests.acme import Acme, Clock
from tests.caller import Caller
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.history import named, outsider, stamp
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Contact,
    Happened,
    Held,
    Left,
    Rang,
    Record,
    Refused,
    Registered,
    Resumed,
    Write,
)
from trunkline.plan import Plans
from trunkline.records import writing
from trunkline.store.store import Place, Store
from trunkline.store.tables import AuditLine, Setting

PHONE = "10.0.0.7"


@pytest.fixture
def calls(acme: Acme, place: Place, clock: Clock) -> Iterator[list[Record]]:
    """Person 0 calls person 1: answered after 6 s and held for 10 of 60; busy; a wrong number. A day apart."""
    no_mailbox = Setting(owner_id=acme.id, key="voicemail", value={"enable": False})
    acme.write(lambda rows: rows.add(no_mailbox).id)
    plan = Plans(acme.store).of(acme.id)
    lines = {line.user: line.id for line in plan.lines.values()}
    exchange, records = Exchange(plan), list[Record]()
    contacts = [Contact(f"c{n}", lines[acme.users[n]], PHONE, "192.0.2.7") for n in range(2)]

    def tell(now: float, happened: Happened) -> None:
        records.extend(each.record for each in exchange.receive(happened, now) if isinstance(each, Write))

    start = int(clock.now) - 3 * 86400
    for contact in contacts:
        tell(start, Registered(contact.line, (contact,)))
    dialled = ("1001", "1001", "9999")
    for n, number in enumerate(dialled):
        begin, call = start + n * 86400, str((start + n * 86400) * 1000 << 20 | 1 << 14)
        tell(begin, Arrived(call, f"{call}.0", contacts[0].line, number, contacts[0]))
        if n == 0:
            story = [(1, Rang), (6, Answered), (20, Held), (30, Resumed), (66, Left)]
            for seconds, what in story:
                tell(begin + seconds, what(f"{call}.1"))
        elif n == 1:
            tell(begin + 1, Refused(f"{call}.1", 486))
    store = Store(place, "records")
    store.write_any(lambda session: writing.write(session, [(acme.id, record) for record in records])).result()
    yield records
    store.close()


def window(clock: Clock, days: int = 10) -> str:
    start = datetime.fromtimestamp(clock.now - days * 86400, UTC)
    return f"from={start:%Y-%m-%d}&to={datetime.fromtimestamp(clock.now, UTC):%Y-%m-%d}"


def listed(call: Caller, clock: Clock, more: str = "") -> list[Any]:
    return call("GET", f"/call_history?{window(clock)}&{more}").json["call_history"]


def test_the_accounts_list_has_a_row_a_call_newest_first(call: Caller, clock: Clock, calls: list[Record]) -> None:
    rows = listed(call, clock)
    assert [row["call_result"] for row in rows] == ["call_failed", "busy", "connected"]
    row = rows[-1]
    assert (row["caller_name"], row["caller_ext_number"]) == ("Person00 Smith", "1000")
    assert (row["callee_name"], row["callee_ext_number"]) == ("Person01 Smith", "1001")
    assert (row["caller_email"], row["caller_ext_type"]) == ("p00@acme.example", "user")
    assert (row["direction"], row["connect_type"], row["call_type"]) == ("outbound", "internal", "general")
    assert (row["duration"], row["recording_status"]) == (60, "non_recorded")
    times = [datetime.strptime(row[name], "%Y-%m-%dT%H:%M:%SZ") for name in ("start_time", "answer_time", "end_time")]
    assert [(time - times[0]).total_seconds() for time in times] == [0, 6, 66]
    assert (row["site_name"], row["department"]) == ("Main Site", "Support")
    assert rows[0]["callee_ext_number"] == "9999"
    assert "answer_time" not in rows[0]


def test_what_a_carrier_calls_a_caller_is_never_an_extension(
    call: Caller, acme: Acme, place: Place, clock: Clock, calls: list[Record]
) -> None:
    """Also in the calls that were recorded when it was kept as a number."""
    deceiver = outsider("1001")
    last, began = calls[-1], stamp(calls[-1].start)
    elements = [replace(each, id=named("2", began, str(n)), caller=deceiver) for n, each in enumerate(last.elements)]
    was = replace(last, id=named("2", began), call="2", caller=deceiver, elements=tuple(elements))
    store = Store(place, "records")
    store.write_any(lambda session: writing.write(session, [(acme.id, was)])).result()
    store.close()
    row = next(row for row in listed(call, clock) if "caller_ext_id" not in row)
    whole = call("GET", f"/call_history/{row['call_history_uuid']}").json
    for each in (row, whole, *whole["call_elements"]):
        assert not {"caller_ext_number", "caller_did_number"} & {*each}


def test_the_deprecated_rows_are_the_same(call: Caller, clock: Clock, calls: list[Record]) -> None:
    answer = call("GET", f"/call_history?{window(clock)}").json
    for new, old in zip(answer["call_history"], answer["call_logs"], strict=True):
        assert new.pop("call_history_uuid") == old.pop("id")
        assert new == old


def test_one_call_whole(call: Caller, clock: Clock, calls: list[Record]) -> None:
    row = listed(call, clock)[-1]
    whole = call("GET", f"/call_history/{row['call_history_uuid']}").json
    assert (whole["id"], whole["call_id"]) == (row["call_history_uuid"], row["call_id"])
    out, inward = whole["call_elements"]
    assert (out["event"], out["result"], out["direction"]) == ("outgoing", "connected", "outbound")
    assert (inward["event"], inward["result"], inward["direction"]) == ("incoming", "answered", "inbound")
    assert [(each["segment"], each["node"], each["is_node"]) for each in (out, inward)] == [(0, 0, 0), (0, 1, 0)]
    assert (out["hold_time"], inward["hold_time"]) == (10, 10)
    assert (out["waiting_time"], inward["waiting_time"]) == (6, 5)
    assert inward["operator_name"] == "Person01 Smith"
    assert inward["device_private_ip"] == PHONE
    assert call("GET", f"/call_element/{inward['call_element_id']}").json["call_history_uuid"] == whole["id"]


def test_each_party_has_their_own_element(call: Caller, acme: Acme, clock: Clock, calls: list[Record]) -> None:
    def elements(user: int) -> list[Any]:
        path = f"/users/{acme.users[user]}/call_history?{window(clock)}"
        return call("GET", path).json["call_elements"]

    assert [each["result"] for each in elements(0)] == ["call_failed", "busy", "connected"]
    assert [each["result"] for each in elements(1)] == ["busy", "answered"]
    assert elements(2) == []
    talked = elements(1)[-1]
    assert (talked["talk_time"], talked["hold_time"], talked["wait_time"]) == (50, 10, 5)
    assert {each["call_history_uuid"] for each in elements(1)} <= {each["call_history_uuid"] for each in elements(0)}


@pytest.mark.parametrize(
    ("query", "results"),
    [
        ("call_results=busy", ["busy"]),
        ("call_results[]=busy&call_results[]=connected", ["busy", "connected"]),
        ("directions=inbound", []),
        ("directions=outbound", ["call_failed", "busy", "connected"]),
        ("connect_types=external", []),
        ("call_types=emergency", []),
        ("extension_types=user", ["call_failed", "busy", "connected"]),
        ("extension_types=call_queue", []),
        ("number_types=external_pstn", []),
        ("keyword=person01", ["busy", "connected"]),
        ("keyword=9999", ["call_failed"]),
        ("keyword=%25", []),
        ("keyword=p01@acme", ["busy", "connected"]),
        ("keyword=nobody", []),
        ("department=Support", ["call_failed", "busy", "connected"]),
        ("department=Sales", []),
        ("cost_center=x", []),
        ("site_ids=x", []),
        ("group_ids=x", []),
        ("recording_status=recorded", []),
        ("recording_status=non_recorded", ["call_failed", "busy", "connected"]),
        ("with_voicemail=true", []),
        ("with_voicemail=false", ["call_failed", "busy", "connected"]),
        ("time_type=end_time", ["call_failed", "busy", "connected"]),
    ],
)
def test_the_list_is_filtered(call: Caller, clock: Clock, calls: list[Record], query: str, results: list[str]) -> None:
    assert [row["call_result"] for row in listed(call, clock, query)] == results


def test_a_keyword_may_be_the_id_of_a_call_but_not_part_of_it(
    call: Caller, acme: Acme, clock: Clock, calls: list[Record]
) -> None:
    for record in calls:
        for path in ("/call_history", f"/users/{acme.users[0]}/call_history"):
            for keyword, count in (record.call, 1), (record.call[:-1], 0):
                answer = call("GET", f"{path}?{window(clock)}&keyword={keyword}").json
                assert answer["total_records"] == count
                assert [row["call_id"] for row in answer["call_logs"]] == [record.call] * count


def test_pages_go_newest_first(call: Caller, clock: Clock, calls: list[Record]) -> None:
    found, token = list[str](), ""
    for _ in range(3):
        answer = call("GET", f"/call_history?{window(clock)}&page_size=1&next_page_token={token}").json
        found += [row["call_result"] for row in answer["call_history"]]
        token = answer["next_page_token"]
        assert (answer["total_records"], answer["page_count"]) == (3, 3)
    assert found == ["call_failed", "busy", "connected"]
    assert token == ""


def test_the_last_day_unless_said_otherwise(call: Caller, clock: Clock, calls: list[Record]) -> None:
    clock.now -= 86400 - 10
    assert [row["call_result"] for row in call("GET", "/call_history").json["call_history"]] == ["call_failed"]


def test_moments_are_exact_and_days_are_whole(call: Caller, clock: Clock, calls: list[Record]) -> None:
    moment = listed(call, clock)[0]["start_time"]
    assert len(call("GET", f"/call_history?from={moment}&to={moment}").json["call_history"]) == 0
    day = moment[:10]
    assert len(call("GET", f"/call_history?from={day}&to={day}").json["call_history"]) == 1


@pytest.mark.parametrize(
    "period",
    [
        "from=2026-05-01",
        "from=2026-05-01&to=2026-07-01",
        "from=2026-05-02&to=2026-05-01",
        "from=2025-01-01&to=2025-01-02",
        "from=yesterday&to=today",
        "from=2026-05-01T00:00&to=2026-05-02",
        "to=99999-01-01",
    ],
)
def test_periods_that_are_none(call: Caller, acme: Acme, period: str) -> None:
    assert call("GET", f"/call_history?{period}").refused in ("invalid", "period_invalid")
    answer = call("GET", f"/users/{acme.users[0]}/call_history?{period}")
    assert (answer.status, answer.json["code"]) == (400, 301)


def test_another_accounts_calls_are_unknown(call: Caller, clock: Clock, rival: Acme, calls: list[Record]) -> None:
    row = listed(call, clock)[0]
    assert call.by("rival")("GET", f"/call_history/{row['call_history_uuid']}").refused == "call_unknown"
    assert listed(call.by("rival"), clock) == []


def test_a_record_told_twice_is_kept_once(
    call: Caller, acme: Acme, place: Place, clock: Clock, calls: list[Record]
) -> None:
    """Alone, in one batch, and together with a new one."""
    last = calls[-1]
    new = replace(last, id="20260101-new", call=str(int(last.call) + 1), elements=())
    before = own(call, acme, clock, 0)
    store = Store(place, "records")
    for told in (calls, calls * 2, [*calls, new, new]):
        store.write_any(lambda session, told=told: writing.write(session, [(acme.id, r) for r in told])).result()
    store.close()
    assert len(listed(call, clock)) == 4
    assert own(call, acme, clock, 0) == before


def own(call: Caller, acme: Acme, clock: Clock, person: int) -> list[Any]:
    return call("GET", f"/users/{acme.users[person]}/call_history?{window(clock)}").json["call_elements"]


def test_one_element_in_the_older_form(call: Caller, acme: Acme, clock: Clock, calls: list[Record]) -> None:
    for row in own(call, acme, clock, 1):
        older = call("GET", f"/call_history_detail/{row['call_element_id']}").json
        newer = call("GET", f"/call_element/{row['call_element_id']}").json
        assert older.pop("id") == newer.pop("call_element_id")
        assert older.pop("call_path_id") == newer.pop("call_history_uuid")
        assert older == newer


class TestClientCode:
    def test_it_stands_on_the_element(self, call: Caller, acme: Acme, clock: Clock, calls: list[Record]) -> None:
        element, other = calls[0].elements
        assert call("PATCH", f"/call_history/{element.id}/client_code", {"client_code": "4711"}).status == 204
        assert call("GET", f"/call_element/{element.id}").json["client_code"] == "4711"
        assert "client_code" not in call("GET", f"/call_element/{other.id}").json
        shown = call("GET", f"/call_history/{calls[0].id}").json["call_elements"]
        assert [each.get("client_code") for each in shown] == ["4711", None]
        assert call("PATCH", f"/call_history/{element.id}/client_code", {"client_code": "0815"}).status == 204
        assert call("GET", f"/call_element/{element.id}").json["client_code"] == "0815"
        (line,) = acme.store.read(acme.id, lambda rows: rows.find(AuditLine))[:1]
        assert (line.operation, line.path) == ("add_call_history_client_code", {"call_history_uuid": element.id})

    def test_a_whole_call_takes_none(self, call: Caller, calls: list[Record]) -> None:
        answer = call("PATCH", f"/call_history/{calls[0].id}/client_code", {"client_code": "4711"})
        assert answer.refused == "call_element_required"
        assert answer.json == {"code": 302, "message": "Client code cannot be added to admin call log"}

    @pytest.mark.parametrize("code", ["12", "12345678901234567", "12a", "", "\u0663\u0663\u0663"])
    def test_it_is_3_to_16_digits(self, code: str, call: Caller, calls: list[Record]) -> None:
        path = f"/call_history/{calls[0].elements[0].id}/client_code"
        answer = call("PATCH", path, {"client_code": code})
        assert answer.json == {"code": 301, "message": f"Invalid client code: {code}"}
        assert call("PATCH", path, {"client_code": 123}).refused == "invalid"


def test_a_removed_element_leaves_its_owners_list_alone(
    call: Caller, acme: Acme, clock: Clock, calls: list[Record]
) -> None:
    gone = calls[0].elements[0]
    path = f"/users/{acme.users[0]}/call_history/{gone.id}"
    assert call("DELETE", f"/users/{acme.users[1]}/call_history/{gone.id}").refused == "call_element_unknown"
    assert call("DELETE", path).status == 204
    assert [row["result"] for row in own(call, acme, clock, 0)] == ["call_failed", "busy"]
    assert [row["result"] for row in own(call, acme, clock, 1)] == ["busy", "answered"]
    assert len(listed(call, clock)) == 3
    assert len(call("GET", f"/call_history/{calls[0].id}").json["call_elements"]) == 2
    assert call("GET", f"/call_element/{gone.id}").status == 200
    assert call.by("person 0 phone:read")("GET", f"/call_element/{gone.id}").refused == "call_element_unknown"
    assert call("DELETE", path).refused == "call_element_unknown"


def test_records_are_changed_while_the_engine_writes_them(
    call: Caller, acme: Acme, place: Place, calls: list[Record]
) -> None:
    """Two processes, one file: each waits for the other, and nothing of either is lost."""
    engine, element = Store(place, "records"), calls[0].elements[0].id
    told = [replace(calls[0], id=f"20260101-{n}", call=str(n), elements=()) for n in range(1, 200)]
    writes = [engine.write_any(lambda session, one=one: writing.write(session, [(acme.id, one)])) for one in told]
    codes = [call("PATCH", f"/call_history/{element}/client_code", {"client_code": f"{n:03}"}) for n in range(20)]
    assert {answer.status for answer in codes} == {204}
    for each in writes:
        each.result()
    engine.close()
    assert call("GET", f"/call_element/{element}").json["client_code"] == "019"
