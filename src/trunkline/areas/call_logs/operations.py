"""The operations on call history, in the order of the contract. Those on `call_logs` are of the oldest edition."""

import re
from collections.abc import Mapping
from typing import Any

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.api.period import Period, period
from trunkline.api.syncing import Synced, sync
from trunkline.areas.call_logs import oldest, render
from trunkline.extensions import people
from trunkline.problems import refuse
from trunkline.records import call_history, call_logs
from trunkline.store.records import Call, CallElement
from trunkline.wire import call_logs as wire

CLIENT_CODE = re.compile(r"[0-9]{3,16}")


@operation("list_account_call_history")
def list_account_call_history(
    ctx: Context, query: wire.ListAccountCallHistoryQuery
) -> wire.ListAccountCallHistoryAnswer:
    """A row a call, newest first."""
    covered, by_end = period(query, ctx.wall), query["time_type"] == "end_time"
    found = call_history.calls(ctx.rows, query, covered.start, covered.end)
    order = call_history.order(Call, by_end)
    calls, page = ctx.page(found.statement, order, newest_first=True, total=found.total, first=found.first)
    return render.calls(calls, page, covered)


@operation("get_call_history")
def get_call_history(ctx: Context, call_history_uuid: str) -> wire.GetCallHistoryAnswer:
    row = call_history.call(ctx.rows, call_history_uuid)
    return render.whole(row, call_history.elements_of(ctx.rows, row.key))


@operation("add_call_history_client_code", records=True)
def add_call_history_client_code(ctx: Context, call_history_uuid: str, body: wire.AddCallHistoryClientCodeBody) -> None:
    """On one element; a whole call takes none."""
    if not CLIENT_CODE.fullmatch(body["client_code"]):
        refuse("client_code_invalid", client_code=body["client_code"])
    call_history.mark(ctx.rows, call_history_uuid, body["client_code"])


@operation("get_call_history_detail")
def get_call_history_detail(ctx: Context, call_history_id: str) -> wire.GetCallHistoryDetailAnswer:
    return render.older(call_history.element(ctx.rows, call_history_id, ctx.only))


@operation("list_account_call_logs")
def list_account_call_logs(ctx: Context, query: wire.ListAccountCallLogsQuery) -> wire.ListAccountCallLogsAnswer:
    """A row for each owner of a call, newest first."""
    covered = _kept(query, ctx.wall)
    found = call_logs.of_account(ctx.rows, query, covered.start, covered.end)
    marks, page = ctx.page(found.statement, _order(query), newest_first=True, total=found.total, first=found.first)
    return oldest.of_account(call_logs.read(ctx.rows, marks), page, covered)


@operation("get_call_log")
def get_call_log(ctx: Context, call_log_id: str) -> wire.GetCallLogAnswer:
    """The id is that of a part, or of a call, of which it is the first part."""
    part = call_logs.one(ctx.rows, call_log_id, ctx.only)
    named = {party["extension"] for each in part.own for party in (each.caller, each.callee) if "extension" in party}
    return oldest.whole(part, call_logs.standings(ctx.rows, sorted(named)))


@operation("add_call_log_client_code", records=True)
def add_call_log_client_code(ctx: Context, call_log_id: str, body: wire.AddCallLogClientCodeBody) -> None:
    if not CLIENT_CODE.fullmatch(body["client_code"]):
        refuse("invalid", fields=["client_code"])
    call_logs.mark(ctx.rows, call_log_id, body["client_code"])


@operation("list_user_call_history")
def list_user_call_history(
    ctx: Context, user_id: str, query: wire.ListUserCallHistoryQuery
) -> wire.ListUserCallHistoryAnswer:
    """A row an element that the user owns, newest first."""
    user = people.user(ctx.rows, user_id)
    covered, by_end = period(query, ctx.wall), query["time_type"] == "end_time"
    found = call_history.elements(ctx.rows, query, covered.start, covered.end, user.id)
    order = call_history.order(CallElement, by_end)
    elements, page = ctx.page(found.statement, order, newest_first=True, total=found.total, first=found.first)
    return render.owned(elements, page, covered)


@operation("sync_user_call_history")
def sync_user_call_history(
    ctx: Context, user_id: str, query: wire.SyncUserCallHistoryQuery
) -> wire.SyncUserCallHistoryAnswer:
    owned = call_history.owned(people.user(ctx.rows, user_id).id)
    return render.synced(*sync(ctx, Synced(owned, owned, call_history.BY_END, call_history.BY_CHANGE)))


@operation("delete_user_call_history", records=True)
def delete_user_call_history(ctx: Context, user_id: str, call_log_id: str) -> None:
    """The element stays in the account's lists and in those of others."""
    call_history.remove(ctx.rows, people.user(ctx.rows, user_id).id, call_log_id)


@operation("list_user_call_logs")
def list_user_call_logs(ctx: Context, user_id: str, query: wire.ListUserCallLogsQuery) -> wire.ListUserCallLogsAnswer:
    """A row for each call that the user had a part in, newest first."""
    user, covered = people.user(ctx.rows, user_id), _kept(query, ctx.wall)
    found = call_logs.of_user(ctx.rows, query, covered.start, covered.end, user.id)
    marks, page = ctx.page(found.statement, _order(query), newest_first=True, total=found.total, first=found.first)
    return oldest.of_user(call_logs.read(ctx.rows, marks), page, covered)


@operation("sync_user_call_logs")
def sync_user_call_logs(ctx: Context, user_id: str, query: wire.SyncUserCallLogsQuery) -> wire.SyncUserCallLogsAnswer:
    user = people.user(ctx.rows, user_id)
    standing, changed = call_logs.standing_of_user(user.id), call_logs.changed_of_user(user.id)
    marks, token = sync(ctx, Synced(standing, changed, call_history.BY_END, call_history.BY_CHANGE))
    return oldest.synced(call_logs.read(ctx.rows, marks), token)


@operation("delete_user_call_log", records=True)
def delete_user_call_log(ctx: Context, user_id: str, call_log_id: str) -> None:
    """The user's part leaves their lists; it stays in the account's."""
    call_logs.remove(ctx.rows, people.user(ctx.rows, user_id).id, call_log_id)


@operation("get_call_element")
def get_call_element(ctx: Context, call_element_id: str) -> wire.GetCallElementAnswer:
    return render.alone(call_history.element(ctx.rows, call_element_id, ctx.only))


def _kept(query: Mapping[str, Any], now: float) -> Period:
    """The oldest lists have an error of their own for what is older than they go back."""
    return period(query, now, too_old="call_logs_unavailable")


def _order(query: Mapping[str, Any]) -> Any:
    return call_logs.order(query["time_type"] == "endTime")
