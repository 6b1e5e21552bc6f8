"""What goes wrong with one keeps no other from its turn."""

import pytest

from trunkline.engine import turns

pytestmark = pytest.mark.any_store


def test_the_others_have_theirs() -> None:
    done = list[int]()

    def do(one: int) -> None:
        them.append(9)
        done.append(1 // one)

    them = [1, 0, -1]
    turns.each(them, do)
    assert done == [1, -1]
