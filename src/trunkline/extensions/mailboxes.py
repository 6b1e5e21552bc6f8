"""What people may do with messages and recordings: the one place that says so.

Every extension has a mailbox, and recordings of its calls; a user's are the user's own. The owner's rights in the
mailbox follow the policy `voicemail`. Those whom somebody let in (extensions/shared_access.py) have the rights that
they were given, while they are active themselves; nobody else has any.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement

from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.records import recordings
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.store.records import Recording, Voicemail
from trunkline.store.tables import Extension, SharedAccess
from trunkline.store.tenant import Tenant

POLICY = "voicemail"


class Rights(NamedTuple):
    """What one person may do with what belongs to one extension."""

    hear: bool = False  # find it, and mark it as read
    download: bool = False
    delete: bool = False


ALL, NONE = Rights(hear=True, download=True, delete=True), Rights()


def rights(rows: Tenant, person: str | None, owner: str, subject: Subject) -> Rights:
    """None stands for the whole account, which may do everything."""
    if person is None:
        return ALL
    if person == owner:
        return _of_owner(rows, owner, subject)
    for access in _given(rows, person, subject, SharedAccess.owner_id == owner):
        return Rights(hear=True, download=access.may_download, delete=access.may_delete)
    return NONE


def heard(rows: Tenant, person: str) -> list[str]:
    """The extensions whose messages someone may hear: their own, and those of others who let them in."""
    return [person, *(access.owner_id for access in _given(rows, person, "voicemail"))]


def message(rows: Tenant, id: str, person: str | None, *, to_change: bool = False) -> Voicemail:
    """The message of that id; one that the person may not hear is unknown. Who may hear it may mark it as heard."""
    found = rows.edit(Voicemail, id) if to_change else rows.get(Voicemail, id)
    if not rights(rows, person, found.owner, "voicemail").hear:
        refuse("voicemail_unknown", id=id)
    return found


def message_to_delete(rows: Tenant, id: str, person: str | None) -> Voicemail:
    """Raises `permission_denied` for one that the person may hear and no more."""
    found = message(rows, id, person, to_change=True)
    if not rights(rows, person, found.owner, "voicemail").delete:
        refuse("permission_denied")
    return found


def message_in(rows: Tenant, file: str, person: str | None) -> Voicemail:
    """The message whose sound a file is. Raises `permission_denied` for sound that may not be taken away."""
    found = rows.first(Voicemail, Voicemail.file == file) or refuse("file_unknown")
    _let_download(rights(rows, person, found.owner, "voicemail"))
    return found


def recording_in(rows: Tenant, file: str, person: str | None) -> Recording:
    """The recording whose sound a file is: as yet all are made by themselves."""
    found = recordings.in_file(rows, file)
    _let_download(rights(rows, person, found.owner, "automatic_recording"))
    return found


def _let_download(may: Rights) -> None:
    if not may.hear:
        refuse("file_unknown")
    if not may.download:
        refuse("permission_denied")


def _of_owner(rows: Tenant, owner: str, subject: Subject) -> Rights:
    """Where an extension went, its owner's rights went with it."""
    extension = rows.first(Extension, Extension.id == owner)
    if extension is None:
        return NONE
    if subject != "voicemail":
        return ALL
    policy = documents.read(rows, documents.of_extension(extension), [POLICIES[POLICY]])[POLICY].value
    return Rights(hear=True, download=policy["allow_download"], delete=policy["allow_delete"])


def _given(rows: Tenant, person: str, subject: Subject, *where: ColumnElement[bool]) -> Sequence[SharedAccess]:
    """Where someone was let in, which is nowhere while they are deactivated."""
    if rows.first(Extension, Extension.id == person, Extension.active) is None:
        return []
    return rows.find(SharedAccess, SharedAccess.accessor_id == person, SharedAccess.subject == subject, *where)
