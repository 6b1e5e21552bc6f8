"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListExtensionInboundBlockRulesQuery(TypedDict):
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    type: NotRequired[Literal['block_for_other_reasons', 'block_as_threat']]
    next_page_token: NotRequired[str]
    page_size: int


class ListExtensionInboundBlockRulesAnswerExtensionBlockedRulesItem(TypedDict):
    blocked_number: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    phone_number: NotRequired[str]
    type: NotRequired[Literal['block_for_other_reasons', 'block_as_threat']]


class ListExtensionInboundBlockRulesAnswer(TypedDict):
    extension_blocked_rules: NotRequired[list[ListExtensionInboundBlockRulesAnswerExtensionBlockedRulesItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CreateExtensionInboundBlockRuleBody(TypedDict):
    blocked_number: str
    match_type: Literal['prefix', 'phoneNumber', 'SMS-shortCodes']
    type: Literal['block_for_other_reasons', 'block_as_threat']
    country: NotRequired[str]


class CreateExtensionInboundBlockRuleAnswer(TypedDict):
    id: NotRequired[str]


class DeleteExtensionInboundBlockRuleQuery(TypedDict):
    blocked_rule_id: str


class ListInboundBlockedStatisticsQuery(TypedDict):
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    type: NotRequired[str]
    next_page_token: NotRequired[str]
    page_size: int


class ListInboundBlockedStatisticsAnswerBlockedStatisticItem(TypedDict):
    block_count: NotRequired[int]
    blocked_number: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    phone_number: NotRequired[str]
    threat_count: NotRequired[int]
    type: NotRequired[Literal['block_for_other_reasons', 'block_as_threat']]


class ListInboundBlockedStatisticsAnswer(TypedDict):
    blocked_statistic: NotRequired[list[ListInboundBlockedStatisticsAnswerBlockedStatisticItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class DeleteInboundBlockedStatisticsQuery(TypedDict):
    blocked_statistic_id: str


class BlockNumberForAllExtensionsBody(TypedDict):
    blocked_statistic_id: str


class ListAccountInboundBlockRulesQuery(TypedDict):
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    type: NotRequired[Literal['block_for_other_reasons', 'block_as_threat']]
    status: NotRequired[Literal['active', 'inactive']]
    next_page_token: NotRequired[str]
    page_size: int


class ListAccountInboundBlockRulesAnswerAccountBlockedRulesItem(TypedDict):
    blocked_number: NotRequired[str]
    comment: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    match_type: NotRequired[Literal['prefix', 'phoneNumber', 'SMS-shortCodes']]
    phone_number: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]
    type: NotRequired[Literal['block_for_other_reasons', 'block_as_threat']]


class ListAccountInboundBlockRulesAnswer(TypedDict):
    account_blocked_rules: NotRequired[list[ListAccountInboundBlockRulesAnswerAccountBlockedRulesItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CreateAccountInboundBlockRuleBody(TypedDict):
    blocked_number: str
    match_type: Literal['prefix', 'phoneNumber', 'SMS-shortCodes']
    status: Literal['active', 'inactive']
    type: Literal['block_for_other_reasons', 'block_as_threat']
    comment: NotRequired[str]
    country: NotRequired[str]


class CreateAccountInboundBlockRuleAnswer(TypedDict):
    id: NotRequired[str]


class DeleteAccountInboundBlockRuleQuery(TypedDict):
    blocked_rule_id: str


class UpdateAccountInboundBlockRuleBody(TypedDict):
    blocked_number: str
    match_type: Literal['prefix', 'phoneNumber', 'SMS-shortCodes']
    type: Literal['block_for_other_reasons', 'block_as_threat']
    comment: NotRequired[str]
    country: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]
