"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListFirmwareUpdateRulesQuery(TypedDict):
    site_id: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListFirmwareUpdateRulesAnswerRulesItem(TypedDict):
    device_model: NotRequired[str]
    device_type: NotRequired[str]
    rule_id: NotRequired[str]
    version: NotRequired[str]


class ListFirmwareUpdateRulesAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    rules: NotRequired[list[ListFirmwareUpdateRulesAnswerRulesItem]]


class CreateFirmwareUpdateRuleBody(TypedDict):
    device_model: str
    device_type: str
    version: str
    restart_type: NotRequired[Literal[1, 2]]
    site_id: NotRequired[str]


class CreateFirmwareUpdateRuleAnswer(TypedDict):
    rule_Id: NotRequired[str]


class GetFirmwareUpdateRuleAnswer(TypedDict):
    device_model: NotRequired[str]
    device_type: NotRequired[str]
    update_log: NotRequired[str]
    version: NotRequired[str]


class DeleteFirmwareUpdateRuleQuery(TypedDict):
    restart_type: Literal[1, 2]


class UpdateFirmwareUpdateRuleBody(TypedDict):
    device_model: str
    device_type: str
    version: str
    restart_type: NotRequired[Literal[1, 2]]


class ListUpdatableFirmwaresQuery(TypedDict):
    is_update: bool
    site_id: NotRequired[str]


class ListUpdatableFirmwaresAnswerFirmwaresItemVersionsItem(TypedDict):
    expire_time: NotRequired[str]
    status: NotRequired[Literal[1, 2, 3]]
    update_log: NotRequired[str]
    version: NotRequired[str]


class ListUpdatableFirmwaresAnswerFirmwaresItem(TypedDict):
    device_model: NotRequired[str]
    device_type: NotRequired[str]
    versions: NotRequired[list[ListUpdatableFirmwaresAnswerFirmwaresItemVersionsItem]]


class ListUpdatableFirmwaresAnswer(TypedDict):
    firmwares: NotRequired[list[ListUpdatableFirmwaresAnswerFirmwaresItem]]
