"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Assignee(TypedDict):
    extension_number: int
    extension_type: Literal['user', 'commonArea']
    id: str
    name: str


class DeviceAssignee(TypedDict):
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'commonArea']
    id: str
    name: str


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
    status: Literal['unsupported', 'on', 'off']


class ListDevicesAnswerDevicesItemPolicyHotDesking(TypedDict):
    status: Literal['unsupported', 'on', 'off']


class ListDevicesAnswerDevicesItemPolicy(TypedDict):
    call_control: ListDevicesAnswerDevicesItemPolicyCallControl
    hot_desking: ListDevicesAnswerDevicesItemPolicyHotDesking


class ListDevicesAnswerDevicesItemSite(TypedDict):
    id: str
    name: str


class ListDevicesAnswerDevicesItem(TypedDict):
    assignee: NotRequired[Assignee]
    assignees: list[DeviceAssignee]
    description: NotRequired[str]
    device_type: str
    display_name: str
    firmware_version: NotRequired[str]
    id: str
    mac_address: str
    policy: ListDevicesAnswerDevicesItemPolicy
    private_ip: NotRequired[str]
    provision_template_id: str
    public_ip: NotRequired[str]
    site: ListDevicesAnswerDevicesItemSite
    status: Literal['online', 'offline']


class ListDevicesAnswer(TypedDict):
    devices: list[ListDevicesAnswerDevicesItem]
    next_page_token: str
    page_size: int
    total_records: int


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
    display_name: str
    id: str


class SyncDeskPhonesBody(TypedDict):
    level: int
    site_id: NotRequired[str]


class GetDeviceAnswerPolicyCallControl(TypedDict):
    status: Literal['unsupported', 'on', 'off']


class GetDeviceAnswerPolicyHotDesking(TypedDict):
    status: Literal['unsupported', 'on', 'off']


class GetDeviceAnswerPolicy(TypedDict):
    call_control: GetDeviceAnswerPolicyCallControl
    hot_desking: GetDeviceAnswerPolicyHotDesking


class GetDeviceAnswerProvisionSipAccountsItemSharedLineLineSubscription(TypedDict):
    display_name: str
    extension_number: int
    phone_number: NotRequired[str]


class GetDeviceAnswerProvisionSipAccountsItemSharedLine(TypedDict):
    alias: NotRequired[str]
    line_subscription: GetDeviceAnswerProvisionSipAccountsItemSharedLineLineSubscription
    outbound_caller_id: NotRequired[str]


class GetDeviceAnswerProvisionSipAccountsItem(TypedDict):
    authorization_id: str
    outbound_proxy: str
    password: str
    secondary_outbound_proxy: NotRequired[str]
    shared_line: NotRequired[GetDeviceAnswerProvisionSipAccountsItemSharedLine]
    sip_domain: str
    user_name: str


class GetDeviceAnswerProvision(TypedDict):
    sip_accounts: list[GetDeviceAnswerProvisionSipAccountsItem]
    type: Literal['assisted', 'ztp', 'manual']
    url: NotRequired[str]


class GetDeviceAnswerSite(TypedDict):
    id: str
    name: str


class GetDeviceAnswer(TypedDict):
    assignee: NotRequired[Assignee]
    assignees: list[DeviceAssignee]
    device_type: str
    display_name: str
    id: str
    mac_address: str
    policy: GetDeviceAnswerPolicy
    private_ip: NotRequired[str]
    provision: GetDeviceAnswerProvision
    provision_template_id: str
    public_ip: NotRequired[str]
    site: GetDeviceAnswerSite
    status: Literal['online', 'offline']


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
    extension_number: int
    name: str


class ListSmartphonesAnswerSmartphonesItemSite(TypedDict):
    name: str
    site_id: str


class ListSmartphonesAnswerSmartphonesItem(TypedDict):
    activation_status: Literal['Activated']
    activation_time: NotRequired[str]
    assignee: NotRequired[ListSmartphonesAnswerSmartphonesItemAssignee]
    device_name: str
    device_type: str
    public_ip: str
    serial_number: str
    site: ListSmartphonesAnswerSmartphonesItemSite
    smartphone_id: str


class ListSmartphonesAnswer(TypedDict):
    smartphones: list[ListSmartphonesAnswerSmartphonesItem]
    next_page_token: str
    page_size: int
    total_records: int
