"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListCommonAreaOutboundCallingCountriesRegionCountriesRegionsItem(TypedDict):
    code: NotRequired[int]
    enabled_carrier: NotRequired[list[str]]
    iso_code: NotRequired[str]
    name: NotRequired[str]
    rule: NotRequired[Literal[1, 2, 3, 4]]


class ListCommonAreaOutboundCallingCountriesRegion(TypedDict):
    countries_regions: NotRequired[list[ListCommonAreaOutboundCallingCountriesRegionCountriesRegionsItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CountryRegionInput(TypedDict):
    delete_existing_exception_rules: NotRequired[bool]
    iso_code: NotRequired[str]
    rule: NotRequired[Literal[1, 2, 3, 4]]


class ListCommonAreaOutboundCallingExceptionRuleExceptionRulesItem(TypedDict):
    comment: NotRequired[str]
    id: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    prefix_number: NotRequired[str]
    rule: NotRequired[Literal[1, 2, 3, 4]]
    status: NotRequired[Literal['active', 'inactive']]


class ListCommonAreaOutboundCallingExceptionRule(TypedDict):
    exception_rules: NotRequired[list[ListCommonAreaOutboundCallingExceptionRuleExceptionRulesItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class ExceptionRuleInput(TypedDict):
    country: str
    match_type: Literal['phoneNumber', 'prefix']
    prefix_number: str
    status: Literal['active', 'inactive']
    comment: NotRequired[str]


class ListCommonAreaOutboundCallingCountriesRegionsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


ListCommonAreaOutboundCallingCountriesRegionsAnswer = ListCommonAreaOutboundCallingCountriesRegion


class UpdateCommonAreaOutboundCallingCountriesRegionsBody(TypedDict):
    country_regions: NotRequired[list[CountryRegionInput]]


class ListCommonAreaOutboundCallingExceptionRulesQuery(TypedDict):
    country: NotRequired[str]
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    status: NotRequired[Literal['active', 'inactive']]
    next_page_token: NotRequired[str]
    page_size: int


ListCommonAreaOutboundCallingExceptionRulesAnswer = ListCommonAreaOutboundCallingExceptionRule


class CreateCommonAreaOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class CreateCommonAreaOutboundCallingExceptionRuleAnswer(TypedDict):
    exception_rule_id: NotRequired[str]


class UpdateCommonAreaOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class ListAccountOutboundCallingCountriesRegionsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


ListAccountOutboundCallingCountriesRegionsAnswer = ListCommonAreaOutboundCallingCountriesRegion


class UpdateAccountOutboundCallingCountriesRegionsBody(TypedDict):
    country_regions: NotRequired[list[CountryRegionInput]]


class ListAccountOutboundCallingExceptionRulesQuery(TypedDict):
    country: NotRequired[str]
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    status: NotRequired[Literal['active', 'inactive']]
    next_page_token: NotRequired[str]
    page_size: int


ListAccountOutboundCallingExceptionRulesAnswer = ListCommonAreaOutboundCallingExceptionRule


class CreateAccountOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class CreateAccountOutboundCallingExceptionRuleAnswer(TypedDict):
    exception_rule_id: NotRequired[str]


class UpdateAccountOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class ListSiteOutboundCallingCountriesRegionsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


ListSiteOutboundCallingCountriesRegionsAnswer = ListCommonAreaOutboundCallingCountriesRegion


class UpdateSiteOutboundCallingCountriesRegionsBody(TypedDict):
    country_regions: NotRequired[list[CountryRegionInput]]


class ListSiteOutboundCallingExceptionRulesQuery(TypedDict):
    country: NotRequired[str]
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    status: NotRequired[Literal['active', 'inactive']]
    next_page_token: NotRequired[str]
    page_size: int


ListSiteOutboundCallingExceptionRulesAnswer = ListCommonAreaOutboundCallingExceptionRule


class CreateSiteOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class CreateSiteOutboundCallingExceptionRuleAnswer(TypedDict):
    exception_rule_id: NotRequired[str]


class UpdateSiteOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class ListUserOutboundCallingCountriesRegionsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


ListUserOutboundCallingCountriesRegionsAnswer = ListCommonAreaOutboundCallingCountriesRegion


class UpdateUserOutboundCallingCountriesRegionsBody(TypedDict):
    country_regions: NotRequired[list[CountryRegionInput]]


class ListUserOutboundCallingExceptionRulesQuery(TypedDict):
    country: NotRequired[str]
    keyword: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    status: NotRequired[Literal['active', 'inactive']]
    next_page_token: NotRequired[str]
    page_size: int


ListUserOutboundCallingExceptionRulesAnswer = ListCommonAreaOutboundCallingExceptionRule


class CreateUserOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]


class CreateUserOutboundCallingExceptionRuleAnswer(TypedDict):
    exception_rule_id: NotRequired[str]


class UpdateUserOutboundCallingExceptionRuleBody(TypedDict):
    exception_rule: NotRequired[ExceptionRuleInput]
