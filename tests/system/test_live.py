"""What an operator sees of a system that runs, and may order it."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.system.installation import System, running
from tests.system.wire import Wire
from trunkline.cli import exits

pytestmark = pytest.mark.any_store


def asked(system: System, *words: str, code: int = 0) -> Any:
    command = [sys.executable, "-m", "trunkline", *words, "--data", str(system.data), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert ran.returncode == code, ran.stderr
    return json.loads(ran.stdout) if ran.stdout else ran.stderr


def test_a_live_call_is_shown_and_ended_by_an_order(tmp_path: Path) -> None:
    with running(tmp_path, "--demo") as system:
        call = [sys.executable, "-m", "trunkline", "call", "1001", "1002", "--talk", "60", "--data", str(system.data)]
        placed = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while not (found := [each for each in asked(system, "calls") if each["state"] == "talking"]):
                assert time.monotonic() < end
            (live,) = found
            assert (live["from"], live["from_name"], live["to"]) == ("1001", "Ada Moreno", "1002")
            here = asked(system, "phones")
            assert [(each["extension"], each["transport"]) for each in here] == [(1001, "udp"), (1002, "udp")]
            assert all(0 < each["expires_in"] <= 3600 for each in here)
            status = asked(system, "status")
            assert (status["ready"], status["calls"], status["registrations"]) == (True, 1, 2)
            assert all(part["pid"] for part in status["processes"].values())
            assert {"rows", "recordings", "journal"} <= {kept["kind"] for kept in status["kept"] if kept["count"] >= 0}
            assert "call unknown" in asked(system, "hangup", "77", code=exits.NOT_FOUND)
            assert asked(system, "hangup", live["call"]) == {"call": live["call"]}
            while asked(system, "calls"):
                assert time.monotonic() < end
            row = system.client.history()[0]
            assert row["call_id"] == live["call"]
            assert row["call_result"] == "connected"
        finally:
            placed.kill()
            placed.wait()
        assert "call ended by an operator's order" in system.log.read_text()
    assert "engine does not answer" in asked(system, "calls", code=exits.TRY_AGAIN)
    away = asked(system, "status", code=1)
    assert away["ready"] is False
    assert not any(away["processes"].values())


def test_a_call_that_outlived_its_engine_is_shown_and_ended_too(tmp_path: Path) -> None:
    with running(tmp_path, "--demo") as system:
        call = [sys.executable, "-m", "trunkline", "call", "1001", "1002", "--talk", "60", "--data", str(system.data)]
        placed = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while not any(each["state"] == "talking" for each in asked(system, "calls")):
                assert time.monotonic() < end
            system.kill("engine")
            assert system.ready()
            (live,) = asked(system, "calls")
            assert (live["from"], live["to"], live["state"]) == ("1001", "1002", "outlived its engine")
            assert live["seconds"] in range(60)
            assert asked(system, "hangup", live["call"]) == {"call": live["call"]}
            assert asked(system, "calls") == []
        finally:
            placed.kill()
            placed.wait()


def test_so_is_one_that_speaks_to_a_mailbox(tmp_path: Path) -> None:
    with running(tmp_path, "--demo") as system:
        ada = Wire(system, system.client.new_phone(1001, "020000000a01"))
        assert ada.register("MD5", 600).startswith("SIP/2.0 200")
        ada.call("1002")
        ada.go_on(ada.receive("SIP/2.0 200"), "ACK")
        system.kill("engine")
        assert system.ready()
        (live,) = asked(system, "calls")
        assert live["to"] == "1002"
        assert live["seconds"] in range(60)
        ada.socket.close()
