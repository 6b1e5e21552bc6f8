"""What people change of themselves by an app that acts for them: what the contract lists, and nothing else at all.

Requests are made of the contract: each operation that changes something and lets in user-level tokens, each field of
its body and query one at a time. An operation or a field that comes tomorrow is tried without a word here.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import cycle, product
from typing import Any

import orjson
import pytest

from tests.acme import ADDRESS, NUMBERS, Acme
from tests.api.test_call_history import calls, window  # noqa: F401 (a fixture)
from tests.caller import SERVED, Answer, Caller
from tests.figures import Figure
from tests.messages import leave, message
from tests.proof.test_strangers import BODIES
from trunkline.api.access import is_account_wide
from trunkline.api.contract import Operation
from trunkline.areas.sites import rules as sites
from trunkline.exchange.vocabulary import Record
from trunkline.extensions import delegation, people, shared_access
from trunkline.store.store import Place
from trunkline.store.tables import AudioFile, CallerNumber, Extension, PhoneNumber, Setting, SharedAccess
from trunkline.store.tenant import Tenant

pytestmark = pytest.mark.any_store

WRITES = [operation for operation in SERVED if operation.writes]


def bare(operation: Operation) -> list[str]:
    """The scopes that admit a person."""
    return [scope for scope in (*operation.scopes, *operation.own_scopes) if not is_account_wide(scope)]


LETS_PEOPLE_IN = [operation for operation in WRITES if bare(operation)]
BARE = frozenset(scope for operation in SERVED for scope in bare(operation))

# The list in one view, said again: who marks another field in the contract says so here.
MAY_CHANGE = {
    "add_call_handling_setting": ["settings", "sub_setting_type"],
    "delete_call_handling_setting": ["call_forwarding_id", "holiday_id"],
    "update_call_handling_setting": ["settings", "sub_setting_type"],
    "update_account_user": ["first_name", "last_name"],
    "delete_user_call_history": [],
    "delete_user_call_log": [],
    "delete_voicemail": [],
    "update_voicemail_read_status": ["read_status"],
    "update_user": ["emergency_address_id"],
    "update_user_settings": [
        "audio_prompt_language",
        "default_transcription_language",
        "music_on_hold_id",
        "outbound_caller_id",
        "shared_lines_call_setting.shared_line_appearances.executives",
        "shared_lines_call_setting.shared_line_groups.receive_calls",
    ],
    "add_user_shared_access_setting delegation": ["delegation_assistant_extension_id"],
    "delete_user_shared_access_setting delegation": ["assistant_extension_id"],
    "update_user_shared_access_setting delegation": ["delegation.privacy", "delegation.privileges"],
    "update_user_shared_access_setting desk_phone": ["desk_phone.phone_screen_lock", "desk_phone.pin_code"],
}
Path = tuple[str, ...]
KINDS: Mapping[str, Sequence[str]] = {  # values of a path, where one operation covers several
    "settingType": (
        "voice_mail",
        "delegation",
        "desk_phone",
        "intercom",
        "auto_call_recording",
        "ad_hoc_call_recording",
        "VOICE_MAIL",
        "fax",
    )
}


SHARES: Mapping[str, shared_access.Subject] = {
    "voice_mail": "voicemail",
    "ad_hoc_call_recording": "ad_hoc_recording",
    "auto_call_recording": "automatic_recording",
}


@dataclass
class Office:
    """A company in which person 0 has something of everything, and which has something of everything to take."""

    acme: Acme
    elements: list[str]  # of person 0's calls
    of: dict[str, Any]  # values that change something, by the name of the field
    extension_id: str
    shared_ids: dict[str, str] = field(default_factory=dict[str, str])  # of what person 0 shares, by type

    def share(self) -> None:
        """Person 0 shares with person 3, and with nobody else."""

        def again(rows: Tenant) -> None:
            rows.forget(SharedAccess)
            user = people.user(rows, self.acme.users[0])
            for type, subject in SHARES.items():
                (access,) = shared_access.add(rows, user, subject, [{"access_user_id": self.acme.users[3]}])
                self.shared_ids[type] = access.id

        self.acme.write(again)

    def whom(self, kind: str) -> str:
        """Whom an access is of: one who has it, or one who is to get it."""
        return self.acme.users[3 if kind.startswith("update_user_shared") else 6]

    def value(self, kind: str, name: str) -> Any:
        match name:
            case "access_user_id":
                return self.whom(kind)
            case "shared_id":
                return self.shared_ids.get(kind.split()[-1], "x")
            case _:
                return self.of.get(name)


@pytest.fixture
def office(acme: Acme, place: Place, calls: list[Record]) -> Office:  # noqa: F811
    me = acme.users[0]
    leave(place, acme, [message(acme, n + 1, 1_779_999_000) for n in range(2)])

    def settle(rows: Tenant) -> dict[str, Any]:
        rows.forget(Setting, Setting.key == "voicemail")  # the calls were made without
        user, executive = people.user(rows, me, to_change=True), people.user(rows, acme.users[2], to_change=True)
        london: Any = {"name": "London", "auto_receptionist_name": "L", "default_emergency_address": ADDRESS}
        site = sites.create(rows, london)
        for boss, assistant in ((user, acme.users[1]), (executive, me)):
            delegation.add(rows, boss, rows.get(Extension, assistant).extension_id)
        user.profile = replace(user.profile, sealed_pin=acme.seal.close("1234"))
        executive.profile = replace(executive.profile, delegation_privileges=[delegation.OPT_OUT])
        queues = rows.edit(PhoneNumber, acme.numbers[4])
        queues.extension_id = acme.queue
        rows.add(CallerNumber(owner_id=me, phone_number_id=queues.id))
        return {
            "site_id": site.id,
            "emergency_address_id": site.emergency_address_id,
            "music_on_hold_id": rows.add(AudioFile(name="Mine", blob="mine", extension_id=me)).id,
            "assistant_extension_id": rows.get(Extension, acme.users[1]).extension_id,
            "delegation_assistant_extension_id": rows.get(Extension, acme.users[5]).extension_id,
            "forward_to_extension_id": rows.get(Extension, acme.users[5]).extension_id,
            "customize_ids": rows.find(CallerNumber)[0].id,
        }

    elements = [element.id for each in calls for element in each.elements if element.owner == me]
    made = Office(
        acme,
        elements,
        acme.write(settle)
        | {
            "extension_number": "3999",
            "device_id": acme.devices[2],
            "outbound_caller_id": NUMBERS[1],
            "user_id": acme.users[2],
            "pin_code": "4711",
            "phone_numbers": [{"id": acme.numbers[3]}],
            "calling_plans": [{"type": 3000}],
            "source_type": 200,
            "target_type": 3000,
            "phone_number_ids": [acme.numbers[4]],
            "area_code": "212",
            "country_iso_code": "GB",
            "audio_prompt_language": "en-GB",
            "privileges": [1, 2, 5],
            "international_sms_countries": ["GB"],
            "read_status": "Read",
        },
        acme.store.read(acme.id, lambda rows: rows.get(Extension, me).extension_id),
    )
    made.share()
    return made


@dataclass(frozen=True)
class Attempt:
    operation: Operation
    kind: str  # the operation, and of which value of its path
    path: str
    field: str = ""  # of body or query; empty: the operation alone
    body: Any = None

    @property
    def what(self) -> tuple[str, str]:
        return self.kind, self.field


def attempts(operation: Operation, office: Office) -> Iterator[Attempt]:
    """The operation as it is, then each field that it takes, alone."""
    for kind, path in paths(operation, office):
        yield Attempt(operation, kind, path, body={} if operation.body else None)
        for name in (operation.query or {}).get("properties", {}):
            yield Attempt(operation, kind, f"{path}?{name}={office.value(kind, name) or 'x'}", name)
        for name, body in bodies(operation.body_shape, office, kind, ()):
            if name:
                yield Attempt(operation, kind, path, ".".join(name), body)


def paths(operation: Operation, office: Office) -> Iterator[tuple[str, str]]:
    """With what is person 0's own at every place."""
    first, second = office.elements[:2]
    path = "/v2" + operation.path.replace("{phoneNumberId}", office.acme.numbers[0]).replace("{planType}", "200")
    path = path.replace("call_logs/{callLogId}", f"call_logs/{second.partition('-')[2]}").replace("{callLogId}", first)
    path = path.replace("{voicemailId}", f"{1:032x}").replace("{extensionId}", office.extension_id)
    if "/call_handling/" in path:
        yield operation.id, path.replace("{settingType}", "holiday_hours")
        return
    for name, values in KINDS.items():
        if f"{{{name}}}" in path:
            yield from ((f"{operation.id} {value}", path.replace(f"{{{name}}}", value)) for value in values)
            return
    yield operation.id, path


