"""Messages and recordings that are shared: those let in may do what they were given leave to, for as long as they have
it, and nobody else may anything. The owner's own rights follow the policy `voicemail`.
"""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.acme import Acme, Clock
from tests.caller import Caller
from tests.messages import leave, message, recorded
from trunkline.extensions import people
from trunkline.store.store import Place
from trunkline.store.tables import Extension, Setting, SharedAccess
from trunkline.store.tenant import Tenant

DAY = 86400
OWNER, OTHER, STRANGER = 0, 5, 6
SCOPES = "phone:read phone:write"
MAILBOXES = ["user", "queue"]


@pytest.fixture
def mine(call: Caller) -> Caller:
    """Of the one who is let in, or not."""
    return call.by(f"person {OTHER} {SCOPES}")


@pytest.fixture(autouse=True)
def left(acme: Acme, place: Place, clock: Clock) -> None:
    """Messages 1 and 2 for the owner, 3 for the queue, 4 for the other, oldest first; recordings 6 and 7 likewise."""
    messages = [message(acme, n, clock.now - (9 - n) * 3600, owner=n // 4 * OTHER) for n in range(1, 5)]
    (queues,) = messages[2].messages
    messages[2] = replace(messages[2], messages=(replace(queues, owner=acme.queue),))
    recordings = [recorded(acme, 6, clock.now - 7200, owner=OWNER), recorded(acme, 7, clock.now - 3600)]
    leave(place, acme, [*messages, *recordings])


def id_of(n: int) -> str:
    return f"{n:032x}"


def sound_of(n: int) -> str:
    return f"/voice_mails/download/file-{n:027}"


def let_in(call: Caller, acme: Acme, mailbox: str = "user", **may: bool) -> str:
    """As an administrator does it. Returns the id of the access."""
    wish = {"voicemail_access_members": [{"access_user_id": acme.users[OTHER], **may}]}
    owner = f"/users/{acme.users[OWNER]}/settings" if mailbox == "user" else f"/call_queues/{acme.queue}/policies"
    answer = call("POST", f"{owner}/voice_mail", wish)
    assert answer.status == 201, answer.json
    return answer.json["voicemail_access_members"][0]["shared_id"]


def of(mailbox: str) -> int:
    """A message in it."""
    return 1 if mailbox == "user" else 3


def listed(caller: Caller, query: str = "") -> list[int]:
    answer = caller("GET", f"/users/me/voice_mails?{query}")
    assert answer.json["total_records"] == len(answer.json["voice_mails"])
    return [int(each["id"], 16) for each in answer.json["voice_mails"]]


def may(caller: Caller, n: int) -> dict[str, bool]:
    """What may be done with a message, by what each operation answers. Deleting is asked last."""
    asked = {
        "hear": caller("GET", f"/voice_mails/{id_of(n)}"),
        "mark": caller("PATCH", f"/voice_mails/{id_of(n)}?read_status=Read"),
        "download": caller("GET", sound_of(n)),
        "delete": caller("DELETE", f"/voice_mails/{id_of(n)}"),
    }
    expected = {"permission_denied"} if asked["hear"].refused is None else {"voicemail_unknown", "file_unknown"}
    assert {answer.refused for answer in asked.values()} - {None} <= expected
    return {act: answer.refused is None for act, answer in asked.items()}


NOTHING = dict.fromkeys(("hear", "mark", "download", "delete"), False)
EVERYTHING = dict.fromkeys(NOTHING, True)


class TestMessages:
    @pytest.mark.parametrize("mailbox", MAILBOXES)
    @pytest.mark.parametrize("download", [True, False])
    @pytest.mark.parametrize("delete", [True, False])
    def test_as_granted(
        self, mailbox: str, download: bool, delete: bool, call: Caller, mine: Caller, acme: Acme
    ) -> None:
        assert may(mine, of(mailbox)) == NOTHING
        let_in(call, acme, mailbox, allow_download=download, allow_delete=delete)
        assert may(mine, of(mailbox)) == {"hear": True, "mark": True, "download": download, "delete": delete}

    @pytest.mark.parametrize("mailbox", MAILBOXES)
    def test_by_nobody_else(self, mailbox: str, call: Caller, acme: Acme) -> None:
        """The queue's own members neither: who hears its messages is listed."""
        let_in(call, acme, mailbox, allow_download=True, allow_delete=True)
        for person in (1, 2, STRANGER):
            assert may(call.by(f"person {person} {SCOPES}"), of(mailbox)) == NOTHING
            assert listed(call.by(f"person {person} {SCOPES}")) == []

    @pytest.mark.parametrize("mailbox", MAILBOXES)
    def test_no_longer_than_they_are_let_in(self, mailbox: str, call: Caller, mine: Caller, acme: Acme) -> None:
        id = let_in(call, acme, mailbox, allow_download=True)
        assert mine("GET", sound_of(of(mailbox))).status == 200
        path = f"/users/{acme.users[OWNER]}/settings/voice_mail?shared_id={id}"
        if mailbox == "queue":
            path = f"/call_queues/{acme.queue}/policies/voice_mail?shared_ids={id}"
        assert call("DELETE", path).status == 204
        assert (may(mine, of(mailbox)), listed(mine)) == (NOTHING, [4])

    def test_a_right_that_is_taken_back(self, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme, allow_download=True)
        wish = {"voicemail_access_members": [{"access_user_id": acme.users[OTHER], "allow_download": False}]}
        assert call("PATCH", f"/users/{acme.users[OWNER]}/settings/voice_mail", wish).status == 204
        assert mine("GET", sound_of(1)).refused == "permission_denied"

    def test_one_mailbox_is_not_another(self, call: Caller, mine: Caller, acme: Acme) -> None:
        """Nor are recordings messages, nor does it work the other way round."""
        members = [{"access_user_id": acme.users[OTHER], "allow_download": True, "allow_delete": True}]
        for type, field in (("auto", "auto_call_recording"), ("ad_hoc", "ad_hoc_call_recording")):
            wish = {f"{type}_call_recording_access_members": members}
            assert call("POST", f"/users/{acme.users[OWNER]}/settings/{field}", wish).status == 201
        assert may(mine, 1) == NOTHING
        let_in(call, acme, "queue", allow_download=True, allow_delete=True)
        assert may(mine, 1) == NOTHING
        assert may(call.by(f"person {OWNER} {SCOPES}"), 4) == NOTHING

    @pytest.mark.parametrize("mailbox", MAILBOXES)
    def test_who_is_deactivated_is_let_in_no_more(self, mailbox: str, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme, mailbox, allow_download=True, allow_delete=True)
        acme.write(lambda rows: setattr(rows.edit(Extension, acme.users[OTHER]), "active", False))
        assert may(mine, of(mailbox)) == NOTHING
        acme.write(lambda rows: setattr(rows.edit(Extension, acme.users[OTHER]), "active", True))
        assert may(mine, of(mailbox)) == EVERYTHING

    @pytest.mark.parametrize("mailbox", MAILBOXES)
    def test_who_has_no_phone_any_more_is_let_in_no_more(
        self, mailbox: str, call: Caller, mine: Caller, acme: Acme
    ) -> None:
        """Not even with another phone later."""
        let_in(call, acme, mailbox, allow_download=True, allow_delete=True)
        for on in (False, True):
            assert call("PATCH", f"/v2/users/{acme.users[OTHER]}", {"feature": {"zoom_phone": on}}).status == 204
            assert may(mine, of(mailbox)) == NOTHING

    @pytest.mark.parametrize("mailbox", MAILBOXES)
    def test_what_was_left_for_who_is_gone_is_the_accounts_alone(
        self, mailbox: str, call: Caller, mine: Caller, acme: Acme
    ) -> None:
        let_in(call, acme, mailbox, allow_download=True, allow_delete=True)
        if mailbox == "user":
            call("PATCH", f"/v2/users/{acme.users[OWNER]}", {"feature": {"zoom_phone": False}})
            assert may(call.by(f"person {OWNER} {SCOPES}"), 1) == NOTHING
        else:
            assert call("DELETE", f"/call_queues/{acme.queue}").status == 204
        assert may(mine, of(mailbox)) == NOTHING
        assert may(call, of(mailbox)) == EVERYTHING

    def test_another_account_is_let_in_nowhere(self, call: Caller, acme: Acme, rival: Acme) -> None:
        path = f"/users/{acme.users[OWNER]}/settings/voice_mail"
        wish = {"voicemail_access_members": [{"access_user_id": rival.users[OTHER], "allow_download": True}]}
        assert call("POST", path, wish).refused == "access_user_unknown"
        assert call.by("rival")("GET", f"/voice_mails/{id_of(1)}").refused == "voicemail_unknown"


class TestLists:
    def test_ones_own_app_also_lists_what_is_shared(self, call: Caller, mine: Caller, acme: Acme) -> None:
        assert listed(mine) == [4]
        let_in(call, acme)
        assert listed(mine) == [4, 2, 1]
        let_in(call, acme, "queue")
        assert listed(mine) == [4, 3, 2, 1]
        assert listed(mine, "status=read") == []
        mine("PATCH", f"/voice_mails/{id_of(2)}?read_status=Read")
        assert listed(mine, "status=read") == [2]

    def test_an_administrators_lists_have_what_is_each_ones_own(self, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme)
        answer = call("GET", f"/users/{acme.users[OTHER]}/voice_mails").json
        assert [int(each["id"], 16) for each in answer["voice_mails"]] == [4]
        answer = call("GET", f"/users/{acme.users[OWNER]}/voice_mails").json
        assert [int(each["id"], 16) for each in answer["voice_mails"]] == [2, 1]

    def test_pages(self, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme)
        let_in(call, acme, "queue")
        found, token = list[int](), ""
        for _ in range(4):
            answer = mine("GET", f"/users/me/voice_mails?page_size=1&next_page_token={token}").json
            found += [int(each["id"], 16) for each in answer["voice_mails"]]
            token = answer["next_page_token"]
        assert (found, token, answer["total_records"]) == ([4, 3, 2, 1], "", 4)

    def test_the_message_of_a_call(self, call: Caller, mine: Caller, acme: Acme) -> None:
        shown = call("GET", f"/voice_mails/{id_of(1)}").json
        for named in (shown["call_id"], shown["call_log_id"]):
            path = f"/users/me/call_logs/{named}/voice_mail"
            acme.write(lambda rows: rows.forget(SharedAccess))
            assert mine("GET", path).refused == "voicemail_unknown"
            let_in(call, acme)
            assert mine("GET", path).json["id"] == shown["id"]

    def test_another_is_not_listed_by_name(self, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme, allow_download=True, allow_delete=True, allow_sharing=True)
        for path in ("voice_mails", "settings"):
            assert mine("GET", f"/users/{acme.users[OWNER]}/{path}").refused == "scope_missing"

    def test_however_many_let_one_in_it_takes_as_many_queries(
        self, call: Caller, mine: Caller, acme: Acme, place: Place, clock: Clock
    ) -> None:
        before = queries(lambda: listed(mine))

        def share(rows: Tenant) -> None:
            for owner in acme.users[10:30]:
                rows.add(SharedAccess(subject="voicemail", owner_id=owner, accessor_id=acme.users[OTHER]))

        acme.write(share)
        leave(place, acme, [message(acme, n, clock.now - n * 60, owner=n) for n in range(10, 30)])
        assert len(listed(mine)) == 21
        assert queries(lambda: listed(mine)) == before


def queries(work: Callable[[], object]) -> int:
    """How many statements it takes."""
    made = list[str]()

    def note(*said: Any) -> None:
        made.append(said[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(made)


class TestPolicy:
    @pytest.mark.parametrize("level", ["user", "site", "account"])
    @pytest.mark.parametrize("act", ["download", "delete"])
    def test_says_what_owners_may(self, level: str, act: str, call: Caller, mine: Caller, acme: Acme) -> None:
        said = {"user": acme.users[OWNER], "site": acme.main, "account": acme.id}[level]
        off = Setting(owner_id=said, key="voicemail", value={f"allow_{act}": False})
        acme.write(lambda rows: rows.add(off).id)
        assert may(call.by(f"person {OWNER} {SCOPES}"), 1) == EVERYTHING | {act: False}
        assert may(call, 2) == EVERYTHING

    def test_is_the_owners_and_not_of_those_let_in(self, call: Caller, mine: Caller, acme: Acme) -> None:
        """They have the rights that they were given."""
        off = Setting(owner_id=acme.users[OWNER], key="voicemail", value={"allow_download": False})
        acme.write(lambda rows: rows.add(off).id)
        let_in(call, acme, allow_download=True)
        assert mine("GET", sound_of(1)).status == 200

    def test_a_lock_above_holds(self, call: Caller, acme: Acme) -> None:
        def lock(rows: Tenant) -> None:
            rows.add(Setting(owner_id=acme.id, key="voicemail", value={"allow_delete": False}, locked=True))
            rows.add(Setting(owner_id=acme.users[OWNER], key="voicemail", value={"allow_delete": True}))

        acme.write(lock)
        assert may(call.by(f"person {OWNER} {SCOPES}"), 1) == EVERYTHING | {"delete": False}


class TestRecordings:
    def test_one_hears_ones_own(self, call: Caller) -> None:
        for scope in ("phone:read", "phone_recording:read", "phone:read:call_recording"):
            path = f"/recording/download/{id_of(6)}"
            assert call.by(f"person {OWNER} {scope}")("GET", path).status == 200
            assert call.by(f"person {OTHER} {scope}")("GET", path).refused == "file_unknown"
            queues = call.by(f"person {OWNER} {scope}")("GET", f"/recording/download/{id_of(7)}")
            assert queues.refused == "file_unknown"  # whoever answered

    @pytest.mark.parametrize("download", [True, False])
    def test_as_granted(self, download: bool, call: Caller, mine: Caller, acme: Acme) -> None:
        path = f"/users/{acme.users[OWNER]}/settings/auto_call_recording"
        member = {"access_user_id": acme.users[OTHER], "allow_download": download}
        answer = call("POST", path, {"auto_call_recording_access_members": [member]})
        (made,) = answer.json["auto_call_recording_access_members"]
        asked = mine("GET", f"/recording/download/{id_of(6)}")
        assert asked.refused == (None if download else "permission_denied")
        assert call("DELETE", f"{path}?shared_id={made['shared_id']}").status == 204
        assert mine("GET", f"/recording/download/{id_of(6)}").refused == "file_unknown"

    def test_other_shares_do_not_count(self, call: Caller, mine: Caller, acme: Acme) -> None:
        let_in(call, acme, allow_download=True)
        let_in(call, acme, "queue", allow_download=True)
        wish = {"ad_hoc_call_recording_access_members": [{"access_user_id": acme.users[OTHER], "allow_download": True}]}
        assert call("POST", f"/users/{acme.users[OWNER]}/settings/ad_hoc_call_recording", wish).status == 201
        for n in (6, 7):
            assert mine("GET", f"/recording/download/{id_of(n)}").refused == "file_unknown"

    def test_who_is_deactivated_hears_none(self, call: Caller, mine: Caller, acme: Acme) -> None:
        def settle(rows: Tenant) -> None:
            other = people.user(rows, acme.users[OTHER], to_change=True)
            where: Any = {"owner_id": acme.users[OWNER], "accessor_id": other.id, "may_download": True}
            rows.add(SharedAccess(subject="automatic_recording", **where))
            other.active = False

        acme.write(settle)
        assert mine("GET", f"/recording/download/{id_of(6)}").refused == "file_unknown"
