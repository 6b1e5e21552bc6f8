"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListProvisionTemplatesQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListProvisionTemplatesAnswerProvisionTemplatesItem(TypedDict):
    bound_device_count: NotRequired[int]
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]


class ListProvisionTemplatesAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    provision_templates: NotRequired[list[ListProvisionTemplatesAnswerProvisionTemplatesItem]]
    total_records: NotRequired[int]


class CreateProvisionTemplateBody(TypedDict):
    name: str
    content: NotRequired[str]
    description: NotRequired[str]


class CreateProvisionTemplateAnswer(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetProvisionTemplateAnswer(TypedDict):
    bound_device_count: NotRequired[int]
    content: NotRequired[str]
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]


class UpdateProvisionTemplateBody(TypedDict):
    content: NotRequired[str]
    description: NotRequired[str]
    name: NotRequired[str]
