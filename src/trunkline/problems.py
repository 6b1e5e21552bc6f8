"""Every way to say no. The domain says which key; the contract says what the caller of each operation reads."""

from collections.abc import Sequence
from typing import NoReturn


class Refusal(Exception):
    """A request that the domain turns down: a key of the operation's x-errors, and facts its text may name."""

    def __init__(self, key: str, facts: dict[str, object], fields: Sequence[str]) -> None:
        super().__init__(key, facts)
        self.key, self.facts, self.fields = key, facts, fields


def refuse(key: str, /, *, fields: Sequence[str] = (), **facts: object) -> NoReturn:
    """Refuse with a key of the operation's x-errors; its text may name any of the facts."""
    raise Refusal(key, facts, fields)
