"""A request that comes just after a change waits for it, and nothing else does: what was changed through the API is in
force for the next call, and the loop never waits for the store."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from trunkline.engine import requirements, stack
from trunkline.engine.digest import named
from trunkline.engine.ports import Directory, NotYetKnown
from trunkline.engine.transactions import Transactions

PATIENCE = 1.0  # seconds that one waits at most, once: its phone says it again after 0.5, which changes nothing
STARTING = "Retry-After: 2"  # seconds

Serve = Callable[[Any, Any], Any]


class PuttingOff:
    def __init__(self, transactions: Transactions, directory: Directory) -> None:
        self._transactions, self._directory = transactions, directory

    def serve(self, request: Any, transaction: Any, accounts: Collection[str], serve: Serve) -> Any:
        """As the stack is answered: now, or later. `accounts` are those that a carrier's call may be for."""
        served = _as_known(serve)
        users, plans = named(request), request.getMethod() == "INVITE"
        if not self._directory.is_behind(users, accounts, plans=plans):
            return served(request, transaction)
        over: list[bool] = []

        def go_on(*, in_time: bool) -> None:
            if over:
                return
            over.append(True)
            if in_time:
                late.cancel()
            else:
                self._directory.gave_up(accounts)
            self._transactions.serve_late(request, transaction, served)

        late = stack.Timeout(partial(go_on, in_time=False), PATIENCE)
        then = partial(stack.loop.callFromThread, partial(go_on, in_time=True))
        self._directory.take_up(users, accounts, then, plans=plans)
        return None, None, None


def _as_known(serve: Serve) -> Serve:
    def served(request: Any, transaction: Any) -> Any:
        try:
            return serve(request, transaction)
        except NotYetKnown:  # an engine that has just begun, and a store that does not answer
            return requirements.said(request, 503, STARTING), None, None

    return served
