"""Extensions, as other rows and documents refer to them: by the wire's `extension_id`."""

from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.problems import refuse
from trunkline.store.tables import Extension
from trunkline.store.tenant import Tenant

# The wire's words for the kinds of extension.
KINDS: Mapping[str, str] = {
    "user": "user",
    "call_queue": "callQueue",
    "auto_receptionist": "autoReceptionist",
}


def target(rows: Tenant, extension_id: str, kinds: Iterable[str] = tuple(KINDS)) -> Extension:
    """The extension of that `extension_id`; raises `target_unknown` for none, or one of a kind that cannot be meant."""
    found = rows.first(Extension, Extension.extension_id == extension_id, Extension.kind.in_([*kinds]))
    return found or refuse("target_unknown", id=extension_id)


def named(rows: Tenant, extension_ids: Iterable[str]) -> dict[str, Extension]:
    """Those that are there, by `extension_id`: one query."""
    wanted = {id for id in extension_ids if id}
    found = rows.find(Extension, Extension.extension_id.in_(wanted)) if wanted else ()
    return {extension.extension_id: extension for extension in found}


def shown(extension: Extension) -> dict[str, Any]:
    return {
        "display_name": extension.name,
        "extension_id": extension.extension_id,
        "extension_number": extension.number,
        "extension_type": KINDS[extension.kind],
        "id": extension.id,
    }
