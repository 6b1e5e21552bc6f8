"""What a restore has made whole, and moves into its place: one that was killed meanwhile is finished by the next."""

import shutil
from pathlib import Path

from trunkline.store import unfinished
from trunkline.store.shapes import FILES

RESTORED = ".restored"  # the folder that has it: when that is there, everything is in it or in its place


def finish(folder: Path) -> bool:
    """Move in what a restore made whole and had not moved yet, when it was killed. The last is `state.db`, which makes
    a folder an installation."""
    whole = folder / RESTORED
    if not whole.is_dir():
        return False
    if (whole / "blobs").exists():
        shutil.rmtree(folder / "blobs", ignore_errors=True)  # it has none
        (whole / "blobs").rename(folder / "blobs")
    for name in ("journal", "keys"):
        for path in (whole / name).glob("*"):
            (folder / name).mkdir(exist_ok=True)
            path.rename(folder / name / path.name)
            unfinished.sync(folder / name)
    for name in FILES.values():
        if (whole / name).exists():
            (whole / name).rename(folder / name)
    unfinished.sync(folder)
    shutil.rmtree(whole)
    return True
