"""Whose a direct number is, as the engine asks for it when two accounts have one carrier."""

from tests.acme import NUMBERS, Acme
from trunkline.engine.state import StoredDirectory
from trunkline.store.seal import Seal
from trunkline.store.store import Store


def test_a_number_is_of_one_account_or_of_none(engine: Store, acme: Acme, seal: Seal) -> None:
    directory = StoredDirectory(engine, seal)
    assert {directory.account_of(number) for number in NUMBERS} == {acme.id}
    assert [directory.account_of(said) for said in ("+12125559999", "911", "", "x" * 300)] == [None] * 4
