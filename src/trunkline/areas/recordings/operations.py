"""The operations on recordings, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.downloads import Download
from trunkline.api.operation import operation
from trunkline.records import recordings


@operation("download_recording")
def download_recording(ctx: Context, file_id: str) -> Download:
    recording = recordings.in_file(ctx.rows, file_id)
    return Download(recording.file, "audio/wav", f"recording-{recording.id}.wav")
