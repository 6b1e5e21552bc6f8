"""Generated from contract/ by tools/make_wire.py: do not edit."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Assignee(TypedDict):
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    id: NotRequired[str]
    name: NotRequired[str]


class DeviceAssignee(TypedDict):
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    id: NotRequired[str]
    name: NotRequired[str]


class ListDevicesQuery(TypedDict):
    type: Literal['assigned', 'unassigned']
    assignee_type: NotRequired[Literal['user', 'commonArea']]
    device_source: NotRequired[Literal['haas', 'hotDesking']]
    location_status: NotRequired[Literal['unknownAddress']]
    site_id: NotRequired[str]
    device_type: NotRequired[Literal['algo', 'audioCodes', 'cisco', 'cyberData', 'grandstream', 'poly', 'yealink', 'other']]
    keyword: NotRequired[str]
    next_page_token: NotRequired[str]
    page_size: int


class ListDevicesAnswerDevicesItemPolicyCallControl(TypedDict):
    status: NotRequired[Literal['unsupported', 'on', 'off']]


class ListDevicesAnswerDevicesItemPolicyHotDesking(TypedDict):
    status: NotRequired[Literal['unsupported', 'on', 'off']]


class ListDevicesAnswerDevicesItemPolicy(TypedDict):
    call_control: NotRequired[ListDevicesAnswerDevicesItemPolicyCallControl]
    hot_desking: NotRequired[ListDevicesAnswerDevicesItemPolicyHotDesking]


class ListDevicesAnswerDevicesItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListDevicesAnswerDevicesItem(TypedDict):
    assignee: NotRequired[Assignee]
    assignees: NotRequired[list[DeviceAssignee]]
    description: NotRequired[str]
    device_type: NotRequired[str]
    display_name: NotRequired[str]
    firmware_version: NotRequired[str]
    id: NotRequired[str]
    mac_address: NotRequired[str]
    policy: NotRequired[ListDevicesAnswerDevicesItemPolicy]
    private_ip: NotRequired[str]
    provision_template_id: NotRequired[str]
    public_ip: NotRequired[str]
    site: NotRequired[ListDevicesAnswerDevicesItemSite]
    status: NotRequired[Literal['online', 'offline']]


class ListDevicesAnswer(TypedDict):
    devices: NotRequired[list[ListDevicesAnswerDevicesItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateDeviceBody(TypedDict):
    display_name: str
    mac_address: str
    type: str
    assigned_to: NotRequired[str]
    assignee_extension_ids: NotRequired[list[str]]
    model: NotRequired[str]
    provision_template_id: NotRequired[str]
    site_id: NotRequired[str]


class CreateDeviceAnswer(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class SyncDeskPhonesBody(TypedDict):
    level: int
    site_id: NotRequired[str]


class GetDeviceAnswerPolicyCallControl(TypedDict):
    status: NotRequired[Literal['unsupported', 'on', 'off']]


class GetDeviceAnswerPolicyHotDesking(TypedDict):
    status: NotRequired[Literal['unsupported', 'on', 'off']]


class GetDeviceAnswerPolicy(TypedDict):
    call_control: NotRequired[GetDeviceAnswerPolicyCallControl]
    hot_desking: NotRequired[GetDeviceAnswerPolicyHotDesking]


class GetDeviceAnswerProvisionSipAccountsItemSharedLineLineSubscription(TypedDict):
    display_name: NotRequired[str]
    extension_number: NotRequired[int]
    phone_number: NotRequired[str]


class GetDeviceAnswerProvisionSipAccountsItemSharedLine(TypedDict):
    alias: NotRequired[str]
    line_subscription: NotRequired[GetDeviceAnswerProvisionSipAccountsItemSharedLineLineSubscription]
    outbound_caller_id: NotRequired[str]


class GetDeviceAnswerProvisionSipAccountsItem(TypedDict):
    authorization_id: NotRequired[str]
    outbound_proxy: NotRequired[str]
    password: NotRequired[str]
    secondary_outbound_proxy: NotRequired[str]
    shared_line: NotRequired[GetDeviceAnswerProvisionSipAccountsItemSharedLine]
    sip_domain: NotRequired[str]
    user_name: NotRequired[str]


class GetDeviceAnswerProvision(TypedDict):
    sip_accounts: NotRequired[list[GetDeviceAnswerProvisionSipAccountsItem]]
    type: NotRequired[Literal['assisted', 'ztp', 'manual']]
    url: NotRequired[str]


class GetDeviceAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetDeviceAnswer(TypedDict):
    assignee: NotRequired[Assignee]
    assignees: NotRequired[list[DeviceAssignee]]
    device_type: NotRequired[str]
    display_name: NotRequired[str]
    id: NotRequired[str]
    mac_address: NotRequired[str]
    policy: NotRequired[GetDeviceAnswerPolicy]
    private_ip: NotRequired[str]
    provision: NotRequired[GetDeviceAnswerProvision]
    provision_template_id: NotRequired[str]
    public_ip: NotRequired[str]
    site: NotRequired[GetDeviceAnswerSite]
    status: NotRequired[Literal['online', 'offline']]


class UpdateDeviceBody(TypedDict):
    assigned_to: NotRequired[str]
    display_name: NotRequired[str]
    provision_template_id: NotRequired[str]


class AssignDeviceEntityBody(TypedDict):
    assignee_extension_ids: list[str]


class UpdateDeviceProvisionTemplateBody(TypedDict):
    provision_template_id: NotRequired[str]


class ListSmartphonesQuery(TypedDict):
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    next_page_token: NotRequired[str]
    page_size: int


class ListSmartphonesAnswerSmartphonesItemAssignee(TypedDict):
    common_area_id: NotRequired[str]
    extension_number: NotRequired[int]
    name: NotRequired[str]


class ListSmartphonesAnswerSmartphonesItemSite(TypedDict):
    name: NotRequired[str]
    site_id: NotRequired[str]


class ListSmartphonesAnswerSmartphonesItem(TypedDict):
    activation_status: NotRequired[Literal['Activated']]
    activation_time: NotRequired[str]
    assignee: NotRequired[ListSmartphonesAnswerSmartphonesItemAssignee]
    device_name: NotRequired[str]
    device_type: NotRequired[str]
    public_ip: NotRequired[str]
    serial_number: NotRequired[str]
    site: NotRequired[ListSmartphonesAnswerSmartphonesItemSite]
    smartphone_id: NotRequired[str]


class ListSmartphonesAnswer(TypedDict):
    smartphones: list[ListSmartphonesAnswerSmartphonesItem]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]
