"""How far a token reaches: with a bare scope, its own user's things and nothing else, whatever operation is asked."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.acme import Acme, Clock
from tests.api.test_call_history import calls, window  # noqa: F401 (a fixture)
from tests.caller import CONTRACT, SERVED, Caller
from tests.messages import call as call_id
from tests.messages import leave, message, recorded
from trunkline.api.access import Grant, Granter, admit, is_account_wide
from trunkline.api.contract import Operation
from trunkline.exchange.vocabulary import Record
from trunkline.problems import Refusal
from trunkline.store.tables import Assistant, AuditLine, Extension, Site

pytestmark = pytest.mark.any_store

BARE = [(operation, scope) for operation in SERVED for scope in operation.scopes if not is_account_wide(scope)]
every_bare = pytest.mark.parametrize(("operation", "scope"), BARE, ids=lambda it: getattr(it, "id", it))
names_a_user = [
    (operation, scope)
    for operation, scope in BARE
    if "user_id" in operation.path_parameters and (operation.own_writes or not operation.writes)
]
every_of_a_user = pytest.mark.parametrize(("operation", "scope"), names_a_user, ids=lambda it: getattr(it, "id", it))

OF_A_CALL = "get_user_call_log_voicemail"  # a message by the call that it was left in

# What makes a request of an operation that names a user good; it changes nothing that another of these looks at.
BODIES: dict[str, Callable[[Acme], object]] = {
    "update_user": lambda a: {"emergency_address_id": emergency_address(a)},
    "update_account_user": lambda a: {"first_name": "Another"},
    "update_user_settings": lambda _: {"audio_prompt_language": "en-US"},
    "update_user_shared_access_setting": lambda _: {"delegation": {"privacy": True}},
    "add_user_shared_access_setting": lambda a: {"delegation_assistant_extension_id": extension_id(a, a.users[2])},
}


def path(operation: Operation, user: str, acme: Acme, told: Sequence[Record] = ()) -> str:
    said = operation.path.replace("{userId}", user)
    if operation.id == OF_A_CALL:
        said = said.replace("{callLogId}", str(call_id(1)))
    if told:
        first = told[0].elements[0].id
        said = said.replace("call_logs/{callLogId}", f"call_logs/{first.partition('-')[2]}")
        said = said.replace("{callLogId}", first)
    said = said.replace("{settingType}", "delegation")
    if operation.id == "delete_user_shared_access_setting":
        said += f"?assistant_extension_id={extension_id(acme, acme.users[1])}"
    return "/v2" + re.sub(r"{\w+}", "x", said)


def extension_id(acme: Acme, id: str) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, id).extension_id)


def emergency_address(acme: Acme) -> str | None:
    return acme.store.read(acme.id, lambda rows: rows.get(Site, acme.main).emergency_address_id)


def body(operation: Operation, acme: Acme) -> object:
    return BODIES[operation.id](acme) if operation.id in BODIES else None


@every_of_a_user
@pytest.mark.parametrize("named", ["me", "id", "P00@Acme.example"])
def test_it_reaches_its_own_user(
    operation: Operation,
    scope: str,
    named: str,
    call: Caller,
    acme: Acme,
    calls: list[Record],  # noqa: F811
) -> None:
    if operation.id == OF_A_CALL:
        leave_messages(acme)
    acme.write(lambda rows: rows.add(Assistant(user_id=acme.users[0], extension_id=acme.users[1])).id)
    user = acme.users[0] if named == "id" else named
    answer = call.by(f"person 0 {scope}")(operation.method, path(operation, user, acme, calls), body(operation, acme))
    assert answer.status == operation.success, answer.json


@every_of_a_user
@pytest.mark.parametrize("named", ["id", "e-mail", "extension", "nobody", "me2"])
def test_it_reaches_nobody_else(operation: Operation, scope: str, named: str, call: Caller, acme: Acme) -> None:
    others = {"id": acme.users[1], "e-mail": "p01@acme.example", "extension": "1000", "nobody": "x", "me2": "me2"}
    answer = call.by(f"person 0 {scope}")(operation.method, path(operation, others[named], acme), body(operation, acme))
    wide = ", ".join(each for each in operation.scopes if each.endswith(":admin"))
    missing = f"Invalid access token, does not contain scopes:[{wide}]."
    assert (answer.status, answer.json) == (400, {"code": 4711, "message": missing})
    assert acme.store.read(acme.id, lambda rows: rows.find(AuditLine)) == []


@every_bare
def test_without_a_user_it_reaches_nothing(operation: Operation, scope: str, call: Caller, acme: Acme) -> None:
    for user in ("me", acme.users[0]):
        answer = call.by(f"account {scope}")(operation.method, path(operation, user, acme), body(operation, acme))
        assert answer.refused == "scope_missing"


def test_no_operation_escapes() -> None:
    """Of all, served or not: what names no user and is not marked is refused, and so is another's name."""
    granted = frozenset(scope for operation in CONTRACT.operations.values() for scope in operation.scopes)
    grant = Grant(
        "acme", "dialer", frozenset(s for s in granted if not is_account_wide(s)), 0, Granter("u1", "u@x.example")
    )
    for operation in CONTRACT.operations.values():
        if operation.is_of_own_things:
            assert operation.id in OF_OWN_THINGS
            continue
        with pytest.raises(Refusal, match="scope_missing"):
            admit(operation, grant, dict.fromkeys(operation.path_parameters, "u2"))


