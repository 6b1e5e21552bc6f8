"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListSmsCampaignsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListSmsCampaignsAnswerSmsCampaignsItemBrand(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListSmsCampaignsAnswerSmsCampaignsItem(TypedDict):
    brand: NotRequired[ListSmsCampaignsAnswerSmsCampaignsItemBrand]
    display_name: NotRequired[str]
    id: NotRequired[str]
    status: NotRequired[Literal['draft', 'active', 'expired', 'pending', 'declined', '--']]


class ListSmsCampaignsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    sms_campaigns: NotRequired[list[ListSmsCampaignsAnswerSmsCampaignsItem]]
    total_records: NotRequired[int]


class GetSmsCampaignAnswerBrand(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetSmsCampaignAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class GetSmsCampaignAnswer(TypedDict):
    auto_renew: NotRequired[bool]
    brand: NotRequired[GetSmsCampaignAnswerBrand]
    categories_fit: NotRequired[bool]
    content_type: NotRequired[list[Literal['urlLink', 'phoneNumber', 'ageGated', 'lending']]]
    create_time: NotRequired[str]
    display_name: NotRequired[str]
    id: NotRequired[str]
    phone_numbers: NotRequired[list[GetSmsCampaignAnswerPhoneNumbersItem]]
    sample_message_1: NotRequired[str]
    sample_message_2: NotRequired[str]
    sample_message_3: NotRequired[str]
    sample_message_4: NotRequired[str]
    sample_message_5: NotRequired[str]
    service_type: NotRequired[Literal['zoomPhone', 'contactCenter']]
    status: NotRequired[Literal['draft', 'active', 'expired', 'pending', 'declined', '--']]
    use_case: NotRequired[Literal['lowVolumeMixed']]


class AssignSmsCampaignPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignSmsCampaignPhoneNumbersBody(TypedDict):
    contact_number: str
    loa_authorizing_person: str
    phone_numbers: list[AssignSmsCampaignPhoneNumbersBodyPhoneNumbersItem]
    title: str
    contact_emails: NotRequired[str]


class AssignSmsCampaignPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignSmsCampaignPhoneNumbersAnswer(TypedDict):
    phone_numbers: NotRequired[list[AssignSmsCampaignPhoneNumbersAnswerPhoneNumbersItem]]


class ListSmsCampaignOptStatusesQuery(TypedDict):
    consumer_phone_number: str
    zoom_phone_user_numbers: list[str]


class ListSmsCampaignOptStatusesAnswerPhoneNumberCampaignOptStatusesItem(TypedDict):
    consumer_phone_number: str
    opt_status: Literal['pending', 'opt_out', 'opt_in']
    zoom_phone_user_number: str


class ListSmsCampaignOptStatusesAnswer(TypedDict):
    phone_number_campaign_opt_statuses: list[ListSmsCampaignOptStatusesAnswerPhoneNumberCampaignOptStatusesItem]


class UpdateSmsCampaignOptStatusesBody(TypedDict):
    consumer_phone_number: str
    opt_status: Literal['opt_in', 'opt_out']
    zoom_phone_user_numbers: list[str]


class ListUserSmsCampaignOptStatusesQuery(TypedDict):
    consumer_phone_numbers: list[str]
    zoom_phone_user_numbers: list[str]


class ListUserSmsCampaignOptStatusesAnswerPhoneNumberCampaignOptStatusesItem(TypedDict):
    consumer_phone_number: str
    opt_status: Literal['pending', 'opt_out', 'opt_in']
    zoom_phone_user_number: str
    opt_in_message: NotRequired[str]
    opt_in_status: NotRequired[Literal[0, 1, 2, 3, 4]]


class ListUserSmsCampaignOptStatusesAnswer(TypedDict):
    phone_number_campaign_opt_statuses: list[ListUserSmsCampaignOptStatusesAnswerPhoneNumberCampaignOptStatusesItem]
