"""What the engine knew is enough to begin with only where it was seen whom it may be served to, for the rows that it is
of, and until a command changes them while no engine runs."""

import re
from argparse import Namespace
from pathlib import Path

import pytest

from trunkline.cli import owner, remembered
from trunkline.cli.main import main
from trunkline.engine.copies import Known
from trunkline.engine.kept import Kept
from trunkline.engine.memory import Seen
from trunkline.exchange.plan import Plan
from trunkline.store import keys, known
from trunkline.store.known import KNOWN
from trunkline.store.seal import Seal

pytestmark = pytest.mark.any_store

ALONE, OPEN = "127.0.0.1:5060", "192.0.2.1:5060"
URL = "postgresql+psycopg://user@db.example/acme"


def keep(folder: Path, harmless: bool = True) -> None:
    kind, of = Seen | Known | Plan, (remembered.version(), known.rows(URL))
    file = Kept[Seen | Known | Plan](folder / KNOWN / "configuration", Seal.of(folder), kind, *of)
    file.write([Seen(harmless), Known(1.5)])


def said(folder: Path, sip: str = ALONE, url: str = URL) -> Namespace:
    return Namespace(data=folder, http="127.0.0.1:8080", sip=sip, sips=None, database=url)


@pytest.mark.parametrize(
    ("harmless", "sip", "enough"), [(True, OPEN, True), (False, OPEN, False), (False, ALONE, True), (True, ALONE, True)]
)
def test_secrets_that_everybody_knows_are_not_served_to_others(
    tmp_path: Path, harmless: bool, sip: str, enough: bool
) -> None:
    keys.make(tmp_path)
    assert remembered.of(said(tmp_path, sip)) is None
    keep(tmp_path, harmless)
    assert (remembered.of(said(tmp_path, sip)) is not None) == enough


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("postgresql+psycopg://other:secret@DB.example:5432/acme?connect_timeout=1", True),
        ("postgresql+psycopg:///acme?host=db.example", True),
        ("postgresql+psycopg://user@db.example/staging", False),
        ("postgresql+psycopg://user@staging.example/acme", False),
        ("postgresql+psycopg://user@db.example:5433/acme", False),
    ],
)
def test_it_is_of_the_database_that_it_was_read_from(tmp_path: Path, url: str, same: bool) -> None:
    keys.make(tmp_path)
    keep(tmp_path)
    assert (remembered.of(said(tmp_path, url=url)) is not None) == same


def test_servers_are_the_same_in_any_order() -> None:
    one, other = ("postgresql+psycopg:///acme?host=" + each for each in ("a:5433&host=b", "b:5432&host=a:5433"))
    assert known.rows(one) == known.rows(other)
    assert known.rows(one) != known.rows("postgresql+psycopg:///acme?host=a&host=b")


CHANGES = (
    "trunk set --host sip.example.com",
    "trunk remove",
    "person add ann@acme.example Ann Lee",
    "account add Two --address A --city New_York --state NY --zip 10118",
    "account remove ID --yes",
)


def test_a_command_that_changes_rows_forgets_it_where_no_engine_runs(
    data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(data[1])
    assert main(["account", "list", *data]) == 0
    account = capsys.readouterr().out.split()[0]
    for words in CHANGES:
        command = [each.replace("ID", account).replace("New_York", "New York") for each in words.split()]
        more = [] if command[0] == "account" else ["--account", account]
        keep(folder)
        assert main(["person", "list", "--account", account, *data]) == 0
        assert (folder / KNOWN).exists()  # nothing was changed
        assert main([*command, *more, *data]) == 0, words
        assert not (folder / KNOWN).exists(), words


def test_it_stays_where_an_engine_runs_which_learns_of_the_change(data: list[str]) -> None:
    folder = Path(data[1])
    keep(folder)
    with owner.owning(Namespace(data=folder), "engine"):
        assert main(["trunk", "set", "--host", "sip.example.com", *data]) == 0
    assert (folder / KNOWN / "configuration").exists()


def test_what_a_link_leads_to_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / KNOWN).symlink_to(tmp_path / "elsewhere")
    known.forget(tmp_path)
    assert not (tmp_path / KNOWN).is_symlink()
    assert (tmp_path / "elsewhere").is_dir()
    known.forget(tmp_path)


OWN_WAYS = {"stored.py", "beginning.py", "demo.py"}  # the one place; the engine itself; calls of the past, no plan


def test_commands_change_rows_by_the_one_way_that_forgets_it() -> None:
    modules = Path(remembered.__file__).parent.rglob("*.py")
    assert {each.name for each in modules if re.search(r"\bStore\(", each.read_text())} == OWN_WAYS
