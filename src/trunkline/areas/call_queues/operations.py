"""The operations on call queues, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.api.period import period
from trunkline.areas.call_queues import policies, render, rules
from trunkline.extensions import members, phone_numbers, queue_lists, removal, shared_access, sites
from trunkline.records import queue_analytics, recordings
from trunkline.store.tables import CallQueue
from trunkline.wire import call_queues as wire

GIVEN_ANEW = "given_anew"  # contract/observed.yaml


@operation("list_call_queue_analytics")
def list_call_queue_analytics(
    ctx: Context, query: wire.ListCallQueueAnalyticsQuery
) -> wire.ListCallQueueAnalyticsAnswer:
    """Queues that had no calls are there too."""
    covered = period(query, ctx.wall)
    found, page = ctx.page(queue_lists.queues(query), queue_lists.ORDER)
    figures = queue_analytics.of(ctx.rows, [queue.id for queue in found], covered.start, covered.end)
    return render.analytics(found, figures, page, covered)


@operation("list_call_queues")
def list_call_queues(ctx: Context, query: wire.ListCallQueuesQuery) -> wire.ListCallQueuesAnswer:
    found, page = ctx.page(queue_lists.queues(query), queue_lists.ORDER)
    numbers = phone_numbers.of(ctx.rows, [queue.id for queue in found])
    return {"call_queues": [render.listed(queue, numbers[queue.id]) for queue in found], **page}


@operation("create_call_queue")
def create_call_queue(ctx: Context, body: wire.CreateCallQueueBody) -> wire.CreateCallQueueAnswer:
    ctx.leave_room(ctx.rows.number(CallQueue))
    return render.created(rules.create(ctx.rows, body))


@operation("get_call_queue")
def get_call_queue(ctx: Context, call_queue_id: str) -> wire.GetCallQueueAnswer:
    queue = ctx.rows.get(CallQueue, call_queue_id)
    numbers = phone_numbers.of(ctx.rows, [queue.id])[queue.id]
    access = shared_access.of(ctx.rows, queue, policies.VOICEMAIL)
    language = sites.language(ctx.rows, queue.site)
    return render.queue(queue, members.of(ctx.rows, queue), numbers, access, language)


@operation("delete_call_queue")
def delete_call_queue(ctx: Context, call_queue_id: str) -> None:
    """Its phone numbers become unassigned; calls that are under way go on."""
    removal.remove(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id))


@operation("update_call_queue")
def update_call_queue(ctx: Context, call_queue_id: str, body: wire.UpdateCallQueueBody) -> None:
    rules.change(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id), body)


@operation("list_call_queue_members")
def list_call_queue_members(
    ctx: Context, call_queue_id: str, query: wire.ListCallQueueMembersQuery
) -> wire.ListCallQueueMembersAnswer:
    queue = ctx.rows.get(CallQueue, call_queue_id)
    found, page = ctx.page(members.listed(queue), members.ORDER)
    return {"call_queue_members": [render.member(member) for member in found], **page}


@operation("add_call_queue_members")
def add_call_queue_members(ctx: Context, call_queue_id: str, body: wire.AddCallQueueMembersBody) -> None:
    """All of them or, when one cannot join, none."""
    members.add(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id), body.get("members", {}))


@operation("unassign_all_call_queue_members")
def unassign_all_call_queue_members(ctx: Context, call_queue_id: str) -> None:
    members.remove_all(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id))


@operation("unassign_call_queue_member")
def unassign_call_queue_member(ctx: Context, call_queue_id: str, member_id: str) -> None:
    members.remove(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id), member_id)


@operation("assign_call_queue_phone_numbers")
def assign_call_queue_phone_numbers(
    ctx: Context, call_queue_id: str, body: wire.AssignCallQueuePhoneNumbersBody
) -> None:
    rules.assign_numbers(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id), body.get("phone_numbers", []))


@operation("unassign_all_call_queue_phone_numbers")
def unassign_all_call_queue_phone_numbers(ctx: Context, call_queue_id: str) -> None:
    phone_numbers.unassign_all(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id))


@operation("unassign_call_queue_phone_number")
def unassign_call_queue_phone_number(ctx: Context, call_queue_id: str, phone_number_id: str) -> None:
    phone_numbers.unassign(ctx.rows, ctx.rows.edit(CallQueue, call_queue_id), phone_number_id)


@operation("get_call_queue_policy")
def get_call_queue_policy(ctx: Context, call_queue_id: str) -> wire.GetCallQueuePolicyAnswer:
    return policies.shown(ctx, ctx.rows.get(CallQueue, call_queue_id))


@operation("update_call_queue_policy")
def update_call_queue_policy(ctx: Context, call_queue_id: str, body: wire.UpdateCallQueuePolicyBody) -> None:
    policies.change(ctx, ctx.rows.edit(CallQueue, call_queue_id), body)


@operation("add_call_queue_policy_setting")
def add_call_queue_policy_setting(
    ctx: Context, call_queue_id: str, policy_type: str, body: wire.AddCallQueuePolicySettingBody
) -> wire.AddCallQueuePolicySettingAnswer:
    queue = ctx.rows.edit(CallQueue, call_queue_id)
    subject = policies.subject(policy_type)
    wishes = body.get("voicemail_access_members", [])
    policies.not_too_many(wishes, "voicemail_access_members")
    let_in = shared_access.give if GIVEN_ANEW in ctx.operation.seen else shared_access.add
    return {"voicemail_access_members": render.access(let_in(ctx.rows, queue, subject, wishes))}


@operation("delete_call_queue_policy_setting")
def delete_call_queue_policy_setting(
    ctx: Context, call_queue_id: str, policy_type: str, query: wire.DeleteCallQueuePolicySettingQuery
) -> None:
    queue = ctx.rows.edit(CallQueue, call_queue_id)
    subject = policies.subject(policy_type)
    policies.not_too_many(query["shared_ids"], "shared_ids")
    shared_access.remove(ctx.rows, queue, subject, query["shared_ids"])


@operation("update_call_queue_policy_setting")
def update_call_queue_policy_setting(
    ctx: Context, call_queue_id: str, policy_type: str, body: wire.UpdateCallQueuePolicySettingBody
) -> None:
    queue = ctx.rows.edit(CallQueue, call_queue_id)
    subject = policies.subject(policy_type)
    shared_access.change(ctx.rows, queue, subject, body.get("voicemail_access_members", []))


@operation("list_call_queue_recordings")
def list_call_queue_recordings(
    ctx: Context, call_queue_id: str, query: wire.ListCallQueueRecordingsQuery
) -> wire.ListCallQueueRecordingsAnswer:
    """Newest first."""
    queue, covered = ctx.rows.get(CallQueue, call_queue_id), period(query, ctx.wall)
    found, page = ctx.page(
        recordings.of_owner(queue.id, covered.start, covered.end), recordings.ORDER, newest_first=True
    )
    return render.recordings(found, page, covered, ctx.installation.api_url)
