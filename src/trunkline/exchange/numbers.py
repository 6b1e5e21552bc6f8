"""Numbers as people dial them, and what they mean at a site."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from trunkline.exchange.destinations import dialled_at_home, is_known, read_at_home, written
from trunkline.exchange.plan import Plan, Site, User

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
DISTURBS = {"*78": False, "*79": True}  # what is dialled not to be disturbed, and to be again
OPTS_OUT = {"*62": False, "*63": True}  # what is dialled to take calls of one's queues, and to take none
_SHORTEST = 7  # digits of an international number that is dialled; shorter ones are slips
_WRITTEN = "-.()/,"  # between digits, by people and by some phones
_UNSEEN = ("C", "Z", "Pd")  # Unicode's kinds of blanks, unseen marks and dashes, by how their names begin
# Help of any kind (RFC 5031): as a service, and as phones without one write it in a SIP address.
_HELP = re.compile(r"(?:urn:service:)?sos(?:\.[a-z-]+)*", re.IGNORECASE)
_AFTERWARDS = re.compile(r"[*#pwx]", re.IGNORECASE)  # what begins what is dialled when a call is answered
_HELPS = ("911", "999", "000", "112")  # what is dialled for it, the first that a site has


def plain(dialled: str) -> str:
    """What was dialled, without what people and phones write between the digits and around them, or say of them (RFC
    3966 section 5.1)."""
    said = unicodedata.normalize("NFKC", dialled).partition(";")[0]
    return "".join(each for each in said if each not in _WRITTEN and not unicodedata.category(each).startswith(_UNSEEN))


def emergency(dialled: str, site: Site, plan: Plan | None = None) -> str:
    """The emergency number of a site that was meant, as it leaves the house; empty for what is none.

    No number of a country is as short as these: a plus before one, the site's country code, as phones complete what is
    dialled (RFC 3966 section 5.1.5), and what is to be dialled after it (pauses, keys, an extension) mean nothing. Nor
    does what people dial before national numbers, unless the `plan` has an extension of that number.
    """
    whole = unicodedata.normalize("NFKC", dialled)
    for said in (whole, whole.partition(",")[0]):  # a comma between digits is a pause, or means nothing
        if number := _urgent(plain(said), site, plan):
            return number
    if site.emergency and _HELP.fullmatch(dialled.strip()):
        return next((known for known in _HELPS if known in site.emergency), min(site.emergency))
    return ""


def _urgent(said: str, site: Site, plan: Plan | None) -> str:
    digits = (str(unicodedata.decimal(each, each)) for each in said)  # those of any script
    number = _AFTERWARDS.split("".join(digits), 1)[0]
    if site.dialling:
        number = number.removeprefix(f"+{site.dialling.code}")
    number = number.removeprefix("+")
    if number in site.emergency:
        return number
    national = number.removeprefix(site.dialling.national) if site.dialling else number
    if plan is None or number in plan.dialled or site.code + number in plan.dialled:
        return ""
    return national if national in site.emergency else ""


def emergency_of(line: str, dialled: str, plan: Plan) -> str:
    """The same for what a line dials, at its user's site."""
    found = plan.lines.get(line)
    caller = plan.users.get(found.user) if found else None
    return emergency_for(caller, dialled, plan) if caller else ""


def emergency_for(caller: User, dialled: str, plan: Plan) -> str:
    """The same for what somebody dials: phones complete it with the country code of the site, or with that of whoever
    dials as in another country."""
    ways = plan.site(caller.site_id), plan.dialling_of(caller)
    return next(filter(None, (emergency(dialled, each, plan) for each in ways)), "")


def outside(dialled: str, site: Site) -> str:
    """As E.164; empty for what is no number of the public network."""
    dialled, how = plain(dialled), site.dialling
    if dialled.startswith("+"):
        return dialled if E164.fullmatch(dialled) and len(dialled) > _SHORTEST else ""
    if not how or not dialled.isascii() or not dialled.isdigit():
        return ""
    if how.international and (prefix := re.match(how.international, dialled)):
        return outside(f"+{dialled.removeprefix(prefix[0])}", site)
    if how.national and dialled.startswith(how.national):
        rest = dialled.removeprefix(how.national)
        if len(rest) in how.lengths:
            return read_at_home(dialled, how.country) or f"+{how.code}{rest}"
    # Without a prefix: where there is none, in North America, whose prefix is its code, and where such numbers need
    # none.
    whole = f"+{how.code}{dialled}" if len(dialled) in how.lengths else ""
    whole = whole if how.national in ("", how.code) or dialled_at_home(whole) == dialled else ""
    local = f"+{how.code}{how.area}{dialled}"
    return local if how.area and is_known(local) and not is_known(whole) else whole


