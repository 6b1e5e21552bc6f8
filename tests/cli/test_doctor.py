"""Every check of the doctor: what it says when all is well, and each trouble that it is to find."""

import errno
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import create_engine, make_url, text

from tests.acme import Acme
from tests.databases import SERVER
from tests.places import bare
from tests.store.folders import BEFORE, set_back
from trunkline.cli.doctor import certificates, command, machine, network, rows, running, trial
from trunkline.cli.doctor.asked import Asked
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding
from trunkline.engine import control
from trunkline.store import keys
from trunkline.store.seal import Seal
from trunkline.store.store import Place
from trunkline.store.tables import AudioFile

HOST = "127.0.0.1"
NOTHING = Facts()
any_store = pytest.mark.any_store
on_files = pytest.mark.skipif(SERVER is not None, reason="of SQLite's files")
on_server = pytest.mark.skipif(SERVER is None, reason="of PostgreSQL")


@pytest.fixture
def about(tmp_path: Path) -> Asked:
    return Asked(
        Place(tmp_path), (HOST, 0), (HOST, 0), None, range(41000, 41100), None, None, None, None
    )  # port 0 is always free


def worst(found: Iterable[Finding]) -> tuple[str, str]:
    """The worst verdict, and all that was said with it; whatever is not well comes with advice."""
    all = [*found]
    assert all
    assert [finding for finding in all if (finding.verdict == "ok") == bool(finding.advice)] == []
    verdict = max((finding.verdict for finding in all), key=("ok", "warn", "fail").index)
    return verdict, "\n".join(str(finding) for finding in all if finding.verdict == verdict)


@any_store
def test_extensions_with_emergency_numbers_are_told(about: Asked) -> None:
    assert [*rows.numbers(about, NOTHING)] == []
    assert worst(rows.numbers(about, replace(NOTHING, reserved=(911, 1121))))[0] == "warn"


