"""Extension numbers: one space per account; the unique index of `extensions` settles every claim.

Where a site has a code, it stands before the short numbers of its extensions: code 21, short 801, number 21801.
"""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from trunkline.problems import refuse
from trunkline.store.tables import Extension, Site
from trunkline.store.tenant import Taken, Tenant

LEAST, MOST = 10, 9_999_999_999
FIRST_FREE = 800
LONGEST_WITH_CODE = 6  # digits of site code and short number together

_next = aliased(Extension, flat=True)
_next_is_taken = exists().where(_next.account_id == Extension.account_id, _next.number == Extension.number + 1)
_free = select(func.min(Extension.number) + 1).where(Extension.number.between(FIRST_FREE, MOST - 1), ~_next_is_taken)


def claim(rows: Tenant, extension: Extension, number: int) -> None:
    """Give a new or a known extension this number."""
    if not LEAST <= number <= MOST:
        refuse("extension_number_range", number=number)
    if number != extension.number and not _took(rows, extension, number):
        refuse("extension_number_taken", number=number)


def claim_free(rows: Tenant, extension: Extension) -> None:
    """Give a new extension the next free number; should another be quicker to take it, the one after."""
    while not _took(rows, extension, free(rows)):
        continue


def _took(rows: Tenant, extension: Extension, number: int) -> bool:
    try:
        with rows.claiming():
            extension.number = number
            rows.add(extension)
    except Taken:
        return False
    return True


def free(rows: Tenant) -> int:
    """A number that nobody has, at or after 800."""
    if rows.first(Extension, Extension.number == FIRST_FREE) is None:
        return FIRST_FREE
    return rows.all(_free)[0][0]


def whole(site: Site, short: int) -> int:
    """The number as dialled from anywhere in the account."""
    return short if site.code is None else int(f"{site.code}{short}")
