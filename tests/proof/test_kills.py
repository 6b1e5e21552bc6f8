"""Processes that are killed at any moment, under load: what was promised is kept."""

import asyncio
import http.client
import json
import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.bank import Outcome, Station, bank
from tests.figures import Figure
from tests.system.installation import System, running

pytestmark = pytest.mark.alone

WRITERS, WRITES = 3, 50  # threads, and changes a second together
CALLS, TALK = 10, 1.0  # a second, and seconds
CALLERS, CALLEES = 4, 5


@dataclass
class Writer(threading.Thread):
    """Makes changes, notes what was answered, and what was asked for without an answer."""

    system: System
    token: str
    number: int
    user: str  # one that nobody else changes
    site: str
    over: threading.Event
    made: dict[str, str] = field(default_factory=dict)  # device id -> its name
    removed: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)  # ids of devices whose removal was not answered
    numbers: set[int] = field(default_factory=set)  # that the user may have: the last answered, and those unanswered
    answered: int = 0
    unanswered: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        chance, count = random.Random(self.number), 0  # noqa: S311
        while not self.over.is_set():
            began = time.monotonic()
            count += 1
            match chance.randrange(4):
                case 0:
                    self._renumber(6200 + self.number * 1000 + count % 700)  # no service of any country
                case 1 if self.made.keys() - self.removed - self.unsure:
                    self._remove(next(iter(self.made.keys() - self.removed - self.unsure)))
                case _:
                    self._make(f"0a{self.number:02x}{count:08x}")
            time.sleep(max(0.0, began + WRITERS / WRITES - time.monotonic()))

    def _make(self, mac: str) -> None:
        status, answer = self._send(
            "POST", "/devices", {"display_name": mac, "mac_address": mac, "type": "other", "site_id": self.site}
        )
        if status == 201:
            self.made[answer["id"]] = mac

    def _remove(self, id: str) -> None:
        status, _ = self._send("DELETE", f"/devices/{id}", None)
        (self.removed if status == 204 else self.unsure).add(id)

    def _renumber(self, number: int) -> None:
        status, _ = self._send("PATCH", f"/users/{self.user}", {"extension_number": str(number)})
        self.numbers = {number} if status == 204 else self.numbers | {number}

    def _send(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """The answer, or nothing when the API died on the way."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.system.http, timeout=10)) as connection:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            try:
                connection.request(method, f"/v2/phone{path}", json.dumps(body) if body else None, headers)
                answer = connection.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                time.sleep(0.05)
                return 0, None
        assert answer.status < 300, (answer.status, text)
        self.answered += 1
        return answer.status, json.loads(text) if text else None


async def calls(callers: list[Station], callees: list[str], over: threading.Event) -> list[Outcome]:
    """Pairs of phones in turn, so that no pair is in two calls at once."""
    tasks: list[asyncio.Task[Outcome]] = []
    pairs = [(caller, callee) for callee in callees for caller in callers]
    count = 0
    while not over.is_set():
        caller, callee = pairs[count % len(pairs)]
        tasks.append(asyncio.create_task(caller.dial(callee, TALK)))
        count += 1
        await asyncio.sleep(1 / CALLS)
    return [*await asyncio.gather(*tasks)]


def kill(system: System, kills: int, pause: float, over: threading.Event) -> Counter[str]:
    chance, killed = random.Random(kills), Counter[str]()  # noqa: S311
    for _ in range(kills):
        time.sleep(chance.uniform(0.3, 2) * pause)
        name = chance.choice(("api", "engine", "relay"))
        with suppress(StopIteration, ProcessLookupError):  # not up again yet
            system.kill(name)
            killed[name] += 1
    time.sleep(3)
    over.set()
    return killed


def phones(system: System) -> list[tuple[str, dict[str, str]]]:
    return [(str(1001 + n), system.client.new_phone(1001 + n, f"0200000004{n:02x}")) for n in range(CALLERS + CALLEES)]


def run(system: System, kills: int, pause: float) -> tuple[list[Writer], list[Outcome], Counter[str], float]:
    accounts = phones(system)
    over, began = threading.Event(), time.time()
    token = system.client.log_in()
    site = system.client("GET", "/sites")["sites"][0]["id"]
    users = [system.client.user(1010 + n)["id"] for n in range(WRITERS)]
    writers = [Writer(system, token, n, users[n], site, over) for n in range(WRITERS)]

    async def all_calls() -> tuple[list[Outcome], Counter[str]]:
        async with bank(accounts, ("127.0.0.1", system.sip), patience=8) as stations:
            for writer in writers:
                writer.start()
            killing = asyncio.create_task(asyncio.to_thread(kill, system, kills, pause, over))
            outcomes = await calls(stations[:CALLERS], [station.number for station in stations[CALLERS:]], over)
            return outcomes, await killing

    outcomes, killed = asyncio.run(all_calls())
    for writer in writers:
        writer.join()
    return writers, outcomes, killed, began


def listed(system: System, path: str, name: str) -> list[Any]:
    found, token = [], ""
    while True:
        more = f"&next_page_token={token}" if token else ""
        page = system.client("GET", f"{path}{more}")
        found += page[name]
        token = page["next_page_token"]
        if not token:
            return found


def check_changes(system: System, writers: list[Writer]) -> None:
    there = {
        device["id"]: device["display_name"]
        for kind in ("assigned", "unassigned")
        for device in listed(system, f"/devices?type={kind}&page_size=100", "devices")
    }
    for writer in writers:
        kept = {id: mac for id, mac in writer.made.items() if id not in writer.removed | writer.unsure}
        assert kept.items() <= there.items()
        assert not writer.removed & there.keys()
        if writer.numbers:
            assert system.client("GET", f"/users/{writer.user}")["extension_number"] in writer.numbers


def check_calls(system: System, outcomes: list[Outcome], began: float) -> None:
    day = f"{datetime.fromtimestamp(began, UTC):%Y-%m-%d}"
    rows = listed(system, f"/call_history?page_size=300&from={day}&to={day}", "call_history")
    rows = [row for row in rows if _time(row["start_time"]) >= began - 1]
    assert len({row["call_id"] for row in rows}) == len(rows)
    assert all("end_time" in row for row in rows)
    for caller, callee in {(outcome.caller, outcome.callee) for outcome in outcomes}:
        pair = [outcome for outcome in outcomes if (outcome.caller, outcome.callee) == (caller, callee)]
        heard = sorted(outcome.answered for outcome in pair if outcome.answered is not None)
        own = [row for row in rows if (row["caller_ext_number"], row["callee_ext_number"]) == (caller, callee)]
        told = sorted(_time(row["answer_time"]) for row in own if "answer_time" in row)
        for answered in heard:  # in whole seconds, and a moment before the phone heard of it
            found = next((time for time in told if -0.2 < answered - time <= 1.7), None)
            assert found is not None, (answered, [row for row in own if abs(_time(row["start_time"]) - answered) < 5])
            told.remove(found)
        assert len(told) <= sum(outcome.status == 0 for outcome in pair)  # answered, but the phone was never told


def _time(shown: str) -> float:
    return datetime.strptime(shown, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def check_store(system: System) -> None:
    """Nothing needed mending: the journal was read whole, and SQLite finds nothing wrong with its files."""
    assert not [*(system.data / "journal").glob("*.unreadable")]
    if system.database is None:
        for name in ("state.db", "records.db"):
            with closing(sqlite3.connect(system.data / name)) as file:
                assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def prove(folder: Path, kills: int, pause: float, figure: Figure) -> None:
    with running(folder, "--demo") as system:
        writers, outcomes, killed, began = run(system, kills, pause)
        assert system.ready()
        check_changes(system, writers)
        assert system.stop() == 0
        check_store(system)
        with running(folder, "--demo", url=system.database) as again:
            check_calls(again, outcomes, began)
            check_changes(again, writers)
        assert "failed" not in {
            json.loads(line).get("event") for line in system.log.read_text().splitlines() if line[:1] == "{"
        }
    answered = sum(writer.answered for writer in writers)
    talked = sum(outcome.answered is not None for outcome in outcomes)
    where = "PostgreSQL" if system.database else "SQLite"
    told = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    figure(
        f"{kills} kills on {where}",
        f"{told}; {answered:,} changes answered and kept, {sum(writer.unanswered for writer in writers)} unanswered; "
        f"{talked} of {len(outcomes)} calls answered, each with one row",
    )


def test_killed_processes_keep_what_was_promised(tmp_path: Path, figure: Figure) -> None:
    prove(tmp_path, 6, 1.5, figure)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_fifty_kills(tmp_path: Path, figure: Figure) -> None:
    prove(tmp_path, 50, 2.5, figure)
