"""A database that is down or hangs, and a file that somebody else holds: phones notice nothing of it."""

import json
import os
import sqlite3
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.figures import Figure
from tests.system.installation import Client, System, running
from tests.system.wire import SDP, Wire
from tools import private_postgres
from tools.private_postgres import Server

SLOWEST = 0.5  # seconds, after which a phone says it again: until then nobody notices

pytestmark = pytest.mark.any_store  # what store it is, each test says


@dataclass
class Office:
    """Two people who are on the phone, and one who asks for things."""

    system: System
    client: Client
    ada: Wire
    ben: Wire
    took: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def timed(self, what: str, act: Callable[[], str], status: str = "SIP/2.0 200") -> str:
        began = time.monotonic()
        answer = act()
        self.took.setdefault(what, []).append(time.monotonic() - began)
        assert answer.startswith(status), answer
        return answer

    def question(self) -> str:
        """Whether the engine is there."""
        self.ada.caught_up()
        return "SIP/2.0 200"

    def talk(self) -> Callable[[], None]:
        """Ada calls Ben, who answers; returns how they hang up."""
        self.timed("challenge", lambda: self.ada.call("1002"), "INVITE")
        self.ben.answer(self.ben.invited(), "200 OK", SDP)
        answer = self.timed("answer", partial(self.ada.receive, "SIP/2.0 200"))
        self.ada.go_on(answer, "ACK")

        def over() -> None:
            self.ada.go_on(answer, "BYE")
            self.ben.answer(self.ben.receive("BYE"), "200 OK")
            self.timed("BYE", partial(self.ada.receive, "SIP/2.0 200"))

        return over

    def for_help(self) -> None:
        """911: the demo answers it by an announcement."""
        self.ada.call_for_help("911")
        answer = self.timed("911", partial(self.ada.receive, "SIP/2.0 200"))
        self.ada.go_on(answer, "ACK")
        self.ada.go_on(answer, "BYE")
        self.timed("BYE", partial(self.ada.receive, "SIP/2.0 200"))

    def asked(self, method: str = "GET", path: str = "/users", body: object = None) -> tuple[int, str, float]:
        """Status, Retry-After and seconds of a request to the API."""
        headers = {"Authorization": f"Bearer {self.client.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.client.url}/v2/phone{path}", data, headers, method=method)
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, "", time.monotonic() - began
        except urllib.error.HTTPError as error:
            refused = error
        said = json.loads(refused.read())  # in the API's own shape
        return said["code"], refused.headers.get("Retry-After", ""), time.monotonic() - began

    def slowest(self) -> float:
        return max(max(each) for each in self.took.values())


@contextmanager
def office(folder: Path, url: str | None = None) -> Iterator[Office]:
    with running(folder, "--demo", url=url) as system:
        client = system.client
        client.log_in()
        ada, ben = (Wire(system, client.new_phone(1001 + n, f"02000000010{n}")) for n in range(2))
        for each in (ada, ben):
            assert each.register("MD5", 600).startswith("SIP/2.0 200")
        made = Office(system, client, ada, ben)
        made.talk()()
        made.took.clear()
        with suppress(StopIteration):  # the demo's past is told: a request waits a moment for what has just changed
            while system.child("past"):
                time.sleep(0.1)
        time.sleep(1.5)
        try:
            yield made
        finally:
            for each in (ada, ben):
                each.socket.close()


def hold_out(office: Office, seconds: float) -> int:
    """Calls, registrations and questions, one after another; how many calls."""
    over, calls, end = office.talk(), 1, time.monotonic() + seconds
    office.for_help()
    calls += 1
    while time.monotonic() < end:
        office.timed("OPTIONS", office.question)
        for each in (office.ada, office.ben):
            office.timed("REGISTER", partial(each.register, "MD5", 600))
        office.timed("OPTIONS", office.question)
        time.sleep(0.3)
    over()
    office.talk()()
    return calls + 1


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    server.stop()
    yield
    server.start()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with private_postgres.server("-c synchronous_commit=on") as made:  # what was acknowledged is there after a stop
        yield made