def bodies(schema: Mapping[str, Any], office: Office, kind: str, path: Path) -> Iterator[tuple[Path, Any]]:
    """A field, by its path, with a body that has it alone; beside it only what names whom an entry of a list is of."""
    known = office.value(kind, path[-1]) if path else None
    match schema:
        case _ if known is not None:
            yield path, known
        case {"oneOf": choices}:
            for choice in choices:
                said = {name: part["enum"][0] for name, part in choice["properties"].items() if "enum" in part}
                yield from (
                    (inner, {"settings": {}} | said | body) for inner, body in bodies(choice, office, kind, ()) if inner
                )
        case {"properties": fields}:
            yield path, None
            for name, part in fields.items():
                beside = whose(path, kind, office)
                for inner, body in bodies(part, office, kind, (*path, name)):
                    yield inner, beside | {name: body}
        case {"type": "array", "items": items}:
            yield path, None
            for inner, body in bodies(items, office, kind, (*path, "*")):
                yield inner, [body]
        case {"enum": words}:
            yield from ((path, word) for word in words)
        case {"type": "boolean"}:
            yield from ((path, value) for value in (True, False))
        case {"type": "integer"}:
            yield path, schema.get("minimum", 10)
        case _:
            yield path, "x"


def whose(path: Path, kind: str, office: Office) -> dict[str, Any]:
    """What names whom an entry is of."""
    match path:
        case (*_, "executives", "*"):
            return {"user_id": office.acme.users[2]}
        case (*_, "devices", "*"):
            return {"id": office.acme.devices[0]}
        case ("voice_mail",):
            return {"access_user_id": office.whom(kind)}
        case (*_, members, "*") if members.endswith("_access_members"):
            return {"access_user_id": office.whom(kind)}
        case _:
            return {}


