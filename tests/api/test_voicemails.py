"""Voicemails as the API tells them: who finds which, what their sound is, and what becomes of them."""

import threading
import wave
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from tests.acme import Acme, Clock
from tests.caller import Caller
from tests.messages import call as call_id
from tests.messages import leave, message, sound
from trunkline.api import downloads
from trunkline.exchange.vocabulary import Party, Record
from trunkline.records import writing
from trunkline.store.records import Voicemail
from trunkline.store.store import Place, Store
from trunkline.store.tables import AuditLine

DAY = 86400
OUTSIDE = Party("+442079460999", number_type="external_pstn")


@pytest.fixture
def messages(acme: Acme, place: Place, clock: Clock) -> list[Record]:
    """For user 0: from a colleague, and from outside a day later; and one for user 2 at the branch, the newest."""
    left = [
        message(acme, 1, clock.now - 3 * DAY, site=acme.main),
        message(acme, 2, clock.now - 2 * DAY, site=acme.main, caller=OUTSIDE),
        message(acme, 3, clock.now - 1 * DAY, site=acme.branch, owner=2),
    ]
    leave(place, acme, left)
    return left


def ids(answer: Any) -> list[int]:
    return [int(each["id"], 16) for each in answer.json["voice_mails"]]


def id_of(n: int) -> str:
    return f"{n:032x}"


class TestLists:
    def test_the_accounts_has_all_newest_first(self, call: Caller, acme: Acme, messages: list[Record]) -> None:
        answer = call("GET", "/voice_mails")
        assert ids(answer) == [3, 2, 1]
        assert (answer.json["from"], answer.json["to"]) == ("2026-04-28", "2026-05-28")
        assert (answer.json["total_records"], answer.json["page_count"], answer.json["page_size"]) == (3, 1, 30)
        newest = answer.json["voice_mails"][0]
        assert newest["owner"] == {
            "id": acme.users[2],
            "type": "user",
            "name": "Person02 Smith",
            "extension_number": 1002,
        }
        assert (newest["status"], newest["duration"], newest["date_time"]) == ("unread", 5, "2026-05-27T20:26:40Z")
        assert (newest["caller_name"], newest["caller_number"], newest["caller_number_type"]) == (
            "Person01 Smith",
            "1001",
            1,
        )
        assert (newest["callee_number"], newest["callee_number_type"]) == ("1002", 1)
        outside = answer.json["voice_mails"][1]
        assert (outside["caller_number"], outside["caller_number_type"]) == ("+442079460999", 2)
        assert "caller_name" not in outside

    def test_a_users_has_its_own(self, call: Caller, acme: Acme, messages: list[Record]) -> None:
        assert ids(call("GET", f"/users/{acme.users[0]}/voice_mails")) == [2, 1]
        assert ids(call("GET", "/users/p02@acme.example/voice_mails")) == [3]
        assert ids(call("GET", f"/users/{acme.users[1]}/voice_mails")) == []
        assert ids(call.by("person 0 phone:read")("GET", "/users/me/voice_mails")) == [2, 1]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("status=read", [2]),
            ("status=unread", [3, 1]),
            ("status=all", [3, 2, 1]),
            ("owner_type=user", [3, 2, 1]),
            ("owner_type=callQueue", []),
            ("owner_type=commonArea", []),
            ("voicemail_type=normal", [3, 2, 1]),
            ("voicemail_type=spam", []),
            ("voicemail_type=maybeSpam", []),
            ("trashed=true", []),
            ("from=2026-05-26&to=2026-05-26", [2]),
            ("from=2026-05-25T20:26:40Z&to=2026-05-26T20:26:40Z", [1]),
            ("site_id={branch}", [3]),
            ("site_id=x", []),
        ],
    )
    def test_the_accounts_is_filtered(
        self, call: Caller, acme: Acme, messages: list[Record], query: str, found: list[int]
    ) -> None:
        call("PATCH", f"/voice_mails/{id_of(2)}?read_status=Read")
        assert ids(call("GET", f"/voice_mails?{query.format(branch=acme.branch)}")) == found

    def test_a_users_is_filtered(self, call: Caller, acme: Acme, messages: list[Record]) -> None:
        call("PATCH", f"/voice_mails/{id_of(2)}?read_status=Read")
        for query, found in (("status=read", [2]), ("status=unread", [1]), ("trash=true", []), ("trash=false", [2, 1])):
            assert ids(call("GET", f"/users/{acme.users[0]}/voice_mails?{query}")) == found

    def test_pages(self, call: Caller, messages: list[Record]) -> None:
        found, token = list[int](), ""
        for _ in range(3):
            answer = call("GET", f"/voice_mails?page_size=1&next_page_token={token}")
            found += ids(answer)
            token = answer.json["next_page_token"]
            assert (answer.json["total_records"], answer.json["page_count"]) == (3, 3)
        assert (found, token) == ([3, 2, 1], "")

    def test_the_last_thirty_days_unless_said_otherwise(
        self, call: Caller, clock: Clock, messages: list[Record]
    ) -> None:
        clock.now += 28 * DAY
        assert ids(call("GET", "/voice_mails")) == [3, 2]

    @pytest.mark.parametrize(
        "period",
        [
            "from=2026-05-01",
            "from=2026-04-01&to=2026-05-20",
            "from=2025-01-01&to=2025-01-02",
            "to=0001-01-01T00:00:00Z",
        ],
    )
    def test_periods_that_are_none(self, call: Caller, acme: Acme, period: str) -> None:
        assert call("GET", f"/voice_mails?{period}").refused in ("invalid", "period_invalid")
        assert call("GET", f"/users/{acme.users[0]}/voice_mails?{period}").status == 400

    def test_nothing_was_left_in_the_future_however_far(self, call: Caller, messages: list[Record]) -> None:
        assert ids(call("GET", "/voice_mails?from=9999-12-20&to=9999-12-25")) == []

    def test_owners_that_are_no_more(self, call: Caller, acme: Acme, messages: list[Record]) -> None:
        assert call("DELETE", f"/v2/users/{acme.users[2]}").refused is None
        newest = call("GET", "/voice_mails").json["voice_mails"][0]
        assert newest["owner"]["extension_status"] == "deleted"
        assert (newest["owner"]["name"], newest["owner"]["extension_number"]) == ("Person02 Smith", 1002)
        assert call("GET", f"/voice_mails/{id_of(3)}").status == 200


