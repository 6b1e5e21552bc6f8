"""What the store says when it cannot be reached is told from what it says of a mistake."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from trunkline.store.away import TooSlow, is_away, reason


class Said(Exception):
    def __init__(self, state: str | None) -> None:
        super().__init__(state or "server closed the connection unexpectedly")
        self.sqlstate = state


def of_a_server(state: str | None, *, lost: bool = False) -> DBAPIError:
    return DBAPIError("SELECT secret", {}, Said(state), connection_invalidated=lost)


def of_a_file(folder: Path, act: Callable[[sqlite3.Connection], object]) -> Exception:
    with closing(sqlite3.connect(folder / "x.db", timeout=0, isolation_level=None)) as first:
        first.execute("CREATE TABLE IF NOT EXISTS known (id INTEGER PRIMARY KEY)")
        first.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(folder / "x.db", timeout=0)) as second, pytest.raises(sqlite3.Error) as raised:
            act(second)
        first.execute("ROLLBACK")
    return raised.value


@pytest.mark.parametrize(
    "error",
    [
        TooSlow(),
        NoConnection(),
        of_a_server("57014"),  # it takes too long
        of_a_server("57P01"),  # it is shut down
        of_a_server("53300"),  # it has too many connections
        of_a_server("08006"),
        of_a_server("25006"),  # it is a standby now
        of_a_server("40P01"),
        of_a_server(None, lost=True),
    ],
)
def test_it_is_away(error: Exception) -> None:
    assert is_away(error)
    assert "SELECT" not in reason(error)


@pytest.mark.parametrize("error", [of_a_server("23505"), of_a_server("42703"), of_a_server("22021"), ValueError()])
def test_it_has_said_no(error: Exception) -> None:
    assert not is_away(error)


def test_a_file_that_somebody_holds_is_away_and_a_mistake_is_none(tmp_path: Path) -> None:
    assert is_away(of_a_file(tmp_path, lambda file: file.execute("SELECT * FROM known").fetchall()))
    with closing(sqlite3.connect(":memory:")) as file, pytest.raises(sqlite3.Error) as raised:
        file.execute("SELECT nothing")
    assert not is_away(raised.value)
    engine = create_engine("sqlite:////nowhere/at/all.db")
    with pytest.raises(DBAPIError) as wrapped, engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert is_away(wrapped.value)
