"""What a numbering plan's pattern stands for, number by number: to try all of six digits would take half a second.

Of regular expressions these patterns have digits, classes of them, groups, alternatives and counts.
"""

import re
from collections.abc import Iterator
from itertools import product

_SIGN = re.compile(r"\(\?:|[()|]|\\d|\[[0-9-]+]|[0-9]|\?|\{[0-9]+(?:,[0-9]+)?}")
_ANY = "0123456789"


def numbers_of(pattern: str) -> set[str]:
    """Raises ValueError for a pattern that has anything else."""
    signs = _SIGN.findall(pattern)
    if "".join(signs) != pattern:
        raise ValueError(pattern)
    return _alternatives(iter([*signs, ")"]))


def _alternatives(signs: Iterator[str]) -> set[str]:
    """As far as the end of the group that they are in."""
    whole, parts = set[str](), list[set[str]]()
    for sign in signs:
        if sign in "|)":
            whole |= {"".join(each) for each in product(*parts)}
            parts = []
            if sign in ")":
                break
        elif sign[0] in "?{":
            parts[-1] = _counted(parts[-1], sign)
        else:
            parts.append(_alternatives(signs) if sign[0] == "(" else {*_digits(sign)})
    return whole


def _counted(part: set[str], count: str) -> set[str]:
    least, _, most = ("0", "", "1") if count == "?" else count[1:-1].partition(",")
    times = range(int(least), int(most or least) + 1)
    return {"".join(each) for n in times for each in product(part, repeat=n)}


def _digits(sign: str) -> str:
    if sign in r"\d":
        return _ANY
    return "".join(_ANY[int(a) : int(b or a) + 1] for a, b in re.findall("([0-9])(?:-([0-9]))?", sign))
