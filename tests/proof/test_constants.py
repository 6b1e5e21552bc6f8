"""No field of an answer says the same of everything: what is always the same is a constant dressed as a fact.

All lists and items that are served are asked of the demo's company, with a past of all kinds and with settings, people
and numbers that differ as those of a company do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
from msgspec import structs

from tests.acme import Acme, Clock
from tests.caller import CONTRACT, Caller
from tests.conftest import caller
from tests.exchange.test_explain import Caller as Virtual
from tests.figures import Figure
from tests.places import prepared
from trunkline import app, clock
from trunkline.api.limits import PLANS as LIMITS
from trunkline.api.limits import Limiter
from trunkline.cli import admin, company
from trunkline.cli.demo import tell
from trunkline.cli.wellknown import ACCOUNT
from trunkline.exchange.plan import Hours, Outbound, Outside, Plan, To, Trunk
from trunkline.exchange.plan import Member as InQueue
from trunkline.exchange.vocabulary import Record
from trunkline.extensions import delegation, removal
from trunkline.plan import Plans
from trunkline.records import opted_out, writing
from trunkline.settings import documents
from trunkline.store.records import Registration
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import (
    Account,
    Assistant,
    CallHandling,
    CallQueue,
    DeviceLine,
    EmergencyAddress,
    Handling,
    Member,
    Person,
    PhoneNumber,
    SharedAccess,
    Site,
    User,
)
from trunkline.store.tenant import Tenant


class Values:
    """What each field said, by the operation and the field's path: as text, since some are lists."""

    def __init__(self) -> None:
        self.said: dict[str, set[str]] = {}
        self.times: dict[str, int] = {}

    def take(self, path: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, part in cast(dict[str, Any], value).items():
                self.take(f"{path}.{name}", part)
        elif isinstance(value, list) and value:
            for part in cast(list[Any], value):
                self.take(path, part)
        else:
            self._note(path, value)

    def _note(self, path: str, value: Any) -> None:
        self.said.setdefault(path, set()).add(repr(value))
        self.times[path] = self.times.get(path, 0) + 1

    def constant(self) -> Iterator[str]:
        """Of what is an empty list here and there, the fields of what is in it elsewhere are looked at."""
        for path, said in self.said.items():
            if len(said) == 1 and self.times[path] > 1 and not any(each.startswith(f"{path}.") for each in self.said):
                yield path


DAYS = 5
NOW = datetime(2026, 11, 19, 20, tzinfo=UTC).timestamp()  # a Thursday, in business hours of New York
MOST = 1_000  # things of a kind that are asked for one by one
SETTINGS = (
    *("local_based_routing", "business_hours", "closed_hours", "holiday_hours", "security", "outbound_caller_id"),
    *("audio_prompt", "desk_phone", "dial_by_name", "billing_account"),
)
NOT_SHOWN = {"download_recording", "download_voicemail"}  # sound
# What is said of a list as a whole, as it was asked for.
OF_LISTS = {"page_size", "next_page_token", "total_records", "page_count", "from", "to", "timezone", "sync_token"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, seal: Seal) -> Iterator[Caller]:
    with (
        prepared(tmp_path_factory.mktemp("constants")) as place,
        closing(Store(place, "configuration")) as store,
        closing(Store(place, "records")) as records,
        ExitStack() as stack,
    ):
        patched = stack.enter_context(pytest.MonkeyPatch.context())
        patched.setattr(clock, "wall", lambda: NOW)
        account = Account(id=ACCOUNT, name="Example Company", sip_domain="demo.example")
        admin.found(store, account, lambda rows: company.fill(rows, seal, None))
        store.write(ACCOUNT, set_before).result()
        tell(store, records, place.blobs, DAYS)
        more = [*rare(Plans(store).of(ACCOUNT))]
        records.write_any(lambda session: writing.write(session, [(ACCOUNT, each) for each in more])).result()
        store.write(ACCOUNT, set_since).result()
        line = store.read(ACCOUNT, lambda rows: rows.find(DeviceLine)[0])
        member = store.read(ACCOUNT, lambda rows: rows.find(Member)[0])
        records.write_any(lambda session: session.add(registered(line))).result()
        records.write_any(lambda session: opted_out.say(session, ACCOUNT, member.id, True)).result()
        stands = Clock()
        stands.now = NOW
        yield caller(Acme(store, seal, ACCOUNT), stands, Limiter(LIMITS["off"]))


def set_before(rows: Tenant) -> None:
    """What calls of the past are to show."""
    people = {row.number: row for row in rows.find(User)}
    for number in (1003, 1008):
        documents.say(rows, documents.of_extension(people[number]), "auto_call_recording", {"enable": True})
    queue = next(row for row in rows.find(CallQueue) if row.number == 2001)
    documents.say(rows, documents.of_extension(queue), "auto_call_recording", {"enable": True})
    rows.add(CallHandling(extension_id=queue.id, hours="business", handling=Handling(wrap_up_seconds=25)))


def set_since(rows: Tenant) -> None:
    """One of each kind is otherwise than the others."""
    people = {row.number: row for row in rows.find(User)}
    two = rows.edit(User, people[1002].id)
    two.profile = replace(
        two.profile,
        **{"area_code": "212", "audio_prompt_language": "fr-FR", "default_transcription_language": "fr-FR"},
        **{"music_on_hold": "0", "locks_phone_screen": True, "takes_group_calls": False},
        **{"delegation_locked": True, "delegation_privacy": True},
    )
    for subject in ("voicemail", "automatic_recording", "ad_hoc_recording"):
        row = SharedAccess(subject=subject, owner_id=two.id, accessor_id=people[1001].id, may_delete=True)
        rows.add(row)
    rows.add(Assistant(user_id=people[1004].id, extension_id=two.id, takes_calls=False))
    rows.edit(User, people[1012].id).active = False
    four = rows.edit(User, people[1004].id)
    four.profile = replace(four.profile, delegation_privileges=(1, 2, delegation.OPT_OUT))
    removal.remove(rows, rows.edit(User, people[1009].id))
    person = rows.find(Person)[0]
    person.license_type = 2
    for address in rows.find(EmergencyAddress)[:1]:
        address.address_line2 = "Floor 3"
    site = rows.find(Site)[0]
    site.profile, site.short_extension_length = replace(site.profile, caller_id_name="EXAMPLE"), 4
    queue = rows.find(CallQueue)[0]
    queue.active, queue.profile = (
        False,
        replace(
            queue.profile,
            **{"audio_prompt_language": "de-DE", "default_transcription_language": "de-DE"},
            recording_storage_location="DE",
        ),
    )
    assigned = [row for row in rows.find(PhoneNumber) if row.extension_id]
    assigned[0].number_type, assigned[0].carrier, assigned[0].source = "tollfree", "Another", "internal"
    number = next(row for row in assigned if row.extension_id == two.id)
    number.told_address_id, number.told_at = rows.known(Site, number.site_id).emergency_address_id, int(NOW)
    groups = [row for row in assigned if row.extension_id not in {each.id for each in people.values()}]
    groups[0].incoming, groups[1].outgoing = False, False
    for group in groups:
        if group.extension_id in {each.id for each in rows.find(CallQueue)}:
            group.source = "internal"
            break


def rare(plan: Plan) -> Iterator[Record]:
    """Calls that the demo's past has none of."""
    people = {user.number: user for user in plan.users.values()}
    now, number_of_call = NOW - 4 * 3600, count(1)

    def placed(who: str, number: str, do: Mapping[str, Any] | None = None, **changed: Any) -> Record:
        lines = {f"{line.user}1": structs.replace(line, id=f"{line.user}1") for line in plan.lines.values()}
        users, queues = {**plan.users, **changed.get("users", {})}, {**plan.queues, **changed.get("queues", {})}
        made = structs.replace(plan, users=users, queues=queues, lines=lines, trunks=(Trunk("past", "carrier"),))
        n = next(number_of_call)
        record = Virtual(made, now + 600 * n, [*lines], do or {}).calls(who, number)
        names = (f"{n:016x}{nth:016x}" for nth in count())

        def named(each: Any) -> Any:
            name = next(names)
            return structs.replace(each, id=name, file=name)

        messages, recordings = (tuple(map(named, kept)) for kept in (record.messages, record.recordings))
        return structs.replace(record, call=f"19{n:017}", messages=messages, recordings=recordings)

    ada, ben, carla = people[1001], people[1002], people[1003]
    yield placed(ada.id, "911")
    hidden = structs.replace(ben, outbound=structs.replace(ben.outbound or Outbound(), withheld=True))
    yield placed(ben.id, "+13105550177", users={ben.id: hidden})
    yield placed(ada.id, "+442079460000")
    sales = next(each for each in plan.queues.values() if each.number == 2002)
    always = structs.replace(sales, hours=Hours(), members=(InQueue(ben.id),), max_wait=20)
    yield placed(carla.id, "2002", {ben.id: "answer"}, queues={sales.id: always})
    yield placed(carla.id, "2002", queues={sales.id: structs.replace(always, overflow=To(ada.id))})
    handling = structs.replace(carla.handling, unanswered=Outside("+14155550100"))
    away = structs.replace(carla, hours=Hours(), handling=handling)
    yield placed("", carla.direct_numbers[0], users={carla.id: away})
    handling = structs.replace(carla.handling, unanswered=To(sales.id))
    yield placed(ada.id, "1003", users={carla.id: structs.replace(away, handling=handling)})
    handling = structs.replace(carla.handling, unanswered=To(people[1008].id))
    yield placed(ada.id, "1003", users={carla.id: structs.replace(away, handling=handling)})


def registered(line: DeviceLine) -> Registration:
    return Registration(
        account_id=ACCOUNT,
        line_id=line.id,
        contact="sip:a@192.0.2.1",
        device_id=line.device_id,
        received_host="192.0.2.1",
        received_port=5060,
        private_host="10.0.0.1",
        call_id="c",
        cseq=1,
        user_agent="phone",
        expires_at=int(NOW) + 3600,
    )


class Company:
    """Asks for all that is served: each list, and what is in it by its ids."""

    def __init__(self, call: Caller) -> None:
        self.call, self.values, self.asked = call, Values(), set[str]()
        today = datetime.fromtimestamp(NOW, UTC).date()
        self.days = f"from={today - timedelta(DAYS + 1)}&to={today}&page_size=100"

    def get(self, operation: str, path: str) -> Any:
        self.asked.add(operation)
        answer = self.call("GET", path)
        assert answer.status == 200, (path, answer.json)
        self.values.take(operation, {name: part for name, part in answer.json.items() if name not in OF_LISTS})
        return answer.json

    def all(self, operation: str, path: str, field: str) -> list[Any]:
        """Of all pages."""
        page = self.get(operation, path)
        found = page[field]
        while page["next_page_token"]:
            page = self.get(operation, f"{path}&next_page_token={page['next_page_token']}")
            found += page[field]
        return found

    def each(self, operation: str, path: str, ids: Iterable[str]) -> list[Any]:
        found = [*dict.fromkeys(ids)]
        return [self.get(operation, path.format(id)) for id in found[:: max(1, len(found) // MOST)]]

    def ask(self) -> None:
        get, each, days = self.get, self.each, self.days
        people = get("list_users", "/users?page_size=100")["users"]
        users = [each["id"] for each in people if "extension_id" in each]
        get("list_account_users", "/v2/users?page_size=100")
        each("get_account_user", "/v2/users/{}", users)
        each("get_user", "/users/{}", users)
        each("get_user_settings", "/users/{}/settings", users)
        each("get_user_policy", "/users/{}/policies/allow_emergency_calls", users)
        each("list_user_outbound_caller_id_numbers", "/users/{}/outbound_caller_id/customized_numbers", users)
        queues = get("list_call_queues", "/call_queues")["call_queues"]
        ids = [queue["id"] for queue in queues]
        each("get_call_queue", "/call_queues/{}", ids)
        each("get_call_queue_policy", "/call_queues/{}/policies", ids)
        each("list_call_queue_members", "/call_queues/{}/members", ids)
        each("list_call_queue_recordings", f"/call_queues/{{}}/recordings?{days}", ids)
        get("list_call_queue_analytics", f"/call_queue_analytics?{days}")
        sites = get("list_sites", "/sites")["sites"]
        places = [site["id"] for site in sites]
        each("get_site", "/sites/{}", places)
        each("list_site_outbound_caller_id_numbers", "/sites/{}/outbound_caller_id/customized_numbers", places)
        for type in SETTINGS:
            each("get_site_setting", f"/sites/{{}}/settings/{type}", places)
        receptionists = [site["main_auto_receptionist"] for site in sites]
        extensions = [row["extension_id"] for row in (*people, *queues, *receptionists) if "extension_id" in row]
        each("get_call_handling_settings", "/extension/{}/call_handling/settings", extensions)
        devices = [
            row
            for type in ("assigned", "unassigned")
            for row in get("list_devices", f"/devices?type={type}")["devices"]
        ]
        each("get_device", "/devices/{}", (row["id"] for row in devices))
        get("list_smartphones", "/smartphones")
        numbers = [
            row
            for type in ("assigned", "unassigned")
            for row in get("list_phone_numbers", f"/numbers?type={type}&page_size=100")["phone_numbers"]
        ]
        each("get_phone_number", "/numbers/{}", (row["id"] for row in numbers))
        get("list_calling_plans", "/calling_plans")
        get("list_plans", "/plans")
        self.ask_the_past(users)

    def ask_the_past(self, users: Sequence[str]) -> None:
        get, each, days = self.get, self.each, self.days
        calls = self.all("list_account_call_history", f"/call_history?{days}", "call_history")
        each("get_call_history", "/call_history/{}", (row["call_history_uuid"] for row in calls))
        logs = self.all("list_account_call_logs", f"/call_logs?{days}", "call_logs")
        each("get_call_log", "/call_logs/{}", (row["id"] for row in logs))
        history = each("list_user_call_history", f"/users/{{}}/call_history?{days}", users)
        elements = [row for answer in history for row in answer["call_elements"]]
        each("get_call_element", "/call_element/{}", (row["call_element_id"] for row in elements))
        each("get_call_history_detail", "/call_history_detail/{}", (row["call_element_id"] for row in elements))
        for user in users:
            rows = get("list_user_call_logs", f"/users/{user}/call_logs?{days}")["call_logs"]
            with_message = [row["id"] for row in rows if row["has_voicemail"] and row["direction"] == "inbound"]
            each("get_user_call_log_voicemail", f"/users/{user}/call_logs/{{}}/voice_mail", with_message)
        each("sync_user_call_history", "/users/{}/call_history/sync?sync_type=FSync", users)
        each("sync_user_call_logs", "/users/{}/call_logs/sync?sync_type=FSync", users)
        messages = get("list_account_voicemails", f"/voice_mails?{days}")["voice_mails"]
        each("get_voicemail", "/voice_mails/{}", (row["id"] for row in messages))
        each("list_user_voicemails", f"/users/{{}}/voice_mails?{days}", users)


# Documents of settings say what was set; which of them calls obey is in settings/unread.py.
SETTINGS_OF = (
    *("get_site.policy", "get_user.policy", "get_call_queue_policy", "get_user_policy"),
    *("get_site_setting", "get_call_handling_settings"),
)

CONSTANT: Mapping[str, str] = {
    **dict.fromkeys(("account_id", "provision.sip_accounts.sip_domain"), "Of the account that asks"),
    "provision.sip_accounts.outbound_proxy": "Of the installation",
    **dict.fromkeys(
        ("list_account_users.users.status", "get_account_user.status"),
        "Nobody in the directory is deactivated: their extension is",
    ),
    "get_user.site_admin": "Roles: Rules, trunks and routing, emergency places, roles",
    **dict.fromkeys(
        ("members.users.level", "call_queue_members.level"),
        "Who manages a queue: Rules, trunks and routing, emergency places, roles",
    ),
    "intercom.audio_intercoms": "There is no intercom",
    "shared_line_groups.shared_line_group": "Places, lines, menus and names",
    "members.common_areas": "Places, lines, menus and names",
    **dict.fromkeys(
        ("assignees.extension_type", "assignee.extension_type", "assistants.extension_type", "caller_ext_type"),
        "People have phones, assistants and calls of their own; common areas come with Places, lines, menus and names",
    ),
    **dict.fromkeys(("provision_template_id", "provision.type"), "Phones are set up by hand"),
    **dict.fromkeys(
        ("policy.call_control.status", "policy.hot_desking.status"),
        "Nobody works a phone from elsewhere, or shares one",
    ),
    **dict.fromkeys(
        ("list_phone_numbers.phone_numbers.status", "get_phone_number.status"),
        "A number is there once it is added: none is ordered",
    ),
    "default_emergency_address.is_default": "It is that of its site",
    **dict.fromkeys(
        ("default_emergency_address.level", "default_emergency_address.status"),
        "Emergency addresses: Rules, trunks and routing, emergency places, roles",
    ),
    "end_to_end": "Audio goes through the relay",
    "recording_type": "By hand: Calls of many parties: what people do on phones all day",
    **dict.fromkeys(
        (
            "list_user_call_history.call_elements.result_reason",
            "list_user_call_history.call_logs.result_reason",
            "sync_user_call_history.call_elements.result_reason",
            "sync_user_call_history.call_logs.result_reason",
            "get_call_element.result_reason",
            "get_call_history_detail.result_reason",
        ),
        "The others: Calls of many parties: what people do on phones all day",
    ),
    **dict.fromkeys(
        ("caller_number_source", "callee_number_source"),
        "Peering: Rules, trunks and routing, emergency places, roles",
    ),
    **dict.fromkeys(
        ("outgoing_by.number_type", "forwarded_by.number_type", "accepted_by.number_type"),
        "Who did it has an extension",
    ),
    **dict.fromkeys(
        (
            "voice_mails.callee_number_type",
            "get_voicemail.callee_number_type",
            "get_user_call_log_voicemail.callee_number_type",
        ),
        "A mailbox is an extension's",
    ),
    **dict.fromkeys(
        (
            "list_call_queue_recordings.recordings.callee_number_type",
            "list_call_queue_recordings.recordings.direction",
        ),
        "Calls of a queue come to it",
    ),
    **dict.fromkeys(
        ("call_queues.outbound_unconnected_calls",),
        "Queue figures: What happened, heard and measured",
    ),
    **dict.fromkeys(
        ("transcription.status", "intent_detect_status", "intent_results"),
        "Transcripts: What happened, heard and measured",
    ),
}


@pytest.fixture(scope="module")
def shown(demo: Caller) -> Company:
    found = Company(demo)
    found.ask()
    return found


def test_all_that_is_served_was_asked_for(shown: Company) -> None:
    served = {
        each.id for each in CONTRACT.operations.values() if each.method.upper() == "GET" and each.id in app.handlers
    }
    assert served - shown.asked == NOT_SHOWN


def test_no_field_says_the_same_of_everything(shown: Company, figure: Figure) -> None:
    """But for those that are listed, all of which do."""

    def names(path: str) -> set[str]:
        return {name for name in CONSTANT if path == name or path.endswith(f".{name}")}

    constant = {path for path in shown.values.constant() if not path.startswith(SETTINGS_OF)}
    varied = shown.values.said.keys() - constant
    figure("fields of answers that are always the same", f"{len(constant)} of {len(shown.values.said)}, all listed")
    assert sorted(path for path in constant if not names(path)) == [], "facts they can be, or say why not in the list"
    listed = {path: each for path in varied for each in names(path) if shown.values.times[path] > 1}
    assert {path: each for path, each in listed.items() if len(shown.values.said[path]) > 1} == {}, "take these off"
    assert sorted(name for name in CONSTANT if not any(name in names(path) for path in constant)) == []
