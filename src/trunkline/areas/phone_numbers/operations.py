"""The operations on phone numbers, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.phone_numbers import render, rules
from trunkline.extensions import number_lists, people
from trunkline.extensions import phone_numbers as numbers
from trunkline.store.tables import PhoneNumber, Site
from trunkline.wire import phone_numbers as wire


@operation("add_byoc_phone_numbers")
def add_byoc_phone_numbers(ctx: Context, body: wire.AddByocPhoneNumbersBody) -> wire.AddByocPhoneNumbersAnswer:
    """All of them or, when one cannot be added, none."""
    ctx.leave_room(ctx.rows.number(PhoneNumber), len(body["phone_numbers"]))
    return {"phone_numbers": [{"id": row.id, "number": row.number} for row in rules.add(ctx.rows, body)]}


@operation("list_phone_numbers")
def list_phone_numbers(ctx: Context, query: wire.ListPhoneNumbersQuery) -> wire.ListPhoneNumbersAnswer:
    """What concerns the carrier of a number is listed only with the type byoc."""
    found, page = ctx.page(number_lists.numbers(query), (PhoneNumber.id,))
    if query.get("type") != "byoc":
        return {"phone_numbers": [render.number(row) for row in found], **page}
    addresses = number_lists.addresses(ctx.rows, [row.id for row in found])
    return {"phone_numbers": [render.byoc(row, addresses.get(row.id)) for row in found], **page}


@operation("delete_unassigned_phone_numbers")
def delete_unassigned_phone_numbers(ctx: Context, query: wire.DeleteUnassignedPhoneNumbersQuery) -> None:
    """All of them or none."""
    for row in numbers.unassigned(ctx.rows, query["phone_numbers"]):
        ctx.rows.delete(row)


@operation("update_site_unassigned_phone_numbers")
def update_site_unassigned_phone_numbers(
    ctx: Context, site_id: str, body: wire.UpdateSiteUnassignedPhoneNumbersBody
) -> None:
    """All of them or none."""
    site = ctx.rows.get(Site, site_id)
    for row in numbers.unassigned(ctx.rows, body.get("phone_numbers", [])):
        row.site_id = site.id


@operation("get_phone_number")
def get_phone_number(ctx: Context, phone_number_id: str) -> wire.GetPhoneNumberAnswer:
    ctx.rows.get(PhoneNumber, phone_number_id)
    (row,) = ctx.rows.all(number_lists.NUMBERS.where(PhoneNumber.id == phone_number_id))
    return render.byoc(row, number_lists.addresses(ctx.rows, [row.id]).get(row.id))


@operation("update_phone_number")
def update_phone_number(ctx: Context, phone_number_id: str, body: wire.UpdatePhoneNumberBody) -> None:
    rules.update(ctx.rows, ctx.rows.edit(PhoneNumber, phone_number_id), body, ctx.wall)


@operation("assign_user_phone_numbers")
def assign_user_phone_numbers(
    ctx: Context, user_id: str, body: wire.AssignUserPhoneNumbersBody
) -> wire.AssignUserPhoneNumbersAnswer:
    user = people.user(ctx.rows, user_id, to_change=True)
    return {"phone_numbers": render.assigned(numbers.assign(ctx.rows, user, body.get("phone_numbers", [])))}


@operation("unassign_user_phone_number")
def unassign_user_phone_number(ctx: Context, user_id: str, phone_number_id: str) -> None:
    numbers.unassign(ctx.rows, people.user(ctx.rows, user_id, to_change=True), phone_number_id)
