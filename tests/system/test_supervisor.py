"""What becomes of a system whose supervisor dies, whose processes hang, and which is told to reload, or to end."""

import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests import certificates
from tests.figures import Figure
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.test_races import connect, hang_up
from tests.system.wire import Wire

PARTS = ("api", "engine", "relay")
HUNG = 10  # seconds that are declared

pytestmark = pytest.mark.any_store


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with running(tmp_path, "--demo", "--past", "1") as system:
        yield system


def lives(pid: int) -> bool:
    """One that is dead and that nobody has asked for lives no more."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(said.strip()) and not said.startswith("Z")


def until(condition: bool | object, seconds: float) -> float:
    """How long it took."""
    began = time.monotonic()
    assert callable(condition)
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def in_a_call(system: System) -> tuple[Wire, str, Wire]:
    ada, ben = (Wire(system, system.client.new_phone(1001 + n, f"02000000002{n}")) for n in range(2))
    for each in (ada, ben):
        assert each.register("MD5").startswith("SIP/2.0 200")
    _, answer = connect(ada, ben)
    return ada, answer, ben


def test_a_supervisor_that_is_killed_takes_its_children_along(system: System, tmp_path: Path, figure: Figure) -> None:
    ada, _, ben = in_a_call(system)
    time.sleep(1)
    children = [system.child(part) for part in PARTS]
    began = time.monotonic()
    system.process.kill()
    for each in (ada, ben):
        each.answer(each.receive("BYE"), "200 OK")  # nobody is left in a dead call
    until(lambda: not any(map(lives, children)), 10)
    gone = time.monotonic() - began
    with running(tmp_path, "--demo", "--past", "1", url=system.database) as again:
        right = time.monotonic() - began
        (call,) = again.client.history(1)
        assert call["call_result"] == "connected"
    figure("supervisor killed in a call: children gone, the next one ready", f"{gone:.1f} s, {right:.1f} s; call whole")
    for each in (ada, ben):
        each.socket.close()


def test_a_supervisor_that_dies_while_a_child_is_stopped_leaves_nothing_for_good(system: System) -> None:
    relay = system.child("relay")
    os.kill(relay, signal.SIGSTOP)
    system.process.kill()
    os.kill(relay, signal.SIGCONT)
    until(lambda: not lives(relay), 10)


def test_processes_that_hang_are_started_again(system: System, figure: Figure) -> None:
    ids = {part: system.child(part) for part in PARTS}
    began = time.monotonic()
    for each in ids.values():
        os.kill(each, signal.SIGSTOP)
    for each in ids.values():
        until(lambda pid=each: not lives(pid), HUNG + 5)
    found = time.monotonic() - began
    assert found > HUNG - 2
    assert system.ready(20)
    right = time.monotonic() - began
    assert all(system.child(part) != ids[part] for part in PARTS)
    ada, answer, ben = in_a_call(system)
    hang_up(ada, answer, ben)
    for each in (ada, ben):
        each.leave()
    figure("api, engine and relay stopped (SIGSTOP): killed, ready again", f"{found:.1f} s, {right:.1f} s")


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_each_process_that_hangs_in_a_call_costs_what_it_carries_and_no_more(
    system: System, part: str, figure: Figure
) -> None:
    ada, answer, ben = in_a_call(system)
    began = time.monotonic()
    os.kill(system.child(part), signal.SIGSTOP)
    time.sleep(HUNG + 2)
    assert system.ready(20)
    right = time.monotonic() - began
    with suppress(TimeoutError):
        hang_up(ada, answer, ben)
    for each in (ada, ben):
        each.socket.close()
    (call,) = system.client.history(1)
    assert call["call_result"] == "connected"
    figure(f"{part} stopped in a call (SIGSTOP): ready again; the call", f"{right:.1f} s; told whole")


@pytest.mark.soak
def test_a_system_that_was_stopped_as_a_whole_goes_on(system: System) -> None:
    """As a computer does that slept."""
    ids = [system.child(part) for part in PARTS]
    for each in (system.process.pid, *ids):
        os.kill(each, signal.SIGSTOP)
    time.sleep(HUNG + 5)
    for each in (system.process.pid, *ids):
        os.kill(each, signal.SIGCONT)
    time.sleep(3)
    assert [system.child(part) for part in PARTS] == ids
    assert system.ready(1)
    os.kill(system.process.pid, signal.SIGSTOP)  # and the one who looks alone
    time.sleep(HUNG + 5)
    os.kill(system.process.pid, signal.SIGCONT)
    time.sleep(3)
    assert [system.child(part) for part in PARTS] == ids


def test_without_files_left_nothing_spins_and_the_log_is_short(system: System, figure: Figure) -> None:
    ids = {part: system.child(part) for part in PARTS}
    before = system.log.read_text().count("\n")
    for each in ("api", "engine"):
        resource.prlimit(ids[each], resource.RLIMIT_NOFILE, (100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    crowd = [socket.socket() for _ in range(600)]
    used = [processor_time(ids[each]) for each in ("api", "engine")]
    for n, each in enumerate(crowd):
        with suppress(OSError):
            each.settimeout(1)
            each.connect(("127.0.0.1", (system.http, system.sip)[n % 2]))
    time.sleep(4)
    used = [processor_time(ids[each]) - had for each, had in zip(("api", "engine"), used, strict=True)]
    for each in crowd:
        each.close()
    until(lambda: system.ready(0.5), 10)
    lines = system.log.read_text().count("\n") - before
    assert {part: system.child(part) for part in PARTS} == ids
    assert max(used) < 3
    assert lines < 500
    figure("600 connections and 100 files: log lines, processor time in 4 s", f"{lines}, at most {max(used):.1f} s")


def processor_time(pid: int) -> float:
    """Seconds (proc(5), stat)."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def test_a_reload_ends_nothing_and_the_service_manager_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "1000000")

        def told(what: str) -> str:
            manager.settimeout(10)
            while what not in (line := manager.recv(4096).decode()):
                said.append(line)
            return line

        chain, key = certificates.make(tmp_path)
        secure = ("--sips", f"127.0.0.1:{free_port()}", "--tls-cert", str(chain), "--tls-key", str(key))
        with running(tmp_path, "--demo", "--past", "1", *secure, "--drain", "7") as system:
            told("READY=1")
            told("WATCHDOG=1")
            ids = [system.child(part) for part in PARTS]
            certificates.make(tmp_path)
            os.kill(system.process.pid, signal.SIGHUP)
            told("RELOADING=1\nMONOTONIC_USEC=")
            told("READY=1")
            until(lambda: "certificate renewed" in system.log.read_text(), 5)
            for each in ids:
                os.kill(each, signal.SIGHUP)
            time.sleep(0.5)
            assert [system.child(part) for part in PARTS] == ids
            assert system.ready(1)
            assert system.stop() == 0
            assert "EXTEND_TIMEOUT_USEC=47000000" in told("STOPPING=1")


