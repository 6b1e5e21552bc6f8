"""Backups: what goes in comes out, into either store, and a file that is not as it was written changes nothing."""

import gzip
import io
import json
import shutil
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Float, Integer, String, insert, select, text

from tests.acme import Acme
from tests.databases import SERVER
from tests.places import bare
from tests.store.kills import killed_at
from trunkline.store import archive, backup, keys, migrations, portable, restore
from trunkline.store.archive import Unusable
from trunkline.store.records import CallElement, Leg, Party, Registration
from trunkline.store.restored import finish
from trunkline.store.store import Place, Store
from trunkline.store.tables import AuditLine, Base, CallHandling, Person, Token
from trunkline.store.tenant import Tenant

LOGGED_IN = {"authorizations", "authorization_codes", "device_codes", "refresh_tokens"}
PARTY = {"name": "Ada", "number": "1001"}


def rows(place: Place) -> Mapping[str, list[bytes]]:
    """Everything that a backup is to keep."""
    transient = {"tokens", "records.legs", "records.registrations", *LOGGED_IN}
    engine = place.engine(None)
    try:
        with engine.connect() as connection:
            found = portable.tables(connection)
            return {name: sorted(portable.lines(connection, found[name])) for name in sorted(found.keys() - transient)}
    finally:
        engine.dispose()


def back_up(place: Place, file: Path, *, with_key: bool = False) -> Path:
    backup.back_up(place, file, with_key=with_key)
    return file


def restored(file: Path, place: Place) -> Place:
    with file.open("rb") as opened:
        restore.restore(opened, restore.check(opened), place)
    return place


def element(key: int, **more: Any) -> dict[str, Any]:
    texts = {column.name: "x" for column in CallElement.__table__.columns if column.type.python_type is str}
    numbers = {"key": key, "position": 0, "segment": 1, "node": 1, "start": 1, "end": 2, "hold": 0}
    return texts | numbers | {"id": f"e{key}", "caller": 1, "callee": 2, "account_id": "acme"} | more


@pytest.fixture
def calls(place: Place, acme: Acme) -> None:
    """Records with every kind of nothing, and numbers as long as they get."""
    store = Store(place, "records")
    elements = [element(2**62, answer=None), element(2, operator=3, start=2**63 - 1, end=-(2**63)), element(3)]
    said = [PARTY, None, {"name": "Zoë \u2028 \U0001f600", "zero": "\0", "big": 10**30, "none": None}]
    parties = [
        {"account_id": "acme", "key": n, "said": each, "words": "x", "first": 1, "last": 2}
        for n, each in enumerate(said)
    ]
    for table, cells in [(CallElement, each) for each in elements] + [(Party, each) for each in parties]:
        statement = insert(table).values(cells)
        store.write_any(lambda session, statement=statement: session.execute(statement)).result()
    store.close()


@pytest.fixture
def weeks(place: Place, acme: Acme) -> None:
    """A value, no value and JSON's null, in a column that takes each."""

    def set_hours(rows: Tenant) -> None:
        for user, week in zip(acme.users, (PARTY, None, {}), strict=False):
            rows.add(CallHandling(id=f"of-{user}", extension_id=user, hours="business", week=week))

    acme.write(set_hours)
    to_null = text("UPDATE call_handlings SET week = 'null' WHERE CAST(week AS TEXT) = '{}'")
    acme.store.write_any(lambda session: session.execute(to_null)).result()


@pytest.fixture
def whole(place: Place, calls: None, tmp_path: Path) -> Path:
    return back_up(place, tmp_path / "whole.tar.gz")


# What an audit line may say: when, of which operation, and any value.
LINES = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ),
)


