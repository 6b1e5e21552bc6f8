"""A client of the API that holds every answer against the contract."""

import asyncio
import json
import re
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import unquote

from jsonschema_rs import Draft4Validator

from trunkline.api.contract import Contract, Operation, load, validator
from trunkline.api.operation import handlers
from trunkline.api.pipeline import Api
from trunkline.api.router import Router
from trunkline.problems import Refusal

CONTRACT = load()
ROUTER = Router("/v2", CONTRACT.operations.values())
_strict: dict[int, Draft4Validator] = {}  # by the identity of an operation, of which each wire has its own


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    json: Any
    refused: str | None  # the key of the contract's error that this is
    body: bytes = b""


@dataclass(frozen=True)
class Caller:
    api: Api
    who: str = "admin"
    contract: Contract = CONTRACT

    def by(self, who: str) -> "Caller":
        return replace(self, who=who)

    def __call__(self, method: str, path: str, body: object = None, **headers: str | bytes) -> Answer:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"authorization": f"Bearer {self.who}", "content-type": "application/json"} | headers
        target, _, query = (path if path.startswith("/v2/") else "/v2/phone" + path).partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(target),
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), _bytes(value)) for name, value in sent.items() if value],
        }
        status, received, text = asyncio.run(_send(self.api, scope, raw))
        answer = json.loads(text) if text and received["content-type"] == "application/json" else None
        return Answer(status, received, answer, self._check(method, unquote(target), status, answer), text)

    def _check(self, method: str, path: str, status: int, answer: Any) -> str | None:
        """The refusal's key, or None for a success; anything that the contract does not say fails the test."""
        errors = self.contract.errors
        try:
            found, _ = ROUTER.find(method, path)
        except Refusal as refusal:
            return refusal.key if status != 401 else _named(answer, status, errors)
        operation = self.contract.operations[found.id]
        if status in (operation.success, 206):
            faults = strict_faults(operation, answer)
            assert not faults, faults
            return None
        assert {"code", "message"} <= answer.keys() <= {"code", "message", "errors"}
        key = _named(answer, status, operation.own_errors) or _named(answer, status, errors)
        assert key, f"{operation.id} does not declare {status} {answer}"
        return key


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _named(answer: Any, status: int, errors: Any) -> str | None:
    for key, error in errors.items():
        text = re.sub(r"\\{\w+\\}", ".*", re.escape(error.message))
        if (status, answer["code"]) == (error.status, error.code) and re.fullmatch(text, answer["message"], re.S):
            return key
    return None


def strict_faults(operation: Operation, answer: object) -> list[str]:
    """What the answer has that the contract does not declare, or lacks that it promises."""
    if operation.answer is None:
        return [] if answer is None else ["an answer where none is declared"]
    checker = _strict.get(id(operation))
    if checker is None:
        checker = _strict[id(operation)] = validator(_closed(operation.answer), _closed(operation.schemas))
    return [f"{error.instance_path}: {error.message}" for error in checker.iter_errors(answer)]


def _closed(schema: Any) -> Any:
    """The schema and those within it, with no field allowed that they do not declare."""
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(part) for name, part in cast("dict[str, Any]", schema).items()}
    return closed | ({"additionalProperties": False} if "properties" in closed else {})


async def _send(api: Api, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await api(scope, receive, send)
    start, *pieces = sent
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]
    received = {name.decode(): value.decode() for name, value in start["headers"]}
    text = b"".join(piece["body"] for piece in pieces)
    assert received["content-length"] == str(len(text))
    return start["status"], received, text


SERVED = [CONTRACT.operations[id] for id in sorted(handlers)]
