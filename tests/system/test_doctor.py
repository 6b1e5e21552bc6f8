"""The doctor, as it is asked at a shell: before the system is started, and while it runs."""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from tests.system.installation import running
from trunkline.cli.doctor import trial
from trunkline.cli.options import FEWEST_PORTS
from trunkline.engine import capacity


def doctor(*words: object) -> tuple[int, dict[str, Any], dict[str, str]]:
    """The exit code, and of each check its worst verdict and what was found."""
    command = [sys.executable, "-m", "trunkline", "doctor", "--json", *map(str, words)]
    ran = subprocess.run(command, capture_output=True, text=True)
    verdicts: dict[str, str] = {}
    found: dict[str, str] = {}
    for said in json.loads(ran.stdout):
        if said["verdict"] != "ok" or said["check"] not in verdicts:
            verdicts[said["check"]] = said["verdict"]
            found[said["check"]] = said["found"]
    return ran.returncode, verdicts, found


def options(http: int, sip: int, rtp: range) -> list[str]:
    return ["--http", f"127.0.0.1:{http}", "--sip", f"127.0.0.1:{sip}", "--rtp", f"{rtp.start}-{rtp.stop - 1}"]


def spare_ports() -> range:
    return trial._spare_ports()  # pyright: ignore[reportPrivateUsage]


@pytest.mark.any_store
def test_nothing_is_there_yet_and_a_call_goes_well(tmp_path: Path) -> None:
    code, verdicts, found = doctor("--data", tmp_path / "data", *options(free_port(), free_port(), spare_ports()))
    assert code == 0
    assert verdicts["store"] == "warn"
    assert {verdicts[name] for name in ("HTTP port", "SIP port", "RTP ports", "call")} == {"ok"}
    assert "each heard the other" in found["call"]
    assert not (tmp_path / "data").exists()


@pytest.mark.any_store
def test_a_system_whose_ports_for_audio_are_others_cannot_call(tmp_path: Path) -> None:
    few = spare_ports()[:FEWEST_PORTS]
    with ExitStack() as others:
        for port in few[capacity.OWN :]:
            other = others.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            other.bind(("127.0.0.1", port))
        code, verdicts, found = doctor("--data", tmp_path / "data", *options(free_port(), free_port(), few))
    assert code == 1
    assert verdicts["RTP ports"] == verdicts["call"] == "fail"
    assert "no audio to be had" in found["call"]


def test_a_running_system_is_looked_at_without_a_trace(tmp_path: Path) -> None:
    with running(tmp_path, "--demo") as system:
        users = system.client("GET", "/users")
        kinds = ("assigned", "unassigned")
        devices = [system.client("GET", f"/devices?type={kind}&page_size=100") for kind in kinds]
        where = ["--data", system.data, *options(system.http, system.sip, range(30000, 30100))]
        where += ["--database", system.database] if system.database else []
        code, verdicts, found = doctor(*where)
        assert code == 0, found
        assert {verdicts[name] for name in ("store", "keys", "API", "engine", "relay", "SIP", "call")} == {"ok"}
        assert system.client("GET", "/users") == users
        assert [system.client("GET", f"/devices?type={kind}&page_size=100") for kind in kinds] == devices
        assert system.client.history(0) == []
        elsewhere = ["--data", system.data, *options(free_port(), free_port(), range(30000, 30100))]
        code, verdicts, found = doctor(*elsewhere)
        assert code == 1
        assert (verdicts["API"], verdicts["SIP"], verdicts["engine"]) == ("fail", "fail", "ok")


@pytest.mark.any_store
def test_addresses_that_are_none_are_refused() -> None:
    command = [sys.executable, "-m", "trunkline", "doctor", "--sip", "5060"]
    assert subprocess.run([*command, "--rtp", "x"], capture_output=True).returncode == 2