def test_an_account_wide_scope_reaches_everybody(call: Caller, acme: Acme) -> None:
    token = call.by("person 0 phone:read phone:read:admin")
    assert token("GET", "/users/me").json["id"] == acme.users[0]
    assert token("GET", f"/users/{acme.users[1]}").json["id"] == acme.users[1]
    assert token("GET", "/users").json["total_records"] == 35


def test_a_token_of_the_accounts_own_has_no_me(call: Caller) -> None:
    answer = call("GET", "/users/me")
    assert (answer.status, answer.json["code"], answer.refused) == (400, 300, "user_id_invalid")


def test_the_audit_names_who_allowed_it(call: Caller, acme: Acme) -> None:
    path = "/users/me/settings"
    assert call.by("person 5 phone:write")("PATCH", path, {"audio_prompt_language": "en-GB"}).status == 204
    (line,) = acme.store.read(acme.id, lambda rows: rows.find(AuditLine))
    assert (line.app_id, line.person_id, line.path) == ("dialer", acme.users[5], {"user_id": acme.users[5]})


def leave_messages(acme: Acme) -> None:
    """The first for person 0, the second for person 1."""
    left = [message(acme, n + 1, 1_779_999_000, owner=n) for n in range(2)]
    leave(acme.store._place, acme, left)  # pyright: ignore[reportPrivateUsage]


# For operations that name no user: what a person finds, and what is another's.


def one_element(call: Caller, acme: Acme, clock: Clock) -> None:
    def elements(person: int) -> list[Any]:
        rows = call("GET", f"/users/{acme.users[person]}/call_history?{window(clock)}").json["call_elements"]
        return [row["call_element_id"] for row in rows]

    mine, theirs = call.by("person 0 phone:read"), call.by("person 1 phone_call_log:read")
    for element in elements(0):
        assert mine("GET", f"/call_element/{element}").json["call_element_id"] == element
        assert theirs("GET", f"/call_element/{element}").refused == "call_element_unknown"
    for element in elements(1):
        assert mine("GET", f"/call_element/{element}").refused == "call_element_unknown"
        assert theirs("GET", f"/call_element/{element}").json == call("GET", f"/call_element/{element}").json
    assert call.by("person 2 phone:read")("GET", f"/call_element/{elements(0)[0]}").refused == "call_element_unknown"


def one_older_element(call: Caller, acme: Acme, clock: Clock) -> None:
    for person in range(2):
        rows = call("GET", f"/users/{acme.users[person]}/call_history?{window(clock)}").json["call_logs"]
        for row in rows:
            path = f"/call_history_detail/{row['id']}"
            assert call.by(f"person {person} phone:read")("GET", path).json["id"] == row["id"]
            assert call.by(f"person {1 - person} phone:read")("GET", path).refused == "call_element_unknown"
        assert rows


