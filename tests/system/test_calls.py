"""Real phones on a real system, provisioned through the API alone; the history is asked from the API too."""

import time
from collections.abc import Iterator
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
    before = len(client("GET", "/call_history")["call_history"])
    ada.dial("1002")
    ringing = ben.wait("EARLY")
    assert "Ada Moreno" in ringing["from"]
    assert "1001" in ringing["from"]
    ada.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    time.sleep(0.5)
    assert ada.hears() == (1000, pytest.approx(1, abs=0.1))
    assert ben.hears() == (440, pytest.approx(1, abs=0.1))
    ben.hang_up()
    ada.wait("DISCONNECTED")
    row = client.history(before + 1)[0]
    assert (row["call_result"], row["direction"], row["connect_type"]) == ("connected", "outbound", "internal")
    assert (row["caller_ext_number"], row["caller_name"]) == ("1001", "Ada Moreno")
    assert (row["callee_ext_number"], row["callee_name"]) == ("1002", "Ben Whitfield")
    assert row["duration"] in (3, 4)
    for user, direction, result in ((1001, "outbound", "connected"), (1002, "inbound", "answered")):
        element = client("GET", f"/users/{client.user(user)['id']}/call_history")["call_elements"][0]
        assert element["call_history_uuid"] == row["call_history_uuid"]
        assert (element["direction"], element["result"]) == (direction, result)
