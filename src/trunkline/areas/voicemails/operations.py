"""The operations on voicemails, in the order of the contract."""

from collections.abc import Sequence
from datetime import timedelta

from trunkline.api.context import Context
from trunkline.api.downloads import Download
from trunkline.api.operation import operation
from trunkline.api.period import period
from trunkline.areas.voicemails import render
from trunkline.extensions import mailboxes, people
from trunkline.records import voicemails
from trunkline.store.tables import User
from trunkline.wire import voicemails as wire

MONTH = timedelta(days=30)


@operation("get_user_call_log_voicemail")
def get_user_call_log_voicemail(ctx: Context, user_id: str, call_log_id: str) -> wire.GetUserCallLogVoicemailAnswer:
    user = people.user(ctx.rows, user_id)
    return render.of_call(voicemails.of_call(ctx.rows, call_log_id, _mailboxes(ctx, user)), ctx.installation.api_url)


@operation("list_user_voicemails")
def list_user_voicemails(
    ctx: Context, user_id: str, query: wire.ListUserVoicemailsQuery
) -> wire.ListUserVoicemailsAnswer:
    """Newest first."""
    user, covered = people.user(ctx.rows, user_id), period(query, ctx.wall, MONTH)
    wanted = voicemails.of_owners(query, covered.start, covered.end, _mailboxes(ctx, user))
    rows, page = ctx.page(wanted, voicemails.ORDER, newest_first=True)
    return render.of_user(rows, page, covered, ctx.installation.api_url)


@operation("list_account_voicemails")
def list_account_voicemails(ctx: Context, query: wire.ListAccountVoicemailsQuery) -> wire.ListAccountVoicemailsAnswer:
    """Newest first, in whoever's mailbox."""
    covered = period(query, ctx.wall, MONTH)
    wanted = voicemails.of_account(query, covered.start, covered.end)
    rows, page = ctx.page(wanted, voicemails.ORDER, newest_first=True)
    return render.of_account(rows, page, covered, ctx.installation.api_url)


@operation("download_voicemail")
def download_voicemail(ctx: Context, file_id: str) -> Download:
    message = mailboxes.message_in(ctx.rows, file_id, ctx.only)
    return Download(message.file, "audio/wav", f"voicemail-{message.id}.wav")


@operation("get_voicemail")
def get_voicemail(ctx: Context, voicemail_id: str) -> wire.GetVoicemailAnswer:
    return render.whole(mailboxes.message(ctx.rows, voicemail_id, ctx.only), ctx.installation.api_url)


@operation("delete_voicemail", records=True)
def delete_voicemail(ctx: Context, voicemail_id: str) -> None:
    """Into the trash, and from there for good. Its sound goes first: none is ever left that nobody knows of."""
    message = mailboxes.message_to_delete(ctx.rows, voicemail_id, ctx.only)
    if message.trashed is None:
        message.trashed = int(ctx.wall * 1000)
    else:
        ctx.rows.delete(message)
        ctx.blobs.remove(message.file)


@operation("update_voicemail_read_status", records=True)
def update_voicemail_read_status(ctx: Context, voicemail_id: str, query: wire.UpdateVoicemailReadStatusQuery) -> None:
    mailboxes.message(ctx.rows, voicemail_id, ctx.only, to_change=True).read = query["read_status"] == "Read"


def _mailboxes(ctx: Context, user: User) -> Sequence[str]:
    """Whose messages a user's lists have: the user's own. Where the user's own app asks, also those shared with them,
    which there is no other list of."""
    return mailboxes.heard(ctx.rows, user.id) if ctx.only else [user.id]
