"""Answers that stay the same while the process runs."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response


def unchanging(
    body: Callable[[], bytes], media_type: str, always: Mapping[str, str]
) -> Callable[[Request], Awaitable[Response]]:
    """Made when it is first asked for, with an ETag, and compressed at most once."""

    @cache
    def made() -> tuple[str, bytes]:
        whole = body()
        return f'"{sha256(whole).hexdigest()[:32]}"', whole

    packed = cache(lambda: gzip.compress(made()[1], 6, mtime=0))

    async def answer(request: Request) -> Response:
        etag, whole = await asyncio.to_thread(made)
        headers = {**always, "etag": etag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            zipped = await asyncio.to_thread(packed)
            return Response(zipped, headers=headers | {"content-encoding": "gzip"}, media_type=media_type)
        return Response(whole, headers=headers, media_type=media_type)

    return answer
