"""How `serve` starts: what it may hold when it parts into processes, and how it ends before it has."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.ports import free_port
from trunkline.cli import exits, processes
from trunkline.problems import Refusal

Start = Callable[[], subprocess.Popen[str]]

pytestmark = pytest.mark.any_store

LOADS = """
import argparse
import os
from importlib import import_module
from trunkline.cli import serve
before = len(os.listdir("/proc/self/fd"))
for module in serve.SHARED:
    import_module(module)
print(len(os.listdir("/proc/self/task")), len(os.listdir("/proc/self/fd")) - before)
"""


def test_what_is_loaded_before_begins_no_thread_and_opens_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "0"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Runs `serve` in a session of its own, so that what it leaves behind can be seen."""
    begun: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "trunkline", "serve", "--demo", "--past", "1", "--data", str(tmp_path)]
        command += ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}", "--rtp", "29000-29099"]
        begun.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True))
        return begun[-1]

    yield run
    for each in begun:
        with suppress(ProcessLookupError):
            os.killpg(each.pid, signal.SIGKILL)
        each.communicate()


def test_a_folder_that_cannot_be_used_ends_it_and_the_relay_that_ran_already(start: Start, tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"no database" * 100)
    process = start()
    _, told = process.communicate(timeout=30)  # all that write there have ended
    assert process.returncode == exits.STORE
    assert "file is not a database" in told
    assert "Traceback" not in told


def test_told_to_end_while_it_prepares_it_ends_in_good_order(start: Start, tmp_path: Path) -> None:
    process = start()
    while not (tmp_path / "run" / "relay.sock").exists():
        time.sleep(0.005)
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_told_to_end_while_its_processes_begin_it_ends_in_good_order(start: Start) -> None:
    process = start()
    assert process.stderr
    while not process.stderr.readline().startswith("trunkline: http"):
        pass
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.parametrize(
    "url",
    ["https://ann:secret@pbx.example", "https://pbx.example/v2", "https://pbx.example#a", "http://:80", "http://["],
)
def test_a_public_url_is_a_scheme_a_host_and_a_port_alone(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="public_url_is_none"):
        processes.public_url(argparse.Namespace(public_url=url))


def test_a_public_url_may_be_in_the_clear(tmp_path: Path) -> None:
    for url in ("https://pbx.example:8443", "http://127.0.0.1:8080", "http://pbx.ci:8080"):
        assert processes.public_url(argparse.Namespace(public_url=f"{url}/")) == url
