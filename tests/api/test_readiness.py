"""What keeps an installation from its work is said by name, to everybody, and costs nothing to ask."""

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.acme import Clock
from tests.http import Http
from trunkline.api import checks, readiness
from trunkline.api.readiness import Readiness, Trouble
from trunkline.engine import control
from trunkline.store import keys

pytestmark = pytest.mark.any_store


def served(ready: Readiness) -> Http:
    return Http(Starlette(routes=readiness.routes(ready)))


def said(check: readiness.Check) -> list[tuple[str, bool]]:
    return [(each.text, each.grave) for each in check()]


def test_all_is_well() -> None:
    ready = Readiness()
    ready.add("store", lambda: [])
    ready.add("clock", lambda: [Trouble("is not synchronised", grave=False)])
    status, headers, body = served(ready)("GET", "/readyz")
    assert (status, headers["cache-control"]) == (200, "no-store")
    parts = {"store": {"ready": True}, "clock": {"ready": True, "warnings": ["is not synchronised"]}}
    assert json.loads(body) == {"status": "ready", "parts": parts}
    status, _, body = served(ready)("GET", "/livez")
    assert (status, json.loads(body)) == (200, {"status": "alive"})


def test_each_part_says_what_is_wrong_with_it_also_one_whose_check_fails() -> None:
    ready = Readiness()
    ready.add("store", lambda: [Trouble("cannot be read")])
    ready.add("disk", lambda: [Trouble(1 / 0)])  # type: ignore[arg-type]
    ready.add("keys", lambda: [])
    status, _, body = served(ready)("GET", "/readyz")
    assert status == 503
    assert json.loads(body)["parts"] == {
        "store": {"ready": False, "reasons": ["cannot be read"]},
        "disk": {"ready": False, "reasons": ["cannot be checked"]},
        "keys": {"ready": True},
    }
    assert served(ready)("GET", "/livez")[0] == 200


def test_whoever_asks_again_within_a_second_is_told_the_same() -> None:
    asked: list[int] = []
    clock = Clock()
    ready = Readiness(clock)
    ready.add("store", lambda: asked.append(1) or [])

    async def many() -> None:
        await asyncio.gather(*(ready.answer() for _ in range(100)))

    asyncio.run(many())
    asyncio.run(many())
    assert len(asked) == 1
    clock.now += readiness.FRESH
    asyncio.run(many())
    assert len(asked) == 2


def test_a_check_that_hangs_is_told_of_in_time_and_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.1)
    monkeypatch.setattr(readiness, "FRESH", 0.0)
    go_on, begun = threading.Event(), list[int]()

    def hangs() -> Iterator[Trouble]:
        begun.append(1)
        go_on.wait(20)
        yield from ()

    ready = Readiness()
    ready.add("store", hangs)
    ready.add("keys", lambda: [])
    for _ in range(5):
        began = time.monotonic()
        fine, parts = asyncio.run(ready.answer())
        assert time.monotonic() - began < 2
        assert not fine
        assert parts == {"store": {"ready": False, "reasons": ["does not answer in time"]}, "keys": {"ready": True}}
    assert len(begun) == 1
    go_on.set()
    time.sleep(0.1)
    assert asyncio.run(ready.answer())[0]