class TestOne:
    def test_whole(self, call: Caller, messages: list[Record]) -> None:
        one = call("GET", f"/voice_mails/{id_of(1)}").json
        element = messages[0].elements[1]
        assert one["call_element_id"] == one["call_history_id"] == element.id
        assert one["call_log_id"] == element.id.partition("-")[2]
        assert one["call_id"] == str(call_id(1))
        assert one["transcription"] == {"status": 0}
        assert "deleted_time" not in one

    @pytest.mark.parametrize("named", ["call", "log", "element"])
    def test_of_a_call(self, call: Caller, acme: Acme, messages: list[Record], named: str) -> None:
        element = messages[0].elements[1].id
        path = {"call": str(call_id(1)), "log": element.partition("-")[2], "element": element}[named]
        one = call("GET", f"/users/{acme.users[0]}/call_logs/{path}/voice_mail").json
        assert one["id"] == id_of(1)
        assert call("GET", f"/users/{acme.users[1]}/call_logs/{path}/voice_mail").refused == "voicemail_unknown"

    @pytest.mark.parametrize("named", ["x", "9" * 19, "9" * 40, "20260520-", "%F0%9F%98%80"])
    def test_of_no_call(self, call: Caller, acme: Acme, messages: list[Record], named: str) -> None:
        answer = call("GET", f"/users/{acme.users[0]}/call_logs/{named}/voice_mail")
        assert answer.refused == "voicemail_unknown"

    def test_it_stands_in_the_history_with_its_owners_part_alone(
        self, call: Caller, acme: Acme, messages: list[Record]
    ) -> None:
        out, inward = call("GET", f"/call_history/{messages[0].id}").json["call_elements"]
        assert "voicemail_id" not in out
        assert inward["voicemail_id"] == id_of(1)
        assert call("GET", f"/call_element/{inward['call_element_id']}").json["voicemail_id"] == id_of(1)
        window = "from=2026-05-20&to=2026-05-28"
        with_one = call("GET", f"/call_history?{window}&with_voicemail=true").json["call_history"]
        assert len(with_one) == 3
        for user, found in ((0, 2), (1, 0), (2, 1)):
            path = f"/users/{acme.users[user]}/call_history?{window}&with_voicemail=true"
            assert len(call("GET", path).json["call_elements"]) == found


