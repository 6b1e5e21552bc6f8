"""How rows are read and written, whichever store they are in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.acme import Acme
from tests.places import bare, prepared
from trunkline.exchange.plan import Plan
from trunkline.extensions import directory, licences
from trunkline.plan import Plans
from trunkline.problems import Refusal
from trunkline.records import call_history
from trunkline.store import bulk, keys, migrations
from trunkline.store.head import is_current
from trunkline.store.ids import new_id
from trunkline.store.records import Voicemail
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import App, AuditLine, Person, Site, Token
from trunkline.store.tenant import Tenant

VOICEMAIL: dict[str, Any] = {
    **dict.fromkeys(("owner", "owner_type", "owner_name", "owner_number", "site_id", "call_element_id"), "x"),
    **{"id": "v", "created": 1, "seconds": 5, "file": "f", "key": 1, "call_log_id": "x", "caller": {}, "callee": {}},
}


def shape(place: Place) -> Any:
    """Tables, columns, indexes and keys, as the database tells them."""
    engine = migrations._everything(place)  # pyright: ignore[reportPrivateUsage]
    with engine.connect() as connection:
        looked, only = inspect(connection), f"{connection.dialect.name}_where"
        found = {
            (schema, table): (
                sorted((c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(table, schema=schema)),
                sorted(
                    (i["name"] or "", tuple(i["column_names"]), str(i.get("dialect_options", {}).get(only)))
                    for i in looked.get_indexes(table, schema=schema)
                ),
                sorted(
                    (u["name"] or "", tuple(u["column_names"]))
                    for u in looked.get_unique_constraints(table, schema=schema)
                ),
                sorted(tuple(k["constrained_columns"]) for k in looked.get_foreign_keys(table, schema=schema)),
            )
            for schema in (None, "records")
            for table in looked.get_table_names(schema=schema)
        }
    engine.dispose()
    return found


@contextmanager
def older(place: Place, version: str) -> Iterator[Connection]:
    """In one transaction: everything in an older shape, to be filled and migrated."""
    if place.on_sqlite:
        for part in ("state.db", "records.db"):
            (place.folder / part).touch()
    engine = migrations._everything(place)  # pyright: ignore[reportPrivateUsage]
    with engine.begin() as connection:
        if place.url:
            connection.exec_driver_sql("CREATE SCHEMA records")
        migrations.upgrade(connection, version)
        yield connection
    engine.dispose()


def told(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(statement))]


def test_the_migrations_lead_to_the_shape_that_a_new_store_has(tmp_path: Path) -> None:
    for name in ("new", "migrated"):
        (tmp_path / name).mkdir()
    with prepared(tmp_path / "new") as new, bare(tmp_path / "migrated") as old:
        with older(old, "head"):
            pass
        assert shape(old) == shape(new)
        assert migrations.prepare(old) is False


def test_what_happened_before_calls_had_parts_is_counted_and_found(tmp_path: Path) -> None:
    """A call of the shape before: two people, who talked past midnight; the first line of its words was its id."""
    words = "\n".join(["77", "1000", "ann"])
    said: dict[str, Any] = {"key": 77, "account_id": "a", "start": 86_399_000, "end": 86_401_000, "words": words}
    with bare(tmp_path) as place, older(place, "0010") as connection:
        put(connection, "calls", said | {"direction": "outbound"})
        put(connection, "call_elements", said | {"id": "1", "owner": "ann", "position": 0, "direction": "outbound"})
        busy = {"direction": "inbound", "result": "busy"}
        put(connection, "call_elements", said | {"id": "2", "owner": "bob", "position": 1} | busy)
        migrations.upgrade(connection, "0013")

        assert told(connection, "SELECT words FROM records.calls") == [("\n1000\nann",)]
        assert told(connection, "SELECT word, first, last FROM records.call_words ORDER BY word") == [
            ("1000", 0, 1),
            ("ann", 0, 1),
        ]
        assert told(connection, "SELECT day, started, ended FROM records.call_days ORDER BY day") == [
            (0, 1, 0),
            (1, 0, 1),
        ]
        assert told(connection, "SELECT sum(started), sum(ended) FROM records.part_days") == [(2, 2)]
        parts = "SELECT owner, leads, closes, missed, change FROM records.call_elements ORDER BY position"
        assert told(connection, parts) == [("ann", True, True, False, 1), ("bob", True, True, True, 2)]


def test_parties_that_were_told_with_each_call_are_kept_once_and_found(tmp_path: Path) -> None:
    """Ann called Bob past midnight, and a day later a queue that Cay was rung for; all this was told in each row."""
    ann, bob, q, cay = (
        {"number": number, "name": name}
        for number, name in (("1000", "Ann"), ("1001", "Bob"), ("800", "Q"), ("", "Cay"))
    )
    days = {"start": 86_399_000, "end": 86_401_000}, {"start": 86_400_000 * 2, "end": 86_400_000 * 2}
    with bare(tmp_path) as place:
        with older(place, "0013") as connection:
            rows = [
                (1, "calls", ann, bob, {}),
                (1, "call_elements", ann, bob, {}),
                (2, "calls", ann, q, {}),
                (2, "call_elements", ann, q, {"operator": "null"}),
                (2, "call_elements", ann, cay, {"operator": orjson.dumps(q).decode()}),
            ]
            for n, (key, table, caller, callee, more) in enumerate(rows):
                parties = {
                    name: orjson.dumps(party).decode() for name, party in (("caller", caller), ("callee", callee))
                }
                place_of = {"position": n} if table == "call_elements" else {}
                row: dict[str, Any] = {"key": key, "account_id": "a", "id": str(n), "words": "\nann", **days[key - 1]}
                put(connection, table, row | parties | place_of | more)
            migrations.upgrade(connection)

            assert told(connection, "SELECT words, first, last FROM records.parties ORDER BY words") == [
                ("\nann\n1000", 0, 2),
                ("\nbob\n1001", 0, 1),
                ("\ncay", 2, 2),
                ("\nq\n800", 2, 2),
            ]
            assert told(connection, "SELECT key, words FROM records.calls ORDER BY key") == [(1, ""), (2, "\nann")]
        store = Store(place, "records")
        queued, rung = store.read("a", lambda rows: call_history.elements_of(rows, 2))
        assert (queued.caller, queued.callee, queued.operator) == (ann, q, None)
        assert (rung.caller, rung.callee, rung.operator) == (ann, {"name": "Cay"}, q)
        store.close()


def put(connection: Connection, table: str, row: dict[str, Any]) -> None:
    """A row of an older shape; columns that do not matter are empty."""
    columns = {column["name"]: column for column in inspect(connection).get_columns(table, schema="records")}
    nothing = {"JSON": "{}", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": False}
    empty = {name: nothing.get(str(column["type"]), "") for name, column in columns.items() if not column["nullable"]}
    names = ", ".join(f'"{name}"' for name in empty | row)
    values = ", ".join(f":{name}" for name in empty | row)
    connection.execute(text(f"INSERT INTO records.{table} ({names}) VALUES ({values})"), empty | row)


def test_plans_in_use_before_there_was_a_ledger_are_in_it(tmp_path: Path) -> None:
    with bare(tmp_path) as place:
        with older(place, "0004") as connection:
            for statement in (
                "INSERT INTO accounts VALUES ('acme', 'Acme', 'acme.example', 1, 0)",
                "INSERT INTO emergency_addresses"
                " VALUES ('US', '1 Main St', '', 'San Jose', 'CA', '95113', 'here', 'acme')",
                "INSERT INTO sites (id, account_id, name, country, country_name, timezone, short_extension_length,"
                " emergency_address_id, profile) VALUES ('main', 'acme', 'Main', 'US', '', 'UTC', 3, 'here', '{}')",
            ):
                connection.exec_driver_sql(statement)
            for n in range(102):
                given = {"user": f"u{n}", "other": f"e{n}", "number": 1000 + n, "plan": f"p{n}"}
                connection.execute(
                    text(
                        "INSERT INTO extensions (id, account_id, kind, extension_id, site_id, number, name, active,"
                        " department, cost_center)"
                        " VALUES (:user, 'acme', 'user', :other, 'main', :number, '', true, '', '')"
                    ),
                    given,
                )
                connection.execute(text("INSERT INTO calling_plans VALUES (:user, 200, :plan, 'acme')"), given)
            connection.exec_driver_sql("INSERT INTO calling_plans VALUES ('u0', 3000, 'p', 'acme')")
            migrations.upgrade(connection)
        store = Store(place, "configuration")
        assert store.read("acme", licences.listed) == [
            (200, "US/CA Unlimited Calling Plan", 102, 102),
            (3000, "Pro", 100, 1),
        ]
        store.close()


def test_what_was_there_before_people_could_sign_in_goes_on(tmp_path: Path) -> None:
    """An app of the first shape keeps its one way to get tokens, and its tokens."""
    with bare(tmp_path) as place:
        with older(place, "0001") as connection:
            for statement in (
                "INSERT INTO accounts VALUES ('acme', 'Acme', 'acme.example', 1, 0)",
                "INSERT INTO apps (id, account_id, name, secret_hash, scopes) VALUES ('crm', 'acme', 'CRM', 'x', '[]')",
                "INSERT INTO people VALUES ('ann@x.example', 'Ann', 'Lee', '', '', 'ann', 'acme')",
                "INSERT INTO tokens VALUES ('hash', 'crm', 'acme', '[\"phone:read:admin\"]', 9)",
            ):
                connection.exec_driver_sql(statement)
        assert migrations.prepare(place) is False
        store = Store(place, "configuration")
        app, token, person = store.read_any(
            lambda session: (
                session.get_one(App, "crm"),
                session.get_one(Token, "hash"),
                session.get_one(Person, "ann"),
            )
        )
        store.close()
    assert (app.grants, app.redirect_uris) == (["account_credentials"], [])
    assert (token.scopes, token.expires_at, token.authorization_id) == (["phone:read:admin"], 9, None)
    assert (person.admin, person.password_hash, person.license_type) == (False, "", 1)


def test_a_prepared_folder_is_told_without_a_database_library(tmp_path: Path) -> None:
    assert not is_current(tmp_path)
    (tmp_path / "state.db").touch()
    assert not is_current(tmp_path)
    migrations.prepare(Place(tmp_path / "new"))
    assert is_current(tmp_path / "new")


def test_all_of_a_job_or_nothing(acme: Acme) -> None:
    def job(rows: Tenant) -> None:
        directory.add(rows, email="new@acme.example", first_name="New", last_name="One")
        directory.add(rows, email="p00@acme.example", first_name="Known", last_name="Already")

    with pytest.raises(Refusal, match="email_taken"):
        acme.write(job)
    assert acme.store.read(acme.id, lambda rows: rows.find(Person, Person.email == "new@acme.example")) == []


def test_the_failure_of_one_job_leaves_others_of_its_commit_whole(acme: Acme) -> None:
    def add(n: int) -> Any:
        email = f"n{n}@acme.example" if n % 3 else "p00@acme.example"
        return acme.store.write(
            acme.id, lambda rows: directory.add(rows, email=email, first_name="N", last_name=str(n)).id
        )

    jobs = [add(n) for n in range(30)]
    outcomes = [job.exception() is None for job in jobs]
    assert outcomes == [bool(n % 3) for n in range(30)]
    assert len(acme.store.read(acme.id, lambda rows: rows.find(Person))) == 40 + 20


def test_an_account_sees_its_own_rows_only(acme: Acme, rival: Acme) -> None:
    assert {site.account_id for site in acme.store.read(acme.id, lambda rows: rows.find(Site))} == {"acme"}
    with pytest.raises(Refusal, match="site_unknown"):
        acme.store.read(acme.id, lambda rows: rows.get(Site, rival.main))
    with pytest.raises(Refusal, match="site_unknown"):
        acme.write(lambda rows: rows.edit(Site, rival.main))


def test_configuration_is_written_while_records_are(acme: Acme, place: Place) -> None:
    records = Store(place, "records")
    begun, over = threading.Event(), threading.Event()

    def slow(session: Any) -> None:
        session.connection().exec_driver_sql("DELETE FROM records.legs")
        begun.set()
        over.wait(10)

    job = records.write_any(slow)
    assert begun.wait(10)
    acme.write(lambda rows: directory.add(rows, email="new@acme.example", first_name="New", last_name="One"))
    over.set()
    job.result()
    records.close()


def test_a_change_of_both_parts_waits_for_the_other_process(acme: Acme, place: Place) -> None:
    """The engine is writing records; a change of configuration alone does not wait for a change of both."""
    records = Store(place, "records")
    begun, over = threading.Event(), threading.Event()

    def slow(session: Any) -> None:
        session.connection().exec_driver_sql("DELETE FROM records.legs")
        begun.set()
        over.wait(10)

    def both(rows: Tenant) -> None:
        rows.note(AuditLine, app_id="x", operation="x", path={})
        rows.add(Voicemail(**VOICEMAIL))

    job = records.write_any(slow)
    assert begun.wait(10)
    waiting = acme.store.write(acme.id, both, both=True)
    acme.write(lambda rows: directory.add(rows, email="new@acme.example", first_name="New", last_name="One"))
    assert place.url or not waiting.done()
    over.set()
    job.result()
    waiting.result()
    records.close()
    assert len(acme.store.read(acme.id, lambda rows: rows.find(AuditLine))) == 1
    assert acme.store.read(acme.id, lambda rows: rows.get(Voicemail, "v")).seconds == 5


def test_half_of_a_change_of_both_parts_is_none(acme: Acme) -> None:
    def half(rows: Tenant) -> None:
        rows.add(Voicemail(**VOICEMAIL))
        rows.note(AuditLine, app_id="x", operation="x", path={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        acme.store.write(acme.id, half, both=True).result()
    assert acme.store.read(acme.id, lambda rows: [*rows.find(AuditLine), *rows.find(Voicemail)]) == []


def test_records_are_not_changed_by_whoever_writes_configuration(acme: Acme) -> None:
    if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
        pytest.skip("only files are apart")
    with pytest.raises(OperationalError, match="readonly"):
        acme.write(lambda rows: rows.add(Voicemail(**VOICEMAIL)))


def test_changes_side_by_side_are_all_kept(acme: Acme) -> None:
    def bump(rows: Tenant) -> None:
        site = rows.edit(Site, acme.main)
        site.short_extension_length += 1

    for job in [acme.store.write(acme.id, bump) for _ in range(20)]:
        job.result()
    assert acme.store.read(acme.id, lambda rows: rows.get(Site, acme.main)).short_extension_length == 23


def test_whoever_writes_many_records_has_room_for_their_pages(place: Place, acme: Acme) -> None:
    records = Store(place, "records")

    def room(session: Session, rows: int) -> int:
        bulk.make_room(session, rows)
        return 0 if place.url else session.execute(text("PRAGMA records.cache_size")).scalar_one()

    few, many = (records.write_any(lambda session, n=n: room(session, n)).result() for n in (200, 20_000))
    records.close()
    assert many == (0 if place.url else -bulk.ROOM)
    assert few == (0 if place.url else -2000), "what SQLite has by itself"


def test_ids_sort_as_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert {len(id) for id in ids} == {22}


def test_a_sealed_secret_opens_with_its_key_alone(tmp_path: Path) -> None:
    keys.make(tmp_path)
    seal = Seal.of(tmp_path)
    sealed = seal.close("s3cret")
    assert "s3cret" not in sealed
    assert Seal.of(tmp_path).open(sealed) == "s3cret"
    assert (tmp_path / "keys" / "seal.key").stat().st_mode & 0o077 == 0
    with pytest.raises(InvalidTag):
        Seal(b"x" * 32).open(sealed)


class TestPlan:
    @pytest.fixture
    def plan(self, acme: Acme) -> Plan:
        return Plans(acme.store).of(acme.id)

    def test_it_has_people_lines_and_what_can_be_dialled(self, acme: Acme, plan: Plan) -> None:
        first = plan.users[acme.users[0]]
        assert (first.number, first.name, first.site_name) == (1000, "Person00 Smith", "Main Site")
        assert plan.dialled["1000"] == plan.dialled["+14085550100"] == first.id
        assert [line.user for line in plan.lines.values()] == acme.users[:2]
        assert len(plan.users) == 35

    def test_it_is_built_again_when_the_configuration_moves(self, acme: Acme) -> None:
        plans = Plans(acme.store)
        before = plans.of(acme.id)
        assert plans.of(acme.id) is before
        acme.write(lambda rows: directory.remove(rows, "p00@acme.example"))
        after = plans.of(acme.id)
        assert after.version > before.version
        assert "1000" not in after.dialled
        assert acme.users[0] not in after.users
