"""The operations on call history, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.api.period import period
from trunkline.areas.call_logs import lists, render
from trunkline.extensions import people
from trunkline.problems import refuse
from trunkline.store.records import Call, CallElement
from trunkline.wire import call_logs as wire


@operation("list_account_call_history")
def list_account_call_history(
    ctx: Context, query: wire.ListAccountCallHistoryQuery
) -> wire.ListAccountCallHistoryAnswer:
    """A row a call, newest first."""
    covered, by_end = period(query, ctx.now), query["time_type"] == "end_time"
    calls, page = ctx.page(lists.calls(query, covered), lists.order(Call, by_end), newest_first=True)
    return render.calls(calls, page, covered)


@operation("get_call_history")
def get_call_history(ctx: Context, call_history_uuid: str) -> wire.GetCallHistoryAnswer:
    found = ctx.rows.all(lists.CALLS.where(Call.id == call_history_uuid))
    if not found:
        refuse("call_unknown", id=call_history_uuid)
    elements = ctx.rows.all(lists.ELEMENTS.where(CallElement.key == found[0].key).order_by(CallElement.position))
    return render.whole(found[0], elements)


@operation("list_user_call_history")
def list_user_call_history(
    ctx: Context, user_id: str, query: wire.ListUserCallHistoryQuery
) -> wire.ListUserCallHistoryAnswer:
    """A row an element that the user owns, newest first."""
    user = people.user(ctx.rows, user_id)
    covered, by_end = period(query, ctx.now), query["time_type"] == "end_time"
    wanted = lists.elements(query, covered, user.id)
    elements, page = ctx.page(wanted, lists.order(CallElement, by_end), newest_first=True)
    return render.owned(elements, page, covered)


@operation("get_call_element")
def get_call_element(ctx: Context, call_element_id: str) -> wire.GetCallElementAnswer:
    found = ctx.rows.all(lists.ELEMENTS.where(CallElement.id == call_element_id))
    if not found:
        refuse("call_element_unknown", id=call_element_id)
    return render.alone(found[0])
