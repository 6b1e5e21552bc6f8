"""The list of sites."""

from sqlalchemy import select

from trunkline.store.tables import AutoReceptionist, Extension, Site

# The table alone: joined as an entity, which is two tables, every extension there is would be read first.
_receptionists = AutoReceptionist.metadata.tables["auto_receptionists"]

SITES = (
    select(
        Site.id,
        Site.name,
        Site.country,
        Site.country_name,
        Site.code,
        Extension.id.label("receptionist_id"),
        Extension.extension_id.label("receptionist_extension_id"),
        Extension.number.label("receptionist_number"),
        Extension.name.label("receptionist_name"),
    )
    .outerjoin(_receptionists, _receptionists.c.main_of == Site.id)
    .outerjoin(Extension, Extension.id == _receptionists.c.id)
)
