"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class CommonArea(TypedDict):
    extension_id: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]


class ListSharedLineGroupsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListSharedLineGroupsAnswerSharedLineGroupsItemPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]
    status: NotRequired[Literal['pending', 'available']]


class ListSharedLineGroupsAnswerSharedLineGroupsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListSharedLineGroupsAnswerSharedLineGroupsItem(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    phone_numbers: NotRequired[list[ListSharedLineGroupsAnswerSharedLineGroupsItemPhoneNumbersItem]]
    site: NotRequired[ListSharedLineGroupsAnswerSharedLineGroupsItemSite]
    status: NotRequired[Literal['active', 'inactive']]


class ListSharedLineGroupsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    shared_line_groups: NotRequired[list[ListSharedLineGroupsAnswerSharedLineGroupsItem]]
    total_records: NotRequired[int]


class CreateSharedLineGroupBody(TypedDict):
    display_name: str
    description: NotRequired[str]
    extension_number: NotRequired[int]
    site_id: NotRequired[str]


class CreateSharedLineGroupAnswer(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class GetSharedLineGroupAnswerMembers(TypedDict):
    common_areas: NotRequired[list[CommonArea]]
    users: NotRequired[list[CommonArea]]


class GetSharedLineGroupAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class GetSharedLineGroupAnswerPolicyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]
    shared_id: NotRequired[str]
    access_user_type: NotRequired[Literal['user', 'commonArea']]


class GetSharedLineGroupAnswerPolicy(TypedDict):
    voicemail_access_members: NotRequired[list[GetSharedLineGroupAnswerPolicyVoicemailAccessMembersItem]]


class GetSharedLineGroupAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetSharedLineGroupAnswer(TypedDict):
    allow_privacy: NotRequired[bool]
    audio_prompt_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    cost_center: NotRequired[str]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    department: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    members: NotRequired[GetSharedLineGroupAnswerMembers]
    own_storage_name: NotRequired[str]
    phone_numbers: NotRequired[list[GetSharedLineGroupAnswerPhoneNumbersItem]]
    policy: NotRequired[GetSharedLineGroupAnswerPolicy]
    primary_number: NotRequired[str]
    recording_storage_location: NotRequired[Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']]
    site: NotRequired[GetSharedLineGroupAnswerSite]
    status: NotRequired[Literal['active', 'inactive']]
    timezone: NotRequired[str]


class UpdateSharedLineGroupBody(TypedDict):
    allow_privacy: NotRequired[bool]
    audio_prompt_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    cost_center: NotRequired[str]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    department: NotRequired[str]
    display_name: NotRequired[str]
    extension_number: NotRequired[int]
    primary_number: NotRequired[str]
    recording_storage_location: NotRequired[Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']]
    status: NotRequired[Literal['active', 'inactive']]
    timezone: NotRequired[str]


class GetSharedLineGroupPolicyAnswerCheckVoicemailsOverPhone(TypedDict):
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class GetSharedLineGroupPolicyAnswer(TypedDict):
    check_voicemails_over_phone: NotRequired[GetSharedLineGroupPolicyAnswerCheckVoicemailsOverPhone]


class UpdateSharedLineGroupPolicyBodyCheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSharedLineGroupPolicyBody(TypedDict):
    check_voicemails_over_phone: NotRequired[UpdateSharedLineGroupPolicyBodyCheckVoicemailsOverPhone]


class AddSharedLineGroupMembersBodyMembersUsersItem(TypedDict):
    email: NotRequired[str]
    id: NotRequired[str]


class AddSharedLineGroupMembersBodyMembers(TypedDict):
    common_area_ids: NotRequired[list[str]]
    users: NotRequired[list[AddSharedLineGroupMembersBodyMembersUsersItem]]


class AddSharedLineGroupMembersBody(TypedDict):
    members: NotRequired[AddSharedLineGroupMembersBodyMembers]


class AssignSharedLineGroupPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignSharedLineGroupPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[AssignSharedLineGroupPhoneNumbersBodyPhoneNumbersItem]]


class AddSharedLineGroupPolicySettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]


class AddSharedLineGroupPolicySettingBody(TypedDict):
    voicemail_access_members: NotRequired[list[AddSharedLineGroupPolicySettingBodyVoicemailAccessMembersItem]]


class AddSharedLineGroupPolicySettingAnswerVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]
    shared_id: NotRequired[str]


class AddSharedLineGroupPolicySettingAnswer(TypedDict):
    voicemail_access_members: NotRequired[list[AddSharedLineGroupPolicySettingAnswerVoicemailAccessMembersItem]]


class DeleteSharedLineGroupPolicySettingQuery(TypedDict):
    shared_ids: list[str]


class UpdateSharedLineGroupPolicySettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]
    shared_id: NotRequired[str]


class UpdateSharedLineGroupPolicySettingBody(TypedDict):
    voicemail_access_members: NotRequired[list[UpdateSharedLineGroupPolicySettingBodyVoicemailAccessMembersItem]]
