"""A database with a standby: its first server is gone, the second is promoted, and all goes on by itself."""

import shutil
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.figures import Figure
from tests.system.installation import System, running
from tools.private_postgres import BIN, Server, server

pytestmark = [pytest.mark.any_store, pytest.mark.soak, pytest.mark.timeout(300)]


@contextmanager
def standby(first: Server) -> Iterator[Server]:
    """A server that follows the first."""
    with tempfile.TemporaryDirectory(prefix="trunkline-pg-") as folder:
        shutil.copystat(first.folder, folder)
        owner = first.folder.stat()
        shutil.chown(folder, owner.st_uid, owner.st_gid)
        second = Server(Path(folder), first.as_postgres)
        copied = ("--pgdata", f"{folder}/data", "--host", str(first.folder), "--username", "trunkline")
        first.run(str(BIN / "pg_basebackup"), *copied, "--write-recovery-conf", "--checkpoint=fast")
        second.start()
        try:
            yield second
        finally:
            second.stop()


def status(system: System) -> int:
    try:
        with urllib.request.urlopen(f"{system.client.url}/readyz", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def until(system: System, wanted: int) -> float:
    began = time.monotonic()
    while status(system) != wanted:
        assert time.monotonic() - began < 60, f"is not {wanted}"
        time.sleep(0.05)
    return time.monotonic() - began


def test_the_standby_takes_over(tmp_path: Path, figure: Figure) -> None:
    with server() as first, standby(first) as second:
        url = f"postgresql+psycopg://trunkline@/postgres?host={first.folder}&host={second.folder}"
        with running(tmp_path, "--demo", url=f"{url}&target_session_attrs=read-write") as system:
            until(system, 200)
            system.client.new_phone(1001, "02005e100001")
            time.sleep(1)  # it follows a moment later
            with suppress(OSError):
                first.stop()
            until(system, 503)
            second.run(str(BIN / "pg_ctl"), "--wait", "--pgdata", str(second.folder / "data"), "promote")
            figure("a standby is promoted, until all is ready", f"{until(system, 200):.2f} s")
            devices = system.client("GET", "/devices?type=assigned&page_size=100")["devices"]
            assert "02005e100001" in {each["mac_address"].replace("-", "").lower() for each in devices}
            system.client.new_phone(1002, "02005e100002")
