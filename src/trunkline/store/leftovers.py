"""What killed processes left in an installation's folder: cleared at a start, once nobody works on it any more."""

import time
from pathlib import Path

from trunkline.store import copies, unfinished

OLDER = (".restoring-",)  # what versions before this one called theirs


def clear(folder: Path) -> None:
    for within in (folder, folder / "blobs", folder / "journal", folder / copies.FOLDER):
        unfinished.clear(within, *OLDER)
    copies.clear(folder, time.time())
