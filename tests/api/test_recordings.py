"""Recordings of calls as the API tells them: those of a queue, their sound, and what the history says of them."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from tests.acme import Acme, Clock
from tests.caller import Caller
from tests.messages import leave, recorded, sound
from trunkline.exchange.vocabulary import Party, Record
from trunkline.records import writing
from trunkline.store.store import Place, Store

DAY = 86400


@pytest.fixture
def taped(acme: Acme, place: Place, clock: Clock) -> list[Record]:
    """From outside twenty hours ago; from a colleague ten hours ago; withheld, three days ago."""
    inside = Party("1001", "Person01 Smith", acme.users[1], extension_type="user", site_id=acme.main)
    hidden = Party(number_type="anonymous_number")
    made = [
        recorded(acme, 1, clock.now - DAY * 20 / 24),
        recorded(acme, 2, clock.now - DAY * 10 / 24, caller=inside),
        recorded(acme, 3, clock.now - 3 * DAY, caller=hidden),
    ]
    leave(place, acme, made)
    return made


def ids(answer: Any) -> list[int]:
    return [int(each["id"], 16) for each in answer.json["recordings"]]


class TestOfAQueue:
    def test_those_of_the_last_day_newest_first(self, call: Caller, acme: Acme, taped: list[Record]) -> None:
        answer = call("GET", f"/call_queues/{acme.queue}/recordings")
        assert ids(answer) == [2, 1]
        assert (answer.json["from"], answer.json["to"]) == ("2026-05-27", "2026-05-28")
        assert (answer.json["total_records"], answer.json["page_size"], answer.json["next_page_token"]) == (2, 30, "")
        inside, outside = answer.json["recordings"]
        assert outside == {
            "callee_name": "Support",
            "callee_number": "3001",
            "callee_number_type": "1",
            "caller_name": "Jo Doe",
            "caller_number": "+442079460999",
            "caller_number_type": 2,
            "date_time": "2026-05-28",
            "direction": "inbound",
            "download_url": f"http://api.example/v2/phone/recording/download/{1:032x}",
            "duration": 5,
            "id": f"{1:032x}",
        }
        assert (inside["caller_number"], inside["caller_number_type"]) == ("1001", 1)

    def test_who_is_withheld_has_no_number(self, call: Caller, acme: Acme, taped: list[Record]) -> None:
        answer = call("GET", f"/call_queues/{acme.queue}/recordings?from=2026-05-25&to=2026-05-26")
        (one,) = answer.json["recordings"]
        assert one["caller_number_type"] == 2
        assert one.keys().isdisjoint({"caller_number", "caller_name"})

    @pytest.mark.parametrize(
        ("window", "found"),
        [
            ("from=2026-05-20&to=2026-05-28", [2, 1, 3]),
            ("from=2026-05-25&to=2026-05-25", [3]),
            ("from=2026-05-26&to=2026-05-26", []),
            ("from=2026-05-25T20:26:40Z&to=2026-05-25T20:26:41Z", [3]),
            ("from=2026-05-25T20:26:39Z&to=2026-05-25T20:26:40Z", []),
            ("to=2026-05-25", [3]),
            ("from=9999-12-20&to=9999-12-25", []),
        ],
    )
    def test_a_window(self, call: Caller, acme: Acme, taped: list[Record], window: str, found: list[int]) -> None:
        assert ids(call("GET", f"/call_queues/{acme.queue}/recordings?{window}")) == found

    @pytest.mark.parametrize(
        "window",
        [
            "from=2026-05-01",
            "from=2026-04-01&to=2026-05-20",
            "from=2026-05-02&to=2026-05-01",
            "from=2025-01-01&to=2025-01-02",
            "from=yesterday&to=today",
            "to=0001-01-01T00:00:00Z",
        ],
    )
    def test_a_window_that_is_none(self, call: Caller, acme: Acme, window: str) -> None:
        assert call("GET", f"/call_queues/{acme.queue}/recordings?{window}").refused in ("invalid", "period_invalid")

    def test_pages(self, call: Caller, acme: Acme, taped: list[Record]) -> None:
        found, token = list[int](), ""
        for _ in range(3):
            path = f"/call_queues/{acme.queue}/recordings?from=2026-05-20&to=2026-05-28&page_size=1"
            answer = call("GET", f"{path}&next_page_token={token}")
            found += ids(answer)
            token = answer.json["next_page_token"]
            assert answer.json["total_records"] == 3
        assert (found, token) == ([2, 1, 3], "")

    def test_another_queue_has_its_own(
        self, call: Caller, acme: Acme, place: Place, clock: Clock, taped: list[Record]
    ) -> None:
        other = call("POST", "/call_queues", {"name": "Sales", "site_id": acme.main}).json["id"]
        leave(place, acme, [recorded(acme, 4, clock.now - 60, queue=other)])
        assert ids(call("GET", f"/call_queues/{other}/recordings")) == [4]
        assert ids(call("GET", f"/call_queues/{acme.queue}/recordings")) == [2, 1]

    def test_a_user_is_no_queue(self, call: Caller, acme: Acme) -> None:
        assert call("GET", f"/call_queues/{acme.users[0]}/recordings").refused == "call_queue_unknown"

    def test_what_was_not_kept_is_not_there(self, call: Caller, acme: Acme, place: Place, clock: Clock) -> None:
        whole = recorded(acme, 5, clock.now - 60)
        leave(place, acme, [replace(whole, recordings=(replace(whole.recordings[0], file="", seconds=0),))])
        assert ids(call("GET", f"/call_queues/{acme.queue}/recordings")) == []
        assert call("GET", "/call_history").json["call_history"][0]["recording_status"] == "non_recorded"


class TestSound:
    def test_it_is_answered_directly_at_the_url_that_was_shown(
        self, call: Caller, acme: Acme, taped: list[Record]
    ) -> None:
        one = call("GET", f"/call_queues/{acme.queue}/recordings").json["recordings"][0]
        path = one["download_url"].removeprefix("http://api.example")
        answer = call("GET", path)
        assert (answer.status, answer.headers["content-type"], answer.body) == (200, "audio/wav", sound())
        assert answer.headers["content-disposition"] == f'attachment; filename="recording-{2:032x}.wav"'
        part = call("GET", path, range="bytes=100-199")
        assert (part.status, part.body) == (206, sound()[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(sound())}"

    def test_whose_token_is_a_users_hears_no_queue(self, call: Caller, taped: list[Record]) -> None:
        for scope in ("phone:read", "phone_recording:read"):
            answer = call.by(f"person 0 {scope}")("GET", f"/recording/download/{1:032x}")
            assert answer.refused == "file_unknown"

    def test_another_account_hears_nothing(self, call: Caller, rival: Acme, taped: list[Record]) -> None:
        assert call.by("rival")("GET", f"/recording/download/{1:032x}").refused == "file_unknown"

    def test_a_message_is_no_recording(self, call: Caller, taped: list[Record]) -> None:
        assert call("GET", f"/voice_mails/download/{1:032x}").refused == "file_unknown"


class TestHistory:
    def test_a_call_says_that_it_was_recorded(self, call: Caller, acme: Acme, taped: list[Record]) -> None:
        rows = call("GET", "/call_history").json["call_history"]
        assert [row["recording_status"] for row in rows] == ["recorded", "recorded"]
        whole = call("GET", f"/call_history/{taped[0].id}").json
        queues, members = whole["call_elements"]
        assert (queues["recording_id"], queues["recording_type"]) == (f"{1:032x}", "automatic")
        assert members.keys().isdisjoint({"recording_id", "recording_type"})
        alone = call("GET", f"/call_element/{queues['call_element_id']}").json
        assert alone["recording_id"] == f"{1:032x}"

    @pytest.mark.parametrize(("status", "found"), [("recorded", 3), ("non_recorded", 0)])
    def test_the_list_is_filtered_by_it(
        self, call: Caller, acme: Acme, taped: list[Record], status: str, found: int
    ) -> None:
        window = "from=2026-05-20&to=2026-05-28"
        assert len(call("GET", f"/call_history?{window}&recording_status={status}").json["call_history"]) == found
        path = f"/users/{acme.users[0]}/call_history?{window}&recording_status={status}"
        assert len(call("GET", path).json["call_elements"]) == 3 - found  # a member's part is none of the queue's

    def test_a_record_told_twice_is_kept_once(
        self, call: Caller, acme: Acme, place: Place, taped: Sequence[Record]
    ) -> None:
        store = Store(place, "records")
        store.write_any(lambda session: writing.write(session, [(acme.id, record) for record in taped])).result()
        store.close()
        assert ids(call("GET", f"/call_queues/{acme.queue}/recordings")) == [2, 1]
