"""Numbers as people dial them, and what they mean at a site."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from trunkline.exchange.destinations import written
from trunkline.exchange.plan import Plan, Site

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
DISTURBS = {"*78": False, "*79": True}  # what is dialled not to be disturbed, and to be again
_SHORTEST = 7  # digits of an international number that is dialled; shorter ones are slips
_WRITTEN = str.maketrans("", "", " -.()/")  # between digits, by some phones


def emergency(dialled: str, site: Site) -> bool:
    return dialled.translate(_WRITTEN) in site.emergency


def outside(dialled: str, site: Site) -> str:
    """As E.164; empty for what is no number of the public network."""
    dialled, how = dialled.translate(_WRITTEN), site.dialling
    if dialled.startswith("+"):
        return dialled if E164.fullmatch(dialled) and len(dialled) > _SHORTEST else ""
    if not how or not dialled.isascii() or not dialled.isdigit():
        return ""
    if how.international and dialled.startswith(how.international):
        return outside(f"+{dialled.removeprefix(how.international)}", site)
    if how.national and dialled.startswith(how.national):
        rest = dialled.removeprefix(how.national)
        if len(rest) in how.lengths:
            return f"+{how.code}{rest}"
    # Without a prefix: where there is none, and in North America, whose prefix is its code.
    bare = how.national in ("", how.code) and len(dialled) in how.lengths
    return f"+{how.code}{dialled}" if bare else ""


class Target(NamedTuple):
    """What a number leads to. Our own are reached here: by the carrier they would cost twice, and could come back for
    ever."""

    extension: str = ""  # Extension.id
    ours: str = ""  # a direct number of the account, E.164, whether anyone has it or not
    outside: str = ""  # E.164


def target(dialled: str, site: Site, plan: Plan) -> Target:
    """Of whatever was dialled at a site, or was chosen there for calls to go on to, in any spelling."""
    plain = dialled.translate(_WRITTEN)
    if site.code and (id := plan.dialled.get(site.code + plain)):
        return Target(id)  # the short number of a neighbour
    if not plain.startswith("+") and (id := plan.dialled.get(plain)):
        return Target(id)
    for number in _spellings(plain, site):
        if id := plan.dialled.get(number):
            return Target(id, number)
        if number in plan.unassigned or number in plan.silent:
            return Target(ours=number)
    return Target(outside=outside(plain, site))


def _spellings(plain: str, site: Site) -> Iterator[str]:
    """In E.164, all that could be meant; that which takes longest to find out comes last."""
    yield f"+{plain.removeprefix('+')}"
    if number := outside(plain, site):
        yield number
        yield written(number)
