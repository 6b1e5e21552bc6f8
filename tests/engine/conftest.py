"""A real engine with a scripted exchange, a carrier, and a caller's voice."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.acme import Clock
from tests.engine.carrier import Carrier, Engine, Voice, engine


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
