"""A backup of a running system, and what a system started on it answers."""

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.places import AN_ADDRESS, bare
from tests.system.installation import Client, running

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
        trunkline("call", "1001", "1002", "--talk", "0.5", "--data", system.data)
        before, old = answers(system.client), system.client
        token = old.log_in()
        where = ["--data", system.data, *(["--database", system.database] if system.database else [])]
        said = trunkline("backup", file, *where, *(["--with-keys"] if with_keys else []))
        assert ("has the key in it" in said) is with_keys
        assert "in use" in trunkline("restore", file, *where, ok=False)
    assert "nothing was written" in trunkline("restore", file, "--check", "--data", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
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
            heard = trunkline("call", "1001", "1003", "--talk", "0.5", "--data", system.data)
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