@any_store
def test_sites_that_an_ambulance_would_not_find_are_told(
    data: list[str], about: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [*rows.emergencies(about, rows.look(about))] == []
    with closing(sqlite3.connect(about.place.folder / "state.db")) as file, file:
        file.execute("UPDATE emergency_addresses SET address_line1 = '1 Main Street', city = 'LONDON'")
    verdict, said = worst(rows.emergencies(about, rows.look(about)))
    assert verdict == "warn"
    assert "Main Site" in said


@any_store
def test_an_account_that_cannot_be_called_back_is_told(about: Asked) -> None:
    assert [*rows.emergencies(about, NOTHING)] == []
    verdict, said = worst(rows.emergencies(about, replace(NOTHING, unreached=("Acme",))))
    assert verdict == "warn"
    assert "Acme" in said


@any_store
class TestMachine:
    def test_packages_that_do_not_load(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        assert worst(machine.python(about, NOTHING))[0] == "ok"
        monkeypatch.setitem(machine.NATIVE, "abacus", "abacus.beads")
        verdict, said = worst(machine.python(about, NOTHING))
        assert verdict == "fail"
        assert "do not load: abacus" in said

    @pytest.mark.parametrize(("limit", "verdict"), [("LITTLE_DISK", "warn"), ("NO_DISK", "fail")])
    def test_a_disk_that_is_full(self, limit: str, verdict: str, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        assert worst(machine.disk(about, NOTHING))[0] == "ok"
        monkeypatch.setattr(machine, limit, 1 << 60)
        assert worst(machine.disk(about, NOTHING))[0] == verdict

    def test_a_folder_of_somebody_else(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert "cannot be written" in worst(machine.disk(about, NOTHING))[1]

    def test_too_few_files_or_ports_for_calls(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(resource, "getrlimit", lambda _: (112, 112))
            verdict, said = worst(machine.open_files(about, NOTHING))
            assert verdict == "warn"
            assert "enough for 2 calls" in said
        assert worst(machine.open_files(about, NOTHING))[0] == "ok"
        assert worst(machine.open_files(replace(about, rtp=range(41000, 41011)), NOTHING))[0] == "fail"

    @pytest.mark.parametrize(("kept", "verdict"), [(True, "ok"), (False, "warn"), (None, "warn")])
    def test_a_clock_that_nothing_keeps_right(
        self, kept: bool | None, verdict: str, about: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(machine, "_kept_by_ntp", lambda: kept)
        assert worst(machine.clock(about, NOTHING))[0] == verdict

    def test_the_kernel_is_asked_about_its_clock(self) -> None:
        assert machine._kept_by_ntp() in (True, False, None)  # pyright: ignore[reportPrivateUsage]

    def test_a_clock_behind_what_happened(self, about: Asked) -> None:
        facts = Facts(newest_call=int(time.time() + 3600) * 1000)
        verdict, said = worst(machine.clock(about, facts))
        assert verdict == "fail"
        assert "before the end of the newest call" in said

    def test_a_clock_that_is_set_while_it_is_looked_at(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [time.time()]
        monkeypatch.setattr(machine.time, "time", lambda: now[0])
        monkeypatch.setattr(machine.time, "sleep", lambda _: now.__setitem__(0, now[0] + 7))
        assert "it was set" in worst(machine.clock(about, NOTHING))[1]

    def test_a_time_zone_without_data(self, about: Asked) -> None:
        assert worst(machine.time_zones(about, Facts(timezones=frozenset({"Europe/London"}))))[0] == "ok"
        verdict, said = worst(machine.time_zones(about, Facts(timezones=frozenset({"Mars/Olympus"}))))
        assert verdict == "fail"
        assert "Mars/Olympus" in said

    def test_which_languages_are_heard(self, about: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        verdict, said = worst(machine.speech(about, NOTHING))
        assert (verdict, "prompts in en-US; texts in none. " in said) == ("warn", True)
        self.program(tmp_path / "flite", "")
        assert "texts in en. " in worst(machine.speech(about, NOTHING))[1]
        self.program(tmp_path / "espeak-ng", " 5  de  --/M\n 5  en-us  --/M\n 5  en-gb  --/M")
        verdict, said = worst(machine.speech(about, NOTHING))
        assert (verdict, said.split("; ")[1]) == ("ok", "texts in de en")

    @staticmethod
    def program(path: Path, lists: str) -> None:
        """A voice that is heard by none, which lists these."""
        path.write_text(f"#!/bin/sh\nprintf 'Pty Language Age\n{lists}\n'\n")
        path.chmod(0o755)


class TestStore:
    @pytest.fixture
    def about(self, about: Asked, place: Place, acme: Acme) -> Asked:
        return replace(about, place=place)

    @staticmethod
    def look(about: Asked) -> tuple[str, str]:
        return worst(rows.store(about, rows.look(about)))

    def test_a_sound_one(self, about: Asked) -> None:
        assert self.look(about)[0] == "ok"
        facts = rows.look(about)
        assert facts.timezones == {"UTC"}
        assert len(facts.sealed) == 4

    def test_none_yet(self, about: Asked, tmp_path: Path) -> None:
        with bare(tmp_path / "new") as place:
            verdict, said = self.look(replace(about, place=place))
        assert verdict == "warn"
        assert "trunkline init" in said

    def test_an_older_shape(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rows, "HEAD", "9999")
        verdict, said = self.look(about)
        assert verdict == "warn"
        assert "an older version's" in said

    def test_a_newer_shape(self, about: Asked, acme: Acme) -> None:
        newer = text("UPDATE alembic_version SET version_num = '9999'")
        acme.store.write_any(lambda session: session.execute(newer)).result()
        verdict, said = self.look(about)
        assert verdict == "fail"
        assert "a newer version's" in said

    @on_files
    @pytest.mark.parametrize("name", ["state.db", "records.db"])
    def test_a_damaged_file(self, name: str, about: Asked, acme: Acme) -> None:
        acme.store.close()
        with sqlite3.connect(about.place.folder / name) as file:
            file.execute("PRAGMA journal_mode=DELETE")
        file.close()
        with (about.place.folder / name).open("r+b") as raw:
            raw.seek(4096)
            raw.write(b"\xa5" * 16384)
        verdict, said = self.look(about)
        assert verdict == "fail"
        assert "restore the newest backup" in said

    @on_files
    @pytest.mark.parametrize("part", ["state.db", "records.db"])
    def test_a_shape_of_another_branch(self, part: str, about: Asked, acme: Acme) -> None:
        acme.store.close()
        with closing(sqlite3.connect(about.place.folder / part)) as file:
            file.execute(f"ALTER TABLE {'sites' if part == 'state.db' else 'calls'} ADD COLUMN floor VARCHAR")
            file.commit()
        verdict, said = self.look(about)
        assert verdict == "fail"
        assert "another branch's" in said

    @on_files
    def test_two_shapes(self, about: Asked, acme: Acme) -> None:
        acme.store.close()
        set_back(about.place.folder / "records.db")
        verdict, said = self.look(about)
        assert verdict == "fail"
        assert f"records.db {BEFORE}" in said
        assert "start Trunkline" in said

    def test_a_blob_that_is_missing(self, about: Asked, acme: Acme) -> None:
        assert worst(rows.blobs(about, rows.look(about)))[0] == "ok"
        acme.write(lambda each: each.add(AudioFile(name="Hello", blob="gone" * 6)))
        verdict, said = worst(rows.blobs(about, rows.look(about)))
        assert verdict == "fail"
        assert f"1 of audio files): {'gone' * 6}" in said

    @on_files
    def test_a_file_that_is_missing(self, about: Asked) -> None:
        (about.place.folder / "records.db").unlink()
        assert "records.db is missing" in self.look(about)[1]

    @on_files
    def test_a_file_that_is_empty_beside_one_with_calls(self, about: Asked, acme: Acme) -> None:
        acme.store.close()
        for path in about.place.folder.glob("state.db*"):
            path.unlink()
        (about.place.folder / "state.db").touch()
        with closing(sqlite3.connect(about.place.folder / "records.db")) as file:
            file.execute("CREATE TABLE calls_of_old (id)")
            file.execute("INSERT INTO calls_of_old VALUES (1)")
            file.commit()
        verdict, said = self.look(about)
        assert verdict == "fail"
        assert "state.db" in said

    @on_files
    def test_a_file_of_somebody_else(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert "cannot be written" in self.look(about)[1]

    @on_files
    def test_a_row_that_refers_to_none(self, about: Asked, acme: Acme) -> None:
        acme.store.close()
        with sqlite3.connect(about.place.folder / "state.db") as file:
            file.execute("DELETE FROM accounts")
        file.close()
        assert "refers to none of accounts" in self.look(about)[1]

    @on_files
    def test_a_log_that_is_never_emptied(self, about: Asked, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
        acme.write(lambda rows: setattr(rows.account(), "name", "x"))
        monkeypatch.setattr(rows, "MUCH_LOG", 1000)
        verdict, said = self.look(about)
        assert verdict == "warn"
        assert "its log has grown" in said

    @on_files
    def test_a_file_too_large_to_be_looked_through(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rows, "PATIENCE", -1.0)
        monkeypatch.setattr(rows, "STEPS", 1)
        verdict, _ = self.look(about)
        assert verdict == "ok"
        assert any("no fault in the first" in str(finding) for finding in rows.store(about, rows.look(about)))

    @any_store
    def test_a_server_that_is_away(self, about: Asked) -> None:
        url = "postgresql+psycopg://secret:password@127.0.0.1:1/x"
        away = replace(about, place=Place(about.place.folder, url))
        verdict, said = self.look(away)
        assert verdict == "fail"
        assert "PostgreSQL" in said
        assert "password" not in said

    @on_server
    @pytest.mark.parametrize(
        ("name", "limit", "verdict"), [("OLDEST_SERVER", 99, "fail"), ("CONNECTIONS", 10**6, "warn")]
    )
    def test_a_server_that_is_too_old_or_too_small(
        self, name: str, limit: int, verdict: str, about: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rows, name, limit)
        assert self.look(about)[0] == verdict

    @on_server
    @pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
    def test_a_database_that_cannot_hold_every_letter(self, encoding: str, about: Asked) -> None:
        with database(f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'") as url:
            verdict, said = self.look(replace(about, place=Place(about.place.folder, url)))
        assert verdict == "fail"
        assert f"encoded as {encoding}" in said

    @on_server
    def test_sorting_rules_that_changed(self, about: Asked) -> None:
        with database("LOCALE_PROVIDER icu ICU_LOCALE 'en'") as url:
            elsewhere = replace(about, place=Place(about.place.folder, url))
            assert "UTF8" in str(next(rows.store(elsewhere, rows.look(elsewhere))))
            engine = create_engine(url)
            with engine.begin() as connection:
                connection.execute(
                    text("UPDATE pg_database SET datcollversion = '1' WHERE datname = current_database()")
                )
            engine.dispose()
            verdict, said = self.look(elsewhere)
        assert verdict == "warn"
        assert "sorting rules went from 1" in said


@contextmanager
def database(options: str) -> Iterator[str]:
    name = "odd"
    engine = create_engine(SERVER or "", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 {options}"))
        try:
            yield make_url(SERVER or "").set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@any_store
class TestKeys:
    @pytest.fixture
    def facts(self, tmp_path: Path) -> Facts:
        keys.make(tmp_path)
        return Facts(sealed=(Seal.of(tmp_path).close("one"),))

    def test_the_right_one(self, about: Asked, facts: Facts) -> None:
        verdict, said = worst(rows.keys(about, facts))
        assert verdict == "ok"
        assert "opens all of 1" in said

    def test_none_yet(self, about: Asked) -> None:
        assert worst(rows.keys(about, NOTHING))[0] == "ok"

    @pytest.mark.parametrize("name", keys.OF)
    def test_one_that_is_gone(self, name: str, about: Asked, facts: Facts, tmp_path: Path) -> None:
        (tmp_path / "keys" / name).unlink()
        verdict, said = worst(rows.keys(about, facts))
        assert verdict == "fail"
        assert f"{name}, for {keys.OF[name]}, is missing" in said
        assert "ut back" in said

    @pytest.mark.parametrize(("mode", "who"), [(0o640, "group"), (0o604, "others"), (0o666, "group and others")])
    def test_one_that_is_open(self, mode: int, who: str, about: Asked, facts: Facts, tmp_path: Path) -> None:
        (tmp_path / "keys" / "seal.key").chmod(mode)
        verdict, said = worst(rows.keys(about, facts))
        assert verdict == "fail"
        assert f"open to {who}" in said

    @pytest.mark.parametrize(
        ("key", "trouble"),
        [
            (b"k" * 32, "does not open 1 of 1 SIP passwords"),
            (b"short", "is damaged: it has not 32 bytes"),
            (b"", "is damaged"),
        ],
    )
    def test_a_wrong_one(self, key: bytes, trouble: str, about: Asked, facts: Facts, tmp_path: Path) -> None:
        (tmp_path / "keys" / "seal.key").write_bytes(key)
        verdict, said = worst(rows.keys(about, facts))
        assert verdict == "fail"
        assert trouble in said


@any_store
class TestJournal:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "journal").mkdir()
        return tmp_path / "journal"

    def test_one_that_can_be_read(self, about: Asked, folder: Path) -> None:
        (folder / "1.jsonl").write_bytes(b'["mark"]\n["clo')  # a line that is being written
        assert worst(rows.journal(about, NOTHING))[0] == "ok"

    def test_one_that_was_set_aside(self, about: Asked, folder: Path) -> None:
        (folder / "1.unreadable").touch()
        verdict, said = worst(rows.journal(about, NOTHING))
        assert verdict == "warn"
        assert "1.unreadable" in said

    def test_a_line_that_cannot_be_read(self, about: Asked, folder: Path) -> None:
        (folder / "1.jsonl").write_bytes(b'["mark"]\n\0\0\0\n["mark"]\n')
        verdict, said = worst(rows.journal(about, NOTHING))
        assert verdict == "warn"
        assert "1.jsonl:2" in said

    def test_one_that_the_store_does_not_take(
        self, about: Asked, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "1.jsonl").write_bytes(b'["close"]\n')
        monkeypatch.setattr(rows, "MUCH_JOURNAL", 5)
        verdict, said = worst(rows.journal(about, NOTHING))
        assert verdict == "warn"
        assert "wait in 1 files" in said

    def test_one_that_cannot_be_opened(self, about: Asked, folder: Path) -> None:
        (folder / "1.jsonl").mkdir()
        assert worst(rows.journal(about, NOTHING))[0] == "fail"


OUTSIDE = "198.41.0.4"


@any_store
class TestAddresses:
    @pytest.fixture(autouse=True)
    def own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert HOST in network.own_addresses()
        monkeypatch.setattr(network, "own_addresses", lambda: {HOST, "10.0.0.5", "198.41.0.9"})
        known = {"phones.example": OUTSIDE, "inner.example": "10.0.0.9", "own.example": "10.0.0.5"}

        def look_up(host: str, *_: Any, **__: Any) -> Any:
            if host in known:
                return [(socket.AF_INET, socket.SOCK_DGRAM, 0, "", (known[host], 0))]
            raise socket.gaierror(socket.EAI_NONAME, "no such name")

        monkeypatch.setattr(network.socket, "getaddrinfo", look_up)

    @pytest.mark.parametrize(
        ("change", "verdict", "said"),
        [
            ({}, "ok", "only phones on this machine"),
            ({"sip": ("10.0.0.5", 5060)}, "ok", "phones of this network"),
            ({"sip": ("own.example", 5060)}, "ok", "phones of this network"),
            ({"sip": ("198.41.0.9", 5060)}, "ok", "is public and of this machine"),
            ({"sip": ("10.0.0.5", 5060), "public_host": OUTSIDE}, "ok", "router must forward UDP 5060 and 41000-41099"),
            ({"sip": ("0.0.0.0", 5060), "public_host": "phones.example"}, "ok", f"phones.example ({OUTSIDE})"),
            ({"sip": ("0.0.0.0", 5060)}, "fail", "told to send to 0.0.0.0"),
            ({"sip": ("192.0.2.7", 5060)}, "fail", "192.0.2.7 is not of this machine"),
            ({"http": ("192.0.2.7", 80)}, "fail", "192.0.2.7 is not of this machine"),
            ({"http": ("nowhere.example", 80)}, "fail", "nowhere.example is no address and no known name"),
            ({"public_host": "nowhere.example"}, "fail", "nowhere.example has no address in the DNS"),
            ({"public_host": "inner.example"}, "warn", "neither public nor of this machine"),
            ({"public_host": "10.9.9.9"}, "warn", "neither public nor of this machine"),
        ],
    )  # fmt: skip
    def test_where_phones_are_told_to_go(self, change: Any, verdict: str, said: str, about: Asked) -> None:
        found = [*network.addresses(replace(about, **change), NOTHING)]
        assert worst(found)[0] == verdict
        assert said in "\n".join(map(str, found))

    def test_phones_outside_that_are_told_an_inner_address(self, about: Asked) -> None:
        facts = Facts(phones=frozenset({OUTSIDE, "10.0.0.77"}))
        verdict, said = worst(network.addresses(replace(about, sip=("10.0.0.5", 5060)), facts))
        assert verdict == "warn"
        assert f"phones at {OUTSIDE} are told 10.0.0.5" in said
        assert worst(network.addresses(replace(about, sip=("10.0.0.5", 5060), public_host=OUTSIDE), facts))[0] == "ok"


@contextmanager
def listening(kind: socket.SocketKind, port: int = 0) -> Iterator[int]:
    with socket.socket(socket.AF_INET, kind) as server:
        server.bind((HOST, port))
        if kind == socket.SOCK_STREAM:
            server.listen()
        yield server.getsockname()[1]


@any_store
class TestPorts:
    def test_free_ones(self, about: Asked) -> None:
        spare = trial._spare_ports()  # pyright: ignore[reportPrivateUsage]
        verdict, said = worst(network.ports(replace(about, rtp=spare), NOTHING))
        assert verdict == "ok", said

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("http", socket.SOCK_STREAM),
            ("sip", socket.SOCK_DGRAM),
            ("sip", socket.SOCK_STREAM),
            ("sips", socket.SOCK_STREAM),
        ],
    )
    def test_one_that_is_in_use(self, name: str, kind: socket.SocketKind, about: Asked) -> None:
        with listening(kind) as port:
            verdict, said = worst(network.ports(replace(about, **{name: (HOST, port)}), NOTHING))
        assert verdict == "fail"
        assert f"{HOST}:{port}/{'TCP' if kind == socket.SOCK_STREAM else 'UDP'} is in use" in said
        assert f"--{name}" in said

    def test_one_that_may_not_be_opened(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(network, "taken", lambda *_: errno.EACCES)
        assert "CAP_NET_BIND_SERVICE" in worst(network.ports(about, NOTHING))[1]

    def test_one_of_another_machine(self, about: Asked) -> None:
        verdict, said = worst(network.ports(replace(about, http=("192.0.2.7", 8080)), NOTHING))
        assert verdict == "fail"
        assert "EADDRNOTAVAIL" in said

    @pytest.mark.parametrize(("many", "verdict"), [(1, "warn"), (9, "fail")])
    def test_rtp_ports_in_use(self, many: int, verdict: str, about: Asked) -> None:
        spare = trial._spare_ports()[:10]  # pyright: ignore[reportPrivateUsage]
        with ExitStack() as stack:
            for port in spare[:many]:
                stack.enter_context(listening(socket.SOCK_DGRAM, port))
            found, said = worst(network.ports(replace(about, rtp=spare), NOTHING))
        assert found == verdict
        assert f"{many} of {spare.start}-{spare.stop - 1} are in use" in said

    @pytest.mark.parametrize("span", [range(5, 5), range(0, 9), range(65000, 70000)])
    def test_a_range_that_is_none(self, span: range, about: Asked) -> None:
        assert "is no range" in worst(network.ports(replace(about, rtp=span), NOTHING))[1]


KEY = ec.generate_private_key(ec.SECP256R1())
NOW = datetime.now(UTC)


def certificate(
    folder: Path,
    *,
    begins: timedelta = timedelta(days=-1),
    ends: timedelta = timedelta(days=90),
    names: tuple[str, ...] = ("phones.example",),
    key: ec.EllipticCurvePrivateKey = KEY,
    passphrase: bytes | None = None,
) -> tuple[Path, Path]:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "phones.example")])
    made = x509.CertificateBuilder(name, name, KEY.public_key(), 1, NOW + begins, NOW + ends)
    if names:
        told = [x509.IPAddress(ip_address(each)) if each[0].isdigit() else x509.DNSName(each) for each in names]
        made = made.add_extension(x509.SubjectAlternativeName(told), critical=False)
    (folder / "cert.pem").write_bytes(made.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    (folder / "key.pem").touch(0o600)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
    )
    return folder / "cert.pem", folder / "key.pem"


@any_store
class TestCertificate:
    @staticmethod
    def look(about: Asked, made: tuple[Path | None, Path | None], host: str = "phones.example") -> tuple[str, str]:
        asked = replace(about, tls_cert=made[0], tls_key=made[1], public_host=host)
        return worst(certificates.certificate(asked, NOTHING))

    @pytest.mark.parametrize(
        ("how", "verdict", "said"),
        [
            ({}, "ok", "for phones.example, until"),
            ({"names": ("*.example",)}, "ok", "until"),
            ({"names": ("Phones.Example", "x.example")}, "ok", "until"),
            ({"ends": timedelta(days=20)}, "warn", "expires on"),
            ({"begins": timedelta(days=-9), "ends": timedelta(days=-2)}, "fail", "expired on"),
            ({"begins": timedelta(days=2)}, "fail", "not valid before"),
            ({"names": ("other.example",)}, "fail", "it is for other.example, and phones are told phones.example"),
            ({"names": ("*.phones.example",)}, "fail", "it is for *.phones.example"),
            ({"names": ()}, "fail", "it is for nobody"),
            ({"key": ec.generate_private_key(ec.SECP256R1())}, "fail", "is not the key of"),
            ({"passphrase": b"x"}, "fail", "the key without a passphrase"),
        ],
    )
    def test_what_it_is_worth(self, how: Any, verdict: str, said: str, about: Asked, tmp_path: Path) -> None:
        found = self.look(about, certificate(tmp_path, **how))
        assert found[0] == verdict
        assert said in found[1]

    def test_one_for_an_address(self, about: Asked, tmp_path: Path) -> None:
        made = certificate(tmp_path, names=("192.0.2.1",))
        assert self.look(about, made, "192.0.2.1")[0] == "ok"
        assert self.look(about, made, "192.0.2.2")[0] == "fail"

    def test_a_key_that_others_can_read(self, about: Asked, tmp_path: Path) -> None:
        made = certificate(tmp_path)
        made[1].chmod(0o644)
        assert "is open to others" in self.look(about, made)[1]

    def test_files_that_are_none(self, about: Asked, tmp_path: Path) -> None:
        cert, key = certificate(tmp_path)
        assert "No such file" in self.look(about, (cert, tmp_path / "gone"))[1]
        cert.write_text("hello")
        assert "Both must be PEM" in self.look(about, (cert, key))[1]
        assert "belong together" in self.look(about, (cert, None))[1]

    def test_none(self, about: Asked) -> None:
        assert self.look(about, (None, None))[0] == "ok"
        assert "no certificate to show" in self.look(replace(about, sips=(HOST, 5061)), (None, None))[1]


@contextmanager
def answering(answer: Callable[[str], str]) -> Iterator[int]:
    """A SIP server that says what it is told to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((HOST, 0))

        def run() -> None:
            while True:
                request, where = server.recvfrom(4096)
                if not request:
                    return
                server.sendto(b"SIP/2.0 100 Trying\r\n\r\n", where)
                server.sendto(answer(request.decode().partition(" ")[0]).encode(), where)

        thread = threading.Thread(target=run)
        thread.start()
        port = server.getsockname()[1]
        yield port
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (HOST, port))
        thread.join()


UP = running.Answers({"status": "ok", "engine": {}}, {"ready": True, "calls": 0, "registrations": 0}, True)
CHALLENGE = "SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=x\r\n\r\n"


@any_store
class TestRunning:
    @pytest.fixture(autouse=True)
    def in_a_hurry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running, "PATIENCE", 0.3)

    def test_nothing_runs(self, about: Asked) -> None:
        assert not running.ask(about).any

    def test_a_process_that_does_not_answer(self, about: Asked) -> None:
        none = replace(UP, relay=False)
        for answers, name in (
            (replace(none, api=None), "API"),
            (replace(none, engine=None), "engine"),
            (none, "relay"),
        ):
            verdict, said = worst(running.processes(about, answers))
            assert verdict == "fail"
            assert name in said

    def test_an_api_without_an_engine(self, about: Asked) -> None:
        answers = replace(UP, api={"status": "starting", "engine": {"ready": False}}, relay=False)
        assert "answers, but says" in worst(running.processes(about, answers))[1]

    def test_an_engine_that_is_stopping(self, about: Asked) -> None:
        about.run.mkdir()
        answers = {"status": lambda: {"ready": False, "calls": 1, "registrations": 0}}
        control.serve(about.run / "engine.sock", answers)
        found = running.ask(about)
        assert found.any
        said = [str(finding) for finding in running.processes(about, found)]
        assert any(line.startswith("warn  engine        is stopping") for line in said)

    def test_a_relay_whose_ports_are_used_up(self, about: Asked) -> None:
        about.run.mkdir()
        first = trial._spare_ports().start  # pyright: ignore[reportPrivateUsage]
        program = "import pathlib, sys; from trunkline.engine.relay import run; "
        program += f"run(pathlib.Path(sys.argv[1]), {first}, {first + 1}, '{HOST}', pathlib.Path(sys.argv[2]))"
        command = [sys.executable, "-c", program, str(about.run / "relay.sock"), str(about.place.folder)]
        relay = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 15
            while not running.ask(about).relay and time.monotonic() < end:
                time.sleep(0.05)
            said = [str(finding) for finding in running.processes(about, running.ask(about))]
            assert any(line.startswith("fail  relay         opens no session") for line in said)
        finally:
            relay.terminate()
            relay.wait()

    @pytest.mark.parametrize(
        ("options", "register", "verdict", "said"),
        [
            ("SIP/2.0 200 OK\r\n\r\n", CHALLENGE, "ok", "asks who registers for a password"),
            ("SIP/2.0 503 Busy\r\n\r\n", CHALLENGE, "fail", "SIP/2.0 503 Busy"),
            ("SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", "fail", "This must be 401"),
            ("SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 401 Unauthorized\r\n\r\n", "fail", "This must be 401"),
        ],
    )
    def test_how_sip_is_answered(self, options: str, register: str, verdict: str, said: str, about: Asked) -> None:
        with answering(lambda method: options if method == "OPTIONS" else register) as port:
            found = worst(running.sip(replace(about, sip=(HOST, port)), UP))
        assert found[0] == verdict
        assert said in found[1]

    def test_sip_that_is_not_answered(self, about: Asked) -> None:
        with listening(socket.SOCK_DGRAM) as port:
            assert "no answer" in worst(running.sip(replace(about, sip=("0.0.0.0", port)), UP))[1]

    def test_a_public_url_that_leads_elsewhere(self, about: Asked) -> None:
        with listening(socket.SOCK_STREAM) as port:
            asked = replace(about, public_url=f"http://{HOST}:{port}/")
            verdict, said = worst(running.public(asked))
        assert verdict == "warn"
        assert "does not answer from here" in said


@any_store
class TestTrial:
    def test_a_system_that_does_not_start(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trial.sys, "executable", "/bin/false")
        verdict, said = worst(trial.call(about, NOTHING, alone=False))
        assert verdict == "fail"
        assert "was not ready" in said

    def test_a_call_without_the_right_sound(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        def deaf(*_: Any) -> bool:
            return False

        monkeypatch.setattr(trial, "talk", deaf)
        monkeypatch.setattr(trial, "_history", lambda *_: "connected")
        assert worst(trial.call(about, NOTHING, alone=False))[0] == "fail"

    def test_a_call_that_the_history_tells_wrong(self, about: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trial, "talk", lambda *_: True)
        monkeypatch.setattr(trial, "_history", lambda *_: "no_answer")
        assert "tells that it was no_answer" in worst(trial.call(about, NOTHING, alone=False))[1]


@any_store
def test_a_check_that_breaks_spoils_no_other(about: Asked) -> None:
    for name in ("machine:unheard_of", "nowhere:check"):
        verdict, said = worst(command._made(name, about, NOTHING))  # pyright: ignore[reportPrivateUsage]
        assert verdict == "fail"
        assert "could not be looked at" in said
