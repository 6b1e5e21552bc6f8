"""What an administrator sees of calls: a line in the log of each, and numbers."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.system.installation import System, running

pytestmark = pytest.mark.any_store


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("seeing"), "--demo", "--metrics-from", "127.0.0.1") as system:
        yield system


@pytest.fixture(scope="module")
def call(system: System) -> Any:
    """What the log says of a call of two phones."""
    command = [sys.executable, "-m", "trunkline", "call", "1001", "1002", "--talk", "1"]
    subprocess.run([*command, "--url", f"http://127.0.0.1:{system.http}"], check=True, capture_output=True)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for said in lines(system):
            if said.get("event") == "call ended":
                return said
        time.sleep(0.1)
    raise AssertionError(system.log.read_text())


def lines(system: System) -> list[Any]:
    return [json.loads(line) for line in system.log.read_text().splitlines() if line.startswith("{")]


def test_a_call_has_a_line_by_the_ids_of_the_history(system: System, call: Any) -> None:
    row = system.client.history()[0]
    assert (call["call"], call["id"]) == (row["call_id"], row["call_history_uuid"])
    assert (call["caller"], call["callee"], call["result"]) == ("1001", "1002", "connected")
    assert (call["direction"], call["process"]) == (row["direction"], "engine")
    assert 0.5 < call["talked"] < 10
    assert len(call["audio"]) == 2
    assert all(each["packets"] > 20 and each["lost"] == 0 for each in call["audio"].values())


def test_it_is_counted(system: System, call: Any) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{system.http}/metrics") as answer:
        text = answer.read().decode()
    labels = 'call_type="general",connect_type="internal",direction="outbound",result="connected"'
    assert f"trunkline_calls_total{{{labels}}} 1.0" in text
    assert 'trunkline_sip_requests_total{method="INVITE",way="received"} 2.0' in text  # it was challenged
    assert all(f'trunkline_process_up{{process="{name}"}} 1.0' in text for name in ("api", "engine", "relay"))
    packets = sum(each["packets"] for each in call["audio"].values())
    assert f"trunkline_audio_packets_total {packets}.0" in text
