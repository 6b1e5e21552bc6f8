"""People as the wire shows them."""

from typing import cast

from trunkline.store.tables import Person
from trunkline.wire import account_users as wire


def person(person: Person) -> wire.AccountUser:
    """Department and cost center are left out where there are none."""
    shown: wire.AccountUser = {
        "id": person.id,
        "account_id": person.account_id,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "display_name": f"{person.first_name} {person.last_name}".strip() or person.email,
        "type": _type(person),
        "status": "active",
    }
    if person.department:
        shown["dept"] = person.department
    if person.cost_center:
        shown["cost_center"] = person.cost_center
    return shown


def created(person: Person) -> wire.CreateAccountUserAnswer:
    return {
        "id": person.id,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "type": _type(person),
    }


def _type(person: Person) -> wire.AccountUserType:
    return cast(wire.AccountUserType, person.license_type)
