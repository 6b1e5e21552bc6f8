"""Processes that are killed on the way: as they are about to commit, to sync or to rename for so many times."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

KILLED = 9
FORK = multiprocessing.get_context("fork")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Whether a process that does it was killed, as it was about to commit, sync or rename for so many times."""

    def run() -> None:
        left = step

        def point(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(KILLED)

        sync, rename = os.fsync, Path.rename
        event.listen(Engine, "commit", point)
        os.fsync = lambda file: (point(), sync(file))[1]  # type: ignore[assignment]
        Path.rename = lambda path, to: (point(), rename(path, to))[1]  # type: ignore[assignment,method-assign]
        work()
        os._exit(0)

    process = FORK.Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (0, KILLED)
    return process.exitcode == KILLED
