"""The operations on phone users, in the order of the contract."""

from typing import Any, cast

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.users import batch, policies, render, rules, settings, sharing
from trunkline.extensions import caller_numbers, calling_plans, parts, people, phone_numbers, sites, user_lists
from trunkline.store.tables import EmergencyAddress, Site
from trunkline.wire import users as wire


@operation("list_users")
def list_users(ctx: Context, query: wire.ListUsersQuery) -> wire.ListUsersAnswer:
    """Phone users in the order in which they became so; `pending` are the people who are none yet."""
    if query.get("status") == "pending":
        people_found, page = ctx.page(*user_lists.pending(query))
        return {"users": [render.pending(person) for person in people_found], **page}
    found, page = ctx.page(*user_lists.users(query))
    ids = [user.id for user in found]
    plans, numbers = calling_plans.of(ctx.rows, ids), phone_numbers.of(ctx.rows, ids)
    return {"users": [render.listed(user, plans[user.id], numbers[user.id]) for user in found], **page}


@operation("batch_update_users")
def batch_update_users(ctx: Context, body: wire.BatchUpdateUsersBody) -> None:
    """All of them or, when anything is wrong with one, none."""
    batch.change(ctx.rows, body)


@operation("batch_add_users")
def batch_add_users(ctx: Context, body: wire.BatchAddUsersBody) -> wire.BatchAddUsersAnswer:
    """All of them or, when anything is wrong with one, none."""
    return [render.added(user) for user in batch.add(ctx.rows, ctx.installation.seal, body.get("users", []))]


@operation("get_user")
def get_user(ctx: Context, user_id: str) -> wire.GetUserAnswer:
    user = people.user(ctx.rows, user_id)
    address = ctx.rows.known(EmergencyAddress, user.emergency_address_id or user.site.emergency_address_id)
    plans, numbers = calling_plans.of(ctx.rows, [user.id])[user.id], phone_numbers.of(ctx.rows, [user.id])[user.id]
    return render.user(user, address, plans, numbers, policies.shown(ctx, user))


@operation("update_user")
def update_user(ctx: Context, user_id: str, body: wire.UpdateUserBody) -> None:
    """Change what is given. A moved user keeps the number unless another is given."""
    user = people.user(ctx.rows, user_id, to_change=True)
    if "site_id" in body:
        sites.move(ctx.rows, [user], ctx.rows.get(Site, body["site_id"]))
    if "emergency_address_id" in body:
        user.emergency_address_id = ctx.rows.get(EmergencyAddress, body["emergency_address_id"]).id
    if "extension_number" in body:
        rules.renumber(ctx.rows, user, body["extension_number"])
    policies.change(ctx, user, body.get("policy", {}))


@operation("update_user_calling_plan")
def update_user_calling_plan(ctx: Context, user_id: str, body: wire.UpdateUserCallingPlanBody) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    rules.one_subscription(body)
    calling_plans.withdraw(ctx.rows, user, body["source_type"])
    calling_plans.enrol(ctx.rows, user, [body["target_type"]])


@operation("assign_user_calling_plans")
def assign_user_calling_plans(ctx: Context, user_id: str, body: wire.AssignUserCallingPlansBody) -> None:
    """All of them or none. A plan that the user has already takes no second licence."""
    user = people.user(ctx.rows, user_id, to_change=True)
    calling_plans.enrol(ctx.rows, user, rules.plans(body.get("calling_plans", [])))


@operation("unassign_user_calling_plan")
def unassign_user_calling_plan(
    ctx: Context, user_id: str, plan_type: str, query: wire.UnassignUserCallingPlanQuery
) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    calling_plans.withdraw(ctx.rows, user, rules.plan(plan_type, query))


@operation("list_user_outbound_caller_id_numbers")
def list_user_outbound_caller_id_numbers(
    ctx: Context, user_id: str, query: wire.ListUserOutboundCallerIdNumbersQuery
) -> wire.ListUserOutboundCallerIdNumbersAnswer:
    user = people.user(ctx.rows, user_id)
    found, page = ctx.page(*caller_numbers.listed(user.id, query))
    return {"customize_numbers": [caller_numbers.shown(row) for row in found], **page}


@operation("add_user_outbound_caller_id_numbers")
def add_user_outbound_caller_id_numbers(
    ctx: Context, user_id: str, body: wire.AddUserOutboundCallerIdNumbersBody
) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    caller_numbers.add(ctx.rows, user.id, body.get("phone_number_ids", []))


@operation("remove_user_outbound_caller_id_numbers")
def remove_user_outbound_caller_id_numbers(
    ctx: Context, user_id: str, query: wire.RemoveUserOutboundCallerIdNumbersQuery
) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    caller_numbers.remove(ctx.rows, user.id, query.get("customize_ids", []))


@operation("get_user_policy")
def get_user_policy(ctx: Context, user_id: str, policy_type: str) -> wire.GetUserPolicyAnswer:
    return policies.one(ctx, people.user(ctx.rows, user_id), policy_type)


@operation("update_user_policy")
def update_user_policy(ctx: Context, user_id: str, policy_type: str, body: wire.UpdateUserPolicyBody) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    policies.change_one(ctx, user, policy_type, parts.meant(cast(dict[str, Any], body), policy_type)[policy_type])


@operation("get_user_settings")
def get_user_settings(ctx: Context, user_id: str) -> wire.GetUserSettingsAnswer:
    return settings.shown(ctx, people.user(ctx.rows, user_id))


@operation("update_user_settings")
def update_user_settings(ctx: Context, user_id: str, body: wire.UpdateUserSettingsBody) -> None:
    settings.change(ctx, people.user(ctx.rows, user_id, to_change=True), body)


@operation("add_user_shared_access_setting")
def add_user_shared_access_setting(
    ctx: Context, user_id: str, setting_type: str, body: wire.AddUserSharedAccessSettingBody
) -> wire.AddUserSharedAccessSettingAnswer:
    user = people.user(ctx.rows, user_id, to_change=True)
    return sharing.add(ctx, user, setting_type, cast(dict[str, Any], body))


@operation("delete_user_shared_access_setting")
def delete_user_shared_access_setting(
    ctx: Context, user_id: str, setting_type: str, query: wire.DeleteUserSharedAccessSettingQuery
) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    sharing.remove(ctx, user, setting_type, cast(dict[str, Any], query))


@operation("update_user_shared_access_setting")
def update_user_shared_access_setting(
    ctx: Context, user_id: str, setting_type: str, body: wire.UpdateUserSharedAccessSettingBody
) -> None:
    user = people.user(ctx.rows, user_id, to_change=True)
    sharing.change(ctx, user, setting_type, cast(dict[str, Any], body))
