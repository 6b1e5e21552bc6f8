"""Who does not want to be disturbed is known to the next engine, and to nobody else's."""

from tests.acme import Acme
from trunkline.engine.state import StoredState
from trunkline.records import undisturbed
from trunkline.store.store import Store


def test_it_is_kept_until_it_is_taken_back(engine: Store, acme: Acme) -> None:
    state, (ada, ben) = StoredState(engine), acme.users[:2]

    def said(user: str, *, may: bool) -> list[str]:
        state.disturb(acme.id, user, may)
        assert state.written(10)
        return [*StoredState(engine).undisturbed(acme.id)]

    assert said(ada, may=False) == [ada]
    assert said(ada, may=False) == [ada]
    assert said(ben, may=False) == sorted([ada, ben])
    assert not state.undisturbed("rival")
    assert acme.store.read(acme.id, undisturbed.of) == sorted([ada, ben])
    assert said(ada, may=True) == [ben]
    assert said(ada, may=True) == [ben]
