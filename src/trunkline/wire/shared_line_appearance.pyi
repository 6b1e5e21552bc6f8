"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListSharedLineAppearancesQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListSharedLineAppearancesAnswerSharedLineAppearancesItemAssistantsItem(TypedDict):
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    id: NotRequired[str]
    name: NotRequired[str]


class ListSharedLineAppearancesAnswerSharedLineAppearancesItemExecutive(TypedDict):
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    name: NotRequired[str]


class ListSharedLineAppearancesAnswerSharedLineAppearancesItem(TypedDict):
    assistants: NotRequired[list[ListSharedLineAppearancesAnswerSharedLineAppearancesItemAssistantsItem]]
    executive: NotRequired[ListSharedLineAppearancesAnswerSharedLineAppearancesItemExecutive]
    privileges: NotRequired[list[Literal['place_calls', 'answer_calls', 'pickup_hold_calls', 'reply_to_sms']]]


class ListSharedLineAppearancesAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    shared_line_appearances: NotRequired[list[ListSharedLineAppearancesAnswerSharedLineAppearancesItem]]
    total_records: NotRequired[int]