class TestChecks:
    def answers(self, tmp_path: Path, **said: Any) -> Path:
        path = tmp_path / "engine.sock"
        control.serve(
            path, {"readiness": lambda: {"stopping": False, "still": 0.1, "journal": {"writes": True}} | said}
        )
        return path

    def test_an_engine_that_works(self, tmp_path: Path) -> None:
        path = self.answers(tmp_path)
        assert said(checks.engine(path)) == said(checks.journal(path)) == []

    @pytest.mark.parametrize(
        ("state", "told"), [({"stopping": True}, "is stopping"), ({"still": 12.3}, "has not moved for 12 seconds")]
    )
    def test_an_engine_that_does_not(self, state: Any, told: str, tmp_path: Path) -> None:
        assert said(checks.engine(self.answers(tmp_path, **state))) == [(told, True)]

    def test_an_engine_that_is_not_there(self, tmp_path: Path) -> None:
        assert said(checks.engine(tmp_path / "engine.sock")) == [("does not answer", True)]
        assert said(checks.journal(tmp_path / "engine.sock")) == [("nobody knows: the engine does not answer", True)]

    def test_an_engine_that_has_not_seen_the_rows_yet_says_how_old_its_knowledge_is(self, tmp_path: Path) -> None:
        told = "goes by what was known at 2026-01-01T00:00:00+00:00: the store has not answered since it began"
        assert said(checks.engine(self.answers(tmp_path, as_of=1767225600.5))) == [(told, False)]

    def test_a_journal_that_cannot_be_written(self, tmp_path: Path) -> None:
        state = {"writes": False, "why": "No space left on device", "seconds": 7}
        (found,) = said(checks.journal(self.answers(tmp_path, journal=state)))
        assert found == ("not written for 7 seconds: No space left on device; only emergency calls are taken", True)

    def test_records_that_wait_for_the_store_are_safe(self, tmp_path: Path) -> None:
        state = {"writes": True, "store_fails": True}
        found = said(checks.journal(self.answers(tmp_path, journal=state)))
        assert found == [("what is written waits for the store", False)]

    def test_a_relay_is_both_of_its_parts(self, tmp_path: Path) -> None:
        assert said(checks.relay(tmp_path)) == [("does not answer", True)]
        control.serve(tmp_path / "relay.sock", {})
        assert said(checks.relay(tmp_path)) == [("does not answer", True)]
        control.serve(tmp_path / "doors.sock", {})
        assert said(checks.relay(tmp_path)) == []

    def test_one_that_takes_questions_and_says_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """As a process that is stopped."""
        monkeypatch.setattr(checks, "PATIENCE", 0.1)
        with socket.socket(socket.AF_UNIX) as silent:
            silent.bind(str(tmp_path / "engine.sock"))
            silent.listen()
            assert said(checks.engine(tmp_path / "engine.sock")) == [("does not answer", True)]

    def test_keys(self, tmp_path: Path) -> None:
        keys.make(tmp_path)
        held = keys.read_all(tmp_path)
        fits = [True]
        check, seal = checks.keys(tmp_path, held, lambda: fits[-1]), tmp_path / "keys" / "seal.key"
        assert said(check) == []
        seal.write_bytes(b"k" * 32)
        assert said(check) == [("the key of SIP passwords is another than at the start", True)]
        seal.write_bytes(b"")
        assert said(check) == [("the key of SIP passwords is damaged: it has not 32 bytes", True)]
        seal.unlink()
        (tmp_path / "keys" / "page.key").unlink()
        assert said(check) == [
            ("the key of SIP passwords is missing", True),
            ("the key of page tokens and sign-in forms is missing", True),
        ]
        keys.make(tmp_path)
        fits.append(False)
        assert said(checks.keys(tmp_path, keys.read_all(tmp_path), lambda: fits[-1])) == [
            ("the key of SIP passwords opens none of them", True)
        ]
        assert said(checks.keys(tmp_path, keys.read_all(tmp_path), lambda: bool(1 / 0))) == []

    @pytest.mark.parametrize(
        ("free", "files", "told"),
        [
            (0.5, 1000, []),
            (0.05, 1000, [("is nearly full: 512 MB are free", False)]),
            (0.005, 1000, [("is full: 51 MB are free", True)]),
            (0.5, 3, [("is full: 3 more files can be made", True)]),
        ],
    )
    def test_a_disk(self, free: float, files: int, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        blocks = 10 << 18  # of 4 KB: 10 GB
        found = os.statvfs_result((4096, 4096, blocks, 0, int(blocks * free), 10_000, 0, files, 0, 255))
        monkeypatch.setattr(os, "statvfs", lambda _: found)
        assert said(checks.disk([tmp_path, tmp_path / "none", tmp_path])) == told

    def test_a_clock(self) -> None:
        runs, now = Clock(), Clock()
        runs.now, now.now = 100.0, checks.BUILT + 10_000
        check = checks.clock(now, runs, lambda: 0.01)
        assert said(check) == []
        runs.now, now.now = runs.now + 100, now.now + 100.2
        assert said(check) == []
        now.now += 3600
        assert said(check) == [("was set by +3600 seconds, 0 seconds ago", False)]
        runs.now, now.now = runs.now + 60, now.now + 60 - 7200
        assert said(check) == [("was set by -7200 seconds, 0 seconds ago", False)]
        now.now -= checks.BUILT
        runs.now += checks.REMEMBERED
        assert ("is wrong: it shows a time before this version was made", True) in said(check)

    def test_a_clock_that_nobody_sets(self) -> None:
        assert said(checks.clock(unsure=lambda: 16.0))[-1] == ("is not synchronised", False)
        assert checks.kernel_error() is None or checks.kernel_error() >= 0  # type: ignore[operator]
