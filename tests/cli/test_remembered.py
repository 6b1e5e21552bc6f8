"""What the engine knew is enough to begin with only where it was seen whom it may be served to."""

from argparse import Namespace
from pathlib import Path

import pytest

from trunkline.cli import remembered
from trunkline.engine.copies import Known
from trunkline.engine.kept import Kept
from trunkline.engine.memory import Seen
from trunkline.exchange.plan import Plan
from trunkline.store import keys
from trunkline.store.restored import KNOWN
from trunkline.store.seal import Seal

pytestmark = pytest.mark.any_store

ALONE, OPEN = "127.0.0.1:5060", "192.0.2.1:5060"


@pytest.mark.parametrize(
    ("harmless", "sip", "enough"), [(True, OPEN, True), (False, OPEN, False), (False, ALONE, True), (True, ALONE, True)]
)
def test_secrets_that_everybody_knows_are_not_served_to_others(
    tmp_path: Path, harmless: bool, sip: str, enough: bool
) -> None:
    said = Namespace(data=tmp_path, http="127.0.0.1:8080", sip=sip, sips=None)
    keys.make(tmp_path)
    assert remembered.of(said) is None
    kind, folder = Seen | Known | Plan, tmp_path / KNOWN
    file = Kept[Seen | Known | Plan](folder / "configuration", Seal.of(tmp_path), kind, remembered.version())
    file.write([Seen(harmless), Known(1.5)])
    assert (remembered.of(said) is not None) == enough
