"""How an extension of any kind goes.

Its phone numbers become unassigned; what belongs to it alone goes with it; what sent calls to it does what it did
before it was told to (store/tables.py says which by its keys).
"""

from trunkline.extensions import phone_numbers
from trunkline.store.tables import CallerNumber, Extension, Setting
from trunkline.store.tenant import Tenant


def remove(rows: Tenant, extension: Extension) -> None:
    phone_numbers.unassign_all(rows, extension)
    forget_owner(rows, extension.id)
    rows.delete(extension)


def forget_owner(rows: Tenant, owner_id: str) -> None:
    """What hangs on an extension or a site by its id alone, and not by a key of the store."""
    rows.forget(Setting, Setting.owner_id == owner_id)
    rows.forget(CallerNumber, CallerNumber.owner_id == owner_id)
