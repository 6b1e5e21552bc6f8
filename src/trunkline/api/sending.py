"""Long answers, a piece at a time, so that who asks for much keeps nobody else waiting."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PIECE = 1 << 16  # bytes: as many as a connection holds unread before it waits for its client

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Turns:
    """Pieces go out one in a round of the event loop, whomever they are for; what is short need not wait for them."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()  # first come, first served

    def by(self, send: Send) -> Send:
        async def sent(message: MutableMapping[str, Any]) -> None:
            body = message.get("body", b"")
            if len(body) <= PIECE:
                await send(message)
                return
            rest, more = memoryview(body), message.get("more_body", False)
            while len(rest):
                async with self._turn:
                    await asyncio.sleep(0)
                piece, rest = rest[:PIECE], rest[PIECE:]
                await send({**message, "body": piece, "more_body": more or len(rest) > 0})  # once its client has read

        return sent
