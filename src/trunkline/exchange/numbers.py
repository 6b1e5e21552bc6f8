"""Numbers as people dial them, and what they mean at a site."""

import re
import unicodedata

from trunkline.exchange.plan import Dialling, Plan, Site

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
DISTURBS = {"*78": False, "*79": True}  # what is dialled not to be disturbed, and to be again
_SHORTEST = 7  # digits of an international number that is dialled; shorter ones are slips
_WRITTEN = "-.()/,"  # between digits, by people and by some phones
_UNSEEN = ("C", "Z", "Pd")  # Unicode's kinds of blanks, unseen marks and dashes, by how their names begin
# Help of any kind (RFC 5031): as a service, and as phones without one write it in a SIP address.
_HELP = re.compile(r"(?:urn:service:)?sos(?:\.[a-z-]+)*", re.IGNORECASE)
_HELPS = ("911", "999", "000", "112")  # what is dialled for it, the first that a site has


def plain(dialled: str) -> str:
    """What was dialled, without what people and phones write between the digits and around them, or say of them (RFC
    3966 section 5.1)."""
    said = unicodedata.normalize("NFKC", dialled).partition(";")[0]
    return "".join(each for each in said if each not in _WRITTEN and not unicodedata.category(each).startswith(_UNSEEN))


def emergency(dialled: str, site: Site) -> str:
    """The emergency number of a site that was meant, as it leaves the house; empty for what is none.

    No number of a country is as short as these: a plus before one, the site's country code, as phones complete what is
    dialled (RFC 3966 section 5.1.5), and the key that ends dialling mean nothing.
    """
    digits = (str(unicodedata.decimal(each, each)) for each in plain(dialled))  # those of any script
    number = "".join(digits).rstrip("#")
    if site.dialling:
        number = number.removeprefix(f"+{site.dialling.code}")
    number = number.removeprefix("+")
    if number in site.emergency:
        return number
    if site.emergency and _HELP.fullmatch(dialled.strip()):
        return next((known for known in _HELPS if known in site.emergency), min(site.emergency))
    return ""


def emergency_of(line: str, dialled: str, plan: Plan) -> str:
    """The same for what a line dials, at its user's site."""
    found = plan.lines.get(line)
    caller = plan.users.get(found.user) if found else None
    return emergency(dialled, plan.site(caller.site_id)) if caller else ""


def inside(dialled: str, site: Site, plan: Plan) -> tuple[str, str]:
    """Whose number it is here, and the direct number that reaches them, if it is one."""
    dialled = plain(dialled)
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
    dialled, how = plain(dialled), site.dialling
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
