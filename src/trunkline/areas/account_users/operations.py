"""The operations on the directory, in the order of the contract."""

from typing import cast

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.account_users import render
from trunkline.extensions import directory
from trunkline.problems import refuse
from trunkline.store.tables import Person
from trunkline.wire import account_users as wire


@operation("list_account_users")
def list_account_users(ctx: Context, query: wire.ListAccountUsersQuery) -> wire.ListAccountUsersAnswer:
    people, page = ctx.page(*directory.people(query["status"] == "active"))
    pages = -(-page["total_records"] // page["page_size"])
    users = [render.person(cast(Person, row)) for row in people]
    return {"users": users, "page_number": query["page_number"], "page_count": pages, **page}


@operation("create_account_user")
def create_account_user(ctx: Context, body: wire.CreateAccountUserBody) -> wire.CreateAccountUserAnswer:
    said = body["user_info"]
    if "password" in said:
        refuse("invalid", fields=["user_info.password"])
    ctx.leave_room(ctx.rows.number(Person))
    first_name, last_name = said.get("first_name", ""), said.get("last_name", "")
    person = directory.add(ctx.rows, email=said["email"], first_name=first_name, last_name=last_name)
    person.license_type = said["type"]
    _let_phone(ctx, person, said)
    return render.created(person)


@operation("get_account_user")
def get_account_user(ctx: Context, user_id: str) -> wire.AccountUser:
    return render.person(directory.person(ctx.rows, user_id))


@operation("update_account_user")
def update_account_user(ctx: Context, user_id: str, body: wire.UpdateAccountUserBody) -> None:
    """Change what is given, of the phone user too."""
    person = directory.person(ctx.rows, user_id, to_change=True)
    person.first_name = body.get("first_name", person.first_name).strip()
    person.last_name = body.get("last_name", person.last_name).strip()
    person.department = body.get("dept", person.department).strip()
    person.cost_center = body.get("cost_center", person.cost_center).strip()
    person.license_type = body.get("type", person.license_type)
    directory.tell_user(ctx.rows, person)
    _let_phone(ctx, person, body)


@operation("delete_account_user")
def delete_account_user(ctx: Context, user_id: str, query: wire.DeleteAccountUserQuery) -> None:
    directory.forget(ctx.rows, directory.person(ctx.rows, user_id, to_change=True))


def _let_phone(
    ctx: Context, person: Person, said: wire.UpdateAccountUserBody | wire.CreateAccountUserBodyUserInfo
) -> None:
    match said.get("feature"):
        case {"zoom_phone": True}:
            directory.let_phone(ctx.rows, person)
        case {"zoom_phone": False}:
            directory.let_phone_no_more(ctx.rows, person)
        case _:
            pass
