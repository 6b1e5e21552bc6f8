"""What takes the disk, by kind and by age."""

import os
import time
from typing import Any

import pytest

from tests.acme import Acme
from tests.store.test_filing import MESSAGE
from trunkline.store import usage
from trunkline.store.records import Recording
from trunkline.store.store import Place, Store
from trunkline.store.tables import AudioFile
from trunkline.store.usage import AGES, DAY, Amount

ONE = usage.HEAD + 5 * usage.SECOND  # a recording of five seconds


@pytest.fixture
def recordings(place: Place, acme: Acme) -> float:
    """One of each age, and one of today; returns now."""
    now = time.time()
    store = Store(place, "records")
    for n, days in enumerate((0, *AGES)):
        of: dict[str, Any] = {**MESSAGE, "created": int((now - days * DAY - 60) * 1000), "direction": "inbound"}
        row = Recording(id=f"r{n}", file=f"f{n}", account_id="acme", **of)
        store.write_any(lambda session, row=row: session.add(row)).result()
    store.close()
    return now


def test_recordings_are_counted_by_age(place: Place, recordings: float) -> None:
    found = {each.kind: each for each in usage.of(place, recordings)}
    assert found["recordings"].all == Amount(4, 4 * ONE)
    assert found["recordings"].older == [Amount(3, 3 * ONE), Amount(2, 2 * ONE), Amount(1, ONE)]
    assert found["voicemails"].all == Amount(0, 0)


def test_files_are_measured_where_they_are(place: Place, acme: Acme) -> None:
    acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="A" * 22)))
    place.blobs.keep("A" * 22, [b"x" * 1000])
    for name, age in (("journal/1.jsonl", 0), ("taken/1.rtp", 40), ("copies/0014/state.db", 400)):
        path = place.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 500)
        os.utime(path, (time.time() - age * DAY,) * 2)
    found = {each.kind: each for each in usage.of(place, time.time())}
    assert found["audio"].all == Amount(1, 1000)
    assert [found[kind].all.bytes for kind in ("journal", "taken", "copies")] == [500] * 3
    assert [sum(each.count for each in found[kind].older) for kind in ("journal", "taken", "copies")] == [0, 1, 3]
    assert found["rows"].all.bytes > 100_000
