"""Who runs on a folder: whoever comes second is told whose it is, and the first notices nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.figures import Figure
from tests.places import AN_ADDRESS
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.test_cli import trunkline
from tests.system.test_races import connect, hang_up
from tests.system.wire import Wire
from trunkline.cli import exits, preflight

Said = tuple[int, str]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("owner"), "--demo", "--past", "1") as system:
        yield system


def begin(*words: object, **environment: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "trunkline", *map(str, words)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | environment)


def ended(process: "subprocess.Popen[str]") -> Said:
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def elsewhere() -> list[str]:
    return ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}"]


def of(system: System) -> dict[str, str]:
    return {"TRUNKLINE_DATABASE": system.database} if system.database else {}


def test_whoever_comes_second_ends_and_a_call_goes_on_whole(system: System, figure: Figure) -> None:
    ada, ben = (Wire(system, system.client.new_phone(1001 + n, f"02000000001{n}")) for n in range(2))
    for each in (ada, ben):
        assert each.register("MD5").startswith("SIP/2.0 200")
    _, answer = connect(ada, ben)
    began = time.monotonic()
    same = ["--http", f"127.0.0.1:{system.http}", "--sip", f"127.0.0.1:{system.sip}"]
    second = [begin("serve", "--demo", "--data", system.data, *same, **of(system))]
    second += [begin(part, "--data", system.data, *elsewhere(), **of(system)) for part in ("api", "engine", "relay")]
    for each in second:
        code, said = ended(each)
        assert code == exits.TRY_AGAIN
        assert f"pid: {system.process.pid}, since: " in said
        assert f"http 127.0.0.1:{system.http} sip 127.0.0.1:{system.sip}" in said
        assert said.count("\n") == 1
    assert system.ready(1)
    time.sleep(max(0.0, began + 3 - time.monotonic()))
    hang_up(ada, answer, ben)
    (call,) = system.client.history(1)
    assert call["call_result"] == "connected"
    assert 2 <= call["duration"] <= time.monotonic() - began + 1
    figure("second starts during a call: refused; seconds of the call, as told", f"4 of 4; {call['duration']}")
    for each in (ada, ben):
        each.leave()


@pytest.mark.any_store
def test_a_folder_of_its_own_and_ports_of_another_disturbs_nobody(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "DYING", 0.2)
    http, sip = f"127.0.0.1:{system.http}", f"127.0.0.1:{system.sip}"
    for option, value in (("--http", http), ("--sip", sip)):
        given = dict(zip(*[iter(elsewhere())] * 2, strict=True)) | {option: value}
        words = ["serve", "--demo", "--data", tmp_path / "other", *(each for pair in given.items() for each in pair)]
        said = trunkline(*words, ok=False)
        assert f"address in use, option: {option}, value: {value}" in said
    assert system.ready(1)


@pytest.mark.any_store
def test_a_backup_may_be_made_and_none_restored_meanwhile(system: System, tmp_path: Path) -> None:
    if system.database:
        pytest.skip("its rows are elsewhere")
    trunkline("backup", tmp_path / "backup", "--data", system.data)
    assert f"pid: {system.process.pid}" in trunkline("restore", tmp_path / "backup", "--data", system.data, ok=False)


@pytest.mark.any_store
def test_files_that_are_tidied_up_let_nobody_in(system: System) -> None:
    for each in (system.data / "run").glob("*.lock"):
        each.unlink()
    code, said = ended(begin("serve", "--demo", "--data", system.data, *elsewhere(), **of(system)))
    assert code == exits.TRY_AGAIN
    assert "in use by another, data: " in said
    assert system.ready(1)


@pytest.mark.any_store
def test_parts_may_run_apart_and_none_of_them_twice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    trunkline("init", "Example", *AN_ADDRESS, "--data", data)
    where, rtp = elsewhere(), ["--rtp", "29000-29099"]
    parts = {part: begin(part, "--data", data, *where, *rtp) for part in ("relay", "engine", "api")}
    try:
        end = time.monotonic() + 30
        while any(not (data / "run" / f"{each}.sock").exists() for each in ("relay", "engine")):
            assert time.monotonic() < end
            time.sleep(0.05)
        for words in (("serve",), ("engine",)):
            code, said = ended(begin(*words, "--data", data, *elsewhere(), *rtp))
            assert code == exits.TRY_AGAIN
            assert f"command: {'api' if words == ('serve',) else 'engine'}, pid: " in said
        assert all(each.poll() is None for each in parts.values())
        parts["engine"].kill()  # whose lock is free at once
        parts["engine"].communicate()
        again = parts["engine"] = begin("engine", "--data", data, *where, *rtp)
        with pytest.raises(subprocess.TimeoutExpired):
            again.wait(2)
    finally:
        for each in parts.values():
            each.terminate()
        for each in parts.values():
            each.communicate(timeout=20)


@pytest.mark.any_store
def test_of_two_that_set_up_at_once_one_does(tmp_path: Path) -> None:
    both = [begin("init", name, *AN_ADDRESS, "--data", tmp_path / "data") for name in ("One", "Two")]
    codes = sorted(ended(each)[0] for each in both)
    assert codes[0] == 0
    assert codes[1] in (exits.USAGE, exits.TRY_AGAIN)  # it came late, or came in between
    assert len(trunkline("account", "list", "--data", tmp_path / "data").splitlines()) == 1