def test_a_stop_waits_for_calls_as_long_as_it_is_told_to(tmp_path: Path, figure: Figure) -> None:
    """No other call is taken meanwhile; the API tells of those that live until the end."""
    with running(tmp_path, "--demo", "--past", "1", "--drain", "60") as system:
        ada, answer, ben = in_a_call(system)
        carla = Wire(system, system.client.new_phone(1003, "020000000029"))
        began = time.monotonic()
        system.process.terminate()
        until(lambda: "engine stops" in system.log.read_text(), 5)
        assert carla.dial("1001").startswith("SIP/2.0 503")
        time.sleep(max(0.0, began + 6 - time.monotonic()))  # longer than it would without being told
        assert system.client.user(1001)
        hang_up(ada, answer, ben)
        assert system.process.wait(10) == 0
        figure("`--drain 60`, a call that ends after 6 s: the stop", f"{time.monotonic() - began:.1f} s")
        for each in (ada, ben, carla):
            each.socket.close()


def test_a_second_stop_ends_calls_at_once(tmp_path: Path) -> None:
    with running(tmp_path, "--demo", "--past", "1", "--drain", "60") as system:
        ada, _, ben = in_a_call(system)
        system.process.terminate()
        until(lambda: "engine stops" in system.log.read_text(), 5)
        system.process.terminate()
        for each in (ada, ben):
            each.answer(each.receive("BYE"), "200 OK")
            each.socket.close()
        assert system.process.wait(10) == 0
