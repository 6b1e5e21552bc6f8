"""What killed processes left in an installation's folder: cleared at a start, once nobody works on it any more."""

from pathlib import Path

from trunkline import clock, whole
from trunkline.store import copies

OLDER = (".restoring-",)  # what versions before this one called theirs
WITHIN = ("blobs", "journal", "keys", "sounds", copies.FOLDER)


def clear(folder: Path) -> None:
    for within in (folder, *(folder / name for name in WITHIN)):
        whole.clear(within, *OLDER)
    copies.clear(folder, clock.wall())
