"""A day at the demo's office, set up and told by the API; the phones are softphones, and so is the carrier."""

import io
import subprocess
import sys
import time
import urllib.request
import wave
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest

from tests.audio.test_audio import loud_at, loudest
from tests.phones import Phone, phone
from tests.ports import free_port
from tests.system.installation import System, running

QUEUE, DID = "2001", "+12125550100"
OUTSIDE = "+14155550123"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("day"), "--demo") as system:
        yield system


@pytest.fixture(scope="module")
def phones(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Phone]]:
    """Of a caller, and of the three members of the demo's queue."""
    with ExitStack() as stack:
        made: dict[int, Phone] = {}
        for n, extension in enumerate((1001, 1003, 1004, 1009)):
            account = system.client.new_phone(extension, f"0200000008{n:02x}", mailbox=True)
            folder = tmp_path_factory.mktemp(f"phone{extension}")
            made[extension] = stack.enter_context(phone(folder, account, 440 + 200 * n))
            made[extension].register()
        yield made


@pytest.fixture(scope="module")
def carrier(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    """A softphone without an account, at the address that the owner says is the carrier's."""
    port = free_port()
    trunkline(system, "trunk", "set", "--host", f"127.0.0.1:{port}")
    account = {"user_name": OUTSIDE, "authorization_id": "", "password": ""}
    account |= dict.fromkeys(("sip_domain", "outbound_proxy"), f"127.0.0.1:{system.sip}")
    with phone(tmp_path_factory.mktemp("carrier"), account, 1040, port=port) as made:
        end = time.monotonic() + 20
        while "within half a minute" in trunkline(system, "trunk", "show"):
            assert time.monotonic() < end
            time.sleep(0.1)
        yield made


def trunkline(system: System, *command: str) -> str:
    """What the owner says on the command line."""
    run = [sys.executable, "-m", "trunkline", *command, "--data", str(system.data)]
    run += ["--database", system.database] if system.database else []
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def until_heard(heard: Any) -> None:
    end = time.monotonic() + 60  # a greeting may be spoken, and the machine be busy
    while not heard():
        assert time.monotonic() < end
        time.sleep(0.05)


def elements(system: System, row: Any) -> list[tuple[str, str, str]]:
    """What happened in a call, to whom, and how it ended."""
    path = f"/call_history/{row['call_history_uuid']}"
    return [
        (each["event"], each["callee_ext_number"], each["result"])
        for each in system.client("GET", path)["call_elements"]
    ]


def test_a_caller_from_outside_reaches_a_queue_of_three_in_which_one_declines(
    system: System, phones: dict[int, Phone], carrier: Phone
) -> None:
    _, carla, dev, isla = phones.values()
    before = len(system.client.history(0))
    carrier.dial(DID)
    for member in (carla, dev, isla):
        member.wait("EARLY")
    carla.answer(603)
    time.sleep(1)
    dev.answer()
    carrier.wait("CONFIRMED")
    isla.wait("DISCONNECTED")
    assert OUTSIDE in dev.state()["from"]
    until_heard(lambda: carrier.hears(840))
    until_heard(lambda: dev.hears(1040))
    assert carla.state()["state"] == "DISCONNECTED"  # who declined is not offered the call again
    carrier.hang_up()
    dev.wait("DISCONNECTED")
    row = system.client.history(before + 1)[0]
    assert (row["direction"], row["connect_type"], row["call_result"]) == ("inbound", "external", "answered")
    assert (row["caller_did_number"], row["callee_did_number"], row["callee_ext_number"]) == (OUTSIDE, DID, QUEUE)
    told = elements(system, row)
    assert told[:1] == [("incoming", QUEUE, "answered")]
    assert set(told[1:]) == {
        ("ring_to_member", "1003", "rejected"),
        ("ring_to_member", "1004", "answered"),
        ("ring_to_member", "1009", "answered"),
    }


def test_a_queue_is_recorded_and_its_call_is_listed_and_fetched(system: System, phones: dict[int, Phone]) -> None:
    ada, carla, *others = phones.values()
    client = system.client
    (queue,) = (each for each in client("GET", "/call_queues")["call_queues"] if str(each["extension_number"]) == QUEUE)
    path = f"/call_queues/{queue['id']}"
    assert client("GET", f"{path}/recordings")["recordings"] == []
    client("PATCH", f"{path}/policies", {"auto_call_recording": {"enable": True}})
    before = len(client.history(0))
    ada.dial(QUEUE)
    carla.wait("EARLY")
    carla.answer()
    ada.wait("CONFIRMED")
    for other in others:
        other.wait("DISCONNECTED")
    until_heard(lambda: ada.hears(640))  # when both have been told
    until_heard(lambda: carla.hears(440))
    ada.hang_up()
    carla.wait("DISCONNECTED")
    row = client.history(before + 1)[0]
    assert (row["call_result"], row["recording_status"]) == ("connected", "recorded")
    (recording,) = client("GET", f"{path}/recordings")["recordings"]
    assert (recording["caller_number"], recording["callee_number"], recording["direction"]) == (
        "1001",
        QUEUE,
        "inbound",
    )
    assert abs(recording["duration"] - row["duration"]) <= 1
    told = client("GET", f"/call_history/{row['call_history_uuid']}")["call_elements"]
    assert [each["callee_ext_number"] for each in told if each.get("recording_id") == recording["id"]] == [QUEUE]
    with wave.open(io.BytesIO(downloaded(system, recording["download_url"]))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert abs(len(samples) / file.getframerate() - recording["duration"]) < 1
    assert loud_at(samples[-12_000:-4000], 440, 640)
    assert not loud_at(samples[-12_000:-4000], 550)
    client("PATCH", f"{path}/policies", {"auto_call_recording": {"reset": True}})


def test_a_persons_calls_are_recorded_and_fetched_by_what_the_history_names(
    system: System, phones: dict[int, Phone]
) -> None:
    ada, carla, *_ = phones.values()
    client = system.client
    user = f"/users/{client.user(1001)['id']}"
    policy = {"enable": True, "recording_calls": "outbound"}
    client("PATCH", user, {"policy": {"auto_call_recording": policy}})
    before = len(client.history(0))
    ada.dial("1003")
    carla.wait("EARLY")
    carla.answer()
    ada.wait("CONFIRMED")
    until_heard(lambda: ada.hears(640))
    until_heard(lambda: carla.hears(440))
    ada.hang_up()
    carla.wait("DISCONNECTED")
    row = client.history(before + 1)[0]
    assert row["recording_status"] == "recorded"
    outgoing, incoming = client("GET", f"/call_history/{row['call_history_uuid']}")["call_elements"]
    assert "recording_id" not in incoming
    file = downloaded(system, f"{client.url}/v2/phone/recording/download/{outgoing['recording_id']}")
    with wave.open(io.BytesIO(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert loud_at(samples[-12_000:-4000], 440, 640)
    client("PATCH", user, {"policy": {"auto_call_recording": {"reset": True}}})


def test_closed_and_so_a_message_is_left_and_fetched(system: System, phones: dict[int, Phone]) -> None:
    ada, client = phones[1001], system.client
    user = client.user(1003)
    path = f"/extension/{user['extension_id']}/call_handling/settings/business_hours"
    closed = [{"weekday": day, "type": 0} for day in range(1, 8)]
    client(
        "PATCH", path, {"sub_setting_type": "custom_hours", "settings": {"type": 2, "custom_hours_settings": closed}}
    )
    away = f"/extension/{user['extension_id']}/call_handling/settings/closed_hours"
    settings = {"max_wait_time": 10, "ring_mode": "simultaneous"}
    client("PATCH", away, {"sub_setting_type": "call_handling", "settings": settings})
    before = len(client.history(0))
    ada.dial("1003")
    phones[1003].wait("EARLY")
    ada.wait("CONFIRMED", 15)  # by the mailbox, after ten seconds
    until_heard(lambda: ada.hears(1400, 0.1))
    time.sleep(4)
    ada.hang_up()
    row = client.history(before + 1)[0]
    assert (row["call_result"], row["callee_ext_number"]) == ("voicemail", "1003")
    message = client("GET", f"/users/{user['id']}/voice_mails")["voice_mails"][0]  # others are of the demo's past
    assert message["status"] == "unread"
    assert message["caller_number"] == "1001"
    assert message["duration"] in (3, 4, 5)
    with wave.open(io.BytesIO(downloaded(system, message["download_url"]))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert abs(len(samples) / file.getframerate() - message["duration"]) < 1
        assert abs(loudest(samples[8000:24_000], file.getframerate()) - 440) <= 2
    client("PATCH", f"/voice_mails/{message['id']}?read_status=Read")
    assert client("GET", f"/voice_mails/{message['id']}")["status"] == "read"


def downloaded(system: System, url: str) -> bytes:
    token = system.client.log_in()
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()
