"""The operations on plans, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.phone_plans import render
from trunkline.extensions import licences, phone_numbers
from trunkline.wire import phone_plans as wire


@operation("list_calling_plans")
def list_calling_plans(ctx: Context) -> wire.ListCallingPlansAnswer:
    return {"calling_plans": [render.calling_plan(entry) for entry in licences.listed(ctx.rows)]}


@operation("list_plans")
def list_plans(ctx: Context) -> wire.ListPlansAnswer:
    """Numbers are counted as they are in the account: each that a carrier brought along is one that was bought."""
    return {
        "calling_plans": [render.calling_plan(entry) for entry in licences.listed(ctx.rows)],
        "phone_numbers": [render.numbers(*counted) for counted in phone_numbers.inventory(ctx.rows)],
    }
