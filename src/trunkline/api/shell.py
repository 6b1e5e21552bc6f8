"""What is served beside the API itself: a first page, its contract, a page to read it, and whether all is well."""

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trunkline.api import policy
from trunkline.store import meeting

PATIENCE = 1  # seconds that the engine has to say it is well


def document_routes(document: bytes) -> list[Route]:
    """/openapi.json as the wire room holds it; /docs, a page that reads it and needs nothing from elsewhere."""
    page = resources.files("trunkline.api").joinpath("docs.html").read_text()
    (style,), (script,) = (re.findall(f"<{name}>(.*?)</{name}>", page, re.DOTALL) for name in ("style", "script"))
    runs = {"style_src": policy.inline(style), "script_src": policy.inline(script)}
    needs = policy.headers(**runs, connect_src="'self'", img_src="data:")
    return [
        _home(),
        Route("/openapi.json", _unchanging(document, "application/json", policy.headers())),
        Route("/docs", _unchanging(page.encode(), "text/html; charset=utf-8", needs)),
    ]


def _home() -> Route:
    """/, a page for whoever comes to the address with a browser: what this is, and where to go on."""
    page = resources.files("trunkline.api").joinpath("home.html").read_text()
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    needs = policy.headers(style_src=policy.inline(style), img_src="data:")
    return Route("/", _unchanging(page.encode(), "text/html; charset=utf-8", needs))


def _unchanging(body: bytes, media_type: str, always: Mapping[str, str]) -> Callable[[Request], Awaitable[Response]]:
    """An answer that stays the same while the process runs: with an ETag, and compressed at most once."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    packed = cache(lambda: gzip.compress(body, 6, mtime=0))

    async def answer(request: Request) -> Response:
        headers = {**always, "etag": etag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            zipped = await asyncio.to_thread(packed)
            return Response(zipped, headers=headers | {"content-encoding": "gzip"}, media_type=media_type)
        return Response(body, headers=headers, media_type=media_type)

    return answer


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
    first, *others = meeting.places(engine_socket)
    try:
        return await asyncio.open_unix_connection(str(first))
    except OSError:
        for each in others:
            return await asyncio.open_unix_connection(str(each))
        raise


async def _ask(engine_socket: Path) -> dict[str, object]:
    reader, writer = await _reached(engine_socket)
    try:
        writer.write(b'{"ask":"status"}\n')
        return orjson.loads(await reader.readline())
    finally:
        writer.close()
