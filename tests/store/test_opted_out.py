"""Who takes no calls of a queue is known to the next engine and the API, and to nobody else's."""

from tests.acme import Acme
from trunkline.engine.state import StoredState
from trunkline.extensions import members
from trunkline.records import opted_out
from trunkline.store.store import Store
from trunkline.store.tables import CallQueue, Member
from trunkline.store.tenant import Tenant


def test_it_is_kept_until_it_is_taken_back_or_the_membership_is_over(engine: Store, acme: Acme) -> None:
    state = StoredState(engine)
    first, second = sorted(acme.store.read(acme.id, lambda rows: [row.id for row in rows.find(Member)]))[:2]

    def said(member: str, *, out: bool) -> list[str]:
        state.opt_out(acme.id, member, out)
        assert state.written(10)
        return [*StoredState(engine).opted_out(acme.id)]

    assert said(first, out=True) == [first]
    assert said(first, out=True) == [first]
    assert said(second, out=True) == [first, second]
    assert not state.opted_out("rival")
    assert acme.store.read(acme.id, opted_out.of) == [first, second]
    assert said(first, out=False) == [second]
    acme.write(lambda rows: leave(rows, acme.queue))
    assert said(first, out=True) == [first], "of the one that is over nothing is kept"


def leave(rows: Tenant, queue: str) -> None:
    members.remove_all(rows, rows.edit(CallQueue, queue))
