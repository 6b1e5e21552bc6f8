"""What a process runs beside its main thread. Nothing of it dies unnoticed: what the process cannot do without takes it
along when it ends, so that whoever watches the process starts it again; work that fails is told in the log.

Threads, pools and tasks begin here and nowhere else: tests/test_vital.py looks.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import Any

import structlog

ENDED = 70  # the status of a process that lost what it cannot do without (EX_SOFTWARE of sysexits.h)

log = structlog.get_logger()


def _never() -> bool:
    return False


def thread(run: Callable[..., object], *args: object, name: str, asked: Callable[[], bool] = _never) -> Thread:
    """Start one that the process cannot do without. It may return once it was `asked` to; it may never raise."""
    made = Thread(target=lasting(run, name, asked), args=args, name=name, daemon=True)
    made.start()
    return made


def lasting(run: Callable[..., object], name: str, asked: Callable[[], bool] = _never) -> Callable[..., None]:
    """The same for a thread that somebody else starts."""

    def runs(*args: object) -> None:
        try:
            run(*args)
        except BaseException:
            log.critical("thread ended, and the process with it", thread=name, exc_info=True)
            _end()
        if not asked():
            log.critical("thread ended, and the process with it", thread=name, why="it returned")
            _end()

    return runs


def work(run: Callable[..., object], *args: object, name: str) -> Thread:
    """Start a thread for something that has an end."""
    made = Thread(target=_told, args=(run, *args), name=name, daemon=True)
    made.start()
    return made


class Pool(ThreadPoolExecutor):
    """Threads that work is given to."""

    def do(self, run: Callable[..., object], *args: object) -> None:
        """For work whose outcome nobody awaits; that of `submit` has to be."""
        self.submit(_told, run, *args)


def task(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, object], name: str) -> "asyncio.Task[object]":
    """Begin something on an event loop. It is held until it is done, as the loop itself does not."""
    made = loop.create_task(work, name=name)
    _tasks.add(made)
    made.add_done_callback(_done)
    return made


_tasks = set["asyncio.Task[object]"]()


def _done(task: "asyncio.Task[object]") -> None:
    _tasks.discard(task)
    if not task.cancelled() and (error := task.exception()):
        log.error("task failed", task=task.get_name(), exc_info=error)


def every(seconds: float, later: Callable[[float, Callable[[], None]], object], act: Callable[[], object]) -> None:
    """Again and again, whatever becomes of it once; `later` is how the loop at hand is told to call something."""

    def again() -> None:
        later(seconds, again)
        _told(act)

    later(seconds, again)


def _told(run: Callable[..., object], *args: object) -> None:
    try:
        run(*args)
    except Exception:
        log.exception("work failed", work=getattr(run, "__qualname__", type(run).__name__))


def _end() -> None:
    """At once: what else runs may wait for what has ended."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(ENDED)
