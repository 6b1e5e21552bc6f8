"""A real engine with a scripted exchange, a carrier, and a caller's voice."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acme import Clock
from tests.engine.carrier import Carrier, Engine, Voice, engine
from tests.system.wire import Wire


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def running(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("engine"), carrier.port) as made:
        carrier.at(made)
        yield made


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One that knows Ada, Ben and their queues."""
    folder: Path = tmp_path_factory.mktemp("office")
    with engine(folder, carrier.port, OFFICE="yes") as made:
        carrier.at(made)
        yield made


def phone(office: Engine, user: str) -> Wire:
    account = {"user_name": user, "authorization_id": user, "password": f"secret-{user}", "sip_domain": "office.test"}
    made = Wire(office, account)
    assert made.register("MD5").startswith("SIP/2.0 200")
    return made


@pytest.fixture
def phones(office: Engine) -> Iterator[tuple[Wire, Wire]]:
    made = phone(office, "11"), phone(office, "12")
    yield made
    for each in made:
        each.leave()


@pytest.fixture
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    made = Voice(getattr(request, "param", "PCMU"))
    yield made
    made.close()


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Names of hosts that are asked for in the test, and literal addresses."""
    asked = list[Any]()
    looks_up = socket.getaddrinfo

    def look_up(host: Any, *rest: Any) -> Any:
        asked.append(host)
        return looks_up(host, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
