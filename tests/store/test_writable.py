"""A store that can be read and takes no writes is known as such without one."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from trunkline.api import checks
from trunkline.store.store import Place, Store


def said(place: Place) -> list[str]:
    with closing(Store(place, "configuration")) as store:
        return [each.text for each in checks.store(store)()]


def test_one_that_only_reads(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(place) == []
    if place.url:
        _say(place.url, "on")
        assert said(place) == ["can be read, and not written"]
        _say(place.url, "off")
        assert said(place) == []
        return
    for closed in (place.folder, place.folder / "state.db", place.folder / "records.db"):

        def access(path: Path, mode: int, closed: Path = closed) -> bool:
            return path != closed and mode == os.W_OK

        with monkeypatch.context() as patched:
            patched.setattr(os, "access", access)
            assert said(place) == ["can be read, and not written"]
    assert said(place) == []


def _say(url: str, only_reads: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        name = make_url(url).database
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {only_reads}'))
    engine.dispose()
