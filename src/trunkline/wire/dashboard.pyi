"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Callee(TypedDict):
    codec: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    device_type: NotRequired[str]
    extension_number: NotRequired[str]
    headset: NotRequired[str]
    isp: NotRequired[str]
    microphone: NotRequired[str]
    phone_number: NotRequired[str]
    site_id: NotRequired[str]


class Qo(TypedDict):
    avg_loss: NotRequired[str]
    bitrate: NotRequired[str]
    jitter: NotRequired[str]
    max_loss: NotRequired[str]
    mos: NotRequired[str]
    network_delay: NotRequired[str]


class CalleeQoReceivingItem(TypedDict):
    date_time: NotRequired[str]
    qos: NotRequired[Qo]


class CalleeQoSendingItem(TypedDict):
    date_time: NotRequired[str]
    qos: NotRequired[Qo]


class CalleeQo(TypedDict):
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    receiving: NotRequired[list[CalleeQoReceivingItem]]
    sending: NotRequired[list[CalleeQoSendingItem]]


class GetMetricsCallLogCallee(TypedDict):
    codec: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    device_type: NotRequired[str]
    display_name: NotRequired[str]
    extension_number: NotRequired[str]
    extension_type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'sharedLineGroup']]
    headset: NotRequired[str]
    id: NotRequired[str]
    isp: NotRequired[str]
    microphone: NotRequired[str]
    phone_number: NotRequired[str]
    site_id: NotRequired[str]


class ListDefaultEmergencyAddressUserRecordsItem(TypedDict):
    email: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    status: NotRequired[Literal['set', 'not_set']]
    user_display_name: NotRequired[str]


class ListDefaultEmergencyAddressUser(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[float]
    records: NotRequired[list[ListDefaultEmergencyAddressUserRecordsItem]]
    total_records: NotRequired[float]


ListMetricsCallLogsQuery = TypedDict("ListMetricsCallLogsQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "site_id": "NotRequired[str]",
    "quality_type": "NotRequired[str]",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
})


class ListMetricsCallLogsAnswerCallLogsItem(TypedDict):
    call_id: NotRequired[str]
    callee: NotRequired[Callee]
    caller: NotRequired[Callee]
    date_time: NotRequired[str]
    direction: NotRequired[str]
    duration: NotRequired[int]
    mos: NotRequired[str]


ListMetricsCallLogsAnswer = TypedDict("ListMetricsCallLogsAnswer", {
    "call_logs": "NotRequired[list[ListMetricsCallLogsAnswerCallLogsItem]]",
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})


class GetCallQosAnswer(TypedDict):
    call_id: NotRequired[str]
    callee_qos: NotRequired[CalleeQo]
    caller_qos: NotRequired[CalleeQo]


class GetMetricsCallLogAnswer(TypedDict):
    call_id: NotRequired[str]
    callee: NotRequired[GetMetricsCallLogCallee]
    caller: NotRequired[GetMetricsCallLogCallee]
    date_time: NotRequired[str]
    direction: NotRequired[str]
    duration: NotRequired[int]
    mos: NotRequired[str]


class ListDefaultEmergencyAddressUsersQuery(TypedDict):
    status: Literal['set', 'not_set']
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


ListDefaultEmergencyAddressUsersAnswer = ListDefaultEmergencyAddressUser


class ListDetectablePersonalLocationUsersQuery(TypedDict):
    status: Literal['set', 'not_set']
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


ListDetectablePersonalLocationUsersAnswer = ListDefaultEmergencyAddressUser


class ListLocationSharingPermissionUsersQuery(TypedDict):
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListLocationSharingPermissionUsersAnswerUserPermissionsItemDevicePermissionsItem(TypedDict):
    last_seen_time: NotRequired[float]
    location_sharing: NotRequired[Literal['allowed', 'disallowed']]
    platform: NotRequired[str]


class ListLocationSharingPermissionUsersAnswerUserPermissionsItem(TypedDict):
    device_permissions: NotRequired[list[ListLocationSharingPermissionUsersAnswerUserPermissionsItemDevicePermissionsItem]]
    email: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    user_display_name: NotRequired[str]


class ListLocationSharingPermissionUsersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[float]
    total_records: NotRequired[float]
    user_permissions: NotRequired[list[ListLocationSharingPermissionUsersAnswerUserPermissionsItem]]


class ListNomadicEmergencyServicesUsersQuery(TypedDict):
    status: Literal['enabled', 'disabled']
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListNomadicEmergencyServicesUsersAnswerRecordsItem(TypedDict):
    email: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    reason_for_disabling: NotRequired[Literal[1, 2, 3, 4, 5]]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    status: NotRequired[Literal['enabled', 'disabled']]
    user_display_name: NotRequired[str]


class ListNomadicEmergencyServicesUsersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[float]
    records: NotRequired[list[ListNomadicEmergencyServicesUsersAnswerRecordsItem]]
    total_records: NotRequired[float]


