"""Whose a PostgreSQL database is."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from tests import databases
from tests.ports import free_port
from tests.system.installation import running
from tests.system.test_owner import begin, ended
from trunkline import vital
from trunkline.cli import claim, exits
from trunkline.cli.claim import Claim
from trunkline.cli.main import main
from trunkline.problems import Refusal

pytestmark = pytest.mark.skipif(databases.SERVER is None, reason="there is no PostgreSQL")

HOLDERS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND classid = 7267 AND database ="
HOLDERS += " (SELECT oid FROM pg_database WHERE datname = current_database())"


@pytest.fixture
def url() -> Iterator[str]:
    made = databases.new()
    yield made
    databases.drop(made)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim, "LOOK", 0.1)
    monkeypatch.setattr(claim, "AGAIN", 0.05)
    monkeypatch.setattr(claim, "DYING", 0.3)
    monkeypatch.setattr(vital, "thread", aside)


def aside(run: Callable[..., object], *args: object, name: str) -> Thread:
    """A thread that may end without the process."""
    made = Thread(target=run, args=args, name=name, daemon=True)
    made.start()
    return made


def cut(url: str) -> None:
    """The connection that has the lock is lost."""
    with databases.connected(url) as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({HOLDERS}) AS holders"))


def test_it_is_one_engines_and_then_the_next_ones(url: str) -> None:
    with closing(Claim(url)), pytest.raises(Refusal, match="in_use_by_another") as refused:
        Claim(url)
    assert "trunkline engine, " in str(refused.value.facts["by"])
    Claim(url).close()


def test_a_lost_connection_is_made_again(url: str) -> None:
    lost = Event()
    with closing(Claim(url)) as held:
        held.keep(lambda _: lost.set())
        cut(url)
        time.sleep(1)
        with pytest.raises(Refusal, match="in_use_by_another"):
            Claim(url)
    assert not lost.is_set()


def test_one_that_is_to_be_held_later_asks_nobody_before(url: str) -> None:
    with closing(Claim(url.replace("dbname", "x") + "&port=1", later=True)) as nowhere, pytest.raises(Refusal):
        nowhere.take()
    with closing(Claim(url, later=True)) as later:
        with closing(Claim(url)), pytest.raises(Refusal, match="in_use_by_another"):
            later.take()
        later.take()
        later.take()  # it has it
        with pytest.raises(Refusal, match="in_use_by_another"):
            Claim(url)


def test_who_finds_somebody_else_there_is_told_to_end(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Event()
    monkeypatch.setattr(claim, "LOOK", 0.5)
    first = Claim(url)
    first.keep(lambda _: lost.set())
    cut(url)
    with closing(Claim(url)):
        assert lost.wait(5)


@pytest.mark.parametrize(
    ("wrong", "code", "remedy"),
    [
        ({"database": "nobody_made_it"}, exits.STORE, "make the database and the role"),
        ({"username": "nobody"}, exits.STORE, "make the database and the role"),
        ({"query": {"nonsense": "1"}}, exits.USAGE, "what PostgreSQL takes in --database"),
        ({"query": {"sslmode": "foo"}}, exits.USAGE, "what PostgreSQL takes in --database"),
    ],
)
def test_what_no_new_start_would_mend_is_not_tried_again(
    wrong: dict[str, Any], code: int, remedy: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_url(url)
    said = made.set(**wrong | ({"query": dict(made.query) | wrong["query"]} if "query" in wrong else {}))
    told = said.render_as_string(hide_password=False)
    with pytest.raises(Refusal) as refused:
        Claim(told)
    assert exits.code(refused.value) == code
    assert main(["person", "list", "--data", str(tmp_path), "--database", told]) == code
    assert remedy in capsys.readouterr().err


def test_a_second_system_on_the_same_database_says_whose_it_is(tmp_path: Path) -> None:
    """And one whose connection was lost while nobody else came goes on."""
    with running(tmp_path, "--demo", "--past", "1") as system:
        assert system.database
        where = ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}"]
        words = ["--data", tmp_path / "other", "--database", system.database, *where, "--rtp", "29000-29099"]
        code, said = ended(begin("serve", *words))
        assert code == exits.TRY_AGAIN
        assert "in use by another, database: " in said
        assert "Traceback" not in said
        with suppress(DBAPIError):
            cut(system.database)
        time.sleep(5)  # two looks, and a little
        assert system.ready(1)
        assert "database claimed again" in system.log.read_text()
