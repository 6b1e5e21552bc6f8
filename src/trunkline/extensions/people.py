"""Users, as clients name them: by id or by e-mail address."""

import re

from trunkline.problems import refuse
from trunkline.store.tables import User
from trunkline.store.tenant import Tenant

_AN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_AN_ADDRESS = re.compile(r"[^@\s]{1,128}@[^@\s]{1,128}")


def user(rows: Tenant, named: str, *, to_change: bool = False) -> User:
    """The user of that id or e-mail address.

    `me` is the user who gave an app its token, whose id stands in its place by now (api/access.py); where it is still
    there, the token is the account's own and has no such user.
    """
    if named == "me" or not (_AN_ID.fullmatch(named) or _AN_ADDRESS.fullmatch(named)):
        refuse("user_id_invalid")
    id = named
    if "@" in named:
        found = rows.first(User, User.email == named.lower()) or refuse("user_unknown", id=named)
        id = found.id
    return rows.edit(User, id) if to_change else rows.get(User, id)
