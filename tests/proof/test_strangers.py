"""Every operation against everyone who may not: a matrix made from the contract, which no new operation escapes.

An operation is refused without a token, with one that has expired or was revoked, and with one that lacks its scope.
An id of another account is answered as one that nobody has. (Users' tokens on others' ids: tests/api/test_reach.py.)
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.acme import ADDRESS, Acme, Clock
from tests.api.test_call_history import calls, window  # noqa: F401 (a fixture)
from tests.caller import CONTRACT, SERVED, Answer, Caller
from tests.conftest import EVERY_SCOPE
from tests.figures import Figure
from tests.messages import leave, message, recorded
from trunkline import app
from trunkline.api.context import Installation
from trunkline.api.contract import Operation
from trunkline.api.limits import Limiter
from trunkline.api.pipeline import Api
from trunkline.api.tokens import LIFETIME, Tokens
from trunkline.exchange.vocabulary import Record
from trunkline.store.store import Place
from trunkline.store.tables import App, AudioFile, Extension

pytestmark = pytest.mark.any_store

OPERATIONS = [*CONTRACT.operations.values()]
UNKNOWN = "5DgAAAAAAAAAAAAAAAAAAA"

# What a path parameter of a served operation names, as an id that the company has: one for each place in a path.
NAMED: dict[str, Callable[[Acme, list[Record]], str]] = {
    "/users/{userId}": lambda acme, _: acme.users[0],
    "/devices/{deviceId}": lambda acme, _: acme.devices[0],
    "/devices/{deviceId}/extensions/{extensionId}": lambda acme, _: extension_id(acme, acme.users[0]),
    "/numbers/{phoneNumberId}": lambda acme, _: acme.numbers[0],
    "/users/{userId}/calling_plans/{planType}": lambda acme, _: "200",
    "/users/{userId}/phone_numbers/{phoneNumberId}": lambda acme, _: acme.numbers[0],
    "/extension/{extensionId}": lambda acme, _: extension_id(acme, acme.users[0]),
    "/numbers/sites/{siteId}": lambda acme, _: acme.main,
    "/call_queues/{callQueueId}": lambda acme, _: acme.queue,
    "/call_queues/{callQueueId}/members/{memberId}": lambda acme, _: acme.users[0],
    "/call_queues/{callQueueId}/phone_numbers/{phoneNumberId}": lambda acme, _: acme.numbers[0],
    "/call_queues/{callQueueId}/policies/{policyType}": lambda *_: "voice_mail",
    "/sites/{siteId}": lambda acme, _: acme.main,
    "/call_history/{callHistoryUuid}": lambda _, told: told[0].id,
    "/call_history_detail/{callHistoryId}": lambda _, told: told[0].elements[0].id,
    "/call_logs/{callLogId}": lambda _, told: told[0].elements[0].id.partition("-")[2],
    "/users/{userId}/call_history/{callLogId}": lambda _, told: told[0].elements[0].id,
    "/users/{userId}/call_logs/{callLogId}": lambda _, told: told[0].elements[0].id.partition("-")[2],
    "/call_element/{callElementId}": lambda _, told: told[0].elements[0].id,
    "/voice_mails/{voicemailId}": lambda _, told: told[-1].messages[0].id,
    "/voice_mails/download/{fileId}": lambda _, told: told[-1].messages[0].file,
    "/recording/download/{fileId}": lambda _, told: told[-2].recordings[0].file,
}
# Path parameters that are words of the contract and no ids.
WORDS = {
    "/extension/{extensionId}/call_handling/settings/{settingType}": "business_hours",
    "/sites/{siteId}/settings/{settingType}": "holiday_hours",
    "/users/{userId}/policies/{policyType}": "allow_emergency_calls",
    "/users/{userId}/settings/{settingType}": "delegation",
}
# A good body for each served operation that takes one, with ids of the company where it takes ids.
BODIES: dict[str, Callable[[Acme, str], Any]] = {
    "add_call_history_client_code": lambda acme, _: {"client_code": "123"},
    "add_call_log_client_code": lambda acme, _: {"client_code": "123"},
    "add_call_handling_setting": lambda acme, _: {
        "sub_setting_type": "call_forwarding",
        "settings": {"phone_number": "+442071838751"},
    },
    "update_call_handling_setting": lambda acme, id: {
        "sub_setting_type": "call_handling",
        "settings": {"call_not_answer_action": 2, "forward_to_extension_id": id},
    },
    "add_byoc_phone_numbers": lambda acme, site: {"carrier": "C", "phone_numbers": ["+442071838751"], "site_id": site},
    "add_call_queue_members": lambda acme, user: {"members": {"users": [{"id": user}]}},
    "add_call_queue_policy_setting": lambda acme, user: {"voicemail_access_members": [{"access_user_id": user}]},
    "assign_call_queue_phone_numbers": lambda acme, id: {"phone_numbers": [{"id": id}]},
    "assign_device_entity": lambda acme, id: {"assignee_extension_ids": [id]},
    "assign_user_calling_plans": lambda acme, _: {"calling_plans": [{"type": 3000}]},
    "assign_user_phone_numbers": lambda acme, id: {"phone_numbers": [{"id": id}]},
    "batch_add_users": lambda acme, _: {"users": []},
    "create_account_user": lambda acme, _: {"action": "create", "user_info": {"email": "new@a.example", "type": 1}},
    "create_call_queue": lambda acme, site: {"name": "New", "site_id": site},
    "create_device": lambda acme, site: {
        "display_name": "x",
        "mac_address": "02aabbccddee",
        "type": "other",
        "site_id": site,
    },
    "create_site": lambda acme, id: {
        "name": "New",
        "auto_receptionist_name": "New",
        "default_emergency_address": ADDRESS,
        "source_auto_receptionist_id": id,
    },
    "add_site_outbound_caller_id_numbers": lambda acme, id: {"phone_number_ids": [id]},
    "add_user_outbound_caller_id_numbers": lambda acme, id: {"phone_number_ids": [id]},
    "batch_update_users": lambda acme, id: {"batch_type": "move_site", "user_ids": [id], "site_id": acme.main},
    "update_user_policy": lambda acme, _: {"allow_emergency_calls": {"enable": True}},
    "update_user_settings": lambda acme, id: {"music_on_hold_id": id},
    "add_user_shared_access_setting": lambda acme, id: {"delegation_assistant_extension_id": id},
    "update_user_shared_access_setting": lambda acme, _: {"delegation": {"locked": True}},
    "add_site_setting": lambda acme, _: {
        "holidays": [{"name": "x", "from": "2026-12-25T00:00:00Z", "to": "2026-12-26T00:00:00Z"}]
    },
    "update_site_setting": lambda acme, id: {"holiday_hours": {"overflow": {"operator": {"extension_id": id}}}},
    "update_site": lambda acme, id: {"policy": {"call_park": {"forward_to_extension_id": id}}},
    "update_account_user": lambda acme, _: {"first_name": "New"},
    "sync_desk_phones": lambda acme, site: {"level": 2, "site_id": site},
    "update_device": lambda acme, id: {"assigned_to": id},
    "update_device_provision_template": lambda acme, _: {},
    "update_phone_number": lambda acme, _: {"display_name": "New"},
    "update_site_unassigned_phone_numbers": lambda acme, id: {"phone_numbers": [id]},
    "update_call_queue": lambda acme, site: {"site_id": site},
    "update_call_queue_policy": lambda acme, audio: {
        "auto_call_recording": {"inbound_audio_notification": {"recording_start_prompt_audio_id": audio}}
    },
    "update_call_queue_policy_setting": lambda acme, user: {"voicemail_access_members": [{"access_user_id": user}]},
    "update_user": lambda acme, site: {"site_id": site},
    "update_user_calling_plan": lambda acme, _: {"source_type": 200, "target_type": 3000},
}
# What the id in a body names.
IN_BODY: dict[str, Callable[[Acme], str]] = {
    "update_call_handling_setting": lambda acme: extension_id(acme, acme.users[1]),
    "add_byoc_phone_numbers": lambda acme: acme.main,
    "add_call_queue_members": lambda acme: acme.users[9],
    "add_call_queue_policy_setting": lambda acme: acme.users[9],
    "assign_call_queue_phone_numbers": lambda acme: acme.numbers[4],
    "assign_device_entity": lambda acme: extension_id(acme, acme.users[1]),
    "assign_user_phone_numbers": lambda acme: acme.numbers[4],
    "create_call_queue": lambda acme: acme.main,
    "create_device": lambda acme: acme.main,
    "create_site": lambda acme: receptionist_id(acme),
    "sync_desk_phones": lambda acme: acme.main,
    "update_device": lambda acme: acme.users[1],
    "update_site_unassigned_phone_numbers": lambda acme: acme.numbers[4],
    "update_call_queue": lambda acme: acme.main,
    "update_call_queue_policy": lambda acme: audio_id(acme),
    "update_call_queue_policy_setting": lambda acme: acme.users[0],
    "add_site_outbound_caller_id_numbers": lambda acme: acme.numbers[4],
    "add_user_outbound_caller_id_numbers": lambda acme: acme.numbers[4],
    "batch_update_users": lambda acme: acme.users[1],
    "update_site_setting": lambda acme: extension_id(acme, acme.users[1]),
    "update_site": lambda acme: extension_id(acme, acme.users[1]),
    "update_user": lambda acme: acme.main,
    "update_user_settings": lambda acme: audio_id(acme),
    "add_user_shared_access_setting": lambda acme: extension_id(acme, acme.users[1]),
}


def extension_id(acme: Acme, id: str) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, id).extension_id)


def receptionist_id(acme: Acme) -> str:
    found = acme.store.read(acme.id, lambda rows: rows.first(Extension, Extension.kind == "auto_receptionist"))
    assert found
    return found.id


def audio_id(acme: Acme) -> str:
    return acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="hello")).id)


def places(path: str) -> Iterator[str]:
    """Each parameter of a path with what stands before it."""
    for found in re.finditer(r"{\w+}", path):
        yield path[: found.end()].removeprefix("/phone")


def filled(operation: Operation, ids: dict[str, str]) -> str:
    path = operation.path
    for place in reversed([*places(path)]):
        path = path.replace(place, place[: place.rindex("{")] + (ids | WORDS)[place])
    return "/v2" + path


def blank(operation: Operation) -> str:
    return "/v2" + re.sub(r"{\w+}", UNKNOWN, operation.path)


class TestTokens:
    """With the tokens of the real endpoint's making."""

    @pytest.fixture
    def real(self, acme: Acme, clock: Clock) -> tuple[Caller, dict[str, str]]:
        tokens = Tokens(acme.store, lambda: clock.now)
        client = acme.store.read(acme.id, lambda rows: rows.first(App, App.id == f"{acme.id}-app"))
        assert client

        async def issue() -> dict[str, str]:
            old = await tokens.issue(client, sorted(EVERY_SCOPE))
            clock.now += LIFETIME + 1
            revoked = await tokens.issue(client, sorted(EVERY_SCOPE))
            assert await tokens.grant(revoked)
            await tokens.revoke(client, revoked)
            other = await tokens.issue(client, ["meeting:read"])
            return {"none": "", "expired": old, "revoked": revoked, "scope": other, "made up": "x" * 64}

        installation = Installation(acme.seal, "192.0.2.1:5060", "http://api.example")
        handlers: Any = app.handlers
        made = Api(CONTRACT, handlers, acme.store, tokens.grant, Limiter(None), b"k", installation, lambda: clock.now)
        return Caller(made), asyncio.run(issue())

    def test_every_operation(self, real: tuple[Caller, dict[str, str]], figure: Figure) -> None:
        call, tokens = real
        asked = 0

        def ask(operation: Operation, kind: str) -> Answer:
            nonlocal asked
            asked += 1
            caller = call.by(tokens[kind])
            if kind == "none":
                return caller(operation.method, blank(operation), authorization="")
            return caller(operation.method, blank(operation))

        for operation in OPERATIONS:
            for kind, said in (
                ("none", "Invalid access token."),
                ("made up", "Invalid access token."),
                ("revoked", "Invalid access token."),
                ("expired", "Access token is expired."),
            ):
                answer = ask(operation, kind)
                assert (answer.status, answer.json) == (401, {"code": 124, "message": said}), (operation.id, kind)
            served = operation.id in app.handlers
            refused = ask(operation, "scope")
            assert refused.refused == ("scope_missing" if served else "not_served"), operation.id
        figure("strangers", f"{asked:,} requests to {len(OPERATIONS)} operations, each refused as it must be")


