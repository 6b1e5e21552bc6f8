"""The store as the engine has it."""

from collections.abc import Iterator

import pytest

from trunkline.store.store import Place, Store


@pytest.fixture
def engine(place: Place) -> Iterator[Store]:
    """The store as the engine has it."""
    store = Store(place, "records")
    yield store
    store.close()
