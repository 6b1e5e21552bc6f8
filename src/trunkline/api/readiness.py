"""Whether the installation can do its work now, and what keeps it from that: a check for each of its parts, by name.

Anybody may ask, so reasons name no path, address or secret, and asking often costs nothing: an answer is good for a
second. A check runs in a thread of its own and has a second; one that hangs is not begun again until it is over.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trunkline import vital

FRESH = 1.0  # seconds for which an answer is good
PATIENCE = 1.0  # seconds that a check has
HEADERS = {"cache-control": "no-store"}

log = structlog.get_logger()


@dataclass(frozen=True)
class Trouble:
    """What a check has found, in a few words for everybody. One that is `grave` keeps the part from its work."""

    text: str
    grave: bool = True


Check = Callable[[], Iterable[Trouble]]


@dataclass
class Part:
    name: str
    check: Check
    running: "Future[list[Trouble]] | None" = None
    troubles: list[Trouble] = field(default_factory=list[Trouble])


class Readiness:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._parts: list[Part] = []
        self._threads: vital.Pool | None = None
        self._looked = float("-inf")
        self._look: asyncio.Task[object] | None = None
        self._was: dict[str, list[str]] = {}

    def add(self, name: str, check: Check) -> None:
        self._parts.append(Part(name, check))

    async def answer(self) -> tuple[bool, dict[str, Any]]:
        """Whether all parts can do their work, and what is known of each."""
        if self._look is None and self._clock() - self._looked >= FRESH:
            self._look = vital.task(asyncio.get_running_loop(), self._checked(), "readiness")
        if self._look:
            await asyncio.shield(self._look)
        said = {part.name: _said(part.troubles) for part in self._parts}
        return all(each["ready"] for each in said.values()), said

    async def _checked(self) -> None:
        try:
            await asyncio.gather(*map(self._ask, self._parts))
        finally:
            self._looked, self._look = self._clock(), None
        grave = {part.name: texts for part in self._parts if (texts := [t.text for t in part.troubles if t.grave])}
        if grave != self._was:
            self._was = grave
            log.warning("not ready", **grave) if grave else log.info("ready again")

    async def _ask(self, part: Part) -> None:
        self._threads = self._threads or vital.Pool(len(self._parts), "check")
        if part.running is None:
            part.running = self._threads.submit(_troubles, part)
        waiting = asyncio.wrap_future(part.running)
        done, _ = await asyncio.wait({waiting}, timeout=PATIENCE)
        if done:
            part.troubles, part.running = waiting.result(), None
        else:
            part.troubles = [Trouble("does not answer in time")]


def _troubles(part: Part) -> list[Trouble]:
    try:
        return [*part.check()]
    except Exception:
        log.exception("check failed", part=part.name)
        return [Trouble("cannot be checked")]


def _said(troubles: Iterable[Trouble]) -> dict[str, Any]:
    grave = [each.text for each in troubles if each.grave]
    slight = [each.text for each in troubles if not each.grave]
    return {"ready": not grave} | ({"reasons": grave} if grave else {}) | ({"warnings": slight} if slight else {})


def routes(readiness: Readiness) -> list[Route]:
    """/livez is 200 while this process answers at all; /readyz is 200 while every part can do its work."""

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "alive"}, headers=HEADERS)

    async def readyz(_: Request) -> Response:
        ready, parts = await readiness.answer()
        said = {"status": "ready" if ready else "not ready", "parts": parts}
        return JSONResponse(said, 200 if ready else 503, HEADERS)

    return [Route("/livez", livez), Route("/readyz", readyz)]
