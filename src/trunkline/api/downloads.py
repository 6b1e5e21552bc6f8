"""Answers that are files: sent in pieces, all or a part (RFC 9110 section 14), without holding up anything else."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from trunkline.problems import Refusal, refuse
from trunkline.store.blobs import Blob, Blobs, NoBlob

PIECE = 1 << 18  # bytes read and sent at a time

# One range of bytes; more than one, and any other unit, may be ignored.
_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))[ \t]*")

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Download:
    """What a handler answers when it answers with a file. It is answered directly: a client that is sent elsewhere
    leaves its token behind."""

    blob: str
    media_type: str
    name: str  # to save it under


class Piece(NamedTuple):
    """An open file, and what of it is to be sent."""

    blob: Blob
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


async def opened(
    download: Download, blobs: Blobs, asked: Mapping[str, str], headers: dict[str, str]
) -> tuple[int, Piece]:
    """Status and content of the answer to these request headers; adds the answer's to `headers`."""
    try:
        blob = await asyncio.to_thread(blobs.open, download.blob)
    except NoBlob:
        refuse("file_unknown")
    etag = f'"{download.blob}"'  # of that name there is never another content
    wanted = asked.get("range", "") if asked.get("if-range", etag) == etag else ""
    try:
        part = _part(wanted, blob.size)
    except Refusal:
        blob.close()
        raise
    headers |= {
        "content-type": download.media_type,
        "content-disposition": f'attachment; filename="{download.name}"',
        "accept-ranges": "bytes",
        "etag": etag,
        "cache-control": "private",
    }
    if part is None:
        return 200, Piece(blob, 0, blob.size)
    start, end = part
    headers["content-range"] = f"bytes {start}-{end - 1}/{blob.size}"
    return 206, Piece(blob, start, end)


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """From where to where, or None for all of it."""
    found = _RANGE.fullmatch(wanted)
    if found is None:
        return None
    first, last, suffix = (None if said is None else int(said) for said in found.groups())
    if first is None:
        start, end = max(size - (suffix or 0), 0), size
    elif last is not None and last < first:
        return None
    else:
        start, end = first, size if last is None else min(last + 1, size)
    if start >= end:
        refuse("range_unsatisfiable", size=size)
    return start, end


async def send(piece: Piece, to: Send) -> None:
    """The body, after the response has been started."""
    try:
        at = piece.start
        while at < piece.end:
            content = await asyncio.to_thread(piece.blob.read, at, min(PIECE, piece.end - at))
            if not content:
                raise EOFError("a blob is shorter than it was")
            at += len(content)
            await to({"type": "http.response.body", "body": content, "more_body": True})
        await to({"type": "http.response.body", "body": b""})
    finally:
        piece.blob.close()
