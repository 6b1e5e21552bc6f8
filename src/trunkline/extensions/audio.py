"""Audio files, as settings name them: by id. An empty id is the built-in sound, and so is one whose file has gone."""

from collections.abc import Iterable, Mapping

from trunkline.problems import refuse
from trunkline.store.tables import AudioFile
from trunkline.store.tenant import Tenant

BUILT_IN = "Default"
# In which prompts are spoken, as the reference spells them.
LANGUAGES = (
    *("en-US", "en-GB", "es-US", "fr-CA", "da-DK", "de-DE", "es-ES", "fr-FR"),
    *("it-IT", "nl-NL", "pt-PT", "ja-JP", "ko-KO", "pt-BR", "zh-CN", "zh-TW"),
)

OF_QUEUES: Mapping[str, str] = {"ja-JP": "ja", "ko-KO": "ko-KR", "zh-TW": "zh-CN"}  # and as it does of queues


def check(rows: Tenant, id: str | None, owner_id: str | None = None) -> None:
    """An id that is said must be of a file of the account, or of the owner; raises `audio_unknown`."""
    if id and rows.get(AudioFile, id).extension_id not in (None, owner_id):
        refuse("audio_unknown", id=id)


def names(rows: Tenant, ids: Iterable[str]) -> Mapping[str, str]:
    """Of the files that are there, by id: one query."""
    wanted = {id for id in ids if id}
    return {file.id: file.name for file in rows.find(AudioFile, AudioFile.id.in_(wanted))} if wanted else {}


def shown(id: str, names: Mapping[str, str], name: str) -> dict[str, str]:
    """The id, and under `name` what the file is called."""
    return {"audio_id": id, name: names[id]} if id in names else {"audio_id": "", name: BUILT_IN}
