"""Who takes no calls of a queue is known to the next engine and the API, and to nobody else's."""

from tests.acme import Acme
from trunkline.engine.state import StoredState
from trunkline.records import opted_out
from trunkline.store.store import Store


def test_it_is_kept_until_it_is_taken_back(engine: Store, acme: Acme) -> None:
    state = StoredState(engine)

    def said(member: str, *, out: bool) -> list[str]:
        state.opt_out(acme.id, member, out)
        assert state.written(10)
        return [*StoredState(engine).opted_out(acme.id)]

    assert said("1", out=True) == ["1"]
    assert said("1", out=True) == ["1"]
    assert said("2", out=True) == ["1", "2"]
    assert not state.opted_out("rival")
    assert acme.store.read(acme.id, opted_out.of) == ["1", "2"]
    assert said("1", out=False) == ["2"]
