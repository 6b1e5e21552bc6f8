"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


HolidayHour = TypedDict("HolidayHour", {
    "from": "NotRequired[str]",
    "id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


AudioPromptLanguage = Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']


AudioPromptLanguageInput = Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']


class VoicemailAccessMember(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    delete: NotRequired[bool]
    download: NotRequired[bool]
    shared_id: NotRequired[str]


class ListAutoReceptionistsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListAutoReceptionistsAnswerAutoReceptionistsItemPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class ListAutoReceptionistsAnswerAutoReceptionistsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListAutoReceptionistsAnswerAutoReceptionistsItem(TypedDict):
    audio_prompt_language: NotRequired[str]
    cost_center: NotRequired[str]
    department: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    holiday_hours: NotRequired[list[HolidayHour]]
    id: NotRequired[str]
    name: NotRequired[str]
    phone_numbers: NotRequired[list[ListAutoReceptionistsAnswerAutoReceptionistsItemPhoneNumbersItem]]
    site: NotRequired[ListAutoReceptionistsAnswerAutoReceptionistsItemSite]
    timezone: NotRequired[str]


class ListAutoReceptionistsAnswer(TypedDict):
    auto_receptionists: NotRequired[list[ListAutoReceptionistsAnswerAutoReceptionistsItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateAutoReceptionistBody(TypedDict):
    name: str
    site_id: NotRequired[str]


class CreateAutoReceptionistAnswer(TypedDict):
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]


class GetAutoReceptionistAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class GetAutoReceptionistAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetAutoReceptionistAnswer(TypedDict):
    audio_prompt_language: NotRequired[AudioPromptLanguage]
    cost_center: NotRequired[str]
    default_transcription_language: NotRequired[AudioPromptLanguage]
    department: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    holiday_hours: NotRequired[list[HolidayHour]]
    name: NotRequired[str]
    own_storage_name: NotRequired[str]
    phone_numbers: NotRequired[list[GetAutoReceptionistAnswerPhoneNumbersItem]]
    recording_storage_location: NotRequired[Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']]
    site: NotRequired[GetAutoReceptionistAnswerSite]
    timezone: NotRequired[str]


class UpdateAutoReceptionistBody(TypedDict):
    audio_prompt_language: NotRequired[AudioPromptLanguageInput]
    cost_center: NotRequired[str]
    default_transcription_language: NotRequired[AudioPromptLanguageInput]
    department: NotRequired[str]
    extension_number: NotRequired[int]
    name: NotRequired[str]
    recording_storage_location: NotRequired[Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']]
    timezone: NotRequired[str]


class AssignAutoReceptionistPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignAutoReceptionistPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[AssignAutoReceptionistPhoneNumbersBodyPhoneNumbersItem]]


class GetAutoReceptionistPolicyAnswerSms(TypedDict):
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    international_sms_countries: NotRequired[list[str]]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class GetAutoReceptionistPolicyAnswerVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class GetAutoReceptionistPolicyAnswerVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class GetAutoReceptionistPolicyAnswer(TypedDict):
    sms: NotRequired[GetAutoReceptionistPolicyAnswerSms]
    voicemail_access_members: NotRequired[list[VoicemailAccessMember]]
    voicemail_notification_by_email: NotRequired[GetAutoReceptionistPolicyAnswerVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[GetAutoReceptionistPolicyAnswerVoicemailTranscription]


class UpdateAutoReceptionistPolicyBodySms(TypedDict):
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    international_sms_countries: NotRequired[list[str]]
    reset: NotRequired[bool]


class UpdateAutoReceptionistPolicyBodyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateAutoReceptionistPolicyBodyVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateAutoReceptionistPolicyBody(TypedDict):
    sms: NotRequired[UpdateAutoReceptionistPolicyBodySms]
    voicemail_notification_by_email: NotRequired[UpdateAutoReceptionistPolicyBodyVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[UpdateAutoReceptionistPolicyBodyVoicemailTranscription]


class AddAutoReceptionistPolicySettingBodyVoicemailAccessMember(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    delete: NotRequired[bool]
    download: NotRequired[bool]


class AddAutoReceptionistPolicySettingBody(TypedDict):
    voicemail_access_member: NotRequired[AddAutoReceptionistPolicySettingBodyVoicemailAccessMember]


class AddAutoReceptionistPolicySettingAnswer(TypedDict):
    voicemail_access_member: NotRequired[VoicemailAccessMember]


class DeleteAutoReceptionistPolicySettingQuery(TypedDict):
    shared_ids: list[str]


class UpdateAutoReceptionistPolicySettingBodyVoicemailAccessMember(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    delete: NotRequired[bool]
    download: NotRequired[bool]
    share: NotRequired[bool]
    shared_id: NotRequired[str]


class UpdateAutoReceptionistPolicySettingBody(TypedDict):
    voicemail_access_member: NotRequired[UpdateAutoReceptionistPolicySettingBodyVoicemailAccessMember]
