"""Bodies of which a path says what part is meant."""

from collections.abc import Mapping
from typing import Any

from trunkline.problems import refuse


def meant(body: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The parts of the body that belong to what the path names. One that has none of them would change nothing."""
    found = {name: body[name] for name in names if name in body}
    return found or refuse("invalid", fields=names)
