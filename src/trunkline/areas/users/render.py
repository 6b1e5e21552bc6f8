"""Users as the wire shows them."""

from collections.abc import Iterable
from typing import Any, Literal

from trunkline.extensions.calling_plans import Enrolled
from trunkline.extensions.phone_numbers import Assigned
from trunkline.store.tables import EmergencyAddress, User
from trunkline.wire import users as wire


def listed(user: Any, plans: Iterable[Enrolled], assigned: Iterable[Assigned]) -> wire.ListUsersAnswerUsersItem:
    shown: wire.ListUsersAnswerUsersItem = {
        "activation_status": "activated" if user.active else "ready to activate",
        "calling_plans": [{"name": plan.name, "type": plan.type} for plan in plans],
        "email": user.email,
        "extension_id": user.extension_id,
        "extension_number": user.number,
        "id": user.id,
        "name": user.name,
        "phone_numbers": numbers(assigned),
        "phone_user_id": user.phone_user_id,
        "site": {"id": user.site_id, "name": user.site_name},
        "status": status(user.active),
    }
    return _placed(shown, user)


def pending(person: Any) -> wire.ListUsersAnswerUsersItem:
    """Someone without an extension yet."""
    name = f"{person.first_name} {person.last_name}".strip()
    shown: wire.ListUsersAnswerUsersItem = {
        "activation_status": "not ready",
        "email": person.email,
        "id": person.id,
        "name": name,
        "status": "pending",
    }
    return _placed(shown, person)


def added(user: User) -> wire.BatchAddUsersAnswerItem:
    return {"email": user.email, "id": user.id}


def user(
    user: User, address: EmergencyAddress, plans: Iterable[Enrolled], assigned: Iterable[Assigned], policy: Any
) -> wire.GetUserAnswer:
    shown: wire.GetUserAnswer = {
        "calling_plans": [{"type": plan.type} for plan in plans],
        "email": user.email,
        "emergency_address": {
            "address_line1": address.address_line1,
            "address_line2": address.address_line2,
            "city": address.city,
            "country": address.country,
            "id": address.id,
            "state_code": address.state_code,
            "zip": address.zip,
        },
        "extension_id": user.extension_id,
        "extension_number": user.number,
        "id": user.id,
        "phone_numbers": numbers(assigned),
        "phone_user_id": user.phone_user_id,
        "policy": policy,
        "site_admin": False,  # nobody is before there are roles
        "site_id": user.site_id,
        "status": status(user.active),
    }
    return _placed(shown, user)


def numbers(assigned: Iterable[Assigned]) -> list[Any]:
    return [{"id": each.id, "number": each.number} for each in assigned]


def status(active: bool) -> Literal["activate", "deactivate"]:
    return "activate" if active else "deactivate"


def _placed(shown: Any, of: Any) -> Any:
    """Department and cost center are left out where there are none."""
    if of.department:
        shown["department"] = of.department
    if of.cost_center:
        shown["cost_center"] = of.cost_center
    return shown
