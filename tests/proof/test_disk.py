"""What is on disk, while calls are recorded and after: nobody but its owner may read, write or pass through it."""

import stat
import threading
from pathlib import Path

import pytest

from tests.figures import Figure
from tests.places import AN_ADDRESS, bare
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.test_backup import trunkline
from trunkline.cli import private

pytestmark = pytest.mark.any_store

RECORDED = {"policy": {"auto_call_recording": {"enable": True, "recording_calls": "both"}}}
# It must not need to write rows.
AS_AN_APP = ("--account-id", "demo-account", "--client-id", "demo-client", "--client-secret", "demo-secret")


def open_to_others(folder: Path) -> list[str]:
    found = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    return [f"{path} {stat.filemode(path.lstat().st_mode)}" for path in found if path.lstat().st_mode & private.OTHERS]


def while_recorded(system: System) -> list[str]:
    """What stands open while a call of a recorded person is under way."""
    user = system.client.user(1002)["id"]
    system.client("PATCH", f"/users/{user}", RECORDED)
    said: list[str] = []
    words = ("call", "1001", "1002", "--talk", "10", "--url", system.client.url, *AS_AN_APP)
    call = threading.Thread(target=lambda: said.append(trunkline(*words)))
    call.start()
    found: set[str] = set()
    while call.is_alive():
        found |= {*open_to_others(system.data)}
        taking.update(path.name for path in (system.data / "taken").rglob("*.rtp"))
        call.join(0.2)
    assert "talking" in said[0]
    return sorted(found)


taking: set[str] = set()


def test_an_installation_is_its_owners_alone(tmp_path: Path, figure: Figure) -> None:
    tmp_path.chmod(0o755)
    backup, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    with running(tmp_path, "--demo") as system:
        assert while_recorded(system) == []
        assert taking  # audio was being taken down meanwhile
        where = ["--data", system.data, *(["--database", system.database] if system.database else [])]
        trunkline("backup", backup, *where, "--with-keys")
        assert open_to_others(system.data) == []
    again.mkdir()
    with bare(again) as place:
        trunkline("restore", backup, "--data", again / "data", *(["--database", place.url] if place.url else []))
        assert open_to_others(again / "data") == []
    assert open_to_others(system.data) == []
    assert not backup.stat().st_mode & private.OTHERS
    files = [*system.data.rglob("*"), *(again / "data").rglob("*"), backup]
    figure(
        "files, folders and sockets of an installation, its backup and its restoration: open to others",
        f"0 of {len(files)}",
    )


def test_one_that_an_older_version_left_open_is_closed(tmp_path: Path) -> None:
    with running(tmp_path, "--demo"):
        pass
    data = tmp_path / "data"
    for path in (data, *data.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    assert "is open to group and others" in trunkline(
        "doctor", "--data", data, "--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}", ok=False
    )
    assert open_to_others(data)  # it only looks
    assert "is for its owner alone now" in trunkline("app", "list", "--data", data)
    assert open_to_others(data) == []


def test_a_folder_that_is_everybodys_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    assert "everybodys" in trunkline("init", "Example", *AN_ADDRESS, "--data", tmp_path, ok=False)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


@pytest.mark.parametrize(
    "command",
    [
        "app list",
        "person list",
        "relay",
        "explain --from 1 --to 2",
        "backup FILE",
        "init Example",
        "serve",
        "serve --demo",
    ],
)
def test_a_folder_of_other_things_is_left_as_it_is(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "web"
    (folder / "keys").mkdir(parents=True)
    page, other = folder / "index.html", folder / "keys" / "of-theirs.pem"
    for path in (page, other):
        path.write_text("theirs")
        path.chmod(0o644)
    for path in (folder, folder / "keys"):
        path.chmod(0o755)
    words = command.replace("FILE", str(tmp_path / "file")).split()
    make = words[0] in ("init", "relay") or words[-1] == "--demo"
    said = trunkline(*words, *(AN_ADDRESS if words[0] == "init" else ()), "--data", folder, ok=False)
    assert ("other things, data: " if make else "no installation here, data: ") in said
    assert "such_as: index.html" in said or not make
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "keys")} == {0o755}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (page, other)} == {0o644}
    assert sorted(folder.rglob("*")) == sorted([page, folder / "keys", other])


def test_a_file_or_the_folder_of_a_check_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email\n")
    file.chmod(0o644)
    assert "no installation here" in trunkline("person", "list", "--data", file, ok=False)
    assert "data is no folder" in trunkline("init", "Example", *AN_ADDRESS, "--data", file, ok=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    trunkline("init", "Example", *AN_ADDRESS, "--data", tmp_path / "data")
    trunkline("backup", tmp_path / "backup", "--data", tmp_path / "data")
    other = tmp_path / "other"
    other.mkdir()
    other.chmod(0o755)
    trunkline("restore", tmp_path / "backup", "--check", "--data", other)
    assert stat.S_IMODE(other.stat().st_mode) == 0o755


def test_what_stands_beside_ours_is_left_open(tmp_path: Path) -> None:
    data = tmp_path / "data"
    trunkline("init", "Example", *AN_ADDRESS, "--data", data)
    chain = data / "chain.pem"
    chain.write_text("theirs")
    for path in (data, data / "state.db", chain):
        path.chmod(path.stat().st_mode | 0o055)
    trunkline("app", "list", "--data", data)
    assert not (data.stat().st_mode | (data / "state.db").stat().st_mode) & private.OTHERS
    assert stat.S_IMODE(chain.stat().st_mode) & 0o055 == 0o055
