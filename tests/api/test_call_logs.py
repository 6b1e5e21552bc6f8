"""The oldest lists, `call_logs`: the same records, a row for each owner of a call, in words of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tests.acme import Acme, Clock
from tests.api.test_call_history import calls, window  # noqa: F401 (a fixture)
from tests.caller import Caller
from trunkline.exchange import history
from trunkline.exchange.vocabulary import Party, Record, Recording
from trunkline.records import parts, writing
from trunkline.store.store import Place, Store

X = Party(number="+14155550123", name="Xaver", number_type="external_pstn")
Y = Party(number="+442079460999", number_type="external_pstn")


def rows(call: Caller, clock: Clock, user: str = "", more: str = "") -> list[Any]:
    path = f"/users/{user}/call_logs" if user else "/call_logs"
    return call("GET", f"{path}?{window(clock)}&{more}").json["call_logs"]


class TestOfRealCalls:
    def test_an_internal_call_comes_twice(self, call: Caller, acme: Acme, clock: Clock, calls: list[Record]) -> None:  # noqa: F811
        found = rows(call, clock)
        assert [(row["owner"]["name"], row["direction"], row["result"]) for row in found] == [
            ("Person00 Smith", "outbound", "Wrong Number"),
            ("Person01 Smith", "inbound", "Busy"),
            ("Person00 Smith", "outbound", "Busy"),
            ("Person01 Smith", "inbound", "Call connected"),
            ("Person00 Smith", "outbound", "Call connected"),
        ]
        inward, outward = found[3:]
        assert inward["owner"] == {
            "extension_number": 1001,
            "id": acme.users[1],
            "name": "Person01 Smith",
            "type": "user",
        }
        assert inward["user_id"] == acme.users[1]
        assert (inward["caller_number"], inward["caller_number_type"]) == ("1000", 1)
        assert (inward["duration"], inward["hold_time"], inward["waiting_time"]) == (60, 10, 5)
        assert (inward["path"], inward["call_type"]) == ("extension", "voip")
        assert (inward["site"]["name"], inward["department"]) == ("Main Site", "Sales")
        assert inward["call_id"] == outward["call_id"]
        assert "answer_start_time" in inward
        assert "answer_start_time" not in outward

    def test_it_is_the_newer_element_in_other_words(
        self,
        call: Caller,
        acme: Acme,
        clock: Clock,
        calls: list[Record],  # noqa: F811
    ) -> None:
        for user in acme.users[:2]:
            newer = call("GET", f"/users/{user}/call_history?{window(clock)}").json["call_elements"]
            for old, new in zip(rows(call, clock, user), newer, strict=True):
                assert old["id"] == new["call_element_id"][9:]
                assert (old["call_id"], old["date_time"]) == (new["call_id"], new["start_time"])
                assert (old["call_end_time"], old["direction"]) == (new["end_time"], new["direction"])
                assert old["user_id"] == user

    def test_one_with_its_details(self, call: Caller, clock: Clock, calls: list[Record]) -> None:  # noqa: F811
        row = rows(call, clock)[3]
        whole = call("GET", f"/call_logs/{row['id']}").json
        assert (whole["id"], whole["result"], whole["device_private_ip"]) == (row["id"], "Call connected", "10.0.0.7")
        (detail,) = whole["log_details"]
        assert (detail["id"], detail["result"], detail["duration"]) == (row["id"], "Call connected", 60)
        assert call("GET", f"/call_logs/{row['call_id']}").json["direction"] == "outbound"

    def test_what_became_of_the_parties_is_told(
        self,
        call: Caller,
        acme: Acme,
        clock: Clock,
        calls: list[Record],  # noqa: F811
    ) -> None:
        row = rows(call, clock)[3]
        assert "callee_status" not in call("GET", f"/call_logs/{row['id']}").json
        assert call("DELETE", f"/v2/users/{acme.users[1]}").status == 204
        whole = call("GET", f"/call_logs/{row['id']}").json
        assert whole["callee_status"] == "deleted"
        assert "caller_status" not in whole

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("type=all", 5),
            ("type=missed", 1),
            ("path=extension", 5),
            ("path=pstn", 0),
            ("site_id=x", 0),
            ("charged_call_logs=true", 0),
            ("charged_call_logs=false", 5),
            ("time_type=endTime", 5),
            ("time_type=endTime&type=missed", 1),
        ],
    )
    def test_the_accounts_list_is_filtered(
        self,
        call: Caller,
        clock: Clock,
        calls: list[Record],  # noqa: F811
        query: str,
        count: int,
    ) -> None:
        assert len(rows(call, clock, "", query)) == count

    @pytest.mark.parametrize(
        ("query", "count"),
        [("type=missed", 1), ("phone_number=1000", 2), ("phone_number=100", 0), ("time_type=endTime", 2)],
    )
    def test_a_users_list_is_filtered(
        self,
        call: Caller,
        acme: Acme,
        clock: Clock,
        calls: list[Record],  # noqa: F811
        query: str,
        count: int,
    ) -> None:
        assert len(rows(call, clock, acme.users[1], query)) == count

    def test_pages(self, call: Caller, clock: Clock, calls: list[Record]) -> None:  # noqa: F811
        for order in ("startTime", "endTime"):
            found, token = list[str](), ""
            for _ in range(3):
                query = f"{window(clock)}&time_type={order}&page_size=2&next_page_token={token}"
                answer = call("GET", f"/call_logs?{query}").json
                found += [row["id"] for row in answer["call_logs"]]
                token = answer["next_page_token"]
                assert (answer["total_records"], answer["page_count"]) == (5, 3)
            assert found == [row["id"] for row in rows(call, clock, "", f"time_type={order}")]
            assert token == ""

    def test_a_client_code(self, call: Caller, acme: Acme, clock: Clock, calls: list[Record]) -> None:  # noqa: F811
        row = rows(call, clock)[3]
        assert call("PUT", f"/call_logs/{row['id']}/client_code", {"client_code": "123"}).status == 204
        assert rows(call, clock)[3]["client_code"] == "123"
        assert rows(call, clock, acme.users[1])[-1]["client_code"] == "123"
        assert call("GET", f"/call_element/{calls[0].elements[1].id}").json["client_code"] == "123"
        assert "client_code" not in rows(call, clock)[4]
        assert call("PUT", f"/call_logs/{row['id']}/client_code", {"client_code": "x"}).refused == "invalid"

    def test_what_is_removed_leaves_its_users_lists_alone(
        self,
        call: Caller,
        acme: Acme,
        clock: Clock,
        calls: list[Record],  # noqa: F811
    ) -> None:
        gone = rows(call, clock, acme.users[1])[-1]
        path = f"/call_logs/{gone['id']}"
        assert call("DELETE", f"/users/{acme.users[0]}{path}").refused == "call_log_unknown"
        assert call("DELETE", f"/users/{acme.users[1]}{path}").status == 204
        assert [row["result"] for row in rows(call, clock, acme.users[1])] == ["Busy"]
        newer = call("GET", f"/users/{acme.users[1]}/call_history?{window(clock)}").json["call_elements"]
        assert [row["result"] for row in newer] == ["busy"]
        assert len(rows(call, clock)) == 5
        assert call("GET", path).status == 200
        assert call.by("person 1 phone:read")("GET", path).refused == "call_log_unknown"
        assert call("DELETE", f"/users/{acme.users[1]}{path}").refused == "call_log_unknown"

    def test_the_part_goes_with_the_last_of_its_elements(
        self,
        call: Caller,
        acme: Acme,
        clock: Clock,
        calls: list[Record],  # noqa: F811
    ) -> None:
        element = calls[0].elements[1].id
        assert call("DELETE", f"/users/{acme.users[1]}/call_history/{element}").status == 204
        assert [row["result"] for row in rows(call, clock, acme.users[1])] == ["Busy"]


class TestStories:
    """Calls that pass through several hands, as a richer exchange records them."""

    @pytest.fixture
    def people(self, call: Caller, acme: Acme) -> list[Party]:
        found = [call("GET", f"/users/{id}").json for id in acme.users[:3]]
        return [
            Party(
                number=str(user["extension_number"]),
                name=f"Person{n:02} Smith",
                extension=user["id"],
                extension_id=user["extension_id"],
                extension_type="user",
                site_id=user["site_id"],
                site_name="Main Site",
            )
            for n, user in enumerate(found)
        ]

    @pytest.fixture
    def tell(self, acme: Acme, place: Place, clock: Clock) -> Iterator[Any]:
        store = Store(place, "records")
        start = float(int(clock.now) - 3600)
        call = str(int(start * 1000) << 20)

        def tell(
            *lines: tuple[str, str, Party, Party, Party | None, str, float, float | None, float],
            recordings: tuple[Recording, ...] = (),
        ) -> None:
            told = [
                history.Part(
                    segment=int(place[0]),
                    event=event,  # type: ignore[arg-type]
                    direction="inbound" if owner == callee else "outbound",
                    owner=owner.extension if owner else "",
                    caller=caller,
                    callee=callee,
                    start=start + begin,
                    operator=acted(event, caller, callee, owner, answer),
                    answer=None if answer is None else start + answer,
                    end=start + end,
                    result=result.partition(" ")[0],  # type: ignore[arg-type]
                    reason=result.partition(" ")[2],  # type: ignore[arg-type]
                )
                for place, event, caller, callee, owner, result, begin, answer, end in lines
            ]
            last = max(part.end or start for part in told)
            record = history.record(
                call, "general", start, last, "no_answer", told, (), hold=0, messages=(), recordings=recordings
            )
            store.write_any(lambda session: writing.write(session, [(acme.id, record)])).result()

        yield tell
        store.close()

    def test_a_blind_transfer(self, call: Caller, clock: Clock, people: list[Party], tell: Any) -> None:
        _, b, c = people
        tell(
            ("0.0", "incoming", X, b, b, "answered", 0, 5, 30),
            ("1.0", "direct_transfer", X, c, b, "connected", 30, 36, 36),
            ("2.0", "incoming", X, c, c, "answered", 31, 36, 96),
        )
        (of_b,) = rows(call, clock, b.extension)
        (of_c,) = rows(call, clock, c.extension)
        assert (of_b["result"], of_b["duration"], of_b["path"]) == ("Call connected", 25, "pstn")
        assert of_b["forwarded_to"]["name"] == c.name
        assert of_b["accepted_by"]["extension_number"] == b.number
        assert "forwarded_by" not in of_b
        assert (of_c["duration"], of_c["waiting_time"]) == (60, 5)
        assert of_c["forwarded_by"]["name"] == b.name
        assert (of_c["forwarded_by"]["extension_type"], of_c["forwarded_by"]["location"]) == ("user", "Main Site")
        assert "forwarded_to" not in of_c
        whole = call("GET", f"/call_logs/{of_b['id']}").json
        assert [(each["path"], each.get("forward_to", {}).get("name")) for each in whole["log_details"]] == [
            ("pstn", None),
            ("pstn", c.name),
        ]
        assert (of_b["caller_country_code"], of_b["caller_country_iso_code"]) == ("1", "US")
        assert (of_b["caller_number_type"], of_b["caller_number_source"]) == (2, "external")
        ends = [row["owner"]["name"] for row in rows(call, clock, "", "time_type=endTime")]
        assert ends == [c.name, b.name]
        found = call("GET", f"/call_history?{window(clock)}&keyword={c.name}").json
        assert found["total_records"] == 1, "whoever a call was sent on to is in a word of it"
        assert call("GET", f"/call_history?{window(clock)}&keyword=Person 99").json["total_records"] == 0

    def test_a_queue_of_two(self, call: Caller, clock: Clock, people: list[Party], tell: Any) -> None:
        _, b, c = people
        kind: Any = "call_queue"
        q = Party(number="2000", name="Sales", extension="q" * 22, extension_type=kind, site_name="Main Site")
        tell(
            ("0.0", "incoming", X, q, q, "answered", 0, 9, 69),
            ("1.0", "ring_to_member", X, b, b, "rejected", 1, None, 5),
            ("1.1", "ring_to_member", X, c, c, "answered", 1, 9, 69),
        )
        found = {row["owner"]["name"]: row for row in rows(call, clock)}
        assert [found[name]["result"] for name in ("Sales", b.name, c.name)] == [
            "Call connected",
            "Rejected",
            "Call connected",
        ]
        assert {row["path"] for row in found.values()} == {"callQueue"}
        assert found["Sales"]["owner"]["type"] == "callQueue"
        assert "user_id" not in found["Sales"]
        (of_b,) = rows(call, clock, b.extension, "type=missed")
        assert of_b["forwarded_by"]["name"] == "Sales"
        assert of_b["forwarded_by"]["extension_type"] == "callQueue"
        assert rows(call, clock, c.extension, "type=missed") == []
        nodes = call("GET", f"/call_history?{window(clock)}").json["call_history"][0]["call_history_uuid"]
        shown = call("GET", f"/call_history/{nodes}").json["call_elements"]
        assert [each["is_node"] for each in shown] == [0, 1, 1]

    def test_a_queues_call_that_was_recorded(self, call: Caller, clock: Clock, people: list[Party], tell: Any) -> None:
        _, _, c = people
        q = Party(number="2000", name="Sales", extension="q" * 22, extension_type="call_queue")
        tell(
            ("0.0", "incoming", X, q, q, "answered", 0, 9, 69),
            ("1.0", "ring_to_member", X, c, c, "answered", 1, 9, 69),
            recordings=(Recording("e" * 32, q.extension, 0, clock.now - 3591, 60, "f" * 22),),
        )
        found = {row["owner"]["name"]: row for row in rows(call, clock)}
        assert (found["Sales"]["result"], found[c.name]["result"]) == ("Auto Recorded", "Call connected")
        assert (found["Sales"]["recording_id"], found["Sales"]["recording_type"]) == ("e" * 32, "Automatic")
        assert "recording_type" not in found[c.name]
        (row,) = call("GET", f"/call_history?{window(clock)}&recording_status=recorded").json["call_history"]
        assert row["recording_status"] == "recorded"

    def test_another_member_was_quicker(self, call: Caller, clock: Clock, people: list[Party], tell: Any) -> None:
        _, b, c = people
        q = Party(number="2000", name="Sales", extension="q" * 22, extension_type="call_queue")
        tell(
            ("0.0", "incoming", X, q, q, "answered", 0, 6, 66),
            ("1.0", "ring_to_member", X, b, b, "answered answered_by_other", 1, None, 6),
            ("1.1", "ring_to_member", X, c, c, "answered", 1, 6, 66),
        )
        (element,) = call("GET", f"/users/{b.extension}/call_history?{window(clock)}").json["call_elements"]
        assert (element["result"], element["result_reason"]) == ("answered", "answered_by_other")
        assert element["talk_time"] == 0
        (element,) = call("GET", f"/users/{c.extension}/call_history?{window(clock)}").json["call_elements"]
        assert (element["result"], "result_reason" in element) == ("answered", False)
        (row,) = rows(call, clock, b.extension)
        assert (row["result"], row["duration"]) == ("Answered by Other Member", 0)
        assert rows(call, clock, b.extension, "type=missed") == []
        (row,) = rows(call, clock, c.extension)
        assert row["result"] == "Call connected"

    def test_a_call_abroad(self, call: Caller, clock: Clock, people: list[Party], tell: Any) -> None:
        a = replace(people[0], did="+14085550100")
        tell(("0.0", "outgoing", a, Y, a, "invalid_operation", 0, None, 1))
        (row,) = rows(call, clock, a.extension)
        assert (row["result"], row["outgoing_by"]["name"]) == ("Restricted Number", a.name)
        (row,) = rows(call, clock)
        assert (row["call_type"], row["callee_country_iso_code"]) == ("international", "GB")
        assert call("GET", f"/users/{a.extension}/call_logs?{window(clock)}&phone_number=442079460999").json[
            "total_records"
        ]
        (row,) = call("GET", f"/call_history?{window(clock)}").json["call_history"]
        whole = call("GET", f"/call_history/{row['call_history_uuid']}").json
        assert (whole["international"], whole["hide_caller_id"]) == (True, False)

    def test_a_call_of_one_who_hides_their_number(
        self, call: Caller, clock: Clock, people: list[Party], tell: Any
    ) -> None:
        a = replace(people[0], hidden=True)
        tell(("0.0", "outgoing", a, X, a, "connected", 0, 2, 9))
        (row,) = call("GET", f"/call_history?{window(clock)}").json["call_history"]
        whole = call("GET", f"/call_history/{row['call_history_uuid']}").json
        assert (whole["international"], whole["hide_caller_id"]) == (False, True)

    def test_nobodys_call_is_in_no_list_of_parts(self, call: Caller, clock: Clock, tell: Any) -> None:
        tell(("0.0", "incoming", X, Party(number="+14085550177"), None, "call_failed", 0, None, 0))
        assert rows(call, clock) == []
        assert len(call("GET", f"/call_history?{window(clock)}").json["call_history"]) == 1


def acted(event: str, caller: Party, callee: Party, owner: Party | None, answer: float | None) -> Party | None:
    """Who sent the call on, or answered it."""
    if event in ("forward", "direct_transfer"):
        return owner
    return owner if answer and owner in (caller, callee) else None


LISTED = {
    "Missed", "Voicemail", "Call connected", "Rejected", "Blocked", "Busy", "Wrong Number", "No Answer",
    "International Disabled", "Internal Error", "Call failed", "Restricted Number", "Call Cancel", "Park",
    "Answered by Other Member",
}  # fmt: skip


def test_every_result_has_a_listed_word(call: Caller) -> None:
    from tests.caller import CONTRACT

    results = CONTRACT.operations["get_call_element"].schemas["Result"]["enum"]
    assert parts.RESULTS.keys() == set(results)
    assert {*parts.RESULTS.values(), parts.PARKED, parts.TAKEN, parts.WRONG_NUMBER, parts.RESTRICTED} <= LISTED


def test_ids_say_their_day() -> None:
    start = datetime(2026, 3, 1, 23, 59, 59, 999_999, UTC).timestamp()
    for when in (start, start + 1, 0.0):
        id = history.named("7000000000000000000", history.stamp(when), "0.0")
        assert history.dated(id[9:]) == id
    assert history.dated("no-uuid") == ""
    assert history.dated("ffffffff-ffff-7fff-bfff-ffffffffffff") == ""
