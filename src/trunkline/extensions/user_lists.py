"""The lists of users, and the order in which their pages go."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, or_, select

from trunkline.problems import refuse
from trunkline.store.tables import CallingPlan, Extension, Person, PhoneNumber, Site, User
from trunkline.store.tenant import Order
from trunkline.wire import users as wire

SHORTEST_KEYWORD = 2

_users = select(
    User.id,
    User.extension_id,
    User.number,
    User.name,
    User.email,
    User.phone_user_id,
    User.active,
    User.department,
    User.cost_center,
    User.site_id,
    Site.name.label("site_name"),
).join(Site, Site.id == User.site_id)

_order = Extension.metadata.tables["extensions"].c.id  # as ids of `users` they would have to be sorted

_pending = select(
    Person.id, Person.email, Person.first_name, Person.last_name, Person.department, Person.cost_center
).where(~exists().where(User.person_id == Person.id))


def users(query: wire.ListUsersQuery) -> tuple[Select[*tuple[Any, ...]], Order]:
    statement = _users
    if "site_id" in query:
        statement = statement.where(User.site_id == query["site_id"])
    if "calling_type" in query:
        enrolled = CallingPlan.extension_id == User.id, CallingPlan.type == query["calling_type"]
        statement = statement.where(exists().where(*enrolled))
    if "status" in query:
        statement = statement.where(User.active == (query["status"] == "activate"))
    if "department" in query:
        statement = statement.where(User.department == query["department"])
    if "cost_center" in query:
        statement = statement.where(User.cost_center == query["cost_center"])
    if "keyword" in query:
        word = _keyword(query["keyword"])
        has_number = exists().where(PhoneNumber.extension_id == User.id, _contains(PhoneNumber.number, word))
        statement = statement.where(
            or_(_contains(User.name, word), _contains(cast(User.number, String), word), has_number)
        )
    return statement, (_order,)


def pending(query: wire.ListUsersQuery) -> tuple[Select[*tuple[Any, ...]], Order]:
    """People of the directory who are no phone users; those have no site and no calling plan yet."""
    statement = _pending
    if "site_id" in query or "calling_type" in query:
        statement = statement.where(Person.id.is_(None))
    if "department" in query:
        statement = statement.where(Person.department == query["department"])
    if "cost_center" in query:
        statement = statement.where(Person.cost_center == query["cost_center"])
    if "keyword" in query:
        statement = statement.where(_contains(Person.first_name + " " + Person.last_name, _keyword(query["keyword"])))
    return statement, (Person.id,)


def _keyword(said: str) -> str:
    return said if len(said.strip()) >= SHORTEST_KEYWORD else refuse("keyword_too_short", least=SHORTEST_KEYWORD)


def _contains(column: Any, word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)
