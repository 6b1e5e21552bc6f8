"""A fresh demo, as somebody meets it who wants to see whether their client works with it."""

import subprocess
import time
import urllib.request
import wave
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from tests.figures import Figure
from tests.system.installation import System, running

PAST = 21  # days: what is rare happens within them


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("demo"), "--demo", "--past", str(PAST)) as system:
        assert system.ready()
        end = time.monotonic() + 60
        while "trunkline past" in children(system):
            assert time.monotonic() < end, "the past takes too long to tell"
            time.sleep(0.1)
        yield system


def children(system: System) -> str:
    listed = subprocess.run(
        ["ps", "-o", "stat=,args=", "--ppid", str(system.process.pid)], capture_output=True, text=True, check=True
    )
    return "\n".join(line for line in listed.stdout.splitlines() if not line.startswith("Z"))


def since(days: int = PAST) -> str:
    return f"from={(datetime.now(UTC) - timedelta(days)).date()}&to={datetime.now(UTC).date()}&page_size=100"


def test_every_list_has_something_to_show(demo: System, figure: Figure) -> None:
    client = demo.client
    users = {each["extension_number"]: each["id"] for each in client("GET", "/users?page_size=100")["users"]}
    queues = {each["extension_number"]: each["id"] for each in client("GET", "/call_queues")["call_queues"]}
    days = since()
    lists = {
        "/users": "users",
        "/sites": "sites",
        "/call_queues": "call_queues",
        f"/call_queues/{queues[2001]}/members": "call_queue_members",
        f"/call_queues/{queues[2002]}/recordings?{days}": "recordings",
        "/numbers?type=assigned": "phone_numbers",
        "/numbers?type=unassigned": "phone_numbers",
        "/devices?type=assigned": "devices",
        "/devices?type=unassigned": "devices",
        "/calling_plans": "calling_plans",
        f"/call_history?{days}": "call_history",
        f"/call_logs?{days}": "call_logs",
        f"/voice_mails?{days}": "voice_mails",
        f"/voice_mails?{days}&status=unread": "voice_mails",
        f"/users/{users[1001]}/call_history?{days}": "call_logs",
        f"/users/{users[1001]}/call_logs?{days}": "call_logs",
        f"/call_queue_analytics?{days}": "call_queues",
    }
    for path, name in lists.items():
        found = client("GET", path)
        assert found[name], path
        figure(path.replace(users[1001], "ID").replace(queues[2001], "ID").replace(days, ""), len(found[name]))


@pytest.mark.parametrize(
    "kind",
    [
        "directions=inbound",
        "directions=outbound",
        "connect_types=internal",
        "connect_types=external",
        "call_results=voicemail",
        "call_results=no_answer",
        "call_results=abandoned",
        "with_recording=recorded",
    ],
)
def test_every_kind_of_call_is_among_them(demo: System, kind: str) -> None:
    assert demo.client("GET", f"/call_history?{since()}&{kind}")["call_history"]


def test_every_figure_of_a_queue_has_something_to_show(demo: System) -> None:
    found = demo.client("GET", f"/call_queue_analytics?{since()}")["call_queues"]
    named = {name for each in found for name, value in each.items() if value not in (0, "", [])}
    assert {name for each in found for name in each} == named


def test_devices_are_of_known_makes_and_people_have_cost_centers(demo: System) -> None:
    client = demo.client
    makes = {
        each["device_type"].split()[0] for each in client("GET", "/devices?type=assigned&page_size=100")["devices"]
    }
    assert {"yealink", "poly", "cisco", "grandstream", "other"} <= makes
    assert all(each["cost_center"] for each in client("GET", "/users?page_size=100")["users"])
    assert len(client("GET", "/sites")["sites"]) == 3


def test_messages_and_recordings_play(demo: System) -> None:
    client = demo.client
    messages: list[Any] = client("GET", f"/voice_mails?{since()}")["voice_mails"]
    queues = {each["extension_number"]: each["id"] for each in client("GET", "/call_queues")["call_queues"]}
    recordings: list[Any] = client("GET", f"/call_queues/{queues[2002]}/recordings?{since()}")["recordings"]
    for each in (messages[0], messages[-1], recordings[0]):
        request = urllib.request.Request(each["download_url"], headers={"Authorization": f"Bearer {client.token}"})
        with urllib.request.urlopen(request) as answer, wave.open(BytesIO(answer.read())) as sound:
            assert int(sound.getnframes() / sound.getframerate()) == each["duration"]
            assert max(sound.readframes(sound.getnframes())[1::2]) > 0