def one_part(call: Caller, acme: Acme, clock: Clock) -> None:
    """Of one call each finds the own part, also by the id of the call."""
    for person in range(2):
        rows = call("GET", f"/users/{acme.users[person]}/call_logs?{window(clock)}").json["call_logs"]
        for row in rows:
            mine = call.by(f"person {person} phone:read")
            assert mine("GET", f"/call_logs/{row['id']}").json["id"] == row["id"]
            assert mine("GET", f"/call_logs/{row['call_id']}").json["id"] == row["id"]
            theirs = call.by(f"person {1 - person} phone:read")("GET", f"/call_logs/{row['id']}")
            assert theirs.refused == "call_log_unknown"
        assert rows
    assert call.by("person 2 phone:read")("GET", f"/call_logs/{rows[0]['call_id']}").refused == "call_log_unknown"


def voicemails(method: str, path: str, scope: str, unknown: str) -> Callable[[Caller, Acme, Clock], None]:
    """Of two messages, each person finds their own."""

    def find(call: Caller, acme: Acme, clock: Clock) -> None:
        leave_messages(acme)
        ids = [path.format(id=f"{n:032x}", file=f"file-{n:027}") for n in (1, 2)]
        for person, other in ((0, 1), (1, 0)):
            mine = call.by(f"person {person} {scope}")
            assert mine(method, ids[other]).refused == unknown
            assert mine(method, ids[person]).refused is None
        assert call.by(f"person 2 {scope}")(method, ids[0]).refused == unknown

    return find


def one_recording(call: Caller, acme: Acme, clock: Clock) -> None:
    """Of a recorded call each, two people hear their own; the queue's is nobody's."""
    made = [recorded(acme, n + 1, 1_779_999_000, owner=owner) for n, owner in enumerate((0, 1, None))]
    leave(acme.store._place, acme, made)  # pyright: ignore[reportPrivateUsage]
    for person in range(3):
        mine = call.by(f"person {person} phone_recording:read")
        for n in range(3):
            refused = mine("GET", f"/recording/download/{n + 1:032x}").refused
            assert refused == (None if n == person != 2 else "file_unknown")


FORWARDING = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "+442071838751"}}
RINGING = {"sub_setting_type": "call_handling", "settings": {"ring_mode": "sequential"}}


def call_handling(method: str, more: str, scope: str, body: Any) -> Callable[[Caller, Acme, Clock], None]:
    """Of two people each one's own; of a queue nobody's."""

    def find(call: Caller, acme: Acme, clock: Clock) -> None:
        owners = [*acme.users[:2], acme.queue]
        paths = [f"/extension/{extension_id(acme, id)}/call_handling/settings{more}" for id in owners]
        for person in range(2):
            for n, path in enumerate(paths):
                refused = call.by(f"person {person} {scope}")(method, path, body).refused
                assert (refused == "extension_unknown") == (n != person)

    return find


READS, WRITES = "phone_voicemail:read", "phone_voicemail:write"
OF_OWN_THINGS: dict[str, Callable[[Caller, Acme, Clock], None]] = {
    "get_call_element": one_element,
    "get_call_history_detail": one_older_element,
    "get_call_log": one_part,
    "get_call_handling_settings": call_handling("GET", "", "phone:read", None),
    "add_call_handling_setting": call_handling("POST", "/closed_hours", "phone:write", FORWARDING),
    "update_call_handling_setting": call_handling("PATCH", "/closed_hours", "phone:write", RINGING),
    "delete_call_handling_setting": call_handling("DELETE", "/closed_hours?call_forwarding_id=x", "phone:write", None),
    "download_recording": one_recording,
    "get_voicemail": voicemails("GET", "/voice_mails/{id}", READS, "voicemail_unknown"),
    "download_voicemail": voicemails("GET", "/voice_mails/download/{file}", READS, "file_unknown"),
    "delete_voicemail": voicemails("DELETE", "/voice_mails/{id}", WRITES, "voicemail_unknown"),
    "update_voicemail_read_status": voicemails(
        "PATCH", "/voice_mails/{id}?read_status=Read", WRITES, "voicemail_unknown"
    ),
}


@pytest.mark.parametrize("operation_id", OF_OWN_THINGS)
def test_it_finds_its_own_users_things(
    operation_id: str,
    call: Caller,
    acme: Acme,
    clock: Clock,
    calls: list[Record],  # noqa: F811
) -> None:
    OF_OWN_THINGS[operation_id](call, acme, clock)