def held_out(office: Office, away: AbstractContextManager[None], seconds: float, figure: Figure, what: str) -> None:
    """What is seen of it: nothing by phones, 503 by clients of the API, and a history that lacks nothing."""
    before = len(office.client.history(1))
    with away:
        calls = hold_out(office, seconds)
        status, after, took = office.asked()
        assert (status, after) == (503, "2")
        assert took < 12
    figure(
        f"{what}: slowest answer to a phone",
        f"{office.slowest() * 1000:.0f} ms of {sum(map(len, office.took.values()))}",
    )
    assert office.slowest() < SLOWEST, office.took
    back = time.monotonic()
    while office.asked()[0] != 200:
        assert time.monotonic() - back < 15
        time.sleep(0.1)
    end = time.monotonic() + 15
    while len(found := office.client.history(1)) < before + calls and time.monotonic() < end:
        time.sleep(0.2)
    assert len(found) == before + calls
    figure(f"{what}: calls meanwhile, recorded", f"{calls} of {calls}")
    time.sleep(1.5)  # what was said of phones meanwhile is written
    office.system.kill("engine")
    assert office.system.ready()
    office.ada.socket.settimeout(20)
    office.talk()()


@pytest.mark.parametrize(
    ("how", "seconds"),
    [("hangs", 1), *(pytest.param(how, 20, marks=pytest.mark.soak) for how in ("stopped", "hangs"))],
)
def test_calls_outlive_their_database(server: Server, tmp_path: Path, how: str, seconds: float, figure: Figure) -> None:
    with private(server) as url, office(tmp_path, url) as made:
        away = stopped(server) if how == "stopped" else server.hanging()
        held_out(made, away, seconds, figure, f"database {how} {seconds:.0f} s")


@contextmanager
def private(server: Server) -> Iterator[str]:
    name = f"away_{os.urandom(4).hex()}"
    server.run(
        "/usr/bin/psql", "-h", str(server.folder), "-U", "trunkline", "postgres", "-c", f"CREATE DATABASE {name}"
    )
    yield server.url.replace("/postgres?", f"/{name}?")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else writes both files, and does not come to an end."""
    files = [sqlite3.connect(folder / name, isolation_level=None, timeout=10) for name in ("state.db", "records.db")]
    for each in files:
        each.execute("BEGIN EXCLUSIVE")
    yield
    for each in files:
        each.execute("ROLLBACK")
        each.close()


@pytest.mark.parametrize("seconds", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_calls_do_not_wait_for_who_holds_a_file(
    tmp_path: Path, seconds: float, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.places.SERVER", None)
    with office(tmp_path) as made:
        before = len(made.client.history(1))
        user = made.client.user(1001)["id"]
        with locked(made.system.data):
            calls = hold_out(made, seconds)
            assert made.asked()[0] == 200  # what is only read is read
            status, after, took = made.asked("PATCH", f"/users/{user}", {"extension_number": "1901"})
            assert (status, after) == (503, "2")
            assert took < 12
        figure(f"files held {seconds} s: slowest answer to a phone", f"{made.slowest() * 1000:.0f} ms")
        assert made.slowest() < SLOWEST, made.took
        assert made.asked("PATCH", f"/users/{user}", {"extension_number": "1902"})[0] == 204
        end = time.monotonic() + 15
        while len(found := made.client.history(1)) < before + calls and time.monotonic() < end:
            time.sleep(0.2)
        assert len(found) == before + calls


@pytest.mark.soak
def test_a_standby_takes_over(tmp_path: Path) -> None:
    """A URL that names both: the one that may be written is used, and calls go on while it becomes another."""
    replicates = private_postgres.server("-c wal_level=replica", "-c max_wal_senders=4", "-c synchronous_commit=on")
    with replicates as first, standby_of(first) as second:
        both = f"postgresql+psycopg://trunkline@/postgres?host={second.folder}&host={first.folder}"
        with office(tmp_path, f"{both}&target_session_attrs=read-write") as made:
            first.stop()
            over = made.talk()
            second.run(str(private_postgres.BIN / "pg_ctl"), "--pgdata", str(second.folder / "data"), "promote")
            began = time.monotonic()
            while made.asked()[0] != 200:
                assert time.monotonic() - began < 30
                time.sleep(0.2)
            over()
            assert len(made.client.history(2)) >= 2


@contextmanager
def standby_of(first: Server) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="trunkline-pg-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, (first.folder / "data").stat().st_uid, (first.folder / "data").stat().st_gid)
        second = Server(Path(folder), first.as_postgres)
        copy = str(private_postgres.BIN / "pg_basebackup")
        second.run(copy, "-h", str(first.folder), "-U", "trunkline", "-D", str(second.folder / "data"), "-R")
        second.start()
        try:
            yield second
        finally:
            second.stop()