class TestRoundTrip:
    def test_rows_come_back_as_they_were_from_either_store_into_either(
        self, place: Place, whole: Path, tmp_path: Path
    ) -> None:
        before = rows(place)
        assert len(before["records.call_elements"]) == 3
        assert len(before["people"]) == 80
        files = restored(whole, Place(tmp_path / "files"))
        assert rows(files) == before
        with bare(tmp_path / "again") as again:
            restored(back_up(files, tmp_path / "second.tar.gz"), again)
            assert rows(again) == before
            assert migrations.prepare(again) is False

    def test_nothing_and_json_null_stay_apart(self, place: Place, weeks: None, tmp_path: Path) -> None:
        with bare(tmp_path / "again") as again:
            restored(back_up(place, tmp_path / "weeks.tar.gz"), again)
            for each in (place, again):
                engine = each.engine(None)
                with engine.connect() as connection:
                    found = connection.execute(text("SELECT CAST(week AS TEXT) FROM call_handlings")).scalars().all()
                engine.dispose()
                assert sorted(found, key=str) == [None, "null", json.dumps(PARTY)]

    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(lines=st.lists(LINES, min_size=5, max_size=20))
    def test_any_value_comes_back(
        self, acme: Acme, place: Place, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, str, Any]]
    ) -> None:
        def write(rows: Tenant) -> None:
            for at, words, said in lines:
                rows.add(AuditLine(at=at, app_id="x", operation=words, path={"said": said}))

        acme.write(write)
        folder = tmp_path_factory.mktemp("any")
        again = restored(back_up(place, folder / "file"), Place(folder / "again"))
        assert rows(again)["audit_lines"] == rows(place)["audit_lines"]
        store = Store(again, "configuration")
        found = store.read(
            acme.id, lambda rows: [(each.at, each.operation, each.path) for each in rows.find(AuditLine)]
        )
        store.close()
        assert all((at, words, {"said": said}) in found for at, words, said in lines)
        shutil.rmtree(folder)

    def test_it_serves_as_before_with_the_same_key(self, acme: Acme, place: Place, tmp_path: Path) -> None:
        keys.make(place.folder)
        key = keys.read(place.folder, keys.SEAL)
        file = back_up(place, tmp_path / "file", with_key=True)
        with bare(tmp_path / "again") as again:
            restored(file, again)
            assert (again.folder / "keys" / "seal.key").read_bytes() == key
            assert stat.S_IMODE((again.folder / "keys" / "seal.key").stat().st_mode) == 0o600
            store = Store(again, "configuration")
            assert len(store.read(acme.id, lambda rows: rows.find(Person))) == 40
            store.close()

    def test_who_is_logged_in_registered_or_talking_stays_behind(
        self, acme: Acme, place: Place, tmp_path: Path
    ) -> None:
        def log_in(session: Any) -> None:
            session.add(Token(hash="h", app_id="acme-app", account_id="acme", scopes=[], expires_at=2**40))

        acme.store.write_any(log_in).result()
        with bare(tmp_path / "again") as again:
            restored(back_up(place, tmp_path / "file"), again)
            store = Store(again, "configuration")
            assert store.read_any(lambda session: session.scalars(select(Token)).all()) == []
            store.close()
        assert {kind for kind in (Token, Leg, Registration) if kind.transient} == {Token, Leg, Registration}

    def test_the_journal_comes_along_but_for_a_line_that_is_being_written(self, place: Place, tmp_path: Path) -> None:
        journal = place.folder / "journal"
        journal.mkdir()
        (journal / "1.jsonl").write_bytes(b'["mark"]\n["close"]\n')
        (journal / "2.jsonl").write_bytes(b'["mark"]\n["clo')
        with bare(tmp_path / "again") as again:
            restored(back_up(place, tmp_path / "file"), again)
            (found,) = (again.folder / "journal").glob("*.jsonl")
            assert found.read_bytes() == b'["mark"]\n["close"]\n["mark"]\n'

    def test_what_is_longer_than_an_entry_goes_on_in_the_next(
        self, place: Place, acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "PART", 2000)
        file = back_up(place, tmp_path / "file")
        with tarfile.open(file) as tar:
            assert "tables/people/3.jsonl" in tar.getnames()
        assert rows(restored(file, Place(tmp_path / "again"))) == rows(place)

    def test_an_older_shape_is_brought_up_to_this_one(
        self, place: Place, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        history = tmp_path / "versions"
        shutil.copytree(migrations.HISTORY, history)
        (history / "9999_favourites.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision, down_revision, branch_labels, depends_on = '9999', '{migrations.HEAD}', None, None\n"
            "def upgrade():\n"
            "    op.add_column('people', sa.Column('favourite', sa.String(), nullable=False, server_default='tea'))\n"
        )
        for module in (migrations, restore):
            monkeypatch.setattr(module, "HEAD", "9999")
        monkeypatch.setattr(migrations, "HISTORY", history)
        with bare(tmp_path / "again") as again:
            restored(whole, again)
            engine = again.engine(None)
            with engine.connect() as connection:
                assert migrations.version(connection) == "9999"
                assert connection.execute(text("SELECT count(*) FROM people WHERE favourite = 'tea'")).scalar() == 80
            engine.dispose()

    def test_every_column_is_of_a_kind_that_backups_know(self, place: Place) -> None:
        engine = place.engine(None)
        with engine.connect() as connection:
            columns = [column for table in portable.tables(connection).values() for column in table.columns]
        engine.dispose()
        assert [
            column for column in columns if not isinstance(column.type, JSON | Boolean | Integer | Float | String)
        ] == []
        generated = [
            column
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if column is table.autoincrement_column
        ]
        assert generated == []  # PostgreSQL would have to be told where to go on counting


class TestBlobs:
    @pytest.fixture
    def sounds(self, place: Place, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, bytes]:
        monkeypatch.setattr(portable, "PIECE", 1000)
        sounds = {"A" * 22: bytes(range(256)) * 10, "b" * 32: b"", "c" * 32: b"\n\0" * 500}
        for name, content in sounds.items():
            place.blobs.keep(name, [content])
        return sounds

    def content(self, place: Place) -> Mapping[str, bytes]:
        found = {name: place.blobs.open(name) for name in place.blobs.names()}
        content = {name: blob.read(0, blob.size) for name, blob in found.items()}
        for blob in found.values():
            blob.close()
        return content

    def test_they_come_back_as_they_were(self, place: Place, sounds: Mapping[str, bytes], tmp_path: Path) -> None:
        written = backup.back_up(place, tmp_path / "file", with_key=False)
        with (tmp_path / "file").open("rb") as file:
            assert len(restore.check(file).blobs) == written.blobs == 3
        with bare(tmp_path / "again") as again:
            restored(tmp_path / "file", again)
            assert self.content(again) == sounds
            assert rows(again) == rows(place)

    def test_one_that_goes_meanwhile_is_left_out(
        self, place: Place, sounds: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*said: Any) -> Any:
            place.blobs.remove("b" * 32)
            return lines(*said)

        lines = portable.blob_lines
        monkeypatch.setattr(portable, "blob_lines", gone)
        again = restored(back_up(place, tmp_path / "file"), Place(tmp_path / "again"))
        assert self.content(again).keys() == sounds.keys() - {"b" * 32}

    def test_a_place_with_blobs_is_in_use(self, place: Place, sounds: Mapping[str, bytes], tmp_path: Path) -> None:
        file = back_up(place, tmp_path / "file")
        other = Place(tmp_path / "other")
        other.blobs.keep("d" * 32, [b"x"])
        with pytest.raises(Unusable, match=r"in use \(blobs/d"):
            restored(file, other)

    @pytest.mark.parametrize(
        "line",
        [
            ["../../etc/passwd-and-more", 0, ""],
            ["a" * 15, 0, ""],
            ["a" * 32, 1, ""],
            ["a" * 32, 0, "?"],
            ["a" * 32, 0, None],
            ["a" * 32, "0", ""],
            [None, 0, ""],
            ["a" * 32, 0],
        ],
    )
    def test_a_line_that_is_no_piece_of_one(self, line: list[Any]) -> None:
        with pytest.raises(Unusable):
            portable.Pieces().read(json.dumps(line).encode())

    def test_a_piece_that_is_not_in_its_place(self) -> None:
        pieces = portable.Pieces()
        for line in (b'["aaaaaaaaaaaaaaaa",0,"QUJD"]', b'["aaaaaaaaaaaaaaaa",3,"QUJD"]'):
            assert pieces.read(line).content == b"ABC"
        with pytest.raises(Unusable, match="not in its place"):
            pieces.read(b'["aaaaaaaaaaaaaaaa",7,"QUJD"]')


@pytest.mark.any_store
@pytest.mark.skipif(SERVER is not None, reason="of files")
@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_restore_that_is_killed_is_nothing_or_finished_by_the_next(
    stride: int, place: Place, whole: Path, tmp_path: Path
) -> None:
    place.blobs.keep("A" * 22, [b"sound"])
    keys.make(place.folder)
    (place.folder / "journal").mkdir()
    (place.folder / "journal" / "1.jsonl").write_bytes(b'["mark"]\n')
    file = back_up(place, tmp_path / "file", with_key=True)
    finished = 0
    for step in range(0, 100, stride):
        again = Place(tmp_path / str(step))
        if not killed_at(step, lambda again=again: restored(file, again)):
            break
        if finish(again.folder):
            finished += 1
        elif not (again.folder / "state.db").exists():
            restored(file, again)
        assert rows(again) == rows(place)
        assert [*again.blobs.names()] == ["A" * 22]
        found = {path.name for path in again.folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}
        assert found == {"state.db", "records.db", "blobs", "journal", "keys"}
    assert step > 10
    assert finished > 1


class TestFile:
    def test_only_its_owner_may_read_it(self, whole: Path) -> None:
        assert stat.S_IMODE(whole.stat().st_mode) == 0o600

    def test_one_that_is_there_is_kept(self, place: Place, whole: Path) -> None:
        before = whole.read_bytes()
        with pytest.raises(Unusable, match="is there already"):
            back_up(place, whole)
        assert whole.read_bytes() == before

    def test_the_key_is_no_part_of_it_unless_asked_for(self, place: Place, acme: Acme, tmp_path: Path) -> None:
        keys.make(place.folder)
        key = keys.read(place.folder, keys.SEAL)
        for asked in (False, True):
            with tarfile.open(back_up(place, tmp_path / f"{asked}", with_key=asked)) as tar:
                assert any(tar.extractfile(entry).read() == key for entry in tar) is asked  # type: ignore[union-attr]

    def test_nothing_is_left_of_one_that_failed(
        self, place: Place, acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "LARGEST", 1000)
        folder = tmp_path / "backups"
        folder.mkdir()
        with pytest.raises(Unusable, match="an entry may have"):
            back_up(place, folder / "file")
        assert [*folder.iterdir()] == []

    def test_nothing_is_backed_up_where_there_is_nothing(self, tmp_path: Path) -> None:
        with bare(tmp_path / "new") as new, pytest.raises(Unusable, match=r"no store|nothing to back up"):
            back_up(new, tmp_path / "file")

    def test_it_is_of_one_moment_while_the_system_writes(self, acme: Acme, place: Place, tmp_path: Path) -> None:
        """Two people are added in each commit, so a moment has an even number of them."""
        over = threading.Event()

        def pair(n: int) -> Callable[[Any], None]:
            def add(rows: Any) -> None:
                for each in (2 * n, 2 * n + 1):
                    rows.add(Person(email=f"m{each}@x.example", first_name="M", last_name=str(each)))
                rows.add(AuditLine(app_id="x", operation="pair", path={}))

            return add

        def write() -> None:
            n = 0
            while not over.is_set():
                acme.write(pair(n))
                n += 1

        writing = threading.Thread(target=write)
        writing.start()
        try:
            for n in range(5):
                found = rows(restored(back_up(place, tmp_path / f"{n}"), Place(tmp_path / f"again{n}")))
                assert len(found["people"]) == 80 + 2 * len(found["audit_lines"])
        finally:
            over.set()
            writing.join()
        assert len(rows(place)["people"]) > 80


def entries(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def packed(found: Mapping[str, bytes], *more: tarfile.TarInfo) -> bytes:
    """Any entries at all, as a file; `more` have headers only."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for entry in more:
            tar.addfile(entry)
        for name, content in found.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def summed(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """Entries with checksums that are right, as who wants to deceive would make them."""
    kept = {name: content for name, content in found.items() if name != archive.CHECKSUMS}
    sums = {name: archive._sum(content) for name, content in kept.items()}  # pyright: ignore[reportPrivateUsage]
    return {**kept, archive.CHECKSUMS: orjson.dumps(sums)}


def changed(found: Mapping[str, bytes], **manifest: Any) -> bytes:
    said = json.loads(found[archive.MANIFEST]) | manifest
    return packed(summed({**found, archive.MANIFEST: json.dumps(said).encode()}))


def tables(found: Mapping[str, bytes]) -> dict[str, list[str]]:
    return json.loads(found[archive.MANIFEST])["tables"]


def link(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, "/etc/passwd"
    return entry


def huge(name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = 10**9
    return entry


def announced() -> bytes:
    """An extended header of any size, as GNU and PAX tars have them before an entry with a long name."""
    entry = tarfile.TarInfo("tables/people/1.jsonl")
    entry.type, entry.size = tarfile.XHDTYPE, 10**9
    return gzip.compress(entry.tobuf(tarfile.USTAR_FORMAT))


PEOPLE = "tables/people/1.jsonl"
DAMAGE: dict[str, tuple[Callable[[bytes, dict[str, bytes]], bytes], str]] = {
    "a byte in the middle": (lambda raw, _: raw[:3000] + bytes([raw[3000] ^ 1]) + raw[3001:], "damaged|no backup"),
    "the last byte": (lambda raw, _: raw[:-1] + bytes([raw[-1] ^ 1]), "damaged"),
    "cut short": (lambda raw, _: raw[: len(raw) // 2], "damaged"),
    "a byte too short": (lambda raw, _: raw[:-1], "damaged"),
    "empty": (lambda _, __: b"", "damaged|checksums are missing"),
    "not packed": (lambda raw, _: gzip.decompress(raw), "damaged or no backup"),
    "not a tar": (lambda _, __: gzip.compress(b"{}" * 1000), "damaged"),
    "a row changed": (lambda _, all: packed({**all, PEOPLE: all[PEOPLE].replace(b"Smith", b"Smyth", 1)}), "not those"),
    "an entry missing": (lambda _, all: packed({k: v for k, v in all.items() if k != PEOPLE}), "not those"),
    "an entry more": (
        lambda _, all: packed({archive.MANIFEST: all[archive.MANIFEST], "journal/1.jsonl": b"x\n"} | all),
        "not those",
    ),
    "no checksums": (lambda _, all: packed({k: v for k, v in all.items() if k != archive.CHECKSUMS}), "are missing"),
    "something after the end": (lambda raw, _: raw + gzip.compress(b"more"), "follows its end"),
    "another order": (lambda _, all: packed(dict(reversed(all.items()))), "not in its place"),
    "an unknown entry": (lambda _, all: packed(summed({**all, "run.sh": b"rm"})), "'run.sh' that none has"),
    "a path upwards": (lambda _, all: packed(summed({**all, "../state.db": b"x"})), "that none has"),
    "a path among tables": (lambda _, all: packed(summed({**all, "tables/../../1.jsonl": b"x"})), "that none has"),
    "a table called upwards": (lambda _, all: packed(summed({**all, "tables/../1.jsonl": b"x"})), "not name the table"),
    "a path from the root": (lambda _, all: packed(summed({**all, "/etc/x": b"x"})), "that none has"),
    "a symbolic link": (lambda _, all: packed(all, link(PEOPLE)), "that none has"),
    "a hard link": (lambda _, all: packed(all, link(PEOPLE, tarfile.LNKTYPE)), "that none has"),
    "a device": (lambda _, all: packed(all, link(PEOPLE, tarfile.CHRTYPE)), "that none has"),
    "a folder": (lambda _, all: packed(all, link("tables", tarfile.DIRTYPE)), "that none has"),
    "a size that none has": (lambda _, __: packed({}, huge(PEOPLE)), "says that it has 1000000000 bytes"),
    "a header of any size": (lambda _, __: announced(), "that none has"),
    "a newer format": (lambda _, all: changed(all, format=3), "has the format 3; this version of Trunkline reads 1"),
    "a newer shape": (lambda _, all: changed(all, schema="9998"), "of a newer Trunkline: its rows have the shape 9998"),
    "a manifest that says nothing": (lambda _, all: changed(all, tables=None), "says too little"),
    "a manifest that names no columns": (lambda _, all: changed(all, tables={"people": 5}), "says too little"),
    "a manifest that is none": (lambda _, all: packed(summed({**all, archive.MANIFEST: b"{"})), "cannot be read"),
    "a table that is not named": (
        lambda _, all: packed(summed({**all, "tables/moons/1.jsonl": b"[1]\n"})),
        "does not name the table moons",
    ),
    "a line that is no row": (lambda _, all: packed(summed({**all, PEOPLE: b'["x"]\n'})), "a line that is no row"),
    "another key": (lambda _, all: packed(summed({**all, archive.SEAL: b"k" * 32})), "its key is not the one"),
}  # fmt: skip


MISFIT: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "a table that is none": (
        lambda all: changed(all, tables=tables(all) | {"moons": ["id"]}),
        "have no such moons",
    ),
    "a column that is none": (
        lambda all: changed(all, tables=tables(all) | {"outbox": ["id", "x"]}),
        "have no such outbox",
    ),
    "the table of versions": (
        lambda all: changed(all, tables=tables(all) | {"alembic_version": ["version_num"]}),
        "have no such alembic_version",
    ),
    "a number for a text": (
        lambda all: packed(summed({**all, PEOPLE: all[PEOPLE].replace(b'"Smith"', b"5", 1)})),
        "last_name has a value that it cannot have",
    ),
    "a zero in a text": (
        lambda all: packed(summed({**all, PEOPLE: all[PEOPLE].replace(b'"Smith"', b'"\\u0000"', 1)})),
        "last_name has a value that it cannot have",
    ),
    "nothing for a text": (
        lambda all: packed(summed({**all, PEOPLE: all[PEOPLE].replace(b'"Smith"', b"null", 1)})),
        "last_name has a value that it cannot have",
    ),
    "a row twice": (
        lambda all: packed(summed({**all, PEOPLE: all[PEOPLE] + all[PEOPLE].partition(b"\n")[0] + b"\n"})),
        "do not fit here",
    ),
    "a person missing": (
        lambda all: packed(summed({**all, PEOPLE: all[PEOPLE].partition(b"\n")[2]})),
        "refers to one of people|violates foreign key",
    ),
}  # fmt: skip


class TestDamage:
    @pytest.mark.any_store
    @pytest.mark.parametrize("name", DAMAGE)
    def test_it_is_found_before_anything_is_written(self, name: str, whole: Path, tmp_path: Path) -> None:
        damage, said = DAMAGE[name]
        file = tmp_path / "damaged"
        file.write_bytes(damage(whole.read_bytes(), entries(whole)))
        with file.open("rb") as opened, pytest.raises(Unusable, match=said):
            restore.check(opened)

    @pytest.mark.parametrize("name", MISFIT)
    def test_rows_that_cannot_be_leave_nothing_behind(self, name: str, whole: Path, tmp_path: Path) -> None:
        misfit, said = MISFIT[name]
        file = tmp_path / "misfit"
        file.write_bytes(misfit(entries(whole)))
        with bare(tmp_path / "again") as again:
            with pytest.raises(Unusable, match=said):
                restored(file, again)
            assert not again.folder.exists() or [*again.folder.iterdir()] == []
            assert rows(restored(whole, again))["people"]

    def test_it_unpacks_to_no_more_than_there_is_room_for(self, whole: Path) -> None:
        with whole.open("rb") as opened, pytest.raises(Unusable, match="room for"):
            restore.check(opened, 20_000)

    def test_a_bomb_is_not_unpacked_into_memory(self, tmp_path: Path) -> None:
        """Half a gigabyte of zeros where a header should be."""
        file = tmp_path / "bomb"
        with gzip.open(file, "wb", 1) as packed:
            for _ in range(512):
                packed.write(b"\0" * (1 << 20))
        with file.open("rb") as opened, pytest.raises(Unusable):
            restore.check(opened, 1 << 24)


class TestPlace:
    def test_an_installation_is_never_overwritten(self, place: Place, acme: Acme, whole: Path) -> None:
        before = rows(place)
        with pytest.raises(Unusable, match="is in use"):
            restored(whole, place)
        assert rows(place) == before

    def test_a_journal_is_never_overwritten(self, whole: Path, tmp_path: Path) -> None:
        (tmp_path / "again" / "journal").mkdir(parents=True)
        (tmp_path / "again" / "journal" / "1.jsonl").touch()
        with bare(tmp_path / "again") as again, pytest.raises(Unusable, match=r"in use \(1.jsonl\)"):
            restored(whole, again)

    def test_a_key_that_does_not_fit_is_told_before_anything_is_written(
        self, place: Place, acme: Acme, tmp_path: Path
    ) -> None:
        keys.make(place.folder)
        file = back_up(place, tmp_path / "file")
        again = tmp_path / "again"
        keys.make(again)
        with bare(again) as other, pytest.raises(Unusable, match="does not open the SIP passwords"):
            restored(file, other)
        assert [path.name for path in again.iterdir()] == ["keys"]


@pytest.fixture(autouse=True)
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    yield
    assert [*tmp_path.rglob(".restoring-*")] == []
