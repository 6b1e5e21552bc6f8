"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


GetCallChargesReportQuery = TypedDict("GetCallChargesReportQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "billing_account_id": "NotRequired[str]",
    "show_charges_only": "NotRequired[bool]",
})


class GetCallChargesReportAnswerCallChargesItem(TypedDict):
    billing_number: NotRequired[str]
    call_log_id: NotRequired[str]
    call_type: NotRequired[Literal['voip', 'local', 'tollfree', 'international', 'callCenter']]
    callee_billing_number: NotRequired[str]
    callee_number: NotRequired[str]
    caller_billing_number: NotRequired[str]
    caller_number: NotRequired[str]
    calling_party_name: NotRequired[str]
    charge_mode: NotRequired[Literal['per_min', 'per_call', 'per_call_per_min', 'per_min_after_t_duration', 'per_call_per_min_after_t_duration']]
    cost_center: NotRequired[str]
    currency: NotRequired[str]
    department: NotRequired[str]
    duration: NotRequired[int]
    employee_id: NotRequired[str]
    end_time: NotRequired[str]
    forward_number_billing: NotRequired[str]
    rate: NotRequired[str]
    service_type: NotRequired[Literal['meeting', 'call']]
    total_charge: NotRequired[str]


GetCallChargesReportAnswer = TypedDict("GetCallChargesReportAnswer", {
    "call_charges": "NotRequired[list[GetCallChargesReportAnswerCallChargesItem]]",
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})


GetFaxChargesReportQuery = TypedDict("GetFaxChargesReportQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "fax_id": "NotRequired[str]",
})


class GetFaxChargesReportAnswerFaxChargesItem(TypedDict):
    billing_number: NotRequired[str]
    charge_mode: NotRequired[Literal['per_page']]
    charge_status: NotRequired[Literal['pending', 'calculated']]
    charged_pages: NotRequired[int]
    currency: NotRequired[str]
    currency_sign: NotRequired[str]
    end_time: NotRequired[str]
    fax_id: NotRequired[str]
    fax_type: NotRequired[Literal['local', 'international']]
    rate: NotRequired[str]
    receiver_number: NotRequired[str]
    sender_number: NotRequired[str]
    total_charge: NotRequired[str]
    total_pages: NotRequired[int]
    unlimited: NotRequired[bool]


GetFaxChargesReportAnswer = TypedDict("GetFaxChargesReportAnswer", {
    "fax_charges": "NotRequired[list[GetFaxChargesReportAnswerFaxChargesItem]]",
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})


GetOperationLogsReportQuery = TypedDict("GetOperationLogsReportQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "category_type": "str",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
})


class GetOperationLogsReportAnswerOperationLogsItem(TypedDict):
    action: NotRequired[str]
    category_type: NotRequired[str]
    operation_detail: NotRequired[str]
    operator: NotRequired[str]
    time: NotRequired[str]


GetOperationLogsReportAnswer = TypedDict("GetOperationLogsReportAnswer", {
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
    "operation_logs": "NotRequired[list[GetOperationLogsReportAnswerOperationLogsItem]]",
})


GetSmsChargesReportQuery = TypedDict("GetSmsChargesReportQuery", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "show_charges_only": "NotRequired[bool]",
})


class GetSmsChargesReportAnswerSmsChargesItem(TypedDict):
    billing_number: NotRequired[str]
    cost_center: NotRequired[str]
    currency: NotRequired[str]
    delivery_detail: NotRequired[str]
    delivery_status: NotRequired[Literal['Sent', 'Failed to send', 'Delivered', 'Failed to deliver', 'Received', 'Unknown']]
    department: NotRequired[str]
    from_display_name: NotRequired[str]
    from_email: NotRequired[str]
    from_extension_number: NotRequired[str]
    from_number: NotRequired[str]
    message_id: NotRequired[str]
    message_type: NotRequired[str]
    rate: NotRequired[str]
    sent_time: NotRequired[str]
    session_id: NotRequired[str]
    to_display_name: NotRequired[str]
    to_email: NotRequired[str]
    to_extension_number: NotRequired[str]
    to_number: NotRequired[str]
    total_charge: NotRequired[str]


GetSmsChargesReportAnswer = TypedDict("GetSmsChargesReportAnswer", {
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_size": "NotRequired[int]",
    "sms_charges": "NotRequired[list[GetSmsChargesReportAnswerSmsChargesItem]]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})