def lists(attempt: Attempt) -> bool:
    """Whether the contract's list has it. An entry of the list stands for all that is below it."""
    entries = [entry for entry in attempt.operation.own_writes if all(v in attempt.path for v in entry.where.values())]
    fields = [name for entry in entries for name in entry.fields]
    if not attempt.field:
        return bool(entries)
    return any(attempt.field == name or attempt.field.startswith(f"{name}.") for name in fields)


# What names whom or what an entry of a list is of, and changes nothing alone.
WHOSE = {"access_user_id", "access_user_type", "shared_id", "user_id"}

# Fields and operations by which people administered themselves once.
WORTH_REFUSING = {
    ("assign_user_calling_plans", "calling_plans"),
    ("assign_user_phone_numbers", "phone_numbers"),
    ("unassign_user_calling_plan", ""),
    ("unassign_user_phone_number", ""),
    ("add_user_outbound_caller_id_numbers", "phone_number_ids"),
    ("remove_user_outbound_caller_id_numbers", "customize_ids"),
    ("add_user_shared_access_setting desk_phone", "device_id"),
    ("delete_user_shared_access_setting desk_phone", "device_id"),
    ("add_user_shared_access_setting auto_call_recording", "auto_call_recording_access_members.*.access_user_id"),
    ("add_user_shared_access_setting voice_mail", "voice_mail.access_user_id"),
    ("add_user_shared_access_setting ad_hoc_call_recording", "ad_hoc_call_recording_access_members.*.access_user_id"),
    ("update_user", "policy.voicemail_access_members.*.access_user_id"),
    ("update_user_shared_access_setting delegation", "delegation.locked"),
    ("update_user", "extension_number"),
    ("update_user", "site_id"),
    ("update_user", "policy.auto_call_recording.enable"),
    ("update_user", "policy.international_calling"),
    ("update_user", "policy.personal_audio_library.enable"),
    ("update_user", "policy.select_outbound_caller_id.enable"),
    ("update_user", "policy.voicemail.allow_download"),
    ("update_user_settings", "area_code"),
    ("update_user_settings", "country_iso_code"),
    ("update_account_user", "dept"),
}


