"""Real phones on a real system, provisioned through the API alone; the history is asked from the API too."""

import time
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest

from tests.phones import Phone, phone
from tests.system.installation import System, running


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system"), "--demo") as system:
        yield system
        assert system.stop() == 0


@pytest.fixture(scope="module")
def accounts(system: System) -> dict[str, dict[str, str]]:
    return {name: system.client.new_phone(1001 + n, f"0200000000{n:02x}") for n, name in enumerate("ABC")}


@pytest.fixture
def ada(tmp_path: Path, accounts: dict[str, dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts["A"], 440) as made:
        made.register()
        yield made


@pytest.fixture
def ben(tmp_path: Path, accounts: dict[str, dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts["B"], 1000) as made:
        made.register()
        yield made


def test_two_people_talk_and_the_history_says_so(system: System, ada: Phone, ben: Phone) -> None:
    client = system.client
    before = len(client.history(0))
    dialled = time.monotonic()
    ada.dial("1002")
    ringing = ben.wait("EARLY")
    assert "Ada Moreno" in ringing["from"]
    assert "1001" in ringing["from"]
    ada.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    answered = time.monotonic()
    time.sleep(0.5)
    assert ada.hears(1000)
    assert ben.hears(440)
    talked = time.monotonic() - answered
    ben.hang_up()
    ada.wait("DISCONNECTED")
    took = time.monotonic() - dialled
    row = client.history(before + 1)[0]
    assert (row["call_result"], row["direction"], row["connect_type"]) == ("connected", "outbound", "internal")
    assert (row["caller_ext_number"], row["caller_name"]) == ("1001", "Ada Moreno")
    assert (row["callee_ext_number"], row["callee_name"]) == ("1002", "Ben Whitfield")
    assert int(talked) <= row["duration"] <= ceil(took)
    for user, direction, result in ((1001, "outbound", "connected"), (1002, "inbound", "answered")):
        element = client("GET", f"/users/{client.user(user)['id']}/call_history")["call_elements"][0]
        assert element["call_history_uuid"] == row["call_history_uuid"]
        assert (element["direction"], element["result"]) == (direction, result)


def ended(system: System, before: int) -> tuple[str, list[str]]:
    """How the newest call ended: the row's result, and those of its elements."""
    row = system.client.history(before + 1)[0]
    whole = system.client("GET", f"/call_history/{row['call_history_uuid']}")
    return row["call_result"], [element["result"] for element in whole["call_elements"]]


@pytest.fixture
def before(system: System) -> int:
    """How many calls there were."""
    return len(system.client.history(0))


@pytest.mark.any_store
def test_busy(system: System, ada: Phone, ben: Phone, before: int) -> None:
    ada.dial("1002")
    ben.wait("EARLY")
    ben.answer(486)
    assert ada.wait("DISCONNECTED")["status"] == 486
    assert ended(system, before) == ("busy", ["busy", "busy"])


@pytest.mark.any_store
def test_declined(system: System, ada: Phone, ben: Phone, before: int) -> None:
    ada.dial("1002")
    ben.wait("EARLY")
    ben.answer(603)
    assert ada.wait("DISCONNECTED")["status"] == 603
    assert ended(system, before) == ("rejected", ["rejected", "rejected"])


@pytest.mark.any_store
def test_the_caller_gives_up(system: System, ada: Phone, ben: Phone, before: int) -> None:
    ada.dial("1002")
    ben.wait("EARLY")
    ada.wait("EARLY")
    ada.hang_up()
    ben.wait("DISCONNECTED")
    assert ended(system, before) == ("canceled", ["canceled", "canceled"])


@pytest.mark.any_store
def test_nobody_is_registered(system: System, ada: Phone, before: int) -> None:
    system.client.no_mailbox(1012)
    ada.dial("1012")
    assert ada.wait("DISCONNECTED")["status"] == 480
    assert ended(system, before) == ("unconnected", ["unconnected", "unconnected"])


@pytest.mark.any_store
def test_an_unknown_number(system: System, ada: Phone, before: int) -> None:
    ada.dial("4711")
    assert ada.wait("DISCONNECTED")["status"] == 404
    assert ended(system, before) == ("call_failed", ["call_failed"])


@pytest.mark.any_store
def test_a_direct_number_dialled_inside(system: System, ada: Phone, ben: Phone, before: int) -> None:
    ada.dial("+12125550102")
    ben.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    ada.hang_up()
    assert system.client.history(before + 1)[0]["callee_did_number"] == "+12125550102"


@pytest.mark.any_store
def test_two_phones_ring_and_the_first_to_answer_has_the_call(
    system: System, ada: Phone, ben: Phone, accounts: dict[str, dict[str, str]], tmp_path: Path, before: int
) -> None:
    with phone(tmp_path, accounts["B"], 700) as second:
        second.register()
        ada.dial("1002")
        ben.wait("EARLY")
        second.wait("EARLY")
        second.answer()
        ben.wait("DISCONNECTED")
        ada.wait("CONFIRMED")
        assert ada.hears(700)
        ada.hang_up()
        second.wait("DISCONNECTED")
    assert ended(system, before) == ("connected", ["connected", "answered"])


@pytest.mark.any_store
@pytest.mark.parametrize("holder", ["caller", "callee"])
def test_hold_and_resume(system: System, ada: Phone, ben: Phone, before: int, holder: str) -> None:
    ada.dial("1002")
    ben.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    assert ben.hears(440)
    one, other, hz = (ada, ben, 440) if holder == "caller" else (ben, ada, 1000)
    one.hold()
    time.sleep(1)
    assert other.state()["held"]
    assert one.hears(0)
    one.resume()
    time.sleep(0.5)
    assert other.hears(hz)
    assert not other.state()["held"]
    ada.hang_up()
    row = system.client.history(before + 1)[0]
    for element in system.client("GET", f"/call_history/{row['call_history_uuid']}")["call_elements"]:
        assert 2 <= element["hold_time"] <= 4


@pytest.mark.any_store
def test_a_phone_whose_addresses_are_private(
    system: System, ben: Phone, accounts: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    """It says 192.0.2.9 in its SDP, but its packets come from elsewhere: the relay follows them."""
    with phone(tmp_path, accounts["A"], 440, public_address="192.0.2.9") as far:
        far.register()
        far.dial("1002")
        ben.wait("EARLY")
        ben.answer()
        far.wait("CONFIRMED")
        time.sleep(0.5)
        assert far.hears(1000)
        assert ben.hears(440)
        ben.hang_up()
        far.wait("DISCONNECTED")


@pytest.mark.any_store
def test_codecs_that_do_not_meet(
    system: System, ben: Phone, accounts: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    with phone(tmp_path, accounts["A"], 440, codec="G722") as wide:
        wide.register()
        wide.dial("1002")
        assert wide.wait("DISCONNECTED")["status"] == 488


@pytest.mark.any_store
def test_a_wrong_password_is_refused(system: System, accounts: dict[str, dict[str, str]], tmp_path: Path) -> None:
    with phone(tmp_path, accounts["C"] | {"password": "wrong"}, 440) as thief:
        thief.tell(do="register")
        assert thief.tell(do="register")["status"] in (401, 403)


@pytest.mark.any_store
def test_a_device_is_online_while_it_is_registered(
    system: System, ada: Phone, accounts: dict[str, dict[str, str]]
) -> None:
    devices = system.client("GET", "/devices?type=assigned&keyword=020000000000")["devices"]
    assert [device["status"] for device in devices] == ["online"]
    assert devices[0]["public_ip"] == "127.0.0.1"
