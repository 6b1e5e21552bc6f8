"""Who hears which messages. Every extension has a mailbox; a user's is the user's own."""

from trunkline.problems import refuse
from trunkline.store.records import Voicemail
from trunkline.store.tenant import Tenant


def may_hear(rows: Tenant, person: str | None, owner: str) -> bool:
    """Whether someone may hear what was left for an extension; None stands for the whole account, which may.

    The one place that says so: access that is shared belongs here once it can be given.
    """
    return person in (None, owner)


def message(rows: Tenant, id: str, person: str | None, *, to_change: bool = False) -> Voicemail:
    """The message of that id; one that the person may not hear is unknown."""
    found = rows.edit(Voicemail, id) if to_change else rows.get(Voicemail, id)
    if not may_hear(rows, person, found.owner):
        refuse("voicemail_unknown", id=id)
    return found


def message_in(rows: Tenant, file: str, person: str | None) -> Voicemail:
    """The message whose sound a file is."""
    found = rows.first(Voicemail, Voicemail.file == file)
    if found is None or not may_hear(rows, person, found.owner):
        refuse("file_unknown")
    return found