class Watched:
    """Tells whether anything was committed to the store since it was last asked."""

    def __init__(self, place: Place) -> None:
        self._files = [sqlite3.connect(place.folder / name) for name in ("state.db", "records.db")]
        self._seen = self._now()

    def _now(self) -> list[int]:
        return [file.execute("PRAGMA data_version").fetchone()[0] for file in self._files]

    def changed(self) -> bool:
        before, self._seen = self._seen, self._now()
        return before != self._seen

    def rows(self) -> dict[str, list[Any]]:
        """All there are, but for the audit's."""
        found: dict[str, list[Any]] = {}
        for file in self._files:
            for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table not in ("audit_lines", "sqlite_stat1"):
                    found[table] = file.execute(f"SELECT * FROM {table}").fetchall()
        return found

    def close(self) -> None:
        for file in self._files:
            file.close()


@pytest.fixture
def watched(office: Office, place: Place) -> Iterator[Watched]:
    with closing(Watched(place)) as watched:
        yield watched


class Person:
    """Person 0, by apps that were allowed one bare scope or another, under each of the names that are theirs."""

    def __init__(self, call: Caller, acme: Acme) -> None:
        self._call = call
        self._names = cycle(["me", acme.users[0], "P00@ACME.EXAMPLE"])
        self.tried = 0

    def __call__(self, attempt: Attempt) -> Answer:
        scopes = bare(attempt.operation)
        scope = scopes[self.tried % len(scopes)]
        self.tried += 1
        path = attempt.path.replace("{userId}", next(self._names))
        return self._call.by(f"person 0 {scope}")(attempt.operation.method, path, attempt.body)


def test_the_contract_lists_what_is_listed_here() -> None:
    found: dict[str, list[str]] = {}
    for operation in WRITES:
        for entry in operation.own_writes:
            names = found.setdefault(" ".join([operation.id, *entry.where.values()]), [])
            names += [name for name in entry.fields if not any(name.startswith(f"{each}.") for each in names)]
    assert {kind: sorted(names) for kind, names in found.items()} == MAY_CHANGE


def innermost(said: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without those of the same operation that are said whole, by what is in them; and without no field at all."""
    outer = {(kind, ".".join(name.split(".")[:n])) for kind, name in said for n in range(len(name.split(".")))}
    return {each for each in said if each not in outer and each[1]}


def administered(attempt: Attempt, call: Caller, acme: Acme) -> bool:
    """Whether an app that acts for an administrator may do it."""
    answer = call.by("person 0 phone:write:admin user:write:admin")(
        attempt.operation.method, attempt.path.replace("{userId}", acme.users[0]), attempt.body
    )
    assert answer.refused != "scope_missing"
    return answer.status == attempt.operation.success


def test_every_write_of_every_field(office: Office, watched: Watched, call: Caller, acme: Acme, figure: Figure) -> None:
    """What is not listed is refused, and nothing is changed. What is listed is done."""
    person, refused, listed, done = Person(call, acme), list[Attempt](), set[Any](), set[Any]()
    for attempt in (each for operation in LETS_PEOPLE_IN for each in attempts(operation, office)):
        before = watched.rows() if lists(attempt) else {}
        watched.changed()
        answer = person(attempt)
        if not lists(attempt):
            assert (answer.refused, answer.status, answer.json["code"]) == ("scope_missing", 400, 4711), attempt
            assert not watched.changed(), attempt
            refused.append(attempt)
            continue
        listed.add(attempt.what)
        if answer.status == attempt.operation.success and watched.rows() != before:
            done.add(attempt.what)
            office.share()
    alone = {each for each in innermost(listed) if not each[0].endswith("_call_handling_setting")}  # these go together
    assert {(kind, name) for kind, name in alone if name.rpartition(".")[2] not in WHOSE} <= done
    assert {(kind, "") for kind, fields in MAY_CHANGE.items() if not fields} <= done
    refused.sort(key=lambda each: each.operation.id == "update_account_user")  # last: it can end what the others change
    would = {each.what for each in refused if administered(each, call, acme)}
    assert would >= WORTH_REFUSING
    figure("writes by own tokens tried", f"{person.tried:,}, {len(refused):,} of them refused with nothing changed")
    figure("fields that own tokens change, and that they do not", f"{len(done)}, {len(innermost(would))}")


def test_what_is_not_marked_is_nobodys_own(
    office: Office, watched: Watched, call: Caller, acme: Acme, figure: Figure
) -> None:
    """Whatever of one's own path, query and body name, and with all bare scopes there are."""
    mine, tried = call.by(f"person 0 {' '.join(sorted(BARE))}"), 0
    ids = [acme.users[0], office.extension_id, acme.devices[0], acme.numbers[0], "P00@ACME.EXAMPLE", "me", acme.queue]
    watched.changed()
    for operation in (each for each in WRITES if not each.own_writes):
        for id in ids:
            path = "/v2" + re.sub(r"{\w+}", id, operation.path) + f"?user_id={id}&user_ids={id}"
            good: Any = BODIES[operation.id](acme, id) if operation.id in BODIES else None
            for body in (good, {}, {"user_id": id, "user_ids": [id], "users": [{"id": id, "email": id}], "ids": [id]}):
                answer = mine(operation.method, path, body)
                assert (answer.refused, answer.json["code"]) == ("scope_missing", 4711), (path, body)
                tried += 1
    assert not watched.changed()
    figure("writes by own tokens of what is not marked", f"{tried:,}, all refused")


# By what people administered themselves: method, path below their own, body; with what it names at the office.
ADMINISTERED: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"site_id": "{site_id}"}),
    ("PATCH", "", {"site_id": "{site_id}", "emergency_address_id": "{emergency_address_id}"}),
    ("PATCH", "", {"extension_number": "1111"}),
    ("PATCH", "", {"policy": {"international_calling": True}}),
    ("PATCH", "", {"policy": {"auto_call_recording": {"enable": False}}}),
    ("PATCH", "", {"policy": {"delegation": True}}),
    ("PATCH", "", {"policy": {"emergency_address_management": {"enable": True}}}),
    ("PATCH", "", {"policy": {"personal_audio_library": {"enable": True}}}),
    ("PATCH", "", {"policy": {"call_handling_forwarding_to_other_users": {"enable": True, "call_forwarding_type": 4}}}),
    ("PATCH", "", {"policy": {"forwarding_to_external_numbers": True}}),
    ("POST", "/calling_plans", {"calling_plans": [{"type": 4000}]}),
    ("PUT", "/calling_plans", {"source_type": 200, "target_type": 3000}),
    ("DELETE", "/calling_plans/200", None),
    ("POST", "/phone_numbers", {"phone_numbers": [{"id": "{free}"}]}),
    ("DELETE", "/phone_numbers/{own}", None),
    ("PATCH", "/policies/allow_emergency_calls", {"allow_emergency_calls": {"enable": False}}),
]


