"""A page costs what it shows, however much there is: SQLite's own plan of every list's statements says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.acme import Acme
from tests.caller import SERVED, Caller
from trunkline.api.contract import Operation

pytestmark = pytest.mark.any_store

LISTS = [each for each in SERVED if each.query and "next_page_token" in each.query["properties"]]


@contextmanager
def plans(acme: Acme) -> Iterator[list[str]]:
    """How the database finds what each statement asks of it; those about the rows of a page alone are left out."""
    found: list[str] = []

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if "json_each" in statement:
            return
        explained = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        found.extend(step for *_, step in explained.fetchall())

    engine = acme.store._reading  # pyright: ignore[reportPrivateUsage]
    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.id)
def test_a_page_is_a_piece_of_an_index(operation: Operation, acme: Acme, call: Caller) -> None:
    if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
        pytest.skip("PostgreSQL chooses by how much there is")
    path = operation.path.removeprefix("/phone").replace("{userId}", acme.users[0]).replace("{callQueueId}", acme.queue)
    with plans(acme) as found:
        required = "&type=assigned" if operation.id == "list_devices" else ""
        assert call("GET", f"{path}?page_size=5{required}").status == 200
    assert any("SEARCH" in step for step in found)
    assert [step for step in found if step.startswith(("SCAN", "USE TEMP B-TREE", "MATERIALIZE"))] == []
