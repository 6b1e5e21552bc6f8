"""A backup of a running system, and what a system started on it answers."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.databases import SERVER
from tests.places import AN_ADDRESS, bare
from tests.store.folders import set_back
from tests.system.installation import Client, running
from trunkline import whole
from trunkline.cli import exits
from trunkline.cli.main import main
from trunkline.store.blobs import Folder
from trunkline.store.restored import RESTORED

on_files = pytest.mark.skipif(SERVER is not None, reason="of files")

PAGES = ("/users?page_size=100", "/numbers?page_size=100", "/sites", "/devices?type=assigned&page_size=100")


def trunkline(*words: object, ok: bool = True) -> str:
    ran = subprocess.run([sys.executable, "-m", "trunkline", *map(str, words)], capture_output=True, text=True)
    assert (ran.returncode == 0) == ok, ran.stderr
    return ran.stdout + ran.stderr


def answers(client: Client) -> list[Any]:
    """What the API tells of what there is, passwords and history too."""
    told = [client("GET", page) for page in PAGES]
    told += [client("GET", f"/devices/{device['id']}")["provision"]["sip_accounts"] for device in told[-1]["devices"]]
    for account in [account for accounts in told[len(PAGES) :] for account in accounts]:
        del account["outbound_proxy"]  # it is where the system runs
    recent = client.history(1)
    return [*told, recent, *(client("GET", f"/call_history/{call['call_history_uuid']}") for call in recent)]


@pytest.mark.parametrize("with_keys", [True, False])
def test_a_restored_system_answers_as_the_one_before(tmp_path: Path, with_keys: bool) -> None:
    file = tmp_path / "backup.tar.gz"
    with running(tmp_path, "--demo") as system:
        where = ["--data", system.data, *(["--database", system.database] if system.database else [])]
        trunkline("call", "1001", "1002", "--talk", "0.5", *where)
        before, old = answers(system.client), system.client
        token = old.log_in()
        said = trunkline("backup", file, *where, *(["--with-keys"] if with_keys else []))
        assert ("has the key in it" in said) is with_keys
        assert "in use" in trunkline("restore", file, *where, ok=False)
    assert "nothing was written" in trunkline("restore", file, "--check", "--data", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    if not with_keys:
        keys = tmp_path / "drill" / "keys"
        keys.mkdir(parents=True)
        (keys / "seal.key").write_bytes(os.urandom(32))
        drill = ["restore", file, "--check", "--data", tmp_path / "drill"]
        assert "does not open the SIP passwords" in trunkline(*drill, ok=False)
        (keys / "seal.key").write_bytes((system.data / "keys" / "seal.key").read_bytes())
        assert "is the one that opens the SIP passwords" in trunkline(*drill)
    again = tmp_path / "again"
    again.mkdir()
    with bare(again) as place:
        where = ["--data", again / "data", *(["--database", place.url] if place.url else [])]
        said = trunkline("restore", file, *where)
        assert ("is not here" in said) is not with_keys
        if not with_keys:
            (again / "data" / "keys" / "seal.key").write_bytes((system.data / "keys" / "seal.key").read_bytes())
        with running(again, url=place.url) as system:
            assert answers(system.client) == before
            request = urllib.request.Request(
                f"{system.client.url}/v2/phone/users", headers={"Authorization": f"Bearer {token}"}
            )
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(request)
            heard = trunkline("call", "1001", "1003", "--talk", "0.5", *where)
            assert "1003 heard 440 Hz" in heard


@pytest.mark.any_store
def test_a_damaged_backup_restores_nothing(tmp_path: Path) -> None:
    trunkline("init", "Example", *AN_ADDRESS, "--data", tmp_path / "data")
    trunkline("backup", tmp_path / "file", "--data", tmp_path / "data")
    whole = (tmp_path / "file").read_bytes()
    (tmp_path / "file").write_bytes(whole[:-20])
    said = trunkline("restore", tmp_path / "file", "--data", tmp_path / "again", ok=False)
    assert "damaged" in said
    assert not (tmp_path / "again").exists()
    assert "No such file" in trunkline("restore", tmp_path / "none", "--data", tmp_path / "again", ok=False)


CALLED = "o'dd ?%23#100% ünï\"x&mode=ro;a=b"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints, run in this process: most of what it takes to run one is to start Python."""

    def run(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        assert main([*map(str, words)]) == code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


@pytest.mark.any_store
@on_files
def test_a_folder_may_be_called_anything(said: Callable[..., str], tmp_path: Path) -> None:
    data, place, again = (tmp_path / f"{CALLED}{n}" for n in range(3))
    said("init", "Example", *AN_ADDRESS, "--data", data)
    assert {path.name for path in data.iterdir()} >= {"state.db", "records.db"}
    said("backup", tmp_path / f"{CALLED}.tgz", "--data", data)
    said("backup", "--to", place, "--data", data)
    said("restore", "--check", tmp_path / f"{CALLED}.tgz", "--data", data)
    said("restore", place, "--data", again)
    assert "Example" in said("account", "list", "--data", again)
    assert len([*tmp_path.iterdir()]) == 4, "nothing stands beside"


@pytest.mark.any_store
@on_files
def test_it_is_served_from_a_folder_called_anything() -> None:
    """In a short one: paths of sockets have 107 bytes."""
    with (
        tempfile.TemporaryDirectory(prefix=CALLED) as folder,
        running(Path(folder), "--demo", "--past", "1") as system,
    ):
        assert len(system.client("GET", "/users?page_size=100")["users"]) == 12


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "data"
    assert main(["init", "Example", *AN_ADDRESS, "--data", str(folder)]) == 0
    return folder


@pytest.mark.any_store
@on_files
class TestFiles:
    @pytest.fixture
    def data(self, founded: Path, tmp_path: Path) -> Path:
        return Path(shutil.copytree(founded, tmp_path / "data"))

    def test_the_second_backup_brings_none_of_the_sound_of_the_first(
        self, said: Callable[..., str], data: Path, tmp_path: Path
    ) -> None:
        kept = tmp_path / "kept"
        for n in range(20):
            Folder(data / "blobs").keep(f"{n:022}", [os.urandom(100_000)])
        assert "20 blobs, 20 of them new, 1.9 MB" in said("backup", "--to", kept, "--data", data)
        time.sleep(1)  # names of backups are of seconds
        told = said("backup", "--to", kept, "--data", data, "--keep", "1")
        assert "20 blobs, 0 of them new" in told
        assert "is kept no longer" in told
        assert "each as it was kept" in said("backup", "verify", kept)
        assert len(said("backup", "list", kept).splitlines()) == 1

    def test_a_blob_that_is_missing_is_said(self, said: Callable[..., str], data: Path, tmp_path: Path) -> None:
        with closing(sqlite3.connect(data / "state.db")) as file:
            names = (
                "INSERT INTO audio_files (id, account_id, name, blob, text) SELECT ?, id, 'Hello', ?, '' FROM accounts"
            )
            file.execute(names, ("gone" * 6, "gone" * 6))
            file.commit()
        sentence = f"the sound of 1 is missing (1 of audio files): {'gone' * 6}"
        assert sentence in said("backup", tmp_path / "file", "--data", data)
        assert sentence in said("restore", "--check", tmp_path / "file", "--data", data)

    @pytest.mark.parametrize("part", ["state.db", "records.db"])
    @pytest.mark.parametrize("how", ["damaged", "missing", "halved"])
    def test_a_store_that_is_not_whole_is_said_in_a_sentence(
        self, said: Callable[..., str], part: str, how: str, data: Path, tmp_path: Path
    ) -> None:
        path = data / part
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA journal_mode=DELETE")
        if how == "halved":
            set_back(path)
        if how == "damaged":
            with path.open("r+b") as raw:
                raw.seek(4096)
                raw.write(b"\xa5" * (path.stat().st_size - 8192))
        elif how == "missing":
            path.unlink()
        told = said("backup", tmp_path / "file", "--data", data, code=exits.STORE)
        assert len(told.strip().splitlines()) == 1, told
        assert not (tmp_path / "file").exists()

    def test_a_restore_that_was_cut_off_is_finished_by_the_start(
        self, said: Callable[..., str], data: Path, tmp_path: Path
    ) -> None:
        said("backup", tmp_path / "file", "--with-keys", "--data", data)
        said("restore", tmp_path / "file", "--data", tmp_path / "again")
        cut = tmp_path / "cut" / "data"
        cut.mkdir(parents=True)
        shutil.rmtree(tmp_path / "again" / "run")
        (tmp_path / "again").rename(cut / RESTORED)
        (cut / RESTORED / "records.db").rename(cut / "records.db")
        with running(cut.parent):
            assert not (cut / RESTORED).exists()
            assert "Example" in said("account", "list", "--data", cut)

    def test_what_killed_ones_left_goes_with_the_next(
        self, said: Callable[..., str], data: Path, tmp_path: Path
    ) -> None:
        """It waits for a fifo in place of a blob, which nobody writes to."""
        fifo = data / "blobs" / "aa" / ("a" * 22)
        fifo.parent.mkdir(parents=True)
        os.mkfifo(fifo)
        command = [sys.executable, "-m", "trunkline", "backup", tmp_path / "x.tgz", "--data", data]
        waiting = subprocess.Popen(command)
        try:
            while not (left := [*tmp_path.glob(f"{whole.PREFIX}*")]):
                assert waiting.poll() is None
                time.sleep(0.02)
            time.sleep(1)
            fifo.rename(tmp_path / "fifo")
            said("backup", tmp_path / "y.tgz", "--data", data)
            assert [*tmp_path.glob(f"{whole.PREFIX}*")] == left, "somebody still works on it"
        finally:
            waiting.kill()
            waiting.wait()
        said("backup", tmp_path / "z.tgz", "--data", data)
        assert {path.name for path in tmp_path.iterdir()} == {"data", "fifo", "y.tgz", "z.tgz"}
