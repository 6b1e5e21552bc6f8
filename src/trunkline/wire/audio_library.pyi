"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class GetAudioItemAnswer(TypedDict):
    audio_id: NotRequired[str]
    name: NotRequired[str]
    play_url: NotRequired[str]
    text: NotRequired[str]
    voice_accent: NotRequired[str]
    voice_language: NotRequired[Literal['en-US', 'en-GB', 'en-GB-WLS', 'en-AU', 'en-IN', 'en-ZA', 'en-NZ', 'es-ES', 'es-US', 'es-MX', 'fr-CA', 'da-DK', 'de-DE', 'fr-FR', 'it-IT', 'is-IS', 'nl-NL', 'pt-PT', 'ja-JP', 'ko-KO', 'ko-KR', 'pt-BR', 'pl-PL', 'zh-CN', 'zh-TW', 'cmn-CN', 'tr-TR', 'nb-NO', 'ro-RO', 'ru-RU', 'sv-SE', 'cy-GB', 'ca-ES', 'de-AT', 'arb']]


class UpdateAudioItemBody(TypedDict):
    name: str


class ListUserAudioItemsAnswerAudiosItem(TypedDict):
    audio_id: NotRequired[str]
    name: NotRequired[str]


class ListUserAudioItemsAnswer(TypedDict):
    audios: NotRequired[list[ListUserAudioItemsAnswerAudiosItem]]


class CreateUserAudioItemBody(TypedDict):
    audio_name: NotRequired[str]
    text: NotRequired[str]
    voice_accent: NotRequired[str]
    voice_language: NotRequired[str]


class CreateUserAudioItemAnswer(TypedDict):
    audio_id: NotRequired[str]
    name: NotRequired[str]


class BatchCreateUserAudioItemsBodyAttachmentsItem(TypedDict):
    audio_type: NotRequired[str]
    base64_encoding: NotRequired[str]
    name: NotRequired[str]


class BatchCreateUserAudioItemsBody(TypedDict):
    attachments: NotRequired[list[BatchCreateUserAudioItemsBodyAttachmentsItem]]


class BatchCreateUserAudioItemsAnswerAudiosItem(TypedDict):
    audio_id: NotRequired[str]
    name: NotRequired[str]


class BatchCreateUserAudioItemsAnswer(TypedDict):
    audios: NotRequired[list[BatchCreateUserAudioItemsAnswerAudiosItem]]