@pytest.mark.parametrize(("method", "path", "body"), ADMINISTERED, ids=repr)
def test_nobody_administers_themselves(
    method: str, path: str, body: Any, office: Office, watched: Watched, call: Caller, acme: Acme
) -> None:
    """By the app that everybody has, with the scopes that it comes with."""
    text = orjson.dumps(body).decode() if body else ""
    for name, value in {"free": acme.numbers[3], "own": acme.numbers[0], **office.of}.items():
        text, path = (each.replace(f"{{{name}}}", str(value)) for each in (text, path))
    everybodys = call.by("person 0 phone:read phone:write user:read user:write")
    watched.changed()
    for named in ("me", acme.users[0], "P00@Acme.example"):
        answer = everybodys(method, f"/users/{named}{path}", text.encode())
        assert (answer.status, answer.json["code"]) == (400, 4711)
    assert not watched.changed()


class TestWays:
    """Round about to a field that is not on the list."""

    @pytest.mark.parametrize(
        "body",
        [
            {"policy": None},
            {"policy": "x"},
            {"policy": [{"international_calling": True}]},
            {"policy": {"voicemail_access_members": [], "international_calling": True}},
            {"policy": {"voicemail_access_members": [], "voicemail": None}},
            {"policy": {"auto_call_recording": False}},
            {"policy": {"auto_call_recording": {}}},
            {"policy": {"auto_call_recording": {"reset": True}}},
            {"site_id": None},
            {"site_id": ""},
            {"site_id": 5},
            {"extension_number": ["3999"]},
            b'{"site_id": "x", "site_id": null}',
            b'{"extension_number": "3999", "policy": {"voicemail_access_members": []}}',
            b'{"policy": {"voicemail_access_members": []}, "policy": {"international_calling": true}}',
        ],
        ids=repr,
    )
    def test_no_form_of_a_body_is_another_field(
        self, body: Any, office: Office, watched: Watched, call: Caller, acme: Acme
    ) -> None:
        watched.changed()
        for name in ("me", acme.users[0], "p00@ACME.example"):
            assert call.by("person 0 phone:write")("PATCH", f"/users/{name}", body).refused == "scope_missing"
        assert not watched.changed()

    def test_what_no_operation_knows_changes_nothing(self, office: Office, watched: Watched, call: Caller) -> None:
        mine = call.by("person 0 phone:write")
        before = watched.rows()
        body = {"SITE_ID": office.of["site_id"], "policies": {"international_calling": True}, "site-id": "x"}
        assert mine("PATCH", f"/users/me?site_id={office.of['site_id']}", body).refused == "invalid"
        assert watched.rows() == before

    @pytest.mark.parametrize(
        "body", [[], [{"site_id": "x"}], "site_id", 5, None, b"[", b"\xff", {"policy": []}], ids=repr
    )
    def test_what_is_no_object_changes_nothing(self, body: Any, office: Office, watched: Watched, call: Caller) -> None:
        before = watched.rows()
        call.by("person 0 phone:write")("PATCH", "/users/me", body)
        assert watched.rows() == before

    def test_all_of_a_body_or_nothing(self, office: Office, watched: Watched, call: Caller) -> None:
        watched.changed()
        body = {"outbound_caller_id": NUMBERS[1], "country_iso_code": "GB"}
        assert call.by("person 0 phone:write")("PATCH", "/users/me/settings", body).refused == "scope_missing"
        assert not watched.changed()

    def test_another_kind_of_setting_does_not_carry_a_field(
        self, office: Office, watched: Watched, call: Caller, acme: Acme
    ) -> None:
        mine, path = call.by("person 0 phone:write"), "/users/me/settings"
        share = [{"access_user_id": acme.users[6]}]
        watched.changed()
        for kind in ("delegation", "voice_mail/", "ad_hoc_call_recording", "desk_phone", "auto_call_recording"):
            for method in ("POST", "PATCH"):
                refused = mine(method, f"{path}/{kind}", {"voicemail_access_members": share}).refused
                assert refused in ("scope_missing", "operation_unknown", "method_not_allowed"), kind
        ended = f"{path}/delegation?shared_id={office.shared_ids['auto_call_recording']}"
        assert mine("DELETE", ended).refused == "scope_missing"
        assert not watched.changed()

    def test_ids_of_what_is_anothers(self, office: Office, watched: Watched, call: Caller, acme: Acme) -> None:
        mine = call.by("person 1 phone:write")
        boss = {"shared_line_appearances": {"executives": [{"user_id": acme.users[2], "receive_calls": False}]}}
        before = watched.rows()
        for method, path, body, refused in (
            ("PATCH", "/users/me/settings", {"shared_lines_call_setting": boss}, "executive_opt_out_denied"),
            ("PATCH", "/users/me/settings", {"outbound_caller_id": NUMBERS[2]}, "outbound_caller_id_invalid"),
            ("PATCH", "/users/me/settings", {"music_on_hold_id": office.of["music_on_hold_id"]}, "audio_unknown"),
            ("PATCH", f"/voice_mails/{1:032x}?read_status=Read", None, "voicemail_unknown"),
            ("DELETE", f"/users/me/call_history/{office.elements[0]}", None, "call_element_unknown"),
        ):
            assert mine(method, path, body).refused == refused, path
        stranger = call.by("person 4 phone:write")  # no assistant of hers, as person 1 is
        said = stranger("PATCH", "/users/me/settings", {"outbound_caller_id": NUMBERS[0]})
        assert said.refused == "outbound_caller_id_invalid"
        assert watched.rows() == before


