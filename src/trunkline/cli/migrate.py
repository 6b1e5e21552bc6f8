"""Brings rows to the shape of this version without starting the system; or says whether that is needed."""

import argparse

from trunkline.cli import output, owner, private, stored
from trunkline.problems import refuse
from trunkline.store.head import HEAD
from trunkline.store.shapes import CURRENT


def migrate(said: argparse.Namespace) -> int:
    found = stored.shape(said) or refuse("no_installation_here", data=said.data.resolve(), remedy=private.FOUND)
    has = min(found)  # where a migration ended between the two files, they differ
    told = {"has": has, "needed": HEAD, "migrated": False}
    if found == CURRENT:
        return output.give(said, told, [f"the rows have the shape {HEAD}, as this version needs them"])
    if said.dry_run:
        line = f"the rows have the shape {has}; this version needs {HEAD}: `trunkline migrate`, after a backup"
        return output.give(said, told, [line])
    with stored.unserved(said, owner.MAKING, *owner.PARTS):
        stored.prepare(said, begin=False)
    return output.give(said, told | {"migrated": True}, [f"the rows had the shape {has}, and have {HEAD} now"])
