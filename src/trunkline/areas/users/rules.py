"""Rules of users alone."""

from trunkline.extensions import numbering
from trunkline.problems import refuse
from trunkline.store.tables import User
from trunkline.store.tenant import Tenant


def renumber(rows: Tenant, user: User, said: str) -> None:
    """The number is given whole: where the user's site has a code, it comes first."""
    if not (said.isascii() and said.isdigit()):
        refuse("invalid", fields=["extension_number"])
    if user.site.code is not None and not said.startswith(str(user.site.code)):
        refuse("extension_number_range", number=said)
    numbering.claim(rows, user, int(said))