class TestForeignIds:
    @pytest.fixture
    def ids(self, acme: Acme, place: Place, calls: list[Record]) -> dict[str, str]:  # noqa: F811
        left = [recorded(acme, 2, calls[-1].end), message(acme, 1, calls[-1].end)]
        leave(place, acme, left)
        return {named: find(acme, [*calls, *left]) for named, find in NAMED.items()}

    def test_the_table_is_complete(self) -> None:
        """An operation that is served from now on says here what its ids are."""
        assert {place for operation in SERVED for place in places(operation.path)} == NAMED.keys() | WORDS.keys()
        assert {operation.id for operation in SERVED if operation.body} == BODIES.keys()

    @pytest.mark.parametrize("operation", [o for o in SERVED if o.path_parameters], ids=lambda o: o.id)
    def test_of_a_path(self, operation: Operation, call: Caller, acme: Acme, ids: dict[str, str]) -> None:
        """Our neighbour hears the same of an id of ours as of one that nobody has."""
        body = BODIES[operation.id](acme, UNKNOWN) if operation.id in BODIES else None
        theirs = call.by("rival")(operation.method, filled(operation, ids), body)
        nobody = call.by("rival")(operation.method, filled(operation, dict.fromkeys(ids, UNKNOWN)), body)
        assert 400 <= theirs.status < 500
        assert (theirs.status, theirs.refused) == (nobody.status, nobody.refused)

    @pytest.mark.parametrize("operation_id", IN_BODY)
    def test_of_a_body(self, operation_id: str, call: Caller, acme: Acme, rival: Acme) -> None:
        """On things of their own, our neighbour cannot name what is ours."""
        operation = CONTRACT.operations[operation_id]
        own = {place: find(rival, []) for place, find in NAMED.items() if place in places(operation.path)}
        bodies = (BODIES[operation_id](rival, id) for id in (IN_BODY[operation_id](acme), UNKNOWN))
        theirs, nobody = (call.by("rival")(operation.method, filled(operation, own), body) for body in bodies)
        assert 400 <= theirs.status < 500
        assert (theirs.status, theirs.refused) == (nobody.status, nobody.refused)
