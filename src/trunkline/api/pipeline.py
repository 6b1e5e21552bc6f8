"""The REST endpoint, one plain ASGI app: route, token, scope, rate, door, handler, one commit, answer, log line."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import partial
from time import perf_counter
from typing import Any

import orjson
import structlog

from trunkline import vital
from trunkline.api import away, door, downloads, observed
from trunkline.api.access import Grant, Grants, Reach, admit, check_policies, identify
from trunkline.api.context import Context, Installation
from trunkline.api.contract import Contract, Error, Operation
from trunkline.api.downloads import Download, Piece
from trunkline.api.limits import Limiter
from trunkline.api.metrics import Requests
from trunkline.api.operation import changes_records
from trunkline.api.paging import PageTokens
from trunkline.api.router import Router
from trunkline.problems import Refusal, refuse
from trunkline.store.away import is_away, reason
from trunkline.store.ids import new_id
from trunkline.store.store import Store
from trunkline.store.tables import AuditLine
from trunkline.store.tenant import Tenant

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Handlers = Mapping[str, Callable[..., object]]

PREFIX = "/v2"
READ = {name.encode(): name for name in ("authorization", "content-type", "range", "if-range")}  # headers
LARGEST_BODY = 1_000_000  # bytes
SMALL_BODY = 8192  # bytes, which take less to read than to hand over
READERS = 2  # threads, each of which holds the interpreter for a part of its work
OUR_FAULT = b'{"code":500,"message":"Internal server error."}'

log = structlog.get_logger()


class ClientGone(Exception):
    """The caller hung up before it had sent its request."""


class Api:
    def __init__(
        self,
        contract: Contract,
        handlers: Handlers,
        store: Store,
        grants: Grants,
        limiter: Limiter,
        secret: bytes,
        installation: Installation,
        clock: Callable[[], float],
        wall: Callable[[], float] | None = None,
        requests: Requests | None = None,
    ) -> None:
        self._contract, self._handlers, self._store = contract, handlers, store
        self._grants, self._limiter, self._secret = grants, limiter, secret
        """By `clock` tokens expire and requests are counted; `wall` is the clock that people read, if it is another."""
        self._installation, self._clock, self._wall = installation, clock, wall or clock
        self._readers, self._requests = vital.Pool(READERS, "body"), requests or Requests()
        self._router = Router(PREFIX, contract.operations.values())

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        started = perf_counter()
        headers = {"content-type": "application/json", "x-zm-trackingid": new_id()}
        line: dict[str, object] = {"request": headers["x-zm-trackingid"]}
        try:
            status, body = await self._answer(scope, receive, headers, line)
        except ClientGone:
            return
        except Exception as error:  # the caller learns no more than that; the log has what was raised
            if is_away(error):
                log.error("the store does not answer", why=reason(error), **line)
                status, body = away.STATUS, away.BODY
                headers |= away.AFTER
            else:
                log.exception("failed", method=scope["method"], path=scope["path"], **line)
                status, body = 500, OUR_FAULT
        took = perf_counter() - started
        self._requests.answered(str(line.get("operation", "")), scope["method"], status, took)
        took = round(took * 1000, 2)
        log.info("answered", method=scope["method"], path=scope["path"], status=status, ms=took, **line)
        await _send(send, status, headers, body)

    async def _answer(
        self, scope: Message, receive: Receive, headers: dict[str, str], line: dict[str, object]
    ) -> tuple[int, bytes | Piece]:
        errors = self._contract.errors
        try:
            sent = {READ[name]: value.decode("latin-1") for name, value in scope["headers"] if name in READ}
            now = self._clock()
            grant = await identify(sent.get("authorization", ""), self._grants, now)
            line |= {"account": grant.account_id, "app": grant.app_id}
            if grant.user:
                line["user"] = grant.user.id
            operation, path = self._router.find(scope["method"], scope["path"])
            line["operation"] = operation.id
            if operation.id not in self._handlers:
                refuse("not_served", method=operation.method, path=scope["path"].removeprefix(PREFIX))
            errors = operation.errors
            reach = admit(operation, grant, path)
            self._limiter.take(grant.account_id, operation.rate_limit, now, headers)
            body = await _body(receive)
            sent_with = scope["query_string"], sent.get("content-type", ""), body
            asked = await self._asked(operation, reach, *sent_with)
            answer = await self._handle(operation, grant, reach, now, asked)
            if isinstance(answer, Download):
                return await downloads.opened(answer, self._store.blobs, sent, headers)
            return operation.success, answer
        except Refusal as refusal:
            line["refused"] = refusal.key
            if "allow" in refusal.facts:
                headers["allow"] = str(refusal.facts["allow"])
            if refusal.key == "range_unsatisfiable":
                headers["content-range"] = f"bytes */{refusal.facts['size']}"
            return _refused(errors[refusal.key], refusal)

    async def _asked(
        self, operation: Operation, reach: Reach, query: bytes, media_type: str, body: bytes
    ) -> door.Asked:
        """What is long is read in a thread, so that nobody else waits for it."""
        read = partial(door.read, operation, reach, query, media_type, body)
        if len(body) <= SMALL_BODY:
            return read()
        return await asyncio.get_running_loop().run_in_executor(self._readers, read)

    async def _handle(
        self, operation: Operation, grant: Grant, reach: Reach, now: float, asked: door.Asked
    ) -> bytes | Download:
        """Reads change nothing. A change, its audit line and its events are made in one commit, or not at all.

        A change that changes nothing is no success, once it is sure that it finds what it names.
        """
        arguments = asked.arguments
        handler, account_id, wall = self._handlers[operation.id], grant.account_id, self._wall()
        query = arguments.get("query", {})
        tokens = PageTokens(self._secret, now, operation.id, account_id, grant.app_id, reach.path, query)

        def run(rows: Tenant) -> bytes | Download:
            context = Context(rows, grant, reach.only, tokens, wall, self._installation, self._store.blobs, operation)
            answer = handler(context, **arguments)
            if isinstance(answer, Download):
                return answer
            observed.made_so(answer, operation.from_one, operation.left_out)
            return b"" if answer is None else orjson.dumps(answer)

        def write(rows: Tenant) -> bytes | Download:
            check_policies(rows, operation, reach, arguments)
            answer = run(rows)
            if asked.missed is not None:
                refuse("invalid", fields=asked.missed)
            person_id = grant.user.id if grant.user else None
            rows.note(
                AuditLine, app_id=grant.app_id, person_id=person_id, operation=operation.id, path=dict(reach.path)
            )
            return answer

        if operation.writes:
            return await self._store.write_soon(account_id, write, both=operation.id in changes_records)
        return await self._store.read_soon(account_id, run)


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            refuse("body_too_large")
        if not message.get("more_body"):
            return bytes(body)


def _refused(error: Error, refusal: Refusal) -> tuple[int, bytes]:
    answer: dict[str, object] = {"code": error.code, "message": error.message.format(**refusal.facts)}
    if refusal.fields:
        answer["errors"] = [{"field": field, "message": "Invalid field."} for field in refusal.fields]
    return error.status, orjson.dumps(answer)


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes | Piece) -> None:
    length = body.length if isinstance(body, Piece) else len(body)
    names = {**headers, "content-length": str(length)}
    if body == b"":
        del names["content-type"]
    raw = [(name.encode(), value.encode()) for name, value in names.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    if isinstance(body, Piece):
        await downloads.send(body, send)
    else:
        await send({"type": "http.response.body", "body": body})
