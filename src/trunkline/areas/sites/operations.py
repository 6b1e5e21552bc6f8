"""The operations on sites, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.sites import render, rules
from trunkline.extensions import site_lists
from trunkline.store.tables import AutoReceptionist, EmergencyAddress, Site
from trunkline.wire import sites as wire


@operation("list_sites")
def list_sites(ctx: Context, query: wire.ListSitesQuery) -> wire.ListSitesAnswer:
    found, page = ctx.page(site_lists.SITES, (Site.id,))
    return {"sites": [render.listed(site) for site in found], **page}


@operation("create_site")
def create_site(ctx: Context, body: wire.CreateSiteBody) -> wire.CreateSiteAnswer:
    """A site comes with an emergency address and a main auto receptionist of its own."""
    site = rules.create(ctx.rows, body)
    return {"id": site.id, "name": site.name}


@operation("get_site")
def get_site(ctx: Context, site_id: str) -> wire.GetSiteAnswer:
    site = ctx.rows.get(Site, site_id)
    receptionist = ctx.rows.first(AutoReceptionist, AutoReceptionist.main_of == site.id)
    return render.site(site, ctx.rows.known(EmergencyAddress, site.emergency_address_id), receptionist)
