"""The operations on call history, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.api.period import period
from trunkline.areas.call_logs import render
from trunkline.extensions import people
from trunkline.records import call_history
from trunkline.store.records import Call, CallElement
from trunkline.wire import call_logs as wire


@operation("list_account_call_history")
def list_account_call_history(
    ctx: Context, query: wire.ListAccountCallHistoryQuery
) -> wire.ListAccountCallHistoryAnswer:
    """A row a call, newest first."""
    covered, by_end = period(query, ctx.now), query["time_type"] == "end_time"
    calls, page = ctx.page(
        call_history.calls(query, covered.start, covered.end), call_history.order(Call, by_end), newest_first=True
    )
    return render.calls(calls, page, covered)


@operation("get_call_history")
def get_call_history(ctx: Context, call_history_uuid: str) -> wire.GetCallHistoryAnswer:
    row = call_history.call(ctx.rows, call_history_uuid)
    return render.whole(row, call_history.elements_of(ctx.rows, row.key))


@operation("list_user_call_history")
def list_user_call_history(
    ctx: Context, user_id: str, query: wire.ListUserCallHistoryQuery
) -> wire.ListUserCallHistoryAnswer:
    """A row an element that the user owns, newest first."""
    user = people.user(ctx.rows, user_id)
    covered, by_end = period(query, ctx.now), query["time_type"] == "end_time"
    wanted = call_history.elements(query, covered.start, covered.end, user.id)
    elements, page = ctx.page(wanted, call_history.order(CallElement, by_end), newest_first=True)
    return render.owned(elements, page, covered)


@operation("get_call_element")
def get_call_element(ctx: Context, call_element_id: str) -> wire.GetCallElementAnswer:
    return render.alone(call_history.element(ctx.rows, call_element_id, ctx.only))