def handed(said: str, site: Site) -> str:
    """A number as carriers at a place write it, as E.164: they leave out the plus, or the country too. Where both could
    be meant it stays as it is, for a wrong country is worse than none."""
    how, abroad = site.dialling, f"+{said}"
    home = outside(said, site)
    if not said.isdigit() or said.startswith("0") or len(said) < _SHORTEST:
        return home if is_known(home) else said
    if home:
        return home if home == abroad or is_known(home) or not is_known(abroad) else abroad
    if how and said.startswith(how.code) and len(said) - len(how.code) in how.lengths:
        return abroad
    home = f"+{how.code}{said}" if how and len(said) in how.lengths else ""
    known = [number for number in (home, abroad) if is_known(number)]
    return known[0] if len(known) == 1 else said


def subscriber(said: str, site: Site) -> str:
    """The number that a carrier says a call is from, as E.164: who can be called back by it. Empty for what is none, or
    none that can be told from a short number of ours: they may have as many digits as those of a town."""
    return outside(found, site) if (found := handed(said, site)).startswith("+") else ""


def readings(said: str, plan: Plan) -> Iterator[tuple[str, Site]]:
    """All that a number which a carrier says was dialled can mean to an account, by its sites: which is one of its
    numbers is for its owner to say."""
    sites = {site.dialling: site for site in reversed([*plan.sites.values()])} or {None: Site("")}
    for how, site in sites.items():
        yield handed(said, site), site
        if not said.startswith("+") and len(said) >= _SHORTEST:
            yield f"+{said}", site
            national = said.removeprefix(how.national if how else "")
            if how and len(national) in how.lengths:
                yield f"+{how.code}{national}", site


def came_to(said: str, plan: Plan) -> tuple[str, Site]:
    """Which number of an account a carrier hands over a call to, and a site in whose country it is."""
    found = [*readings(said, plan)]
    ours = ((number, site) for number, site in found if number.startswith("+") and is_ours(number, plan))
    number, at = next(ours, found[0])
    its = (site for _, site in found if site.dialling and number.startswith(f"+{site.dialling.code}"))
    return number, next(its, at)


def is_ours(number: str, plan: Plan) -> bool:
    """Whether a direct number, in E.164, is the account's, whoever has it."""
    return number in plan.dialled or number in plan.unassigned or number in plan.silent


def queue_wish(dialled: str) -> tuple[bool, str] | None:
    """Whether somebody wants no calls of their queues any more (or wants them again), and of which, if not of all; None
    for what is dialled for something else."""
    said = plain(dialled)
    out, queue = OPTS_OUT.get(said[:3]), said[3:]
    return None if out is None or (queue and not queue.isdigit()) else (out, queue)


class Target(NamedTuple):
    """What a number leads to. Our own are reached here: by the carrier they would cost twice, and could come back for
    ever."""

    extension: str = ""  # Extension.id
    ours: str = ""  # a direct number of the account, E.164, whether anyone has it or not
    outside: str = ""  # E.164


def target(dialled: str, site: Site, plan: Plan) -> Target:
    """Of whatever was dialled at a site, or was chosen there for calls to go on to, in any spelling."""
    said = plain(dialled)
    if site.code and (id := plan.dialled.get(site.code + said)):
        return Target(id)  # the short number of a neighbour
    if not said.startswith("+") and (id := plan.dialled.get(said)):
        return Target(id)
    for number in _spellings(said, site):
        if id := plan.dialled.get(number):
            return Target(id, number)
        if is_ours(number, plan):
            return Target(ours=number)
    return Target(outside=outside(said, site))


def _spellings(said: str, site: Site) -> Iterator[str]:
    """In E.164, all that could be meant; that which takes longest to find out comes last."""
    yield f"+{said.removeprefix('+')}"
    if number := outside(said, site):
        yield number
        yield written(number)
