"""What analytics say of a queue, right after its calls: as they were, and not as they were allowed to be."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.figures import Figure
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

WRAP_UP = 30  # seconds that members have


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("figures"), "--demo", "--past", "1") as made:
        yield made


@pytest.fixture(scope="module")
def queue(system: System) -> Any:
    """A new one, of Carla alone."""
    client = system.client
    (site,) = (each for each in client("GET", "/sites")["sites"] if each["name"] == "New York")
    (carla,) = (each for each in client("GET", "/users?page_size=100")["users"] if each["extension_number"] == 1003)
    wish = {"name": "Returns", "site_id": site["id"], "extension_number": 2050}
    made = client("POST", "/call_queues", wish | {"members": {"users": [{"id": carla["id"]}]}})
    handling = {"sub_setting_type": "call_handling", "settings": {"wrap_up_time": WRAP_UP}}
    shown = client("GET", f"/call_queues/{made['id']}")
    for said in (handling, {"sub_setting_type": "custom_hours", "settings": {"type": 1}}):
        client("PATCH", hours(shown), said)
    return shown


def hours(queue: Any) -> str:
    return f"/extension/{queue['extension_id']}/call_handling/settings/business_hours"


def phone(system: System, extension: int, mac: str) -> Wire:
    made = Wire(system, system.client.new_phone(extension, mac))
    assert made.register("MD5", 600).startswith("SIP/2.0 200")
    return made


def figures(system: System, queue: Any) -> Any:
    found = system.client("GET", "/call_queue_analytics?page_size=100")["call_queues"]
    return next(each for each in found if each["call_queue_id"] == queue["id"])


def wait_for(system: System, queue: Any, name: str) -> Any:
    end = time.monotonic() + 10
    while not (found := figures(system, queue))[name]:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def test_what_a_member_does_afterwards_is_as_long_as_it_was(system: System, queue: Any, figure: Figure) -> None:
    ada, carla = phone(system, 1001, "020000000b01"), phone(system, 1003, "020000000b03")
    ada.call("2050")
    met = ada.receive("SIP/2.0 200")
    ada.go_on(met, "ACK")
    carla.answer(carla.invited(), "200 OK", SDP)
    carla.receive("ACK")
    time.sleep(1.2)
    ada.go_on(met, "BYE")
    ended = time.monotonic()
    carla.answer(carla.receive("BYE"), "200 OK")
    early = wait_for(system, queue, "completed_calls")
    assert early["avg_wrap_up_time"] == 0, "she has just begun"
    time.sleep(max(0, 2.2 - (time.monotonic() - ended)))
    carla.call("1002")
    done = wait_for(system, queue, "avg_wrap_up_time")
    took = time.monotonic() - ended
    assert 2 <= done["avg_wrap_up_time"] <= took < WRAP_UP
    assert done["avg_handle_time"] == early["avg_handle_time"] + done["avg_wrap_up_time"]
    assert (done["completed_calls"], done["inbound_calls"], done["overflowed_calls"]) == (1, 1, 0)
    figure(f"seconds of wrap-up, of {WRAP_UP} that are allowed", str(done["avg_wrap_up_time"]))
    for each in (ada, carla):
        each.leave()


def test_who_finds_it_closed_neither_waits_nor_overflows(system: System, queue: Any) -> None:
    before = figures(system, queue)
    client = system.client
    days = [{"weekday": day, "type": 0} for day in range(1, 8)]
    closed = {"sub_setting_type": "custom_hours", "settings": {"type": 2, "custom_hours_settings": days}}
    client("PATCH", hours(queue), closed)
    ada = phone(system, 1001, "020000000b05")
    ada.call("2050")
    met = ada.receive("SIP/2.0 200")  # of the mailbox
    ada.go_on(met, "ACK")
    time.sleep(0.5)
    ada.go_on(met, "BYE")
    end = time.monotonic() + 10
    while client.history()[0]["call_result"] != "no_answer":
        assert time.monotonic() < end, client.history()[0]
        time.sleep(0.05)
    assert figures(system, queue) == before
    ada.leave()
