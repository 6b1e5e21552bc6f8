"""A change of records and its audit line are in two files: one that is cut off between them is finished."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.acme import Acme
from tests.databases import SERVER
from trunkline.store.records import UnfiledLine, Voicemail
from trunkline.store.store import Place, Store
from trunkline.store.tables import AuditLine, Site
from trunkline.store.tenant import Tenant

pytestmark = [pytest.mark.any_store, pytest.mark.skipif(SERVER is not None, reason="only files are apart")]

MESSAGE: dict[str, Any] = {
    **dict.fromkeys(("owner", "owner_type", "owner_name", "owner_number", "site_id", "call_element_id"), "x"),
    **{"created": 1, "seconds": 5, "key": 1, "call_log_id": "x", "caller": {}, "callee": {}},
}


def leave(rows: Tenant, id: str) -> None:
    rows.add(Voicemail(id=id, file=id, **MESSAGE))
    rows.note(AuditLine, app_id="crm", operation=id, path={"of": id})


def lines(store: Store) -> list[str]:
    return sorted(
        store.read_any(
            lambda session: session.scalars(select(AuditLine.operation).where(AuditLine.app_id == "crm")).all()
        )
    )


def messages(store: Store) -> list[str]:
    return sorted(store.read_any(lambda session: session.scalars(select(Voicemail.id)).all()))


def cut_off(acme: Acme) -> None:
    """As if the computer had stopped between the commits of the two files."""
    acme.store.write(acme.id, lambda rows: leave(rows, "a"), both=True).result()

    def lost(session: Session) -> None:
        session.execute(delete(AuditLine).where(AuditLine.app_id == "crm"))

    acme.store.write_any(lost).result()
    assert (messages(acme.store), lines(acme.store)) == (["a"], [])


def test_the_next_start_files_the_line_that_did_not_come_through(acme: Acme) -> None:
    cut_off(acme)
    for _ in range(2):
        acme.store.recover()
        assert lines(acme.store) == ["a"]
    assert acme.store.read_any(lambda session: session.scalars(select(UnfiledLine.id)).all()) == []


def test_so_does_the_next_change_of_both(acme: Acme) -> None:
    cut_off(acme)
    acme.store.write(acme.id, lambda rows: leave(rows, "b"), both=True).result()
    assert lines(acme.store) == ["a", "b"]


def test_nothing_else_of_the_configuration_is_changed_along_with_records(acme: Acme) -> None:
    def both(rows: Tenant) -> None:
        rows.edit(Site, acme.main).name = "Elsewhere"
        leave(rows, "a")

    with pytest.raises(TypeError, match="atomic"):
        acme.store.write(acme.id, both, both=True).result()
    assert (messages(acme.store), lines(acme.store)) == ([], [])


CHANGES = """
import sys
from pathlib import Path
from tests.store.test_filing import leave
from trunkline.store.store import Place, Store
store = Store(Place(Path(sys.argv[1])), "configuration")
for n in range(3):
    store.write("acme", lambda rows: leave(rows, f"m{n}"), both=True).result()
    print(f"m{n}", flush=True)
"""


@pytest.mark.soak
def test_killed_at_any_sync_no_change_is_without_its_line(acme: Acme, place: Place, tmp_path: Path) -> None:
    acme.store.close()
    for when in range(1, 30):
        inject = f"inject=fsync,fdatasync:signal=KILL:when={when}"
        run = [*("strace", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject)]
        ran = subprocess.run([*run, sys.executable, "-c", CHANGES, place.folder], capture_output=True, text=True)
        store = Store(place, "configuration")
        try:
            store.recover()
            assert set(ran.stdout.split()) <= set(messages(store)), "what was acknowledged is there"
            assert messages(store) == lines(store)
        finally:
            store.close()
        if ran.returncode == 0:
            break
        _emptied(place)
    assert when > 5


def _emptied(place: Place) -> None:
    store = Store(place, "both")
    try:
        for kind in (Voicemail, AuditLine, UnfiledLine):
            store.write_any(lambda session, kind=kind: session.execute(delete(kind))).result()
    finally:
        store.close()
