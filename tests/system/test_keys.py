"""A key that is another installation's, one that is taken away while the system runs, and a password that it does not
open."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.wire import Wire
from trunkline.cli import exits
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Account, DeviceLine
from trunkline.store.tenant import Tenant


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with running(tmp_path, "--demo") as system:
        yield system


@pytest.fixture
def phones(system: System) -> Iterator[tuple[Wire, Wire]]:
    first, second = (Wire(system, system.client.new_phone(1001 + n, f"02000000000{n}")) for n in range(2))
    with first.socket, second.socket:
        assert (registered(first), registered(second)) == ("200", "200")
        yield first, second


def registered(phone: Wire) -> str:
    return phone.register("MD5").split()[1]


def helped(phone: Wire) -> str:
    phone.call_for_help("911")
    while (answer := phone.receive("SIP/2.0 ")).startswith("SIP/2.0 1"):
        continue
    phone.go_on(answer, "ACK")
    phone.go_on(answer, "BYE")
    phone.receive("SIP/2.0 200")
    return answer.split()[1]


def serve(system: System, part: str = "serve") -> "subprocess.CompletedProcess[str]":
    run = [sys.executable, "-m", "trunkline", part, "--data", str(system.data)]
    run += ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}"]
    environment = os.environ | ({"TRUNKLINE_DATABASE": system.database} if system.database else {})
    return subprocess.run(run, capture_output=True, text=True, check=False, timeout=60, env=environment)


def unready(system: System) -> dict[str, list[str]]:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{system.http}/readyz").close()
    except urllib.error.HTTPError as refused:
        parts = json.load(refused)["parts"]
        return {name: part["reasons"] for name, part in parts.items() if not part["ready"]}
    return {}


def test_the_key_of_another_installation_is_refused_at_the_start(system: System) -> None:
    system.client.new_phone(1001, "020000000000")
    system.stop()
    key = system.data / "keys" / "seal.key"
    own = key.read_bytes()
    for wrong in (os.urandom(32), bytes(32)):
        key.write_bytes(wrong)
        for part in ("serve", "api", "engine"):
            done = serve(system, part)
            assert done.returncode == exits.STORE, done.stderr
            assert "key is of another installation, of: SIP passwords, remedy: put back" in done.stderr
            assert "Traceback" not in done.stderr
    key.write_bytes(own)


@pytest.mark.parametrize("content", [None, b"", bytes(32)], ids=["gone", "empty", "another"])
def test_a_key_that_is_lost_meanwhile_is_told_of_and_what_dies_has_it_still(
    system: System, phones: tuple[Wire, Wire], content: bytes | None
) -> None:
    first, second = phones
    key = system.data / "keys" / "seal.key"
    own = key.read_bytes()
    key.unlink() if content is None else key.write_bytes(content)
    for part in ("engine", "api"):
        system.kill(part)
    assert system.ready()
    assert (helped(first), registered(second)) == ("200", "200")
    time.sleep(1)
    assert [*unready(system)] == ["keys"]
    key.write_bytes(own)
    time.sleep(1.1)
    assert unready(system) == {}


def test_a_line_whose_password_is_of_another_key_is_refused_and_may_call_for_help(
    system: System, phones: tuple[Wire, Wire]
) -> None:
    first, second = phones

    def job(rows: Tenant) -> None:
        line = rows.first(DeviceLine, DeviceLine.sip_user == first.account["user_name"])
        assert line
        line.sealed_password = Seal(bytes(32)).close("secret")

    with closing(Store(Place(system.data, system.database), "configuration")) as store:
        account = store.read_any(lambda session: session.query(Account.id).scalar())
        store.write(account, job).result()
    assert (registered(first), registered(second)) == ("403", "200")
    first.call("1002")
    while (answer := first.receive("SIP/2.0 ")).startswith("SIP/2.0 1"):
        continue
    assert answer.startswith("SIP/2.0 403")
    assert (helped(first), helped(second)) == ("200", "200")
    device = next(
        each for each in system.client("GET", "/devices?type=assigned")["devices"] if "000000000" in each["mac_address"]
    )
    assert system.client("GET", f"/devices/{device['id']}")["provision"]["sip_accounts"]
    assert system.log.read_text().count("SIP password not opened") == 1
    assert "unexpected" not in system.log.read_text()
