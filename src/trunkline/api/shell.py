"""What is served beside the API itself: a first page, its contract, a page to read it, and whether all is well."""

import asyncio
import re
from contextlib import suppress
from functools import partial
from importlib import resources
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trunkline.api import policy
from trunkline.api.published import publish
from trunkline.api.unchanging import unchanging
from trunkline.store import meeting

PATIENCE = 1  # seconds that the engine has to say it is well
VIEWER = resources.files("trunkline.api").joinpath("viewer")
# What the viewer writes into its page: empty styles, which it fills by script, and one of scroll bars.
ITS_STYLES = f"{policy.inline('')} 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"


def document_routes(packed: bytes, url: str) -> list[Route]:
    """/openapi.json, or with ?served=true what is served of it; /docs, a page that reads it and needs nothing from
    elsewhere."""
    whole, served = (
        unchanging(partial(publish, packed, url, served=each), "application/json", policy.headers())
        for each in (False, True)
    )

    async def document(request: Request) -> Response:
        return await (served if request.query_params.get("served") == "true" else whole)(request)

    return [_home(), Route("/openapi.json", document), *_viewer_routes()]


def _viewer_routes() -> list[Route]:
    page = VIEWER.joinpath("docs.html").read_text()
    (style,), (script,) = (re.findall(f"<{name}>(.*?)</{name}>", page, re.DOTALL) for name in ("style", "script"))
    needs = policy.headers(
        style_src=f"{policy.inline(style)} {ITS_STYLES}",
        script_src=f"'self' {policy.inline(script)}",
        worker_src="blob:",  # it searches beside the page
        connect_src="'self'",
        img_src="data:",
    )
    program, licences = (VIEWER.joinpath(f"redoc.standalone.js{end}") for end in ("", ".LICENSE.txt"))
    return [
        Route("/docs", unchanging(page.encode, "text/html; charset=utf-8", needs)),
        Route(f"/docs/{program.name}", unchanging(program.read_bytes, "text/javascript", policy.headers())),
        Route(f"/docs/{licences.name}", unchanging(licences.read_bytes, "text/plain", policy.headers())),
    ]


def _home() -> Route:
    """/, a page for whoever comes to the address with a browser: what this is, and where to go on."""
    page = resources.files("trunkline.api").joinpath("home.html").read_text()
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    needs = policy.headers(style_src=policy.inline(style), img_src="data:")
    return Route("/", unchanging(page.encode, "text/html; charset=utf-8", needs))


def health_route(engine_socket: Path) -> Route:
    """/healthz is 200 once calls can be placed: the API answers, so what remains to be asked is the engine. Anybody may
    ask, so nothing more is said: whom the engine calls and how much is its socket's to tell, on this host."""

    async def healthz(_: Request) -> Response:
        try:
            status = await asyncio.wait_for(_ask(engine_socket), PATIENCE)
        except (OSError, TimeoutError, ValueError):
            status = {"ready": False}
        ready = status.get("ready") is True
        return JSONResponse({"status": "ok" if ready else "starting"}, 200 if ready else 503)

    return Route("/healthz", healthz)


async def _reached(engine_socket: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        return await asyncio.open_unix_connection(str(engine_socket))
    except OSError:
        for each in await asyncio.to_thread(meeting.elsewhere, engine_socket):
            with suppress(OSError):
                return await asyncio.open_unix_connection(str(each))
        raise


async def _ask(engine_socket: Path) -> dict[str, object]:
    reader, writer = await _reached(engine_socket)
    try:
        writer.write(b'{"ask":"status"}\n')
        return orjson.loads(await reader.readline())
    finally:
        writer.close()
