"""Tokens that say where a list goes on: opaque, signed, good for 15 minutes of the same query by the same caller."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import orjson

from trunkline.problems import refuse

LIFETIME = 15 * 60  # seconds
SEAL = 16  # bytes


class Page(TypedDict):
    next_page_token: str
    page_size: int
    total_records: int


@dataclass(frozen=True)
class PageTokens:
    secret: bytes
    now: float
    operation_id: str
    account_id: str
    app_id: str
    path: Mapping[str, str]
    query: Mapping[str, Any]

    def seal(self, after: Sequence[Any], total: int) -> str:
        return self.sealed([int(self.now) + LIFETIME, list(after), total], self._asked())

    def open(self, token: str) -> tuple[list[Any], int]:
        """The place to go on after, and the total counted on the first page."""
        said = self.opened(token, self._asked())
        if said is None or said[0] < self.now:
            refuse("page_token_invalid")
        return said[1], said[2]

    def sealed(self, said: Sequence[Any], query: Mapping[str, Any]) -> str:
        """A token for this caller of this list, and of these parts of the query."""
        place = orjson.dumps(said)
        return urlsafe_b64encode(self._mac(place, query) + place).decode().rstrip("=")

    def opened(self, token: str, query: Mapping[str, Any]) -> Any:
        """What was sealed, or None for what was not, or not for this."""
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        mac, place = raw[:SEAL], raw[SEAL:]
        return orjson.loads(place) if hmac.compare_digest(mac, self._mac(place, query)) else None

    def _asked(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.query.items() if name not in ("next_page_token", "page_size")}

    def _mac(self, place: bytes, query: Mapping[str, Any]) -> bytes:
        bound = [self.operation_id, self.account_id, self.app_id, dict(self.path), query]
        return hmac.digest(self.secret, orjson.dumps(bound, option=orjson.OPT_SORT_KEYS) + b"\n" + place, "sha256")[
            :SEAL
        ]
