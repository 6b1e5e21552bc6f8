"""What the engine knew is enough to begin with only where it was seen whom it may be served to."""

from argparse import Namespace
from pathlib import Path

import pytest

from tests.places import AN_ADDRESS
from trunkline.cli import owner, remembered
from trunkline.cli.main import main
from trunkline.engine.copies import Known
from trunkline.engine.kept import Kept
from trunkline.engine.memory import Seen
from trunkline.exchange.plan import Plan
from trunkline.store import keys
from trunkline.store.restored import KNOWN
from trunkline.store.seal import Seal

pytestmark = pytest.mark.any_store

ROWS = "postgresql+psycopg://ada:secret@db.example/phones"
OF = f"{remembered.version()} {remembered.rows_of(ROWS)}"
ALONE, OPEN = "127.0.0.1:5060", "192.0.2.1:5060"


@pytest.mark.parametrize(
    ("harmless", "sip", "enough"), [(True, OPEN, True), (False, OPEN, False), (False, ALONE, True), (True, ALONE, True)]
)
def test_secrets_that_everybody_knows_are_not_served_to_others(
    tmp_path: Path, harmless: bool, sip: str, enough: bool
) -> None:
    said = Namespace(data=tmp_path, http="127.0.0.1:8080", sip=sip, sips=None, database=ROWS)
    keys.make(tmp_path)
    assert remembered.of(said) is None
    kind, folder = Seen | Known | Plan, tmp_path / KNOWN
    file = Kept[Seen | Known | Plan](folder / "configuration", Seal.of(tmp_path), kind, OF)
    file.write([Seen(harmless), Known(1.5)])
    assert (remembered.of(said) is not None) == enough


@pytest.mark.parametrize(
    ("database", "same"),
    [
        ("postgresql+psycopg://ben:other@db.example/phones", True),
        ("postgresql+psycopg://db.example/phones?connect_timeout=3", True),
        ("postgresql+psycopg://db.example/staging", False),
        ("postgresql+psycopg://db.example:6432/phones", False),
        ("postgresql+psycopg:///phones?host=db.example", False),
    ],
)
def test_what_was_known_is_of_its_rows_alone(tmp_path: Path, database: str, same: bool) -> None:
    keys.make(tmp_path)
    kind = Seen | Known | Plan
    Kept[Seen | Known | Plan](tmp_path / KNOWN / "configuration", Seal.of(tmp_path), kind, OF).write(
        [Seen(True), Known(1.5)]
    )
    said = Namespace(data=tmp_path, http="127.0.0.1:8080", sip=ALONE, sips=None, database=database)
    assert (remembered.of(said) is not None) == same


def test_nothing_is_known_of_rows_that_a_command_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unless an engine runs, which knows the new ones in a moment."""
    known, where = tmp_path / KNOWN, ["--data", str(tmp_path)]
    assert main(["init", "Acme", *AN_ADDRESS, *where]) == 0
    account = capsys.readouterr().out.split()[2]
    for change, left in ((["plan", "list"], True), (["trunk", "set", "--host", "192.0.2.1"], False)):
        known.mkdir(exist_ok=True)
        assert main([*change, *where]) == 0
        assert known.exists() == left
    known.mkdir()
    with owner.owning(Namespace(data=tmp_path, run="serve"), "engine"):
        assert main(["trunk", "remove", *where]) == 0
    assert known.exists()
    assert main(["account", "remove", account, "--yes", *where]) == 0
    assert not known.exists()