class TestSound:
    def test_it_is_answered_directly_at_the_url_that_was_shown(self, call: Caller, messages: list[Record]) -> None:
        one = call("GET", f"/voice_mails/{id_of(1)}").json
        assert one["download_url"].startswith("http://api.example/v2/phone/voice_mails/download/")
        answer = call("GET", one["download_url"].removeprefix("http://api.example"))
        assert (answer.status, answer.headers["content-type"]) == (200, "audio/wav")
        assert (answer.headers["accept-ranges"], answer.headers["content-length"]) == ("bytes", str(len(sound())))
        assert answer.headers["content-disposition"] == f'attachment; filename="voicemail-{id_of(1)}.wav"'
        assert answer.body == sound()
        with wave.open(BytesIO(answer.body)) as file:
            assert file.getnframes() // file.getframerate() == one["duration"]

    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [
            ("bytes=0-99", 0, 100),
            ("bytes=100-", 100, None),
            ("bytes=-100", -100, None),
            ("bytes=-999999", 0, None),
            ("bytes=0-999999", 0, None),
            ("bytes= 5-5 ", 5, 6),
            ("bytes=0-", 0, None),
        ],
    )
    def test_a_part_of_it(self, call: Caller, messages: list[Record], asked: str, start: int, end: int | None) -> None:
        answer = call("GET", f"/voice_mails/download/{messages[0].messages[0].file}", range=asked)
        whole = sound()
        assert (answer.status, answer.body) == (206, whole[start:end])
        begin = start % len(whole)
        assert answer.headers["content-range"] == f"bytes {begin}-{begin + len(answer.body) - 1}/{len(whole)}"

    @pytest.mark.parametrize(
        "asked",
        [
            "bytes=5-4",
            "bytes=0-1,5-6",
            "items=0-1",
            "bytes=x",
            "bytes=-",
            "bytes=--1",
            "0-1",
            f"bytes={10**4000}-",
        ],
    )
    def test_a_range_that_is_none_is_ignored(self, call: Caller, messages: list[Record], asked: str) -> None:
        answer = call("GET", f"/voice_mails/download/{messages[0].messages[0].file}", range=asked)
        assert (answer.status, answer.body) == (200, sound())
        assert "content-range" not in answer.headers

    @pytest.mark.parametrize("asked", [f"bytes={len(sound())}-", "bytes=999999-9999999", "bytes=-0"])
    def test_a_range_beyond_its_end(self, call: Caller, messages: list[Record], asked: str) -> None:
        answer = call("GET", f"/voice_mails/download/{messages[0].messages[0].file}", range=asked)
        assert answer.refused == "range_unsatisfiable"
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(sound())}")

    def test_a_part_only_if_it_is_still_the_same(self, call: Caller, messages: list[Record]) -> None:
        path = f"/voice_mails/download/{messages[0].messages[0].file}"
        etag = call("GET", path).headers["etag"]
        assert call("GET", path, range="bytes=0-9", if_range=etag).status == 206
        assert call("GET", path, range="bytes=0-9", if_range='"other"').status == 200

    def test_it_is_sent_in_pieces(self, call: Caller, messages: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(downloads, "PIECE", 1000)
        path = f"/voice_mails/download/{messages[0].messages[0].file}"
        assert call("GET", path).body == sound()
        assert call("GET", path, range="bytes=500-2600").body == sound()[500:2601]

    def test_one_whose_file_is_gone(self, call: Caller, place: Place, messages: list[Record]) -> None:
        place.blobs.remove(messages[0].messages[0].file)
        assert call("GET", f"/voice_mails/download/{messages[0].messages[0].file}").refused == "file_unknown"


class TestChanges:
    def test_read_and_unread(self, call: Caller, messages: list[Record]) -> None:
        for said, shown in (("Read", "read"), ("Unread", "unread"), ("Unread", "unread")):
            assert call("PATCH", f"/voice_mails/{id_of(1)}?read_status={said}").status == 204
            assert call("GET", f"/voice_mails/{id_of(1)}").json["status"] == shown

    def test_first_into_the_trash_then_for_good(
        self, call: Caller, acme: Acme, place: Place, clock: Clock, messages: list[Record]
    ) -> None:
        clock.now += 60
        assert call("DELETE", f"/voice_mails/{id_of(1)}").status == 204
        assert ids(call("GET", "/voice_mails")) == [3, 2]
        trashed = call("GET", "/voice_mails?trashed=true")
        assert ids(trashed) == [1]
        one = call("GET", f"/voice_mails/{id_of(1)}").json
        for shown in (trashed.json["voice_mails"][0], one):
            assert (shown["deleted_time"], shown["soft_deleted_type"]) == ("2026-05-28T20:27:40Z", "Manual")
            assert shown["days_left_auto_permantely_delete"] == -1
        assert ids(call("GET", f"/users/{acme.users[0]}/voice_mails")) == [2]
        assert ids(call("GET", f"/users/{acme.users[0]}/voice_mails?trash=true")) == [1]
        path = f"/users/{acme.users[0]}/call_logs/{call_id(1)}/voice_mail"
        assert call("GET", path).refused == "voicemail_unknown"
        file = messages[0].messages[0].file
        assert call("GET", f"/voice_mails/download/{file}").status == 200
        assert call("DELETE", f"/voice_mails/{id_of(1)}").status == 204
        assert call("GET", f"/voice_mails/{id_of(1)}").refused == "voicemail_unknown"
        assert call("DELETE", f"/voice_mails/{id_of(1)}").refused == "voicemail_unknown"
        assert call("GET", f"/voice_mails/download/{file}").refused == "file_unknown"
        assert file not in [*place.blobs.names()]
        assert ids(call("GET", "/voice_mails?trashed=true")) == []

    def test_each_leaves_an_audit_line(self, call: Caller, acme: Acme, messages: list[Record]) -> None:
        version = acme.store.read(acme.id, lambda rows: rows.account().config_version)
        call("PATCH", f"/voice_mails/{id_of(1)}?read_status=Read")
        call.by("person 0 phone:write")("DELETE", f"/voice_mails/{id_of(2)}")
        lines = acme.store.read(acme.id, lambda rows: rows.find(AuditLine))
        assert {(line.operation, line.person_id, line.path["voicemail_id"]) for line in lines} == {
            ("update_voicemail_read_status", None, id_of(1)),
            ("delete_voicemail", acme.users[0], id_of(2)),
        }
        assert acme.store.read(acme.id, lambda rows: rows.account().config_version) == version

    def test_a_change_waits_for_the_engine(
        self, call: Caller, acme: Acme, place: Place, messages: list[Record]
    ) -> None:
        """Which is writing when it comes."""
        records = Store(place, "records")
        begun, answered = threading.Event(), threading.Event()

        def slow(session: Any) -> bool:
            session.connection().exec_driver_sql("DELETE FROM records.legs")
            begun.set()
            return answered.wait(0.3)

        job = records.write_any(slow)
        assert begun.wait(10)
        assert call("DELETE", f"/voice_mails/{id_of(1)}").status == 204
        answered.set()
        assert place.url or job.result() is False
        records.close()
        assert ids(call("GET", "/voice_mails")) == [3, 2]

    def test_a_call_that_is_told_again_brings_nothing_back(
        self, call: Caller, acme: Acme, place: Place, messages: list[Record]
    ) -> None:
        call("PATCH", f"/voice_mails/{id_of(2)}?read_status=Read")
        for _ in range(2):
            call("DELETE", f"/voice_mails/{id_of(1)}")
        store = Store(place, "records")
        store.write_any(lambda session: writing.write(session, [(acme.id, record) for record in messages])).result()
        store.close()
        assert ids(call("GET", "/voice_mails")) == [3, 2]
        assert call("GET", f"/voice_mails/{id_of(2)}").json["status"] == "read"
        assert len(acme.store.read(acme.id, lambda rows: rows.find(Voicemail))) == 2


def test_another_accounts_are_unknown(call: Caller, rival: Acme, place: Place, messages: Sequence[Record]) -> None:
    theirs = call.by("rival")
    assert theirs("GET", f"/voice_mails/{id_of(1)}").refused == "voicemail_unknown"
    assert theirs("PATCH", f"/voice_mails/{id_of(1)}?read_status=Read").refused == "voicemail_unknown"
    assert theirs("DELETE", f"/voice_mails/{id_of(1)}").refused == "voicemail_unknown"
    assert theirs("GET", f"/voice_mails/download/{messages[0].messages[0].file}").refused == "file_unknown"
    assert ids(theirs("GET", "/voice_mails")) == []
