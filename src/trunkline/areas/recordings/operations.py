"""The operations on recordings, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.downloads import Download
from trunkline.api.operation import operation
from trunkline.extensions import mailboxes


@operation("download_recording")
def download_recording(ctx: Context, file_id: str) -> Download:
    recording = mailboxes.recording_in(ctx.rows, file_id, ctx.only)
    return Download(recording.file, "audio/wav", f"recording-{recording.id}.wav")
