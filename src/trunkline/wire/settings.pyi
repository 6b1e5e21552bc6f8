"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


Status = Literal['Not_Submitted', 'Waiting', 'Processing', 'Successfully', 'Rejected', 'Canceled', 'FOC']


class GetAccountPolicyAnswerAllowEmergencyCalls(TypedDict):
    allow_emergency_calls_from_clients: NotRequired[bool]
    allow_emergency_calls_from_deskphones: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountPolicyAnswer(TypedDict):
    allow_emergency_calls: NotRequired[GetAccountPolicyAnswerAllowEmergencyCalls]


class UpdateAccountPolicyBodyAllowEmergencyCalls(TypedDict):
    allow_emergency_calls_from_clients: NotRequired[bool]
    allow_emergency_calls_from_deskphones: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]


class UpdateAccountPolicyBody(TypedDict):
    allow_emergency_calls: NotRequired[UpdateAccountPolicyBodyAllowEmergencyCalls]


class ListPortedNumberOrdersQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


class ListPortedNumberOrdersAnswerPortedNumbersItemReplacingNumbersItem(TypedDict):
    source_number: NotRequired[str]
    target_number: NotRequired[str]


class ListPortedNumberOrdersAnswerPortedNumbersItem(TypedDict):
    numbers: NotRequired[list[str]]
    order_id: NotRequired[str]
    replacing_numbers: NotRequired[list[ListPortedNumberOrdersAnswerPortedNumbersItemReplacingNumbersItem]]
    status: NotRequired[Status]
    submission_date_time: NotRequired[str]


class ListPortedNumberOrdersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    ported_numbers: NotRequired[list[ListPortedNumberOrdersAnswerPortedNumbersItem]]
    total_records: NotRequired[int]


class GetPortedNumberOrderAnswerOriginalBillingInfoAddress(TypedDict):
    city: NotRequired[str]
    country: NotRequired[str]
    house_number: NotRequired[str]
    state_code: NotRequired[str]
    street_name: NotRequired[str]
    zip: NotRequired[str]


class GetPortedNumberOrderAnswerOriginalBillingInfo(TypedDict):
    account_number: NotRequired[str]
    address: NotRequired[GetPortedNumberOrderAnswerOriginalBillingInfoAddress]
    authorizing_person: NotRequired[str]
    billing_telephone_number: NotRequired[str]
    company: NotRequired[str]
    customer_requested_date: NotRequired[str]
    pin: NotRequired[str]


class GetPortedNumberOrderAnswerReplacingNumbersItem(TypedDict):
    source_number: NotRequired[str]
    target_number: NotRequired[str]


class GetPortedNumberOrderAnswer(TypedDict):
    contact_emails: NotRequired[str]
    contact_number: NotRequired[str]
    isp: NotRequired[str]
    numbers: NotRequired[list[str]]
    order_id: NotRequired[str]
    original_billing_info: NotRequired[GetPortedNumberOrderAnswerOriginalBillingInfo]
    printed_name: NotRequired[str]
    replacing_numbers: NotRequired[list[GetPortedNumberOrderAnswerReplacingNumbersItem]]
    status: NotRequired[Status]
    submission_date_time: NotRequired[str]


class GetPhoneSettingsAnswerBillingAccount(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetPhoneSettingsAnswerByoc(TypedDict):
    enable: NotRequired[bool]


class GetPhoneSettingsAnswerCountry(TypedDict):
    code: NotRequired[str]
    name: NotRequired[str]


class GetPhoneSettingsAnswerMultiplePartyConference(TypedDict):
    enable: NotRequired[bool]


class GetPhoneSettingsAnswerMultipleSites(TypedDict):
    enabled: NotRequired[bool]
    site_code: NotRequired[bool]


class GetPhoneSettingsAnswerShowDeviceIpForCallLog(TypedDict):
    enable: NotRequired[bool]


class GetPhoneSettingsAnswer(TypedDict):
    billing_account: NotRequired[GetPhoneSettingsAnswerBillingAccount]
    byoc: NotRequired[GetPhoneSettingsAnswerByoc]
    country: NotRequired[GetPhoneSettingsAnswerCountry]
    multiple_party_conference: NotRequired[GetPhoneSettingsAnswerMultiplePartyConference]
    multiple_sites: NotRequired[GetPhoneSettingsAnswerMultipleSites]
    show_device_ip_for_call_log: NotRequired[GetPhoneSettingsAnswerShowDeviceIpForCallLog]


class UpdatePhoneSettingsBodyBillingAccount(TypedDict):
    id: NotRequired[str]


class UpdatePhoneSettingsBodyByoc(TypedDict):
    enable: NotRequired[bool]


class UpdatePhoneSettingsBodyMultipleSitesSiteCode(TypedDict):
    enable: NotRequired[bool]
    short_extension_length: NotRequired[int]


class UpdatePhoneSettingsBodyMultipleSites(TypedDict):
    enabled: NotRequired[bool]
    site_code: NotRequired[UpdatePhoneSettingsBodyMultipleSitesSiteCode]


class UpdatePhoneSettingsBodyShowDeviceIpForCallLog(TypedDict):
    enable: NotRequired[bool]


class UpdatePhoneSettingsBody(TypedDict):
    billing_account: NotRequired[UpdatePhoneSettingsBodyBillingAccount]
    byoc: NotRequired[UpdatePhoneSettingsBodyByoc]
    multiple_sites: NotRequired[UpdatePhoneSettingsBodyMultipleSites]
    show_device_ip_for_call_log: NotRequired[UpdatePhoneSettingsBodyShowDeviceIpForCallLog]


class ListSipGroupsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


class ListSipGroupsAnswerSipGroupsItemSipTrunk(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListSipGroupsAnswerSipGroupsItem(TypedDict):
    description: NotRequired[str]
    display_name: NotRequired[str]
    id: NotRequired[str]
    send_sip_group_name: NotRequired[bool]
    sip_trunk: NotRequired[ListSipGroupsAnswerSipGroupsItemSipTrunk]


class ListSipGroupsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    sip_groups: NotRequired[list[ListSipGroupsAnswerSipGroupsItem]]


class ListSipTrunksQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


class ListSipTrunksAnswerByocSipTrunkItem(TypedDict):
    carrier: NotRequired[str]
    carrier_account: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    region: NotRequired[str]
    sbc_label: NotRequired[str]


class ListSipTrunksAnswer(TypedDict):
    byoc_sip_trunk: NotRequired[list[ListSipTrunksAnswerByocSipTrunkItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
