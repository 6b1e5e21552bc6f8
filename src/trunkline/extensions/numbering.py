"""Extension numbers: one space per account; the unique index of `extensions` settles every claim.

Where a site has a code, it stands before the short numbers of its extensions: code 21, short 801, number 21801.

Some numbers nobody may have, whichever way they would be given: see `reserved`.
"""

from collections.abc import Iterable

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from trunkline.extensions.reserved import LONGEST, PLACES, Places, is_reserved
from trunkline.problems import refuse
from trunkline.store.tables import Extension, Site
from trunkline.store.tenant import Taken, Tenant

LEAST, MOST = 10, 10**LONGEST - 1
FIRST_FREE = 800
LONGEST_WITH_CODE = 6  # digits of site code and short number together

_next = aliased(Extension, flat=True)
_next_is_taken = exists().where(_next.account_id == Extension.account_id, _next.number == Extension.number + 1)
_free = select(func.min(Extension.number) + 1).where(
    Extension.number.between(bindparam("first"), MOST - 1), ~_next_is_taken
)


def claim(rows: Tenant, extension: Extension, number: int) -> None:
    """Give a new or a known extension this number."""
    if not LEAST <= number <= MOST:
        refuse("extension_number_range", number=number)
    if number != extension.number and not _took(rows, extension, number):
        refuse("extension_number_taken", number=number)


def claim_short(rows: Tenant, extension: Extension, short: int) -> None:
    """Give it this number of its site: where the site has a code, without the code and as long as the site says."""
    if not is_as_long(extension.site, str(short)):
        refuse("extension_length_invalid")
    claim(rows, extension, whole(extension.site, short))


def is_as_long(site: Site, short: str) -> bool:
    """Whether a short number is as long as those of the site; without a code of the site, none is short."""
    return site.code is None or (short.isdigit() and len(short) == site.short_extension_length)


def claim_free(rows: Tenant, extension: Extension, first: int = FIRST_FREE) -> None:
    """Give a new extension the next free number; should another be quicker to take it, the one after.

    Where the site says from which ranges new numbers are taken, `first` is for the time when these are used up.
    """
    places, site = rows.all(PLACES), extension.site
    while not _took(rows, extension, _free_in_ranges(rows, site, places) or free(rows, site, first, places)):
        continue


def _took(rows: Tenant, extension: Extension, number: int) -> bool:
    try:
        with rows.claiming():
            extension.number = number
            rows.add(extension)
    except Taken:
        return False
    return True


def free(rows: Tenant, site: Site, first: int, places: Places) -> int:
    """A number, at or after the first, that nobody has and that may be given at the site."""
    while True:
        while is_reserved(first, site, places):
            first += 1
        if rows.first(Extension, Extension.number == first) is None:
            return first
        first = rows.all(_free, first=first)[0][0]


def _free_in_ranges(rows: Tenant, site: Site, places: Places) -> int | None:
    for begins, ends in site.profile.short_ranges:
        if (number := free(rows, site, whole(site, int(begins)), places)) <= whole(site, int(ends)):
            return number
    return None


def recode(rows: Tenant, extensions: Iterable[Extension], before: int | None, at: Site) -> None:
    """The extensions are of this site from now on, with its code, or none, where the old one stands before numbers.
    Raises Taken, for one that is in use."""
    code, instead = str(before), "" if at.code is None else str(at.code)
    changed = {
        extension: int(instead + str(extension.number).removeprefix(code))
        for extension in extensions
        if before not in (None, at.code) and str(extension.number).startswith(code) and extension.number != before
    }
    if len({*changed.values()}) < len(changed) or any(not LEAST <= number <= MOST for number in changed.values()):
        raise Taken
    with rows.claiming():  # aside, so that none of them is in the way of another
        for extension in changed:
            extension.number = -extension.number
    with rows.claiming():
        for extension in extensions:
            extension.site, extension.number = at, changed.get(extension, extension.number)


def first_of(site: Site) -> int:
    """Where the numbers of a site begin that nobody chose: 800, or 21800 where the site has the code 21."""
    return FIRST_FREE if site.code is None else whole(site, 8 * 10 ** (site.short_extension_length - 1))


def whole(site: Site, short: int) -> int:
    """The number as dialled from anywhere in the account."""
    return short if site.code is None else int(f"{site.code}{short}")
