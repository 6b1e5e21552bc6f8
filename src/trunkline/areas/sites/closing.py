"""How a site goes: what it holds is handed over to another."""

from trunkline.extensions import numbering, removal, sites
from trunkline.problems import refuse
from trunkline.store.tables import Device, EmergencyAddress, Extension, PhoneNumber, Site, User
from trunkline.store.tenant import Taken, Tenant


def close(rows: Tenant, site: Site, named: str) -> None:
    """Extensions, phone numbers and devices move to the site named; the main auto receptionist goes.

    Numbers that begin with the code of the site begin with that of the other, or with none, from now on.
    """
    if named == site.id:
        refuse("site_transfer_same")
    to = rows.edit(Site, named)
    if site.id == sites.main(rows).id:
        number = sites.company_number(rows, site.id)
        if number:
            refuse("main_number_fixed", number=number)
        refuse("main_site_fixed")
    if receptionist := sites.main_receptionist(rows, site.id):
        removal.remove(rows, receptionist)
    moving = rows.find(Extension, Extension.site_id == site.id)
    try:
        numbering.recode(rows, moving, site.code, to)
    except Taken:
        refuse("extension_number_conflict")
    for kind in (PhoneNumber, Device):
        for row in rows.find(kind, kind.site_id == site.id):
            row.site_id = to.id
    removal.forget_owner(rows, site.id)
    rows.delete(site)
    _forget_address(rows, site.emergency_address_id)


def _forget_address(rows: Tenant, id: str) -> None:
    """Unless it is the address of somebody still."""
    used = rows.first(User, User.emergency_address_id == id) or rows.first(Site, Site.emergency_address_id == id)
    if used is None:
        rows.delete(rows.known(EmergencyAddress, id))
