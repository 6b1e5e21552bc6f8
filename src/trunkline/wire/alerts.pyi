"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ChatChannel(TypedDict):
    chat_channel_name: NotRequired[str]
    end_point: NotRequired[str]
    token: NotRequired[str]


class ChatChannelInput(TypedDict):
    chat_channel_name: NotRequired[str]
    end_point: NotRequired[str]
    token: NotRequired[str]


class ListAlertSettingsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    module: NotRequired[Literal[1, 2, 3, 4, 5]]
    rule: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]]
    status: NotRequired[Literal[0, 1]]


class ListAlertSettingsAnswerAlertSettingsItemRuleConditionsItem(TypedDict):
    rule_condition_type: NotRequired[Literal[1, 2, 3, 4, 5]]
    rule_condition_value: NotRequired[str]


class ListAlertSettingsAnswerAlertSettingsItemTargetsItem(TypedDict):
    target_name: NotRequired[str]


class ListAlertSettingsAnswerAlertSettingsItem(TypedDict):
    alert_setting_id: NotRequired[str]
    alert_setting_name: NotRequired[str]
    chat_channels: NotRequired[list[ChatChannel]]
    email_recipients: NotRequired[list[str]]
    frequency: NotRequired[Literal[5, 10, 15, 30, 60]]
    module: NotRequired[int]
    rule: NotRequired[int]
    rule_conditions: NotRequired[list[ListAlertSettingsAnswerAlertSettingsItemRuleConditionsItem]]
    status: NotRequired[Literal[0, 1]]
    targets: NotRequired[list[ListAlertSettingsAnswerAlertSettingsItemTargetsItem]]
    time_frame_from: NotRequired[str]
    time_frame_to: NotRequired[str]
    time_frame_type: NotRequired[Literal['all_day', 'specific_time']]


class ListAlertSettingsAnswer(TypedDict):
    alert_settings: NotRequired[list[ListAlertSettingsAnswerAlertSettingsItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CreateAlertSettingBodyRuleConditionsItem(TypedDict):
    rule_condition_type: NotRequired[Literal[1, 2, 3, 4, 5]]
    rule_condition_value: NotRequired[str]


class CreateAlertSettingBody(TypedDict):
    alert_setting_name: str
    module: int
    rule: int
    rule_conditions: list[CreateAlertSettingBodyRuleConditionsItem]
    target_type: Literal[1, 2, 3, 4, 5]
    time_frame_from: str
    time_frame_to: str
    time_frame_type: Literal['all_day', 'specific_time']
    chat_channels: NotRequired[list[ChatChannelInput]]
    email_recipients: NotRequired[list[str]]
    frequency: NotRequired[Literal[5, 10, 15, 30, 60]]
    status: NotRequired[Literal[0, 1]]
    target_ids: NotRequired[list[str]]


class CreateAlertSettingAnswer(TypedDict):
    alert_setting_id: NotRequired[str]
    alert_setting_name: NotRequired[str]


class GetAlertSettingAnswerRuleConditionsItem(TypedDict):
    rule_condition_type: NotRequired[Literal[1, 2, 3, 4, 5]]
    rule_condition_value: NotRequired[str]


class GetAlertSettingAnswerTargetsItemAssigneesItem(TypedDict):
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    name: NotRequired[str]


class GetAlertSettingAnswerTargetsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetAlertSettingAnswerTargetsItem(TypedDict):
    assignees: NotRequired[list[GetAlertSettingAnswerTargetsItemAssigneesItem]]
    site: NotRequired[GetAlertSettingAnswerTargetsItemSite]
    target_extension_number: NotRequired[int]
    target_id: NotRequired[str]
    target_name: NotRequired[str]
    target_type: NotRequired[Literal[1, 2, 3, 4, 5]]


class GetAlertSettingAnswer(TypedDict):
    alert_setting_id: NotRequired[str]
    alert_setting_name: NotRequired[str]
    chat_channels: NotRequired[list[ChatChannel]]
    email_recipients: NotRequired[list[str]]
    frequency: NotRequired[Literal[5, 10, 15, 30, 60]]
    module: NotRequired[int]
    rule: NotRequired[int]
    rule_conditions: NotRequired[list[GetAlertSettingAnswerRuleConditionsItem]]
    status: NotRequired[Literal[0, 1]]
    targets: NotRequired[list[GetAlertSettingAnswerTargetsItem]]
    time_frame_from: NotRequired[str]
    time_frame_to: NotRequired[str]
    time_frame_type: NotRequired[Literal['all_day', 'specific_time']]


class UpdateAlertSettingBodyRuleConditionsItem(TypedDict):
    rule_condition_type: NotRequired[Literal[1, 2, 3, 4, 5]]
    rule_condition_value: NotRequired[str]


class UpdateAlertSettingBody(TypedDict):
    alert_setting_name: NotRequired[str]
    chat_channels: NotRequired[list[ChatChannelInput]]
    email_recipients: NotRequired[list[str]]
    frequency: NotRequired[Literal[5, 10, 15, 30, 60]]
    rule_conditions: NotRequired[list[UpdateAlertSettingBodyRuleConditionsItem]]
    status: NotRequired[Literal[0, 1]]
    target_ids: NotRequired[list[str]]
    time_frame_from: NotRequired[str]
    time_frame_to: NotRequired[str]
    time_frame_type: NotRequired[Literal['all_day', 'specific_time']]
