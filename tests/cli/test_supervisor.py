"""How processes are watched: what cannot start is given up with the others, what dies or hangs is started again."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from trunkline.cli import exits
from trunkline.cli.pulse import LONGEST, Pulse

pytestmark = pytest.mark.any_store

WATCHES = """
import os, sys, time
from trunkline.cli import pulse, supervisor
from trunkline.problems import refuse

def well(beat):
    while True:
        beat()
        time.sleep(0.1)

def tries():
    with open(sys.argv[2], "a") as file:
        file.write("x")
    return os.path.getsize(sys.argv[2])

def refused(beat):
    refuse("address_in_use", option="--http", value="127.0.0.1:80", remedy="another port")

def denied(beat):
    raise OSError(13, "Permission denied", "journal")

def read_only(beat):
    raise OSError(30, "Read-only file system", "journal")

def broken(beat):
    raise ValueError("nobody thought of that")

def later(beat):
    beat()
    time.sleep(0.2)
    if tries() < 3:
        raise OSError(28, "No space left on device")
    os.kill(os.getppid(), 15)
    well(beat)

def hangs(beat):
    beat()
    if tries() > 1:
        os.kill(os.getppid(), 15)
        well(beat)
    time.sleep(60)

def starts_slowly(beat):
    tries()
    time.sleep(1.5)
    os.kill(os.getppid(), 15)
    well(beat)

def asked(beat):
    beat()
    for number in supervisor.UNASKED:
        os.kill(os.getppid(), number)
        os.kill(os.getpid(), number)
    time.sleep(0.5)
    tries()
    os.kill(os.getppid(), 15)
    well(beat)

pulse.LONGEST = 0.5
watched = supervisor.Supervisor()
children = [watched.child("api", well, 2), watched.child("engine", globals()[sys.argv[1]], 2)]
code = watched.watch(children, children)
well = watched.end(children)
sys.exit(code or (0 if well else 1))
"""


def watch(kind: str, folder: Path) -> tuple[int, str, int, float]:
    """Its exit code, what it said, how often the process noted that it had begun, and how long all took."""
    began = time.monotonic()
    (folder / "tries").touch()
    command = [sys.executable, "-c", WATCHES, kind, str(folder / "tries")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stderr, (folder / "tries").stat().st_size, time.monotonic() - began


@pytest.mark.parametrize(
    ("kind", "code", "told"),
    [
        ("refused", exits.TRY_AGAIN, "address in use, option: --http, value: 127.0.0.1:80, remedy: another port"),
        ("denied", exits.CANNOT_START, "[Errno 13] Permission denied: 'journal'"),
        ("read_only", exits.TRY_AGAIN, "[Errno 30] Read-only file system: 'journal'"),
    ],
)
def test_what_cannot_start_is_given_up_at_once(kind: str, code: int, told: str, tmp_path: Path) -> None:
    ended, said, _, took = watch(kind, tmp_path)
    assert (ended, said) == (code, f"trunkline: engine cannot start: {told}\n")
    assert took < 5


def test_what_dies_before_it_has_begun_is_tried_again_and_given_up_in_the_end(tmp_path: Path) -> None:
    code, said, _, _ = watch("broken", tmp_path)
    assert code == exits.CANNOT_START
    assert said.count("nobody thought of that") == 5
    assert said.endswith("trunkline: engine ended 5 times before it had begun, giving up\n")


def test_what_dies_later_is_started_again_whatever_it_dies_of(tmp_path: Path) -> None:
    code, said, tries, _ = watch("later", tmp_path)
    assert (code, tries) == (0, 3)
    assert said.count("engine ended (1), starting it again") == 2


def test_signals_that_mean_nothing_here_end_nobody(tmp_path: Path) -> None:
    code, told, tries, _ = watch("asked", tmp_path)
    assert (code, told, tries) == (0, "", 1)


def test_what_hangs_is_killed_and_started_again(tmp_path: Path) -> None:
    code, said, tries, _ = watch("hangs", tmp_path)
    assert (code, tries) == (0, 2)
    assert "engine has hung for" in said
    assert said.count("starting it again") == 1


def test_what_has_not_begun_yet_does_not_hang(tmp_path: Path) -> None:
    code, said, tries, _ = watch("starts_slowly", tmp_path)
    assert (code, said, tries) == (0, "", 1)


def test_time_in_which_nobody_looked_is_excused() -> None:
    pulse = Pulse()
    pulse.beat()
    assert not pulse.stopped(100)
    pulse.excuse(3600)
    assert not pulse.stopped(100 + 3600 + LONGEST - 1)
    assert pulse.stopped(100 + 3600 + LONGEST + 1)
