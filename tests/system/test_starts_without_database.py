"""An engine that dies while its database is away is there again at once, and so is a whole system that is started."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.engine.carrier import Carrier
from tests.figures import Figure
from tests.system.installation import System
from tests.system.test_database_away import Office, office, private, stopped
from tests.system.wire import SDP, Wire
from tools import private_postgres
from tools.private_postgres import Server

KEPT = 4.0  # seconds, within which what was said last is on the disk
PATIENCE = 30.0

pytestmark = [pytest.mark.any_store, pytest.mark.timeout(300)]  # what store it is, each test says


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with private_postgres.server("-c synchronous_commit=on") as made:
        yield made


def away(server: Server, how: str) -> AbstractContextManager[None]:
    return stopped(server) if how == "stopped" else server.hanging()


def trunkline(system: System, *words: str) -> "subprocess.CompletedProcess[str]":
    where = ["--data", str(system.data), "--database", str(system.database)]
    return subprocess.run([sys.executable, "-m", "trunkline", *words, *where], capture_output=True, text=True)


def answered(wire: Wire) -> float:
    """Seconds until an engine answers, which is asked again and again; what it did not hear is not waited for."""
    began = time.monotonic()
    wire.socket.settimeout(0.3)
    while True:
        try:
            wire.caught_up()
            break
        except TimeoutError:
            assert time.monotonic() - began < PATIENCE
    wire.socket.settimeout(10)
    return time.monotonic() - began


def until(what: Callable[[], bool], seconds: float = PATIENCE) -> float:
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def ready(system: System) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{system.client.url}/readyz", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)


@contextmanager
def with_carrier(made: Office) -> Iterator[Carrier]:
    carrier = Carrier()
    with carrier.socket:
        assert trunkline(made.system, "trunk", "set", "--host", f"127.0.0.1:{carrier.port}").returncode == 0
        carrier.socket.settimeout(60)
        carrier.at(made.system)  # type: ignore[arg-type]
        carrier.socket.settimeout(10)
        yield carrier


def help_comes(made: Office, carrier: Carrier) -> None:
    """911 of a phone that is known, answered outside."""
    carrier.forget()
    made.ada.call_for_help("911")
    carrier.answer(carrier.receive("INVITE"), "200 OK", SDP)
    answer = made.ada.receive("SIP/2.0 200")
    made.ada.go_on(answer, "ACK")
    made.ada.go_on(answer, "BYE")
    carrier.answer(carrier.receive("BYE"), "200 OK")
    made.ada.receive("SIP/2.0 200")


def all_goes_on(made: Office, carrier: Carrier) -> None:
    """Help, registrations, calls; and who does not know the password stays outside."""
    help_comes(made, carrier)
    for each in (made.ada, made.ben):
        assert each.register("MD5", 600).startswith("SIP/2.0 200")
    made.talk()()
    stranger = Wire(made.system, made.ada.account | {"password": "wrong"})
    with stranger.socket:
        assert stranger.register("MD5", 600).startswith("SIP/2.0 401")


@pytest.mark.parametrize("how", ["stopped", pytest.param("hangs", marks=pytest.mark.soak)])
def test_an_engine_that_dies_begins_without_its_database(
    server: Server, tmp_path: Path, how: str, figure: Figure
) -> None:
    with private(server) as url, office(tmp_path, url) as made, with_carrier(made) as carrier:
        time.sleep(KEPT)
        before = len(made.client.history(1))
        with away(server, how):
            made.system.kill("engine")
            figure(f"database {how}: an engine that is killed answers again after", f"{answered(made.ada):.1f} s")
            all_goes_on(made, carrier)
            warnings = ready(made.system)["parts"]["engine"]["warnings"]
            assert warnings[0].startswith("goes by what was known at 20")
            screen = trunkline(made.system, "status").stdout
            assert "goes by what was known at 20" in screen
            made.system.kill("engine")  # again: what it was told meanwhile is not forgotten
            time.sleep(1)
            answered(made.ada)
            help_comes(made, carrier)
        took = until(lambda: ready(made.system)["status"] == "ready")
        figure(f"database {how}: ready when it is back after", f"{took:.1f} s")
        until(lambda: "warnings" not in ready(made.system)["parts"]["engine"])
        until(lambda: len(made.client.history(1)) == before + 3)
        renewed(made)


def renewed(made: Office) -> None:
    """A phone that is removed from now on is let in no more, and one that is new is."""
    found = made.client("GET", "/devices?type=assigned&page_size=100")["devices"]
    mine = next(each["id"] for each in found if each["mac_address"] == "020000000100")
    made.client("DELETE", f"/devices/{mine}/extensions/{made.client.user(1001)['extension_id']}")
    made.client("DELETE", f"/devices/{mine}")
    assert made.ada.register("MD5", 600).startswith("SIP/2.0 401")
    made.ada.account = made.client.new_phone(1001, "020000000109")
    assert made.ada.register("MD5", 600).startswith("SIP/2.0 200")
    made.talk()()


def killed(system: System) -> None:
    """All of it at once, as when its computer goes down."""
    children = [system.child(name) for name in ("api", "engine", "relay")]
    system.process.kill()
    for each in children:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    system.process.wait()
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in children))


@contextmanager
def started_again(system: System) -> Iterator[None]:
    """The same command once more, while whoever was there is gone."""
    with system.log.open("ab") as file:
        environment = os.environ | {"TRUNKLINE_DATABASE": str(system.database)}
        system.process = subprocess.Popen(system.process.args, stdout=file, stderr=file, env=environment)
    try:
        yield
    finally:
        system.process.send_signal(signal.SIGTERM)
        system.process.wait(30)


@pytest.mark.soak
@pytest.mark.parametrize("how", ["stopped", "hangs"])
def test_a_system_that_is_started_without_its_database_takes_calls(
    server: Server, tmp_path: Path, how: str, figure: Figure
) -> None:
    """Also one whose computer went down: nothing was ended in good order."""
    with private(server) as url, office(tmp_path, url) as made, with_carrier(made) as carrier:
        time.sleep(KEPT)
        before = len(made.client.history(1))
        with away(server, how):
            killed(made.system)
            again = started_again(made.system)
            again.__enter__()
            figure(f"database {how}: a system that is started answers phones after", f"{answered(made.ada):.1f} s")
            all_goes_on(made, carrier)
            screen = trunkline(made.system, "status").stdout
            assert "goes by what was known at 20" in screen
            assert "NOT READY" in screen
            assert "calls go by what was known" in made.system.log.read_text()
        try:
            assert made.system.ready()
            until(lambda: ready(made.system)["status"] == "ready")
            took = until(lambda: "warnings" not in ready(made.system)["parts"]["engine"])
            figure(f"database {how}: the engine of a system that was started has it after", f"{took:.1f} s")
            made.client.log_in()
            until(lambda: len(made.client.history(1)) == before + 2)
            renewed(made)
        finally:
            again.__exit__(None, None, None)
