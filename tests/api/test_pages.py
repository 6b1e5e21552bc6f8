"""A page costs what it shows, however much there is: SQLite's own plan of every list's statements says so."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.acme import Acme
from tests.caller import SERVED, Caller
from trunkline.api.contract import Operation

pytestmark = pytest.mark.any_store

LISTS = [each for each in SERVED if each.query and "next_page_token" in each.query["properties"]]


class Plan:
    """How the database finds what the statements of one answer ask of it."""

    def __init__(self, acme: Acme) -> None:
        with acme.store._views.one() as kept:  # pyright: ignore[reportPrivateUsage]
            self._driver: Any = kept.connection.driver_connection
        self._said: list[str] = []

    def __enter__(self) -> None:
        self._driver.set_trace_callback(self._said.append)

    def __exit__(self, *_: object) -> None:
        self._driver.set_trace_callback(None)

    def steps(self, *, beside: bool) -> Sequence[str]:
        """Of the page itself, or of what is beside it: asked for by the ids of the page's rows."""
        wanted = [said for said in self._said if said.startswith("SELECT") and ("json_each" in said) is beside]
        return [step for said in wanted for *_, step in self._driver.execute(f"EXPLAIN QUERY PLAN {said}")]


QUERIES = {"list_devices": ["type=assigned"]} | {
    f"list_{owner}_outbound_caller_id_numbers": ["", "selected=true", "selected=false"] for owner in ("site", "user")
}
ASKED = [(operation, query) for operation in LISTS for query in QUERIES.get(operation.id, [""])]


@pytest.mark.parametrize(("operation", "query"), ASKED, ids=lambda it: getattr(it, "id", it))
def test_a_page_is_a_piece_of_an_index(operation: Operation, query: str, acme: Acme, call: Caller) -> None:
    if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
        pytest.skip("PostgreSQL chooses by how much there is")
    path = operation.path.removeprefix("/phone").replace("{userId}", acme.users[0]).replace("{callQueueId}", acme.queue)
    path = path.replace("{siteId}", acme.main)
    plan = Plan(acme)
    with plan:
        assert call("GET", f"{path}?page_size=5&{query}").status == 200
    found = plan.steps(beside=False)
    assert any("SEARCH" in step for step in found)
    assert [step for step in found if step.startswith(("SCAN", "USE TEMP B-TREE", "MATERIALIZE"))] == []
    assert [step for step in plan.steps(beside=True) if step.endswith("(account_id=?)")] == []
