"""The operations on call handling, in the order of the contract."""

from typing import Any

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.call_handling import fields, render, routing, rules
from trunkline.extensions import handling
from trunkline.extensions.handling import Hours
from trunkline.problems import refuse
from trunkline.wire import call_handling as wire

HOURS: dict[str, Hours] = {"business_hours": "business", "closed_hours": "closed", "holiday_hours": "holiday"}


@operation("get_call_handling_settings")
def get_call_handling_settings(ctx: Context, extension_id: str) -> wire.GetCallHandlingSettingsAnswer:
    extension = rules.extension(ctx.rows, extension_id, ctx.only)
    return render.Shown(ctx.rows, extension, ctx.operation.seen).whole()


@operation("add_call_handling_setting")
def add_call_handling_setting(ctx: Context, extension_id: str, setting_type: str, body: Any) -> Any:
    """A holiday, or a number that rings besides the phones of a user."""
    extension, hours, said = rules.extension(ctx.rows, extension_id, ctx.only), HOURS[setting_type], body["settings"]
    match body["sub_setting_type"]:
        case "holiday" if hours == "holiday":
            return {"holiday_id": rules.add_holiday(ctx.rows, extension, said).id}
        case "call_forwarding" if extension.kind == "user":
            ctx.leave_room(rules.forwardings(ctx.rows, extension))
            return {"call_forwarding_id": rules.add_forwarding(ctx.rows, extension, hours, said).id}
        case _:
            refuse("operation_unsupported")


@operation("delete_call_handling_setting")
def delete_call_handling_setting(
    ctx: Context, extension_id: str, setting_type: str, query: wire.DeleteCallHandlingSettingQuery
) -> None:
    """What is named; a holiday goes with its forwarding numbers."""
    extension, hours = rules.extension(ctx.rows, extension_id, ctx.only), HOURS[setting_type]
    if forwarding := query.get("call_forwarding_id"):
        among = handling.to_change(ctx.rows, extension, hours)
        ctx.rows.delete(handling.forwarding(ctx.rows, among, forwarding))
    elif (holiday := query.get("holiday_id")) and hours == "holiday":
        ctx.rows.delete(handling.holiday(ctx.rows, extension, holiday))
    else:
        refuse("invalid", fields=["call_forwarding_id", "holiday_id"])


@operation("update_call_handling_setting")
def update_call_handling_setting(ctx: Context, extension_id: str, setting_type: str, body: Any) -> None:
    """One sub-setting; what is not given stays as it is."""
    extension, hours, said = rules.extension(ctx.rows, extension_id, ctx.only), HOURS[setting_type], body["settings"]
    match body["sub_setting_type"]:
        case "call_handling":
            routing.change(ctx.rows, extension, hours, said)
        case "custom_hours" if hours == "business":
            rules.set_hours(ctx.rows, extension, said)
        case "holiday" if hours == "holiday":
            rules.change_holiday(ctx.rows, extension, said)
        case "call_forwarding" if extension.kind == "user":
            rules.change_forwarding(ctx.rows, extension, hours, said, apps=fields.APPS in ctx.operation.seen)
        case _:
            refuse("operation_unsupported")
