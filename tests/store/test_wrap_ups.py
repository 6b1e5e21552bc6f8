"""What a queue's member had to do after a call is told once it is over, before or after the call itself is stored."""

from datetime import UTC, datetime

from tests.acme import Acme
from trunkline.engine.state import StoredState
from trunkline.exchange.vocabulary import WrappedUp
from trunkline.records import queue_analytics
from trunkline.store.store import Store

AT = 1_790_000_000.25


def test_it_is_kept_for_its_queue_and_period_and_told_again_counts_once(engine: Store, acme: Acme) -> None:
    state = StoredState(engine)

    def seconds(since: float, until: float) -> int:
        period = (datetime.fromtimestamp(each, UTC) for each in (since, until))
        return acme.store.read(acme.id, lambda rows: queue_analytics.of(rows, [acme.queue], *period))[
            acme.queue
        ].wrapped_up

    for call, queue, lasted in (("1", acme.queue, 12.7), ("2", acme.queue, 3.0), ("2", acme.users[0], 50.0)):
        state.wrapped_up(acme.id, WrappedUp(call, queue, AT, lasted))
    assert state.written(10)
    state.wrapped_up(acme.id, WrappedUp("1", acme.queue, AT, 30.0))
    assert state.written(10)
    state.close()
    assert (seconds(AT - 1, AT + 1), seconds(AT + 1, AT + 2), seconds(AT - 2, AT - 1)) == (15, 0, 0)