class ListDeviceRealtimeLocationsQuery(TypedDict):
    location_type: Literal['company', 'personal', 'unknown']
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListDeviceRealtimeLocationsAnswerRecordsItemAssignedInfoItem(TypedDict):
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    user_display_name: NotRequired[str]
    user_email: NotRequired[str]


class ListDeviceRealtimeLocationsAnswerRecordsItemNetworkSwitch(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]


class ListDeviceRealtimeLocationsAnswerRecordsItem(TypedDict):
    assigned_info: NotRequired[list[ListDeviceRealtimeLocationsAnswerRecordsItemAssignedInfoItem]]
    bssid: NotRequired[str]
    device_id: NotRequired[str]
    device_name: NotRequired[str]
    emergency_address: NotRequired[str]
    location_name: NotRequired[str]
    location_type: NotRequired[Literal['company', 'personal', 'unknown']]
    mac_address: NotRequired[str]
    network_switch: NotRequired[ListDeviceRealtimeLocationsAnswerRecordsItemNetworkSwitch]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]


class ListDeviceRealtimeLocationsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    records: NotRequired[list[ListDeviceRealtimeLocationsAnswerRecordsItem]]
    total_records: NotRequired[int]


class ListUserRealtimeLocationsQuery(TypedDict):
    location_type: Literal['company', 'personal', 'unknown']
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListUserRealtimeLocationsAnswerRecordsItemNetworkSwitch(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]


class ListUserRealtimeLocationsAnswerRecordsItem(TypedDict):
    bssid: NotRequired[str]
    email: NotRequired[str]
    emergency_address: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    location_name: NotRequired[str]
    location_type: NotRequired[Literal['company', 'personal', 'unknown']]
    network_switch: NotRequired[ListUserRealtimeLocationsAnswerRecordsItemNetworkSwitch]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    user_display_name: NotRequired[str]


class ListUserRealtimeLocationsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[float]
    records: NotRequired[list[ListUserRealtimeLocationsAnswerRecordsItem]]
    total_records: NotRequired[float]


class ListTrackedLocationsQuery(TypedDict):
    type: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    site_id: NotRequired[str]
    location_type: NotRequired[Literal['company', 'personal', 'unknown']]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListTrackedLocationsAnswerLocationTrackingItemAssigneesItem(TypedDict):
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]


class ListTrackedLocationsAnswerLocationTrackingItemDevice(TypedDict):
    bssid: NotRequired[str]
    id: NotRequired[str]
    mac_address: NotRequired[str]
    name: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]


class ListTrackedLocationsAnswerLocationTrackingItemNetworkSwitch(TypedDict):
    mac_address: NotRequired[str]
    port: NotRequired[str]


class ListTrackedLocationsAnswerLocationTrackingItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListTrackedLocationsAnswerLocationTrackingItem(TypedDict):
    assignees: NotRequired[list[ListTrackedLocationsAnswerLocationTrackingItemAssigneesItem]]
    city: NotRequired[str]
    country: NotRequired[str]
    device: NotRequired[ListTrackedLocationsAnswerLocationTrackingItemDevice]
    emergency_address: NotRequired[str]
    name: NotRequired[str]
    network_switch: NotRequired[ListTrackedLocationsAnswerLocationTrackingItemNetworkSwitch]
    site: NotRequired[ListTrackedLocationsAnswerLocationTrackingItemSite]
    type: NotRequired[Literal['company', 'personal', 'unknown']]
    zip: NotRequired[str]


class ListTrackedLocationsAnswer(TypedDict):
    location_tracking: NotRequired[list[ListTrackedLocationsAnswerLocationTrackingItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


ListPastCallMetricsQuery = TypedDict("ListPastCallMetricsQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "phone_number": "NotRequired[str]",
    "extension_number": "NotRequired[str]",
    "quality_type": "NotRequired[Literal['good', 'bad']]",
    "department": "NotRequired[str]",
    "cost_center": "NotRequired[str]",
    "directions": "NotRequired[list[Literal['inbound', 'outbound', 'internal']]]",
    "durations": "NotRequired[list[Literal[0, 1, 2, 3]]]",
    "site_id": "NotRequired[str]",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
})


class ListPastCallMetricsAnswerCallLogsItem(TypedDict):
    call_id: NotRequired[str]
    callee: NotRequired[Callee]
    caller: NotRequired[Callee]
    date_time: NotRequired[str]
    direction: NotRequired[Literal['inbound', 'outbound', 'internal']]
    duration: NotRequired[int]
    mos: NotRequired[str]


ListPastCallMetricsAnswer = TypedDict("ListPastCallMetricsAnswer", {
    "call_logs": "NotRequired[list[ListPastCallMetricsAnswerCallLogsItem]]",
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})
