"""The list of sites."""

from sqlalchemy import select

from trunkline.store.tables import AutoReceptionist, Site

SITES = select(
    Site.id,
    Site.name,
    Site.country,
    Site.country_name,
    Site.code,
    AutoReceptionist.id.label("receptionist_id"),
    AutoReceptionist.extension_id.label("receptionist_extension_id"),
    AutoReceptionist.number.label("receptionist_number"),
    AutoReceptionist.name.label("receptionist_name"),
).outerjoin(AutoReceptionist, AutoReceptionist.main_of == Site.id)
