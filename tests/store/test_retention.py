"""Messages and recordings go when their time is over, by the policy of whoever they belong to."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from tests.acme import Acme
from tests.caller import Caller
from tests.store.test_filing import MESSAGE
from trunkline.extensions import retention
from trunkline.store.ids import new_id
from trunkline.store.records import Recording, Voicemail
from trunkline.store.tables import AuditLine, Setting
from trunkline.store.tenant import Tenant

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
DAY = 24 * 60 * 60
Keep = Callable[..., str]


@pytest.fixture
def keep(acme: Acme) -> Keep:
    """A message, or a recording, that is so many days old."""

    def kept(days: float, kind: Any = Voicemail, *, of: str = "", site: str = "", trashed: float | None = None) -> str:
        id, at = new_id(), NOW.timestamp()
        said: dict[str, Any] = {**MESSAGE, "id": id, "file": id, "owner": of or acme.users[0]}
        said |= {"site_id": site or acme.main, "created": int((at - days * DAY) * 1000)}
        if kind is Recording:
            said["direction"] = "inbound"
        elif trashed is not None:
            said["trashed"] = int((at - trashed * DAY) * 1000)

        def work(rows: Tenant) -> None:
            rows.add(kind(**said))

        acme.store.blobs.keep(id, [b"sound"])
        acme.store.write(acme.id, work, both=True).result()
        return id

    return kept


def say(acme: Acme, owner: str, *items: tuple[str, int, str], locked: bool = False, **said: Any) -> None:
    kept = [{"type": type, "duration": duration, "time_unit": unit} for type, duration, unit in items]
    value = {"enable": True, "items": kept, **said}

    def work(rows: Tenant) -> None:
        rows.add(Setting(owner_id=owner, key=retention.POLICY, value=value, locked=locked))

    acme.write(work)


def sweep(acme: Acme) -> int:
    return retention.sweep(acme.store, NOW.timestamp(), Event())


def left(acme: Acme, kind: Any = Voicemail) -> set[str]:
    """Those that are there, with their sound, and not in the trash."""

    def work(rows: Tenant) -> set[str]:
        return {row.id for row in rows.find(kind) if getattr(row, "trashed", None) is None}

    found = acme.store.read(acme.id, work)
    assert all(acme.store.blobs.has(id) for id in found)
    return found


def trash(acme: Acme) -> dict[str, float]:
    """When each went there, in days before now."""
    found = acme.store.read(acme.id, lambda rows: rows.all(select(Voicemail.id, Voicemail.trashed)))
    return {id: (NOW.timestamp() - at / 1000) / DAY for id, at in found if at is not None}


def test_where_nobody_says_so_everything_stays(acme: Acme, keep: Keep) -> None:
    all = {keep(5000), keep(1)}
    assert (sweep(acme), left(acme)) == (0, all)
    say(acme, acme.id, ("voicemail", -1, "day"), ("sms", 1, "day"), ("callLog", 1, "day"), delete_type=2)
    assert (sweep(acme), left(acme)) == (0, all)


@pytest.mark.parametrize(
    ("duration", "unit", "days"),
    [(1, "day", 1), (60, "day", 60), (1, "month", 31), (2, "month", 59), (1, "year", 365), (10, "year", 3652)],
)
def test_for_good_by_the_calendar(acme: Acme, keep: Keep, duration: int, unit: str, days: int) -> None:
    """A month before the 31st of March is the 28th of February; two months, the 31st of January."""
    say(acme, acme.main, ("voicemail", duration, unit), ("automaticRecording", duration, unit), delete_type=2)
    old = [keep(days + 0.01), keep(days + 0.01, Recording), keep(days + 1, trashed=0)]
    young = keep(days - 0.01), keep(days - 0.01, Recording)
    assert sweep(acme) == 3
    assert (left(acme), left(acme, Recording), trash(acme)) == ({young[0]}, {young[1]}, {})
    assert not any(acme.store.blobs.has(id) for id in old)


def test_into_the_trash_and_from_there(acme: Acme, keep: Keep) -> None:
    say(acme, acme.main, ("voicemail", 7, "day"), ("automaticRecording", 7, "day"), permanently_delete_after_days=3)
    fresh, over, thrown, forgotten = keep(6), keep(8), keep(5, trashed=2), keep(20, trashed=4)
    taped, aged = keep(9, Recording), keep(10.1, Recording)
    assert sweep(acme) == 3
    assert (left(acme), trash(acme)) == ({fresh}, {over: 0, thrown: 2})
    assert not acme.store.blobs.has(forgotten)
    assert (left(acme, Recording), acme.store.blobs.has(aged)) == ({taped}, False)
    assert sweep(acme) == 0


def test_the_trash_may_be_for_ever(acme: Acme, keep: Keep) -> None:
    say(acme, acme.main, ("voicemail", 7, "day"), ("automaticRecording", 7, "day"), permanently_delete_after_days=-1)
    old, taped = keep(900), keep(900, Recording)
    assert (sweep(acme), trash(acme), left(acme, Recording)) == (1, {old: 0}, {taped})


@pytest.mark.parametrize("unit", ["day", "month", "year"])
@pytest.mark.parametrize("duration", [-1, -5, 2_025 * 366, 10**12])
def test_what_is_longer_than_ever_is_for_ever(acme: Acme, keep: Keep, unit: str, duration: int) -> None:
    say(acme, acme.main, ("voicemail", duration, unit), delete_type=2)
    say(acme, acme.branch, ("voicemail", 1, "day"), permanently_delete_after_days=duration)
    all = {keep(0.5), keep(0.5, site=acme.branch)}
    thrown = keep(9, site=acme.branch, trashed=8)
    assert (sweep(acme), left(acme), trash(acme)) == (0, all, {thrown: 8})


def test_each_goes_by_whose_it_is(acme: Acme, keep: Keep, rival: Acme) -> None:
    """A queue says it for itself, a site for its people; what a site that is gone had goes by the account."""
    say(acme, acme.id, ("voicemail", 30, "day"), delete_type=2)
    say(acme, acme.branch, ("voicemail", 5, "day"), delete_type=2)
    say(acme, acme.queue, ("voicemail", 50, "day"), delete_type=2)
    stays = {keep(29), keep(40, of=acme.queue), keep(4, site=acme.branch), keep(29, site="gone")}
    for goes in (keep(31), keep(51, of=acme.queue), keep(6, site=acme.branch), keep(31, site="gone")):
        assert goes
    assert sweep(acme) == 4
    assert left(acme) == stays
    assert rival.store is not acme.store or sweep(rival) == 0


def test_a_lock_above_holds(acme: Acme, keep: Keep) -> None:
    say(acme, acme.id, ("voicemail", 30, "day"), delete_type=2, locked=True)
    say(acme, acme.queue, ("voicemail", 5, "day"), delete_type=2)
    stays = keep(20, of=acme.queue)
    assert (sweep(acme), left(acme)) == (0, {stays})


def test_there_are_audit_lines_and_slices(acme: Acme, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 3)
    monkeypatch.setattr(retention, "PAUSE", 0)
    say(acme, acme.main, ("voicemail", 1, "day"), delete_type=2)
    for day in range(7):
        keep(day + 2)
    assert sweep(acme) == 7
    lines = acme.store.read(acme.id, lambda rows: rows.find(AuditLine, AuditLine.operation == "retention"))
    assert [line.path for line in sorted(lines, key=lambda line: line.id)] == [
        {"kind": "voicemails", "count": count, "into_trash": False} for count in (3, 3, 1)
    ]


def test_it_is_done_by_itself_and_what_the_api_set_counts(call: Caller, acme: Acme, keep: Keep) -> None:
    items = [{"type": "voicemail", "duration": 1, "time_unit": "day"}]
    policy = {"auto_delete_data_after_retention_duration": {"enable": True, "delete_type": 2, "items": items}}
    assert call("PATCH", f"/sites/{acme.main}", {"policy": policy}).status == 204
    keep(40)
    sweeper = retention.Sweeper(acme.store, first=0.01, again=0.01)
    end = time.monotonic() + 10
    while acme.store.read(acme.id, lambda rows: rows.find(Voicemail)):
        assert time.monotonic() < end
        time.sleep(0.01)
    sweeper.close()
