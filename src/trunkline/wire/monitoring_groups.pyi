"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class MonitoringGroupSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class MonitoringGroup(TypedDict):
    id: NotRequired[str]
    monitor_members_count: NotRequired[int]
    monitored_members_count: NotRequired[int]
    monitoring_privileges: NotRequired[list[Literal['listen', 'whisper', 'barge', 'take_over']]]
    name: NotRequired[str]
    prompt: NotRequired[bool]
    site: NotRequired[MonitoringGroupSite]
    type: NotRequired[Literal[1, 2, 3, 4]]


class ListMonitoringGroupsQuery(TypedDict):
    type: NotRequired[Literal[1, 2, 3, 4]]
    site_id: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListMonitoringGroupsAnswer(TypedDict):
    monitoring_groups: NotRequired[list[MonitoringGroup]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateMonitoringGroupBody(TypedDict):
    monitoring_privileges: NotRequired[list[Literal['listen', 'whisper', 'barge', 'take_over']]]
    name: NotRequired[str]
    prompt: NotRequired[bool]
    site_id: NotRequired[str]
    type: NotRequired[Literal[1, 2, 3, 4]]


class CreateMonitoringGroupAnswer(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


GetMonitoringGroupAnswer = MonitoringGroup


class UpdateMonitoringGroupBody(TypedDict):
    monitoring_privileges: NotRequired[list[Literal['listen', 'whisper', 'barge', 'take_over']]]
    name: NotRequired[str]
    prompt: NotRequired[bool]
    site_id: NotRequired[str]


class ListMonitoringGroupMembersQuery(TypedDict):
    member_type: Literal['monitor', 'monitored']
    page_size: int
    next_page_token: NotRequired[str]


class ListMonitoringGroupMembersAnswerMembersItem(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'call_queue', 'shared_line_group', 'common_area_phone']]


class ListMonitoringGroupMembersAnswer(TypedDict):
    members: NotRequired[list[ListMonitoringGroupMembersAnswerMembersItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class AddMonitoringGroupMembersQuery(TypedDict):
    member_type: Literal['monitor', 'monitored']


AddMonitoringGroupMembersBody = list[str]


class RemoveAllMonitoringGroupMembersQuery(TypedDict):
    member_type: Literal['monitor', 'monitored']


class RemoveMonitoringGroupMemberQuery(TypedDict):
    member_type: NotRequired[Literal['monitor', 'monitored']]
