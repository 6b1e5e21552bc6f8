"""The operations on sites, in the order of the contract."""

from typing import Any, cast

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.sites import closing, policies, render, rules, settings
from trunkline.extensions import caller_numbers, site_lists, sites
from trunkline.store.tables import EmergencyAddress, Site
from trunkline.wire import sites as wire


@operation("list_sites")
def list_sites(ctx: Context, query: wire.ListSitesQuery) -> wire.ListSitesAnswer:
    found, page = ctx.page(site_lists.SITES, (Site.id,))
    main = sites.main_id(ctx.rows) if render.LEVEL in ctx.operation.seen else None
    return {"sites": [render.listed(site, main) for site in found], **page}


@operation("create_site")
def create_site(ctx: Context, body: wire.CreateSiteBody) -> wire.CreateSiteAnswer:
    """A site comes with an emergency address and a main auto receptionist of its own."""
    ctx.leave_room(ctx.rows.number(Site))
    site = rules.create(ctx.rows, body)
    return {"id": site.id, "name": site.name}


@operation("get_site")
def get_site(ctx: Context, site_id: str) -> wire.GetSiteAnswer:
    site = ctx.rows.get(Site, site_id)
    address = ctx.rows.known(EmergencyAddress, site.emergency_address_id)
    main = sites.main_id(ctx.rows) if render.LEVEL in ctx.operation.seen else None
    return render.site(site, address, sites.main_receptionist(ctx.rows, site.id), policies.shown(ctx, site), main)


@operation("delete_site")
def delete_site(ctx: Context, site_id: str, query: wire.DeleteSiteQuery) -> None:
    closing.close(ctx.rows, ctx.rows.edit(Site, site_id), query["transfer_site_id"])


@operation("update_site")
def update_site(ctx: Context, site_id: str, body: wire.UpdateSiteBody) -> None:
    """All that is given or, when anything of it is wrong, nothing."""
    site = ctx.rows.edit(Site, site_id)
    rules.change(ctx.rows, site, body)
    policies.change(ctx, site, cast(dict[str, Any], body.get("policy", {})))


@operation("list_site_outbound_caller_id_numbers")
def list_site_outbound_caller_id_numbers(
    ctx: Context, site_id: str, query: wire.ListSiteOutboundCallerIdNumbersQuery
) -> wire.ListSiteOutboundCallerIdNumbersAnswer:
    site = ctx.rows.get(Site, site_id)
    found, page = ctx.page(*caller_numbers.listed(site.id, query))
    return {"customize_numbers": [caller_numbers.shown(row) for row in found], **page}


@operation("add_site_outbound_caller_id_numbers")
def add_site_outbound_caller_id_numbers(
    ctx: Context, site_id: str, body: wire.AddSiteOutboundCallerIdNumbersBody
) -> None:
    caller_numbers.add(ctx.rows, ctx.rows.edit(Site, site_id).id, body.get("phone_number_ids", []))


@operation("remove_site_outbound_caller_id_numbers")
def remove_site_outbound_caller_id_numbers(
    ctx: Context, site_id: str, query: wire.RemoveSiteOutboundCallerIdNumbersQuery
) -> None:
    caller_numbers.remove(ctx.rows, ctx.rows.edit(Site, site_id).id, query.get("customize_ids", []))


@operation("get_site_setting")
def get_site_setting(ctx: Context, site_id: str, setting_type: str) -> wire.GetSiteSettingAnswer:
    return settings.shown(ctx.rows, ctx.rows.get(Site, site_id), setting_type)


@operation("add_site_setting")
def add_site_setting(
    ctx: Context, site_id: str, setting_type: str, body: wire.AddSiteSettingBody
) -> wire.AddSiteSettingAnswer:
    site = ctx.rows.edit(Site, site_id)
    if setting_type == "holiday_hours":
        return settings.add_holidays(ctx.rows, site, cast(list[settings.Said], body.get("holidays", [])))
    settings.secure(ctx.rows, site, body.get("device_type", ""))
    return {}


@operation("delete_site_setting")
def delete_site_setting(ctx: Context, site_id: str, setting_type: str, query: wire.DeleteSiteSettingQuery) -> None:
    site = ctx.rows.edit(Site, site_id)
    if setting_type == "holiday_hours":
        settings.remove_holiday(ctx.rows, site, query.get("holiday_id", ""))
    else:
        settings.secure_no_more(ctx.rows, site, query.get("device_type", ""))


@operation("update_site_setting")
def update_site_setting(ctx: Context, site_id: str, setting_type: str, body: wire.UpdateSiteSettingBody) -> None:
    settings.change(ctx.rows, ctx.rows.edit(Site, site_id), setting_type, cast(dict[str, Any], body))
