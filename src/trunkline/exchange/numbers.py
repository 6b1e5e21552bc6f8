"""Numbers as people dial them, and what they mean at a site."""

import re

from trunkline.exchange.plan import Dialling, Plan, Site

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
DISTURBS = {"*78": False, "*79": True}  # what is dialled not to be disturbed, and to be again
_SHORTEST = 7  # digits of an international number that is dialled; shorter ones are slips
_WRITTEN = str.maketrans("", "", " -.()/")  # between digits, by some phones


def emergency(dialled: str, site: Site) -> bool:
    return dialled.translate(_WRITTEN) in site.emergency


def inside(dialled: str, site: Site, plan: Plan) -> tuple[str, str]:
    """Whose number it is here, and the direct number that reaches them, if it is one."""
    dialled = dialled.translate(_WRITTEN)
    if site.code and (id := plan.dialled.get(site.code + dialled)):
        return id, ""  # the short number of a neighbour
    if not dialled.startswith("+") and (id := plan.dialled.get(dialled)):
        return id, ""
    for number in (f"+{dialled.removeprefix('+')}", outside(dialled, site)):
        if id := plan.dialled.get(number):
            return id, number
    return "", ""


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


def international(number: str, how: Dialling | None) -> bool:
    """Whether an E.164 number is in another country than the site."""
    if how is None or not number.startswith(f"+{how.code}"):
        return True
    rest = number.removeprefix("+").removeprefix(how.code)
    return rest.startswith(how.foreign) if how.foreign else False
