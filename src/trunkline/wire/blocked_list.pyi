"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class BlockedList(TypedDict):
    block_type: NotRequired[Literal['inbound', 'outbound', 'threat']]
    comment: NotRequired[str]
    id: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    phone_number: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]


class ListBlockedListsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


class ListBlockedListsAnswer(TypedDict):
    blocked_list: NotRequired[list[BlockedList]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateBlockedListBody(TypedDict):
    block_type: NotRequired[Literal['inbound', 'outbound', 'threat']]
    comment: NotRequired[str]
    country: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    phone_number: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]


class CreateBlockedListAnswer(TypedDict):
    id: NotRequired[str]


GetBlockedListAnswer = BlockedList


class UpdateBlockedListBody(TypedDict):
    block_type: NotRequired[Literal['inbound', 'outbound']]
    comment: NotRequired[str]
    country: NotRequired[str]
    match_type: NotRequired[Literal['phoneNumber', 'prefix']]
    phone_number: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]
