"""A real engine with a scripted exchange, a carrier, and a caller's voice."""

from collections.abc import Iterator

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
