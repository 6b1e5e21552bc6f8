"""Keeping a copy of a user's calls: nothing is missed, however late it comes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.acme import Acme, Clock
from tests.api.test_call_history import calls  # noqa: F401 (a fixture)
from tests.caller import Caller
from trunkline.exchange.vocabulary import Record
from trunkline.records import writing
from trunkline.store.store import Place, Store

Tell = Callable[..., None]
FIELD = {"call_history": ("call_elements", "call_element_id"), "call_logs": ("call_logs", "id")}


class Copy:
    """What a client has of person 0's calls, in one of the two editions."""

    def __init__(self, call: Caller, acme: Acme, edition: str) -> None:
        self.call, self.edition = call, edition
        self.path, self.token = f"/users/{acme.users[0]}/{edition}/sync", ""
        self.rows: dict[str, Any] = {}

    def sync(self, kind: str, count: int = 30) -> list[str]:
        """The call ids of what came."""
        query = f"sync_type={kind}&count={count}&sync_token={self.token}"
        answer = self.call("GET", f"{self.path}?{query}").json
        self.token = answer["sync_token"]
        name, id = FIELD[self.edition]
        self.rows |= {row[id]: row for row in answer[name]}
        return [row["call_id"] for row in answer[name]]


@pytest.fixture(params=["call_history", "call_logs"])
def copy(request: pytest.FixtureRequest, call: Caller, acme: Acme) -> Copy:
    return Copy(call, acme, request.param)


@pytest.fixture
def tell(acme: Acme, place: Place, calls: list[Record]) -> Iterator[Tell]:  # noqa: F811
    """Another call like the first, that began so many seconds before or after it."""
    store, first = Store(place, "records"), calls[0]

    def tell(*begins: float) -> None:
        told: list[tuple[str, Record]] = []
        for begin in begins:
            key = str(int(first.call) + int(begin * 1000) * (1 << 20))
            moved = {"start": first.start + begin, "end": first.end + begin, "answer": None}
            elements = tuple(
                replace(each, id=f"20260101-{key}-{n}", **moved | {"end": each.end + begin})
                for n, each in enumerate(first.elements)
            )
            told.append((acme.id, replace(first, id=f"20260101-{key}", call=key, elements=elements, **moved)))
        store.write_any(lambda session: writing.write(session, told)).result()

    yield tell
    store.close()


def test_all_then_older_then_newer(copy: Copy, calls: list[Record], tell: Tell) -> None:  # noqa: F811
    newest_first = [record.call for record in reversed(calls)]
    assert copy.sync("FSync", 1) == newest_first[:1]
    assert copy.sync("ISync") == []
    assert copy.sync("BSync", 1) == newest_first[1:2]
    assert copy.sync("BSync", 5) == newest_first[2:]
    assert copy.sync("BSync") == []
    tell(5)
    assert len(copy.sync("ISync")) == 1
    assert copy.sync("ISync") == []
    assert len(copy.rows) == 4


def test_a_call_that_is_told_late_comes_with_what_is_new(copy: Copy, tell: Tell) -> None:
    """It began and ended before everything that the copy has."""
    copy.sync("FSync")
    tell(-86400)
    assert len(copy.sync("ISync")) == 1
    assert len(copy.rows) == 4


def test_more_than_one_answer_holds_comes_in_several(copy: Copy, tell: Tell) -> None:
    copy.sync("FSync")
    tell(*(n * 100 for n in range(1, 8)), -500, -600)
    counts = [len(copy.sync("ISync", 4)) for _ in range(4)]
    assert counts == [4, 4, 1, 0]
    assert len(copy.rows) == 12


def test_what_comes_is_newest_first_by_its_end(copy: Copy, tell: Tell) -> None:
    copy.sync("FSync")
    tell(300, 100, 200)
    found = copy.sync("ISync")
    assert found == sorted(found, reverse=True)
    assert len(found) == 3


def test_a_code_given_later_is_new(copy: Copy, call: Caller, calls: list[Record]) -> None:  # noqa: F811
    copy.sync("FSync")
    element = calls[0].elements[0].id
    assert call("PATCH", f"/call_history/{element}/client_code", {"client_code": "4711"}).status == 204
    assert copy.sync("ISync") == [calls[0].call]
    if copy.edition == "call_logs":
        assert copy.rows[element[9:]]["client_code"] == "4711"


def test_what_was_removed_is_not_told_again(copy: Copy, call: Caller, acme: Acme, calls: list[Record]) -> None:  # noqa: F811
    copy.sync("FSync")
    assert call("DELETE", f"/users/{acme.users[0]}/call_history/{calls[0].elements[0].id}").status == 204
    assert copy.sync("ISync") == []
    assert copy.sync("FSync") == [record.call for record in reversed(calls[1:])]


def test_of_nothing_there_is_nothing_older(call: Caller, acme: Acme) -> None:
    for edition in FIELD:
        copy = Copy(call, acme, edition)
        assert [copy.sync(kind) for kind in ("FSync", "BSync", "ISync", "BSync")] == [[], [], [], []]


def test_a_token_lasts_six_months(copy: Copy, clock: Clock, tell: Tell) -> None:
    copy.sync("FSync")
    clock.now += 180 * 86400
    tell(5)
    assert len(copy.sync("ISync")) == 1
    token = copy.token
    clock.now += 185 * 86400
    answer = copy.call("GET", f"{copy.path}?sync_type=ISync&sync_token={token}")
    assert answer.refused == "sync_token_invalid"


@pytest.mark.parametrize("kind", ["ISync", "BSync"])
def test_a_token_is_of_one_list_of_one_app(copy: Copy, acme: Acme, kind: str) -> None:
    copy.sync("FSync")
    query = f"sync_type={kind}&sync_token={copy.token}"
    assert copy.call("GET", f"{copy.path}?{query}").status == 200
    others = [
        copy.call.by("other app")("GET", f"{copy.path}?{query}"),
        copy.call("GET", f"/users/{acme.users[1]}/{copy.edition}/sync?{query}"),
        copy.call("GET", f"{copy.path}?sync_type={kind}"),
        copy.call("GET", f"{copy.path}?{query}x"),
    ]
    assert [answer.refused for answer in others] == ["sync_token_invalid"] * 4


@pytest.mark.parametrize("query", ["count=0", "count=251", "count=x", "sync_type=Sync"])
def test_queries_that_are_none(copy: Copy, query: str) -> None:
    assert copy.call("GET", f"{copy.path}?{query}").refused == "invalid"


def test_accounts_count_their_own_changes(copy: Copy, place: Place, calls: list[Record], tell: Tell) -> None:  # noqa: F811
    copy.sync("FSync")
    store = Store(place, "records")
    foreign = replace(calls[0], id="20260101-f", call="77", elements=())
    store.write_any(lambda session: writing.write(session, [("rival", foreign), ("rival", foreign)])).result()
    store.close()
    assert copy.sync("ISync") == []
