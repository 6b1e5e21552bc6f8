"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class GetAutoReceptionistIvrQuery(TypedDict):
    hours_type: str
    holiday_id: NotRequired[str]


class GetAutoReceptionistIvrAnswerAudioPrompt(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetAutoReceptionistIvrAnswerCallerEntersNoActionForwardTo(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[str]
    id: NotRequired[str]


class GetAutoReceptionistIvrAnswerCallerEntersNoAction(TypedDict):
    action: NotRequired[int]
    audio_prompt_repeat: NotRequired[Literal[1, 2, 3]]
    forward_to: NotRequired[GetAutoReceptionistIvrAnswerCallerEntersNoActionForwardTo]


class GetAutoReceptionistIvrAnswerKeyActionsItemTarget(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[str]
    id: NotRequired[str]
    phone_number: NotRequired[str]


class GetAutoReceptionistIvrAnswerKeyActionsItemVoicemailGreeting(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetAutoReceptionistIvrAnswerKeyActionsItem(TypedDict):
    action: NotRequired[int]
    key: NotRequired[str]
    target: NotRequired[GetAutoReceptionistIvrAnswerKeyActionsItemTarget]
    voicemail_greeting: NotRequired[GetAutoReceptionistIvrAnswerKeyActionsItemVoicemailGreeting]


class GetAutoReceptionistIvrAnswer(TypedDict):
    audio_prompt: NotRequired[GetAutoReceptionistIvrAnswerAudioPrompt]
    caller_enters_no_action: NotRequired[GetAutoReceptionistIvrAnswerCallerEntersNoAction]
    key_actions: NotRequired[list[GetAutoReceptionistIvrAnswerKeyActionsItem]]


class UpdateAutoReceptionistIvrBodyCallerEntersNoAction(TypedDict):
    action: NotRequired[int]
    audio_prompt_repeat: NotRequired[Literal[1, 2, 3]]
    forward_to_extension_id: NotRequired[str]


class UpdateAutoReceptionistIvrBodyKeyActionTarget(TypedDict):
    extension_id: NotRequired[str]
    phone_number: NotRequired[str]


class UpdateAutoReceptionistIvrBodyKeyAction(TypedDict):
    action: NotRequired[int]
    key: NotRequired[str]
    target: NotRequired[UpdateAutoReceptionistIvrBodyKeyActionTarget]
    voicemail_greeting_id: NotRequired[str]


class UpdateAutoReceptionistIvrBody(TypedDict):
    audio_prompt_id: NotRequired[str]
    caller_enters_no_action: NotRequired[UpdateAutoReceptionistIvrBodyCallerEntersNoAction]
    holiday_id: NotRequired[str]
    hours_type: NotRequired[str]
    key_action: NotRequired[UpdateAutoReceptionistIvrBodyKeyAction]
