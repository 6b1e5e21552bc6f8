"""The account's people, from whom phone users are made."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from sqlalchemy import Select, false, select

from trunkline import texts
from trunkline.extensions import numbering, removal, sites
from trunkline.problems import refuse
from trunkline.store.tables import Person, Site, User
from trunkline.store.tenant import Order, Taken, Tenant

COLUMNS = ("email", "first_name", "last_name", "department", "cost_center")
NEEDED = COLUMNS[:3]
BETWEEN = {",": "commas", ";": "semicolons", "\t": "tabs"}

_everybody = select(
    Person.id,
    Person.account_id,
    Person.email,
    Person.first_name,
    Person.last_name,
    Person.department,
    Person.cost_center,
    Person.license_type,
)
_nobody = _everybody.where(false())


def add(
    rows: Tenant,
    *,
    email: str,
    first_name: str,
    last_name: str,
    department: str = "",
    cost_center: str = "",
) -> Person:
    """A new person; an e-mail address is known once in an account."""
    email = email.strip().lower()
    name, at, domain = email.partition("@")
    if not (name and at and domain) or "@" in domain or any(sign.isspace() for sign in email):
        refuse("email_invalid", email=email)
    person = Person(email=email, first_name=first_name.strip(), last_name=last_name.strip())
    person.department, person.cost_center = department.strip(), cost_center.strip()
    try:
        with rows.claiming():
            return rows.add(person)
    except Taken:
        refuse("email_taken", email=email)


def listed(rows: Tenant) -> Sequence[Person]:
    return sorted(rows.find(Person), key=lambda person: person.id)


def known(rows: Tenant, email: str) -> Person:
    """The person of that address, to change."""
    found = rows.first(Person, Person.email == email.strip().lower()) or refuse("person_unknown", email=email)
    return rows.edit(Person, found.id)


def person(rows: Tenant, named: str, *, to_change: bool = False) -> Person:
    """The person of that id or e-mail address."""
    where = Person.email == named.lower() if "@" in named else Person.id == named
    found = rows.first(Person, where) or refuse("person_unknown", id=named)
    return rows.edit(Person, found.id) if to_change else found


def remove(rows: Tenant, email: str) -> None:
    forget(rows, known(rows, email))


def forget(rows: Tenant, person: Person) -> None:
    """A person goes with their extension and with all that they allowed apps."""
    let_phone_no_more(rows, person)
    rows.delete(person)


def people(anybody: bool) -> tuple[Select[*tuple[Any, ...]], Order]:
    """The list of everybody, or of nobody."""
    return (_everybody if anybody else _nobody), (Person.id,)


def user_of(person: Person, site: Site) -> User:
    """A phone user made of a person, who has yet to claim a number."""
    return User(
        id=person.id,
        person_id=person.id,
        site=site,
        name=person.name,
        email=person.email,
        department=person.department,
        cost_center=person.cost_center,
    )


def tell_user(rows: Tenant, person: Person) -> None:
    """The phone user goes by what the directory says of the person."""
    if user := rows.first(User, User.person_id == person.id):
        user.name, user.department, user.cost_center = person.name, person.department, person.cost_center


def let_phone(rows: Tenant, person: Person) -> None:
    """Make a phone user of somebody who is none: at the first site, with the next free number and no plan yet."""
    if rows.first(User, User.person_id == person.id) is None:
        site = sites.main(rows)
        numbering.claim_free(rows, user_of(person, site), numbering.first_of(site))


def let_phone_no_more(rows: Tenant, person: Person) -> None:
    """The phone user goes: its phone numbers become unassigned, its lines end."""
    if user := rows.first(User, User.person_id == person.id):
        removal.remove(rows, user)


def read(lines: TextIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows and people of a CSV file with a row of headings, which spreadsheets write with commas, semicolons or tabs
    between, and in whatever case; refused as a whole when a row lacks what is needed. The first row is 1."""
    headings = lines.readline()
    between = max(BETWEEN, key=headings.count)
    (names,) = [*csv.reader([headings], delimiter=between)] or [[]]
    columns = ["_".join(name.lower().split()) for name in names]
    if missing := [name for name in NEEDED if name not in columns]:
        remedy = f"a first row of headings: {', '.join(COLUMNS)}"
        refuse("columns_missing", names=", ".join(missing), found=", ".join(names) or "nothing", remedy=remedy)
    for row, values in _rows(lines, between):
        if not values:
            continue
        line = dict(zip(columns, values, strict=False))
        said = {name: line.get(name, "") for name in COLUMNS}
        if lacking := [name for name in NEEDED if texts.is_blank(said[name])]:
            refuse(
                "line_incomplete",
                row=row,
                lacks=", ".join(lacking),
                remedy=f"{len(columns)} values with {BETWEEN[between]} between",
            )
        if unfit := [name for name in COLUMNS if not texts.is_one_line(said[name])]:
            refuse("control_character", row=row, column=unfit[0])
        yield row, said


def _rows(lines: TextIO, between: str) -> Iterator[tuple[int, list[str]]]:
    row = 1
    try:
        for values in csv.reader(lines, delimiter=between):
            row += 1
            yield row, values
    except csv.Error as error:
        refuse("line_unreadable", row=row + 1, reason=error, remedy='see its quotation marks: "..." around a value')
