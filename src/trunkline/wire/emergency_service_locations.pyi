"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class NetworkSwitche(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]
    port_prefix: NotRequired[str]
    port_range_from: NotRequired[str]
    port_range_to: NotRequired[str]


class BatchCreateEmergencyServiceLocationsBodyLocationsItemCompanyAddress(TypedDict):
    address_line1: str
    country: str
    address_line2: NotRequired[str]
    city: NotRequired[str]
    state_code: NotRequired[str]
    vat_number: NotRequired[str]
    zip: NotRequired[str]


class BatchCreateEmergencyServiceLocationsBodyLocationsItemNetworkSwitchesItem(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]
    port_prefix: NotRequired[str]
    port_range_from: NotRequired[str]
    port_range_to: NotRequired[str]


class BatchCreateEmergencyServiceLocationsBodyLocationsItem(TypedDict):
    company_address: BatchCreateEmergencyServiceLocationsBodyLocationsItemCompanyAddress
    display_name: str
    identifier: str
    bssid: NotRequired[str]
    elin: NotRequired[str]
    minimum_match_criteria: NotRequired[bool]
    network_switches: NotRequired[list[BatchCreateEmergencyServiceLocationsBodyLocationsItemNetworkSwitchesItem]]
    parent_identifier: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    sip_group_name: NotRequired[str]


class BatchCreateEmergencyServiceLocationsBody(TypedDict):
    locations: list[BatchCreateEmergencyServiceLocationsBodyLocationsItem]
    site_id: NotRequired[str]


class BatchCreateEmergencyServiceLocationsAnswerLocationsItem(TypedDict):
    display_name: NotRequired[str]
    location_id: NotRequired[str]


class BatchCreateEmergencyServiceLocationsAnswer(TypedDict):
    locations: NotRequired[list[BatchCreateEmergencyServiceLocationsAnswerLocationsItem]]


class ListEmergencyServiceLocationsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int
    site_id: NotRequired[str]


class ListEmergencyServiceLocationsAnswerLocationsItemElin(TypedDict):
    phone_number: NotRequired[str]
    phone_number_id: NotRequired[str]


class ListEmergencyServiceLocationsAnswerLocationsItemEmergencyAddress(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    state_code: NotRequired[str]
    vat_number: NotRequired[str]
    zip: NotRequired[str]


class ListEmergencyServiceLocationsAnswerLocationsItemSipGroup(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class ListEmergencyServiceLocationsAnswerLocationsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListEmergencyServiceLocationsAnswerLocationsItem(TypedDict):
    bssid: NotRequired[str]
    elin: NotRequired[ListEmergencyServiceLocationsAnswerLocationsItemElin]
    emergency_address: NotRequired[ListEmergencyServiceLocationsAnswerLocationsItemEmergencyAddress]
    id: NotRequired[str]
    identifier: NotRequired[str]
    minimum_match_criteria: NotRequired[bool]
    name: NotRequired[str]
    network_switches: NotRequired[list[NetworkSwitche]]
    parent_location_id: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    sip_group: NotRequired[ListEmergencyServiceLocationsAnswerLocationsItemSipGroup]
    site: NotRequired[ListEmergencyServiceLocationsAnswerLocationsItemSite]


class ListEmergencyServiceLocationsAnswer(TypedDict):
    locations: NotRequired[list[ListEmergencyServiceLocationsAnswerLocationsItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateEmergencyServiceLocationBody(TypedDict):
    emergency_address_id: str
    name: str
    bssid: NotRequired[str]
    elin_phone_number_id: NotRequired[str]
    minimum_match_criteria: NotRequired[bool]
    parent_location_id: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    sip_group_id: NotRequired[str]
    site_id: NotRequired[str]


class CreateEmergencyServiceLocationAnswer(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetEmergencyServiceLocationAnswerElin(TypedDict):
    phone_number: NotRequired[str]
    phone_number_id: NotRequired[str]


class GetEmergencyServiceLocationAnswerEmergencyAddress(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    state_code: NotRequired[str]
    zip: NotRequired[str]


class GetEmergencyServiceLocationAnswerSipGroup(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class GetEmergencyServiceLocationAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetEmergencyServiceLocationAnswer(TypedDict):
    bssid: NotRequired[str]
    elin: NotRequired[GetEmergencyServiceLocationAnswerElin]
    emergency_address: NotRequired[GetEmergencyServiceLocationAnswerEmergencyAddress]
    id: NotRequired[str]
    minimum_match_criteria: NotRequired[bool]
    name: NotRequired[str]
    network_switches: NotRequired[list[NetworkSwitche]]
    parent_location_id: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    sip_group: NotRequired[GetEmergencyServiceLocationAnswerSipGroup]
    site: NotRequired[GetEmergencyServiceLocationAnswerSite]


class UpdateEmergencyServiceLocationBodyNetworkSwitchesItem(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]
    port_prefix: NotRequired[str]
    port_range_from: NotRequired[str]
    port_range_to: NotRequired[str]


class UpdateEmergencyServiceLocationBody(TypedDict):
    bssid: NotRequired[str]
    elin_phone_number_id: NotRequired[str]
    emergency_address_id: NotRequired[str]
    minimum_match_criteria: NotRequired[bool]
    name: NotRequired[str]
    network_switches: NotRequired[list[UpdateEmergencyServiceLocationBodyNetworkSwitchesItem]]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    sip_group_id: NotRequired[str]