class TestPolicies:
    """What a policy leaves to administrators, whose app changes it as before."""

    @pytest.mark.parametrize(
        ("policy", "value", "method", "path", "body"),
        [
            ("emergency_address_management", {"enable": False}, "PATCH", "", ["emergency_address_id"]),
            ("personal_audio_library", {"enable": False}, "PATCH", "/settings", ["music_on_hold_id"]),
            (
                "personal_audio_library",
                {"allow_music_on_hold_customization": False},
                "PATCH",
                "/settings",
                ["music_on_hold_id"],
            ),
            ("delegation", {"enable": False}, "POST", "/settings/delegation", ["delegation_assistant_extension_id"]),
            ("delegation", {"enable": False}, "PATCH", "/settings/delegation", {"delegation": {"privacy": True}}),
        ],
    )
    def test_off(
        self,
        office: Office,
        watched: Watched,
        call: Caller,
        acme: Acme,
        policy: str,
        value: Any,
        method: str,
        path: str,
        body: Any,
    ) -> None:
        if isinstance(body, list):
            body = {name: office.of[name] for name in body}
        for owner in (acme.users[0], acme.main, acme.id):
            made = acme.write(lambda rows, owner=owner: rows.add(Setting(owner_id=owner, key=policy, value=value)).id)
            watched.changed()
            mine = call.by("person 0 phone:write")(method, f"/users/me{path}", body)
            assert (mine.refused, watched.changed()) == ("scope_missing", False), owner
            acme.write(lambda rows, made=made: rows.forget(Setting, Setting.id == made))
            if "emergency" in policy:  # of the user alone
                break
        acme.write(lambda rows: rows.add(Setting(owner_id=acme.users[0], key=policy, value=value)).id)
        assert call(method, f"/users/{acme.users[0]}{path}", body).refused is None

    def test_call_handling(self, office: Office, watched: Watched, call: Caller, acme: Acme) -> None:
        """What people change of how their calls are handled, while the policy lets them; nobody changes another's."""
        mine, theirs = call.by("person 0 phone:write"), call.by("person 1 phone:write")
        path = f"/extension/{office.extension_id}/call_handling/settings"
        monday = [{"weekday": 2, "type": 2, "from": "08:00", "to": "12:00"}]
        holiday = {"name": "New Year", "from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z"}
        colleague = {"call_not_answer_action": 2, "forward_to_extension_id": office.of["forward_to_extension_id"]}
        hello = acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="hello")).id)
        requests: list[tuple[str, str, str, Any]] = [
            ("PATCH", "business_hours", "custom_hours", {"type": 2, "custom_hours_settings": monday}),
            ("PATCH", "business_hours", "call_handling", colleague),
            ("PATCH", "business_hours", "call_handling", {"ring_mode": "sequential", "max_wait_time": 20}),
            ("PATCH", "closed_hours", "call_handling", {"busy_on_another_call_action": 22}),
            ("PATCH", "closed_hours", "call_handling", {"voicemail_greeting_id": hello}),
            ("POST", "closed_hours", "call_forwarding", {"phone_number": "+442071838751"}),
            ("POST", "holiday_hours", "holiday", holiday),
        ]
        said = {
            "sub_setting_type": "call_handling",
            "settings": {"voicemail_greeting_id": office.of["music_on_hold_id"]},
        }
        hers = acme.store.read(acme.id, lambda rows: rows.get(Extension, acme.users[1]).extension_id)
        other = f"/extension/{hers}/call_handling/settings/closed_hours"
        assert theirs("PATCH", other, said).refused == "audio_unknown"  # it is person 0's
        for method, hours, sub, settings in requests:
            body = {"sub_setting_type": sub, "settings": settings}
            before = watched.rows()
            assert theirs(method, f"{path}/{hours}", body).refused == "extension_unknown"
            assert watched.rows() == before
            assert mine(method, f"{path}/{hours}", body).refused is None, body
            assert watched.rows() != before, body
        shown = call.by("person 0 phone:read")("GET", path)
        assert shown.json["business_hours"][0]["settings"]["type"] == 2
        assert call.by("person 1 phone:read")("GET", path).refused == "extension_unknown"
        assert theirs("GET", path).refused == "scope_missing"
        for owner in (acme.users[0], acme.main, acme.id):
            off = Setting(owner_id=owner, key="allow_end_user_edit_call_handling", value={"enable": False})
            made = acme.write(lambda rows, off=off: rows.add(off).id)
            watched.changed()
            for method, hours, sub, settings in requests:
                answer = mine(method, f"{path}/{hours}", {"sub_setting_type": sub, "settings": settings})
                assert answer.refused == "scope_missing"
            assert mine("DELETE", f"{path}/closed_hours?call_forwarding_id=x").refused == "scope_missing"
            assert not watched.changed()
            _, hours, sub, settings = requests[0]
            body = {"sub_setting_type": sub, "settings": settings}
            assert call("PATCH", f"{path}/{hours}", body).status == 204  # an administrator's app
            acme.write(lambda rows, made=made: rows.forget(Setting, Setting.id == made))

    def test_greetings_and_forwarding_numbers(self, office: Office, call: Caller, acme: Acme) -> None:
        mine, path = call.by("person 0 phone:write"), f"/extension/{office.extension_id}/call_handling/settings"
        forwarding = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "+442071838751"}}
        id = mine("POST", f"{path}/closed_hours", forwarding).json["call_forwarding_id"]
        changed = {"call_forwarding_settings": [{"id": id, "phone_number": "+442071838752"}]}
        for policy, value, sub, settings in (
            ("personal_audio_library", "enable", "call_handling", {"voicemail_greeting_id": "x"}),
            (
                "personal_audio_library",
                "allow_voicemail_and_message_greeting_customization",
                "call_handling",
                {"message_greeting_id": "x"},
            ),
            ("forwarding_to_external_numbers", "enable", "call_forwarding", changed),
            ("call_handling_forwarding_to_other_users", "enable", "call_forwarding", changed),
        ):
            off = Setting(owner_id=acme.users[0], key=policy, value={value: False})
            made = acme.write(lambda rows, off=off: rows.add(off).id)
            answer = mine("PATCH", f"{path}/closed_hours", {"sub_setting_type": sub, "settings": settings})
            assert answer.refused == "scope_missing"
            acme.write(lambda rows, made=made: rows.forget(Setting, Setting.id == made))

    def test_locked_delegation(self, office: Office, watched: Watched, call: Caller, acme: Acme) -> None:
        mine, path = call.by("person 0 phone:write"), "/users/me/settings/delegation"
        wish = {name: office.of[name] for name in ("delegation_assistant_extension_id",)}
        assert mine("PATCH", path, {"delegation": {"locked": True}}).refused == "scope_missing"
        administered = f"/users/{acme.users[0]}/settings/delegation"
        assert call("PATCH", administered, {"delegation": {"locked": True}}).status == 204
        watched.changed()
        for method, more, body in (
            ("POST", "", wish),
            ("PATCH", "", {"delegation": {"privileges": [1]}}),
            ("DELETE", f"?assistant_extension_id={office.of['assistant_extension_id']}", None),
        ):
            assert mine(method, path + more, body).refused == "scope_missing"
        assert not watched.changed()
        assert call("POST", administered, wish).status == 201

    def test_caller_ids_that_are_not_theirs_to_choose(self, office: Office, call: Caller, acme: Acme) -> None:
        off = Setting(owner_id=acme.users[0], key="select_outbound_caller_id", value={"enable": False})
        acme.write(lambda rows: rows.add(off).id)
        answer = call.by("person 0 phone:write")("PATCH", "/users/me/settings", {"outbound_caller_id": NUMBERS[1]})
        assert answer.refused == "outbound_caller_id_locked"

    def test_what_a_policy_leaves_to_administrators_is_not_taken_away_either(
        self, office: Office, watched: Watched, call: Caller, acme: Acme, figure: Figure
    ) -> None:
        """Nothing, in any of its forms, is not said in place of what an administrator set."""
        mine, tried = call.by(f"person 0 {' '.join(sorted(BARE))}"), 0
        for operation, entry in ((each, entry) for each in WRITES for entry in each.own_writes if entry.if_on):
            for policy, switch in (name.split(".") for name in entry.if_on):
                off = Setting(owner_id=acme.users[0], key=policy, value={switch: False})
                made = acme.write(lambda rows, off=off: rows.add(off).id)
                watched.changed()
                for (kind, path), name in product(paths(operation, office), entry.fields):
                    if not all(value in path for value in entry.where.values()):
                        continue
                    path = path.replace("{userId}", "me")
                    for said in NOTHING:
                        if name in (operation.query or {}).get("properties", {}):
                            answer = mine(operation.method, f"{path}?{name}=")
                        else:
                            answer = mine(operation.method, path, nested(name.split("."), said))
                        assert answer.refused, (kind, name, said)
                        assert (said != "" or name not in CLEARED) or answer.refused == "scope_missing", (kind, name)
                        tried += 1
                assert not watched.changed()
                acme.write(lambda rows, made=made: rows.forget(Setting, Setting.id == made))
        figure("ways to clear by an own token what its policy leaves to administrators", f"{tried}, all refused")


NOTHING: Sequence[Any] = ("", "0", [], {}, False, 0)
CLEARED = {"music_on_hold_id", "emergency_address_id", "assistant_extension_id", "delegation_assistant_extension_id"}


def nested(path: Sequence[str], said: Any) -> Any:
    """A body with that at a path; where the contract tells several bodies apart, the one that has it."""
    for name in reversed(path):
        said = [said] if name == "*" else {name: said}
    if path[0] != "settings" or len(path) == 1:
        return said
    return said | {"sub_setting_type": "call_forwarding" if "call_forwarding_settings" in path else "call_handling"}
