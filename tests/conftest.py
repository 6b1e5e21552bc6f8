import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache, partial
from math import inf
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from tests.acme import Acme, Clock
from tests.databases import drop_copies
from tests.places import copied, prepared
from trunkline import app, logs
from trunkline.api.access import Grant, Granter
from trunkline.api.context import Installation
from trunkline.api.contract import Contract
from trunkline.api.limits import PLANS, Limiter
from trunkline.api.pipeline import Api
from trunkline.extensions import passwords
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store

assert app.AREAS  # their handlers bind themselves as they are imported
from tests.caller import CONTRACT, Caller  # noqa: E402

EVERY_SCOPE = frozenset(scope for operation in CONTRACT.operations.values() for scope in operation.scopes)

LONG = ("proof", "system", "engine", "cli")  # folders whose tests take seconds each

logs.start("tests", "critical")
passwords._hasher = cache(partial(PasswordHasher, time_cost=1, memory_cost=64))  # else each takes a tenth of a second


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, so that at the end of a run on several processes none is left to run alone."""
    items.sort(key=lambda item: LONG.index(name) if (name := item.path.parent.name) in LONG else len(LONG))


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(b"k" * 32)


@pytest.fixture(scope="session")
def companies(tmp_path_factory: pytest.TempPathFactory, seal: Seal) -> Iterator[tuple[Place, Acme, Acme]]:
    """Two accounts in one installation, made once and copied for each test."""
    with prepared(tmp_path_factory.mktemp("companies")) as place:
        store = Store(place, "configuration")
        acme, rival = (Acme.found(store, seal, id) for id in ("acme", "rival"))
        store.close()
        if place.url is None:
            for name in ("state.db", "records.db"):
                with closing(sqlite3.connect(place.folder / name)) as file:
                    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield place, acme, rival
        if place.url:
            drop_copies(place.url)


@pytest.fixture
def place(companies: tuple[Place, Acme, Acme], tmp_path: Path) -> Iterator[Place]:
    with copied(companies[0], tmp_path) as place:
        yield place


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    store = Store(place, "configuration")
    yield store
    store.close()


@pytest.fixture
def acme(companies: tuple[Place, Acme, Acme], store: Store) -> Acme:
    return companies[1].at(store)


@pytest.fixture
def rival(companies: tuple[Place, Acme, Acme], store: Store) -> Acme:
    """Another account in the same store."""
    return companies[2].at(store)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter() -> Limiter:
    return Limiter(PLANS["off"])


@pytest.fixture
def call(acme: Acme, clock: Clock, limiter: Limiter) -> Caller:
    return caller(acme, clock, limiter)


@pytest.fixture(scope="module")
def unchanging(companies: tuple[Place, Acme, Acme], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Acme]:
    """A company for tests that change nothing: one for all of a module."""
    with copied(companies[0], tmp_path_factory.mktemp("unchanging")) as place:
        store = Store(place, "configuration")
        yield companies[1].at(store)
        store.close()


def caller(acme: Acme, clock: Clock, limiter: Limiter, contract: Contract = CONTRACT) -> Caller:
    """Calls the API as one of several apps, named by their tokens."""
    grants = {
        "admin": Grant(acme.id, "terraform", EVERY_SCOPE, expires_at=inf),
        "other app": Grant(acme.id, "crm", EVERY_SCOPE, expires_at=inf),
        "rival": Grant("rival", "spy", EVERY_SCOPE, expires_at=inf),
        "limited": Grant(acme.id, "reader", frozenset({"meeting:read"}), expires_at=inf),
        "old": Grant(acme.id, "terraform", EVERY_SCOPE, expires_at=0),
    }

    async def look_up(token: str) -> Grant | None:
        match token.split():
            case ["person", number, *scopes]:  # what a person allowed an app: `person 3 phone:read`
                who = Granter(acme.users[int(number)], f"p{int(number):02}@{acme.id}.example")
                return Grant(acme.id, "dialer", frozenset(scopes), inf, who)
            case ["account", *scopes]:
                return Grant(acme.id, "terraform", frozenset(scopes), inf)
            case _:
                return grants.get(token)

    installation = Installation(acme.seal, "192.0.2.1:5060", "http://api.example")
    handlers: Any = app.handlers
    api = Api(contract, handlers, acme.store, look_up, limiter, b"secret", installation, clock)
    return Caller(api, contract=contract)
