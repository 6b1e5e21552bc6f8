"""What a handler may use besides its arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from trunkline.api.access import Grant
from trunkline.api.contract import Operation
from trunkline.api.paging import Page, PageTokens
from trunkline.problems import refuse
from trunkline.store.blobs import Blobs
from trunkline.store.seal import Seal
from trunkline.store.tenant import Order, Tenant


@dataclass(frozen=True)
class Installation:
    """What the configuration of an account does not say: how this system is reached, and how it keeps secrets."""

    seal: Seal
    sip_address: str  # host:port, as phones reach it
    api_url: str


@dataclass(frozen=True)
class Context:
    rows: Tenant
    grant: Grant
    only: str | None  # the user beyond whose own things the request must not go; None: the whole account
    tokens: PageTokens
    wall: float  # what clocks on walls say, seconds since the epoch
    installation: Installation
    blobs: Blobs
    operation: Operation

    def shape(self, field: str = "") -> Mapping[str, Any]:
        """The contract's schema of the answer, or of one field of it."""
        return self.operation.shape["properties"][field] if field else self.operation.shape

    def asked(self) -> Mapping[str, Any]:
        """The contract's schema of the body's fields: what else a body has is ignored."""
        return (self.operation.body or {})["properties"]

    def leave_room(self, there: int, more: int = 1) -> None:
        """Refuse to add to what is there, beyond the most that the contract lets be."""
        if there + more > self.operation.most:
            refuse("full", most=self.operation.most)

    @property
    def now(self) -> float:
        """By the clock that nobody sets: for what ends, or holds until then."""
        return self.tokens.now

    def page(
        self,
        statement: Select[*tuple[Any, ...]],
        order: Order,
        *,
        newest_first: bool = False,
        total: Callable[[], int] | None = None,
        first: Sequence[Any] = (),
    ) -> tuple[Sequence[Any], Page]:
        """The page that the query asks for. Each row has the columns of the statement, then those of the order.

        `total` says how many rows there are, where the statement is not to be counted. `first` is the place after
        which the first page begins, for a list whose statement does not bound it on that side: an index can be entered
        at one place alone, which on later pages has to be the token's.
        """
        size, token = self.tokens.query["page_size"], self.tokens.query.get("next_page_token")
        after, number = self.tokens.open(token) if token else (first, total() if total else None)
        wanted = 0 if number == 0 else size + 1
        found = self.rows.page(statement, order, after, wanted, newest_first=newest_first)
        if number is None:  # a first page that is the last has all there is
            number = len(found) if len(found) <= size else self.rows.count(statement)
        shown = found[:size]
        following = self.tokens.seal(shown[-1][-len(order) :], number) if len(found) > size else ""
        return shown, {"next_page_token": following, "page_size": size, "total_records": number}
