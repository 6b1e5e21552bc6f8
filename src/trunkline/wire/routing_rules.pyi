"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListRoutingRuleRoutingPathSipGroup(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListRoutingRuleRoutingPath(TypedDict):
    sip_group: NotRequired[ListRoutingRuleRoutingPathSipGroup]
    type: NotRequired[Literal['other_sites', 'pstn', 'sip_group']]


class ListRoutingRule(TypedDict):
    name: NotRequired[str]
    number_pattern: NotRequired[str]
    order: NotRequired[int]
    routing_path: NotRequired[ListRoutingRuleRoutingPath]
    routing_rule_id: NotRequired[str]
    site_id: NotRequired[str]
    translation: NotRequired[str]


class ListRoutingRulesQuery(TypedDict):
    site_id: NotRequired[str]


ListRoutingRulesAnswer = list[ListRoutingRule]


class CreateRoutingRuleBody(TypedDict):
    name: NotRequired[str]
    number_pattern: NotRequired[str]
    sip_group_id: NotRequired[str]
    site_id: NotRequired[str]
    translation: NotRequired[str]
    type: NotRequired[Literal['other_sites', 'pstn', 'sip_group']]


class CreateRoutingRuleAnswer(TypedDict):
    name: NotRequired[str]
    routing_rule_id: NotRequired[str]


GetRoutingRuleAnswer = ListRoutingRule


class UpdateRoutingRuleBody(TypedDict):
    name: NotRequired[str]
    number_pattern: NotRequired[str]
    order: NotRequired[int]
    sip_group_id: NotRequired[str]
    translation: NotRequired[str]
    type: NotRequired[Literal['other_sites', 'pstn', 'sip_group']]
