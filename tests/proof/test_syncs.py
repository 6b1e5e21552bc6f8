"""The process that brings an old folder up is killed at each sync that it makes: what was there is there afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import SERVER
from tests.figures import Figure
from tests.store.folders import copied, counted, of_version
from trunkline.store import migrations
from trunkline.store.head import is_current
from trunkline.store.store import Place

pytestmark = [
    pytest.mark.soak,
    pytest.mark.any_store,
    pytest.mark.timeout(900),
    pytest.mark.skipif(SERVER is not None, reason="of files"),
]

MIGRATES = """
import sys
from pathlib import Path
from trunkline.store import migrations
from trunkline.store.store import Place
migrations.prepare(Place(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("version", ["0001", "0013", "0014"])
def test_a_migration_that_is_killed_at_any_sync_goes_on(version: str, tmp_path: Path, figure: Figure) -> None:
    original = of_version(tmp_path / "original", version)
    there = counted(original)
    for sync in range(1, 200):
        folder = copied(original, tmp_path / str(sync))
        inject = f"inject=fsync,fdatasync:signal=KILL:when={sync}"
        traced = ["strace", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject]
        if subprocess.run([*traced, sys.executable, "-c", MIGRATES, folder]).returncode == 0:
            break
        migrations.prepare(Place(folder))
        assert is_current(folder), f"killed at sync {sync}"
        assert counted(folder) == counted(folder / "copies" / version) == there
    assert counted(folder) == there
    assert sync > 10
    figure(f"syncs of a migration from {version} that it was killed at", f"{sync - 1}, and each went on whole")
