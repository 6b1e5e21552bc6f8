"""Nothing that runs beside the main thread dies unnoticed."""

import ast
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from trunkline import logs, vital

pytestmark = pytest.mark.any_store

SOURCE = Path(vital.__file__).parent
# What begins something that runs by itself, and that vital.py has in one place for all.
BEGINS = {"Thread", "Timer", "Process", "ThreadPoolExecutor", "ProcessPoolExecutor", "create_task", "ensure_future"}
BEGINS |= {"TaskGroup", "start_new_thread", "run_coroutine_threadsafe"}
MAY = {"vital.py": BEGINS, "cli/supervisor.py": {"Process"}}  # `serve` watches its processes


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the log is told."""
    heard: list[str] = []
    telling = SimpleNamespace(
        error=lambda said, **_: heard.append(said), exception=lambda said, **_: heard.append(said)
    )
    monkeypatch.setattr(vital, "log", telling)
    return heard


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_whatever_runs_beside_the_main_thread_is_begun_in_one_place() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path in SOURCE.rglob("*.py")
        for line, name in calls(ast.parse(path.read_text()))
        if name in BEGINS - MAY.get(str(path.relative_to(SOURCE)), set())
    ]
    assert found == [], "begin it with trunkline.vital, so that its end is noticed"


def test_no_work_is_given_away_of_which_nobody_hears_that_it_failed() -> None:
    """What `submit` and `run_in_executor` return has to go somewhere; where it does not, `Pool.do` tells the log."""
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") in ("submit", "run_in_executor", "to_thread")
        and path.name != "vital.py"
    ]
    assert found == []


def test_no_timer_arms_itself_by_hand() -> None:
    """One that fails before it does so is never heard of again."""
    found: list[str] = []
    for path in SOURCE.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "call_later":
                    named = {getattr(each, "attr", getattr(each, "id", "")) for each in node.args}
                    if function.name in named:
                        found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize(
    ("does", "asked", "status"),
    [
        ("raise OSError('No space left')", "False", vital.ENDED),
        ("raise OSError('No space left')", "True", vital.ENDED),
        ("raise SystemExit(0)", "True", vital.ENDED),
        ("pass", "False", vital.ENDED),
        ("pass", "True", 0),
    ],
)
def test_a_thread_that_must_live_takes_its_process_along(does: str, asked: str, status: int) -> None:
    program = f"""
import time
from trunkline import logs, vital
logs.start("engine")
def lives():
    {does}
vital.thread(lives, name="journal", asked=lambda: {asked})
time.sleep(1)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == status
    assert ('"thread":"journal"' in ended.stderr) is (status != 0)
    if "raise OSError" in does:
        assert "No space left" in ended.stderr


def test_the_stacks_own_threads_are_watched_too_and_go_on_after_a_packet_that_cannot_be_sent() -> None:
    program = """
import socket, time
from trunkline import logs, vital
logs.start("engine")
from trunkline.engine import stack
from sippy.Udp_server import Udp_server, Udp_server_opts
server = Udp_server({}, Udp_server_opts(("127.0.0.1", 0), print))
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind(("127.0.0.1", 0))
peer.settimeout(5)
server.send_to(b"lost", ("127.0.0.1", 99_999))
server.send_to(b"sent", peer.getsockname())
assert peer.recv(100) == b"sent"
{then}
time.sleep(1)
"""
    for then, status in (("server.shutdown()", 0), ("server.sendqueue.put(None)", vital.ENDED)):
        run = [sys.executable, "-c", program.replace("{then}", then)]
        ended = subprocess.run(run, capture_output=True, text=True, check=False)
        assert ended.returncode == status, ended.stderr
        assert "packet lost" in ended.stderr


def test_work_that_fails_is_told_and_its_pool_goes_on(told: list[str]) -> None:
    done: list[int] = []
    with vital.Pool(1, "test") as pool:
        pool.do(lambda: 1 // 0)
        pool.do(done.append, 1)
    assert done == [1]
    assert told == ["work failed"]


def test_a_task_that_fails_is_told_and_what_is_done_again_and_again_goes_on(told: list[str]) -> None:
    turns: list[int] = []

    async def fails() -> None:
        raise ConnectionResetError

    def turn() -> None:
        turns.append(1)
        raise ValueError(turns)

    async def play() -> None:
        loop = asyncio.get_running_loop()
        vital.every(0.01, loop.call_later, turn)
        vital.task(loop, fails(), "connect")
        await asyncio.sleep(0.2)

    asyncio.run(play())
    assert len(turns) >= 3
    assert told.count("work failed") == len(turns)
    assert told.count("task failed") == 1


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    """As where it is on the disk that is full, or its reader is gone."""
    program = """
import sys
import structlog
from trunkline import logs
logs.start("engine")
print("one", file=sys.stderr)
structlog.get_logger().error("two")
open("%s", "w").write("three")
"""
    for where in (
        ["sh", "-c", '"$@" >/dev/full 2>&1', "-"],
        ["bash", "-c", '"$@" 2>&1 | true; exit ${PIPESTATUS[0]}', "-"],
    ):
        done = tmp_path / "done"
        ended = subprocess.run([*where, sys.executable, "-c", program % done], check=False)
        assert ended.returncode in (0, 120)  # of Python, whose last words could not be said
        assert done.read_text() == "three"
        done.unlink()


def test_it_is_said_once_that_nothing_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    logs.never_fail()
    first = sys.stderr
    logs.never_fail()
    assert sys.stderr is first
