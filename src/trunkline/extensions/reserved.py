"""Which extension numbers nobody may have: those that are emergency or service numbers where they are dialled.

A number is dialled whole at every site of the account, and at a site with a code also without the code that it begins
with. At its own site it must not be a number for help, begin with one, or be the beginning of one, nor be another
service's. At the other sites it must not be an emergency number.

Whichever way a number comes to be written, it is held to that: by the session that writes it.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, event, inspect, or_, select
from sqlalchemy.orm import Session

from trunkline.extensions.short_numbers import (
    begins_or_is_begun_by,
    emergency_numbers,
    is_service_number,
    numbers_for_help,
)
from trunkline.problems import refuse
from trunkline.store.store import Changes
from trunkline.store.tables import Extension, Site

GIVEN = "given"
LONGEST = 10  # digits of an extension number
Places = Sequence[tuple[str, int | None]]  # the countries and codes of an account's sites

PLACES = select(Site.country, Site.code).distinct()


def is_reserved(number: int, home: Site, places: Places) -> bool:
    helping = numbers_for_help(home.country)
    for each in _dialled(str(number), home.code):
        if begins_or_is_begun_by(each, helping) or is_service_number(each, home.country):
            return True
    return _is_emergency(number, places)


def _is_emergency(number: int, places: Places) -> bool:
    whole = str(number)
    return any(each in emergency_numbers(country) for country, code in places for each in _dialled(whole, code))


def taken_before(session: Session) -> Iterator[tuple[str, int]]:
    """Account and number of each extension that has one from a time when it could: for every account."""
    places: dict[str, list[tuple[str, int | None]]] = {}
    sites = {site.id: site for site in session.scalars(select(Site))}
    for site in sites.values():
        places.setdefault(site.account_id, []).append((site.country, site.code))
    for account_id, number, site_id in session.execute(
        select(Extension.account_id, Extension.number, Extension.site_id).order_by(Extension.number)
    ):
        if is_reserved(number, sites[site_id], places[account_id]):
            yield account_id, number


def _dialled(whole: str, code: int | None) -> Iterator[str]:
    """The ways in which a number is dialled at a site with that code, or with none."""
    yield whole
    if code is not None and (short := whole.removeprefix(str(code))) not in ("", whole):
        yield short


@event.listens_for(Changes, "before_flush")
def _remember(session: Session, *_: object) -> None:
    """What is given now is looked at, not what was given before there was this rule."""
    for row in (*session.new, *session.dirty):
        if isinstance(row, Extension | Site) and _is_moved(row):
            session.info.setdefault(GIVEN, set()).add(row)


def _is_moved(row: Extension | Site) -> bool:
    names = ("number", "site", "site_id") if isinstance(row, Extension) else ("country", "code")
    return any(inspect(row).attrs[name].history.has_changes() for name in names)


@event.listens_for(Changes, "before_commit")
def _hold(session: Session) -> None:
    """Of a savepoint too, so that a claim is refused as such; what stands between two steps of a change is nobody's."""
    session.flush()
    given: set[Extension | Site] = session.info.pop(GIVEN, set())
    for row in given:
        if row in session:
            _hold_number(session, row) if isinstance(row, Extension) else _hold_site(session, row)


def _hold_number(session: Session, extension: Extension) -> None:
    if extension.number < 0:
        return  # put aside while others get theirs
    site = session.get_one(Site, extension.site_id)
    if is_reserved(extension.number, site, _places(session, site)):
        refuse("extension_number_reserved", number=extension.number)


def _hold_site(session: Session, site: Site) -> None:
    """With a code, numbers that begin with it are dialled in another way; and in a country, as emergency numbers."""
    if site.code is not None and str(site.code).startswith(tuple(numbers_for_help(site.country))):
        refuse("extension_number_reserved", number=site.code)
    emergency = [int(number) for number in emergency_numbers(site.country) if number[0] != "0"]
    dialled = [Extension.number.in_(emergency), *_beginning_with(site.code or 0)]
    for number, site_id in session.execute(
        select(Extension.number, Extension.site_id).where(Extension.account_id == site.account_id, or_(*dialled))
    ):
        places = [(site.country, site.code)]
        if is_reserved(number, site, places) if site_id == site.id else _is_emergency(number, places):
            refuse("extension_number_reserved", number=number)


def _beginning_with(code: int) -> Iterator[ColumnElement[bool]]:
    """Of a code of 0 there is none: no number begins with it."""
    for digits in range(1, LONGEST - len(str(code)) + 1 if code else 0):
        yield Extension.number.between(code * 10**digits, (code + 1) * 10**digits - 1)


def _places(session: Session, site: Site) -> Places:
    return [(country, code) for country, code in session.execute(PLACES.where(Site.account_id == site.account_id))]
