"""What a restore has made whole, and moves into its place: one that was killed meanwhile is finished by the next."""

import shutil
from pathlib import Path

from trunkline import whole
from trunkline.store.shapes import FILES

RESTORED = ".restored"  # the folder that has it: when that is there, everything is in it or in its place


def waits(folder: Path) -> bool:
    """Whether there is an installation that was not moved in yet."""
    return (folder / RESTORED).is_dir()


def finish(folder: Path) -> bool:
    """Move in what a restore made whole and had not moved yet, when it was killed. The last is `state.db`, which makes
    a folder an installation."""
    made = folder / RESTORED
    if not waits(folder):
        return False
    if (made / "blobs").exists():
        shutil.rmtree(folder / "blobs", ignore_errors=True)  # it has none
        (made / "blobs").rename(folder / "blobs")
    for name in ("journal", "keys"):
        for path in (made / name).glob("*"):
            (folder / name).mkdir(exist_ok=True)
            path.rename(folder / name / path.name)
            whole.sync(folder / name)
    for name in FILES.values():
        if (made / name).exists():
            (made / name).rename(folder / name)
    whole.sync(folder)
    shutil.rmtree(made)
    return True
