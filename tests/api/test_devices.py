"""Devices that change, that are told something, and those that are apps on smartphones."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme, Clock
from tests.caller import Caller
from tests.conftest import caller
from trunkline.api.limits import PLANS, Limiter
from trunkline.engine.ports import Binding, Flow
from trunkline.engine.state import StoredOrders, StoredState
from trunkline.extensions import device_orders
from trunkline.problems import Refusal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Device, DeviceLine
from trunkline.store.tenant import Tenant

Register = Callable[..., None]


@pytest.fixture
def engine(place: Place) -> Iterator[Store]:
    """The store as the engine has it."""
    store = Store(place, "records")
    yield store
    store.close()


@pytest.fixture
def register(engine: Store, acme: Acme, clock: Clock) -> Register:
    """Has a device register its first line, as the registrar would note it."""

    def job(device: str, agent: str = "Yealink SIP-T46S", seconds: int = 600, contact: str = "sip:x@10.0.0.7") -> None:
        line = acme.store.read(acme.id, lambda rows: rows.first(DeviceLine, DeviceLine.device_id == device))
        assert line
        state = StoredState(engine)
        state.bind(
            Binding(
                account_id=acme.id,
                line=line.id,
                device=device,
                contact=contact,
                flow=Flow(("198.51.100.9", 5060), "udp"),
                private_host="10.0.0.7",
                call_id="r",
                cseq=1,
                user_agent=agent,
                expires_at=clock.now + seconds,
            )
        )
        assert state.written(10)

    return job


def new(call: Caller, mac: str, user: str | None, **said: Any) -> str:
    """A desk phone, or what else is said."""
    owner = {"assigned_to": user} if user else {}
    body = {"display_name": f"Phone {mac}", "mac_address": f"0a0b0c0d0e{mac}", "type": "yealink", **owner, **said}
    return call("POST", "/devices", body).json["id"]


def ordered(engine: Store, clock: Clock) -> list[tuple[bool, set[str]]]:
    """What the engine finds to tell phones."""
    return [(order.reboot, set(order.devices)) for order in StoredOrders(engine).placed(clock.now - 30)]


class TestChanging:
    def test_what_is_not_given_stays(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[0]}"
        before = call("GET", path).json
        assert call("PATCH", path, {"display_name": "Reception"}).status == 204
        assert call("GET", path).json == before | {"display_name": "Reception"}

    def test_a_device_is_given_away_with_new_credentials(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[0]}"
        before = call("GET", path).json["provision"]["sip_accounts"]
        assert call("PATCH", f"/users/{acme.users[4]}", {"site_id": acme.branch}).status == 204
        assert call("PATCH", path, {"assigned_to": "P04@acme.example"}).status == 204
        shown = call("GET", path).json
        assert [each["id"] for each in shown["assignees"]] == [acme.users[4]]
        assert shown["site"] == {"id": acme.branch, "name": "Branch"}
        assert shown["provision"]["sip_accounts"][0]["user_name"] != before[0]["user_name"]
        assert call("GET", f"/devices?type=assigned&keyword={1000}").json["total_records"] == 0

    def test_whoever_shares_it_already_keeps_the_line(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[0]}"
        extension = call("GET", f"/users/{acme.users[4]}").json["extension_id"]
        assert call("POST", f"{path}/extensions", {"assignee_extension_ids": [extension]}).status == 201
        second = call("GET", path).json["provision"]["sip_accounts"][1]
        assert call("PATCH", path, {"assigned_to": acme.users[4]}).status == 204
        assert call("GET", path).json["provision"]["sip_accounts"] == [second]

    def test_a_refused_change_changes_nothing(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[0]}"
        before = call("GET", path).json
        assert call("PATCH", path, {"display_name": "x", "assigned_to": "nobody@x.example"}).refused == "user_unknown"
        answer = call("PATCH", path, {"display_name": "x", "provision_template_id": "x"})
        assert [fault["field"] for fault in answer.json["errors"]] == ["provision_template_id"]
        assert call("GET", path).json == before

    def test_it_can_be_left_without_a_template(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[0]}"
        for body in ({"provision_template_id": ""}, {}, None):
            assert call("PUT", f"{path}/provision_templates", body).status == 204
        assert call("PATCH", path, {"provision_template_id": ""}).status == 204
        assert call("GET", path).json["provision_template_id"] == ""


class TestLooking:
    def test_a_phone_set_up_by_hand_says_whose_line_each_account_is(self, call: Caller, acme: Acme) -> None:
        extension = call("GET", f"/users/{acme.users[1]}").json["extension_id"]
        path = f"/devices/{acme.devices[0]}"
        assert call("POST", f"{path}/extensions", {"assignee_extension_ids": [extension]}).status == 201
        lines = [account["shared_line"] for account in call("GET", path).json["provision"]["sip_accounts"]]
        first = {"display_name": "Person00 Smith", "extension_number": 1000, "phone_number": NUMBERS[0]}
        second = {"display_name": "Person01 Smith", "extension_number": 1001}
        shown = {"line_subscription": first, "outbound_caller_id": NUMBERS[0]}
        assert lines == [shown, {"line_subscription": second}]

    def test_and_which_number_its_calls_show_while_it_may_be_shown(self, call: Caller, acme: Acme) -> None:
        wish = {"email": acme.spare[0], "extension_number": "3000", "calling_plans": ["Pro"], "site_name": "Main Site"}
        wish |= {"phone_numbers": NUMBERS[3:], "outbound_caller_id": NUMBERS[4]}
        user = call("POST", "/users/batch", {"users": [wish]}).json[0]["id"]
        id = new(call, "01", user, type="other")

        def line() -> Any:
            return call("GET", f"/devices/{id}").json["provision"]["sip_accounts"][0]["shared_line"]

        assert line()["outbound_caller_id"] == NUMBERS[4]
        for number, shown in ((acme.numbers[4], NUMBERS[3]), (acme.numbers[3], None)):
            assert call("DELETE", f"/users/{user}/phone_numbers/{number}").status == 204
            assert line().get("outbound_caller_id") == shown

    def test_a_desk_phone_of_a_known_make_has_its_accounts_alone(self, call: Caller, acme: Acme) -> None:
        shown = call("GET", f"/devices/{new(call, '01', acme.users[3])}").json
        assert "shared_line" not in shown["provision"]["sip_accounts"][0]
        assert shown["policy"] == {"call_control": {"status": "unsupported"}, "hot_desking": {"status": "unsupported"}}
        listed = call("GET", "/devices?type=assigned&device_type=yealink").json["devices"][0]
        assert (listed["policy"], listed["provision_template_id"]) == (shown["policy"], "")


class TestRebooting:
    def test_a_phone_that_is_here_is_told(
        self, call: Caller, acme: Acme, register: Register, engine: Store, clock: Clock
    ) -> None:
        phone = new(call, "01", acme.users[3])
        assert call("POST", f"/devices/{phone}/reboot").refused == "device_offline"
        assert ordered(engine, clock) == []
        register(phone)
        assert call("POST", f"/devices/{phone}/reboot").status == 202
        assert ordered(engine, clock) == [(True, {phone})]

    def test_one_that_is_gone_is_not(self, call: Caller, acme: Acme, register: Register, clock: Clock) -> None:
        phone = new(call, "01", acme.users[3])
        register(phone, seconds=60)
        clock.now += 61
        assert call("POST", f"/devices/{phone}/reboot").refused == "device_offline"

    def test_a_phone_of_no_known_make_may_not_obey(self, call: Caller, acme: Acme, register: Register) -> None:
        register(acme.devices[0])
        assert call("POST", f"/devices/{acme.devices[0]}/reboot").refused == "reboot_unsupported"

    def test_one_a_second_and_each_phone_when_it_can_be_back(
        self, call: Caller, acme: Acme, register: Register, engine: Store, clock: Clock
    ) -> None:
        one, other = (new(call, f"0{n}", acme.users[n]) for n in (3, 4))
        register(one, seconds=3600)
        register(other, seconds=3600)
        assert call("POST", f"/devices/{one}/reboot").status == 202
        assert call("POST", f"/devices/{other}/reboot").refused == "reboot_too_frequent"
        clock.now += 1
        assert call("POST", f"/devices/{other}/reboot").status == 202
        clock.now += 1
        assert call("POST", f"/devices/{one}/reboot").refused == "reboot_retry_later"
        assert ordered(engine, clock) == [(True, {one}), (True, {other})]
        clock.now += 118
        assert call("POST", f"/devices/{one}/reboot").status == 202

    def test_the_limit_of_requests_holds_too(self, acme: Acme, clock: Clock) -> None:
        limited = caller(acme, clock, Limiter(PLANS["pro"]))
        answers = [limited("POST", f"/devices/{acme.devices[0]}/reboot").refused for _ in range(6)]
        assert answers == ["reboot_unsupported"] * 5 + ["rate_limited"]


class TestSyncing:
    @pytest.fixture
    def phones(self, call: Caller, acme: Acme, register: Register) -> dict[str, str]:
        """One at each site and one at each that is not here; a softphone."""
        assert call("PATCH", f"/users/{acme.users[6]}", {"site_id": acme.branch}).status == 204
        found = {
            "main": new(call, "01", acme.users[3]),
            "away": new(call, "02", acme.users[3]),
            "branch": new(call, "03", acme.users[6], site_id=acme.branch),
            "nobody's": new(call, "04", None, site_id=acme.main),
        }
        for phone in (found["main"], found["branch"], acme.devices[0]):
            register(phone, seconds=7200)
        return found

    def test_the_phones_of_the_account_that_are_here(
        self, call: Caller, phones: dict[str, str], engine: Store, clock: Clock
    ) -> None:
        assert call("POST", "/devices/sync", {"level": 1}).status == 204
        assert ordered(engine, clock) == [(False, {phones["main"], phones["branch"]})]

    def test_the_phones_of_a_site(
        self, call: Caller, acme: Acme, phones: dict[str, str], engine: Store, clock: Clock
    ) -> None:
        assert call("POST", "/devices/sync", {"level": 2, "site_id": acme.branch}).status == 204
        assert ordered(engine, clock) == [(False, {phones["branch"]})]

    def test_one_request_each_quarter_of_an_hour(
        self, call: Caller, acme: Acme, phones: dict[str, str], engine: Store, clock: Clock
    ) -> None:
        assert call("POST", "/devices/sync", {"level": 1}).status == 204
        clock.now += 899
        assert call("POST", "/devices/sync", {"level": 1}).refused == "sync_already_requested"
        assert call("POST", "/devices/sync", {"level": 2, "site_id": acme.main}).refused == "too_many_requests"
        assert ordered(engine, clock) == []
        clock.now += 1
        assert call("POST", "/devices/sync", {"level": 2, "site_id": acme.main}).status == 204
        assert ordered(engine, clock) == [(False, {phones["main"]})]

    def test_accounts_do_not_wait_for_each_other(self, call: Caller, rival: Acme) -> None:
        assert call("POST", "/devices/sync", {"level": 1}).status == 204
        assert call.by("rival")("POST", "/devices/sync", {"level": 1}).status == 204

    @pytest.mark.parametrize("body", [{"level": 2}, {"level": 2, "site_id": ""}, {"level": 1, "site_id": "x"}])
    def test_a_site_goes_with_its_level_alone(self, call: Caller, body: dict[str, Any]) -> None:
        answer = call("POST", "/devices/sync", body)
        assert [fault["field"] for fault in answer.json["errors"]] == ["site_id"]

    @pytest.mark.parametrize("level", [0, 3, "1"])
    def test_there_are_two_levels(self, call: Caller, level: object) -> None:
        assert call("POST", "/devices/sync", {"level": level}).refused == "invalid"

    def test_of_two_at_the_same_time_one_is_made(self, acme: Acme, clock: Clock) -> None:
        """On PostgreSQL both transactions are open at once."""
        ready, outcomes = threading.Barrier(2), list[str]()

        def ask() -> None:
            def job(rows: Tenant) -> None:
                rows.find(Device)
                if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
                    ready.wait(10)
                device_orders.sync(rows, device_orders.WHOLE_ACCOUNT, clock.now)

            try:
                acme.write(job)
                outcomes.append("made")
            except Refusal as refusal:
                outcomes.append(refusal.key)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["made", "sync_already_requested"]


class TestSmartphones:
    def test_an_app_on_a_smartphone_that_is_here(
        self, call: Caller, acme: Acme, register: Register, clock: Clock
    ) -> None:
        assert call("GET", "/smartphones").json["smartphones"] == []
        register(acme.devices[0], "LinphoneAndroid/5.2.1 (Pixel 7)", seconds=60)
        answer = call("GET", "/smartphones").json
        assert answer["smartphones"] == [
            {
                "activation_status": "Activated",
                "assignee": {"extension_number": 1000, "name": "Person00 Smith"},
                "device_name": "Phone 0",
                "device_type": "LinphoneAndroid/5.2.1 (Pixel 7)",
                "public_ip": "198.51.100.9",
                "serial_number": "001122334400",
                "site": {"name": "Main Site", "site_id": acme.main},
                "smartphone_id": acme.devices[0],
            }
        ]
        assert call.by("rival")("GET", "/smartphones").json["total_records"] == 0
        clock.now += 61
        assert call("GET", "/smartphones").json["smartphones"] == []

    @pytest.mark.parametrize(
        ("agent", "count"),
        [
            ("LinphoneiOS/4.5.0 (Ann's phone)", 1),
            ("Bria Mobile iOS release 6.7", 1),
            ("Acrobits/8 (iPhone14,2)", 1),
            ("Zoiper android v2", 1),
            ("Kiosk 2.0 by Axios", 0),
            ("Yealink SIP-T46S 66.86.0.15", 0),
            ("", 0),
        ],
    )
    def test_it_is_known_by_what_it_says_of_itself(
        self, call: Caller, acme: Acme, register: Register, agent: str, count: int
    ) -> None:
        register(acme.devices[0], agent)
        assert call("GET", "/smartphones").json["total_records"] == count

    def test_a_line_that_an_app_and_a_phone_have_is_shown_as_the_app(
        self, call: Caller, acme: Acme, register: Register
    ) -> None:
        register(acme.devices[0], "LinphoneAndroid/5", seconds=60)
        register(acme.devices[0], "Snom 760", seconds=600, contact="sip:y@10.0.0.8")
        assert [each["device_type"] for each in call("GET", "/smartphones").json["smartphones"]] == [
            "LinphoneAndroid/5"
        ]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("keyword=phone%201", ["Phone 1"]),
            ("keyword=Person00", ["Phone 0"]),
            ("keyword=334401", ["Phone 1"]),
            ("keyword=198.51.100", ["Phone 0", "Phone 1"]),
            ("keyword=nothing", []),
            ("site_id=x", []),
        ],
    )
    def test_the_list_is_filtered(
        self, call: Caller, acme: Acme, register: Register, query: str, found: list[str]
    ) -> None:
        for device in acme.devices[:2]:
            register(device, "LinphoneAndroid/5")
        assert [each["device_name"] for each in call("GET", f"/smartphones?{query}").json["smartphones"]] == found

    def test_page_by_page(self, call: Caller, acme: Acme, register: Register) -> None:
        for device in acme.devices[:2]:
            register(device, "LinphoneAndroid/5")
        first = call("GET", "/smartphones?page_size=1").json
        second = call("GET", f"/smartphones?page_size=1&next_page_token={first['next_page_token']}").json
        names = [each["device_name"] for page in (first, second) for each in page["smartphones"]]
        assert (names, second["next_page_token"]) == (["Phone 0", "Phone 1"], "")
