"""The account's people, from whom phone users are made."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

from trunkline.problems import refuse
from trunkline.store.tables import Person, User
from trunkline.store.tenant import Taken, Tenant

COLUMNS = ("email", "first_name", "last_name", "department", "cost_center")
NEEDED = COLUMNS[:3]


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


def remove(rows: Tenant, email: str) -> None:
    """A person goes with their extension: its phone numbers become unassigned, its lines end."""
    person = known(rows, email)
    if user := rows.first(User, User.person_id == person.id):
        rows.delete(user)
    rows.delete(person)


def read(lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """People from a CSV file with a line of headings; refused as a whole when a line lacks what is needed."""
    table = csv.DictReader(lines)
    if missing := [name for name in NEEDED if name not in (table.fieldnames or ())]:
        refuse("columns_missing", names=", ".join(missing))
    for line in table:
        said = {name: line.get(name) or "" for name in COLUMNS}
        if not all(said[name].strip() for name in NEEDED):
            refuse("line_incomplete", number=table.line_num)
        yield said
