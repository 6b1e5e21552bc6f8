"""What is written down is never lost, and never told twice."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.exchange.office import Office
from trunkline.engine.journal import Journal
from trunkline.exchange.vocabulary import Message, Record, Recording

pytestmark = pytest.mark.any_store


class Kept:
    """A store that can be away."""

    def __init__(self) -> None:
        self.records: list[tuple[str, Record]] = []
        self.batches: list[int] = []
        self.away = False

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        if self.away:
            raise ConnectionError("the store is away")
        self.batches.append(len(records))
        self.records += [each for each in records if each not in self.records]


@pytest.fixture
def records() -> list[Record]:
    """Three calls that are over, and one as it stood in the middle."""
    office = Office()
    office.register("A1", "B1", "C1")
    for start in (0, 100, 200):
        call = office.dial(start, "A", "1002")
        call.rang(start + 1)
        call.answered(start + 5)
        call.left(start + 60)
    live = office.dial(300, "A", "1002")
    live.answered(305)
    return [*office.records, *office.exchange.open_records(340)]


def test_closed_calls_reach_the_store(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    journal = Journal(tmp_path, kept)
    journal.add([("mark", "acme", records[0])])
    journal.add([("close", "acme", records[0])], safe.set)
    assert safe.wait(5)
    journal.close()
    assert kept.records == [("acme", records[0])]
    assert [*tmp_path.iterdir()] == []


def test_what_a_dead_engine_left_is_finished(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    kept.away = True
    journal = Journal(tmp_path, kept)
    entries = [("close", "acme", record) for record in records[:3]]
    journal.add([*entries, ("mark", "acme", records[3])], safe.set)  # type: ignore[list-item]
    assert safe.wait(5)
    later = Kept()
    Journal(tmp_path, later).close()  # as if the first had been killed
    assert [record for _, record in later.records] == records
    assert later.records[3][1].result == "connected"
    again = Kept()
    Journal(tmp_path, again).close()
    assert again.records == []


def test_what_a_caller_left_and_what_was_recorded_outlive_the_engine(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    kept.away = True
    said = Message("0" * 32, records[0].elements[1].owner, 1, "f" * 32, 4.5, records[0].start + 30)
    taped = Recording("1" * 32, records[0].elements[1].owner, 1, records[0].start + 5, 55.5, "1" * 32)
    record = replace(records[0], messages=(said,), recordings=(taped,))
    Journal(tmp_path, kept).add([("close", "acme", record)], safe.set)
    assert safe.wait(5)
    later = Kept()
    Journal(tmp_path, later).close()
    assert later.records == [("acme", record)]


def test_a_line_cut_short_loses_only_itself(tmp_path: Path, records: list[Record]) -> None:
    safe, kept = threading.Event(), Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", record) for record in records[:2]], safe.set)
    assert safe.wait(5)
    (path,) = tmp_path.glob("*.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 40])
    later = Kept()
    Journal(tmp_path, later).close()
    assert [record for _, record in later.records] == records[:1]


def test_an_unreadable_file_is_kept_aside(tmp_path: Path, records: list[Record]) -> None:
    safe, kept = threading.Event(), Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", records[0])], safe.set)
    assert safe.wait(5)
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    later = Kept()
    Journal(tmp_path, later).close()
    assert [record for _, record in later.records] == records[:1]
    assert [each.suffix for each in tmp_path.iterdir()] == [".unreadable"]


def test_batches_are_bounded(tmp_path: Path, records: list[Record]) -> None:
    kept = Kept()
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", records[0])] * 1000)
    journal.close()
    assert sum(kept.batches) == 1000
    assert max(kept.batches) <= 200
