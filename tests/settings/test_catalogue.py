"""The catalogue and the contract speak of the same settings."""

from typing import Any

import pytest

from trunkline.api.contract import load, validator
from trunkline.extensions import retention
from trunkline.plan.policies import OBEYED, OF_SITES
from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS
from trunkline.settings.documents import shown
from trunkline.settings.resolve import Resolved

pytestmark = pytest.mark.any_store

CONTRACT = load()

# Where a document of policies stands, and whose it is.
DOCUMENTS = {
    "get_user": ("policy", "user"),
    "get_user_policy": ("", "user"),
    "get_site": ("policy", "site"),
    "get_call_queue_policy": ("", "call_queue"),
}
# Parts of these documents that are rows of their own and no policies.
ROWS = {
    "get_user": {
        "ad_hoc_call_recording_access_members",
        "auto_call_recording_access_members",
        "voicemail_access_members",
    }
}
ROUTING = "incoming_call_routing_setting"
# Fields that a document makes of an id that the policy has.
MADE = {"forward_to", "audio_name"}


def document(operation_id: str) -> Any:
    field, _ = DOCUMENTS[operation_id]
    shape = CONTRACT.operations[operation_id].shape
    return shape["properties"][field] if field else shape


@pytest.mark.parametrize("operation_id", DOCUMENTS)
def test_every_policy_of_a_document_is_in_the_catalogue_for_its_level(operation_id: str) -> None:
    _, level = DOCUMENTS[operation_id]
    keys = document(operation_id)["properties"].keys() - ROWS.get(operation_id, set())
    assert {key for key in keys if key not in POLICIES or level not in POLICIES[key].levels} == set()


def missing(schema: Any, value: Any, path: str) -> list[str]:
    found: list[str] = []
    for name, part in schema.get("properties", {}).items():
        if name not in value:
            found.append(f"{path}.{name}")
        elif isinstance(value[name], dict):
            found += missing(part, value[name], f"{path}.{name}")
    return found


@pytest.mark.parametrize("operation_id", DOCUMENTS)
def test_the_defaults_fill_the_document_with_words_of_its_lists(operation_id: str) -> None:
    schema = document(operation_id)
    defaults = {key: Resolved(entry.default, None, modified=False) for key, entry in POLICIES.items()}
    answer = shown(schema, defaults)
    faults = [fault.message for fault in validator(schema, {}).iter_errors(answer)]
    assert [fault for fault in faults if "is a required property" not in fault] == []
    lacking = {
        path
        for key, part in schema["properties"].items()
        if key in answer and isinstance(answer[key], dict)
        for path in missing(part, answer[key], key)
        if path.rpartition(".")[2] not in MADE
    }
    # Nobody has locked anything, and some documents have no word for that.
    assert {path for path in lacking if not path.endswith(".locked_by")} <= {
        "auto_delete_data_after_retention_duration.reset",  # asked for, never the case
        "manage_call_routing_for_unassigned_numbers.incoming_call_routing_setting.forward_to_extension_id",
        "schedule_firmware_update.end_setting.end_date",
        "schedule_firmware_update.repeat_setting.week_and_day",
        "schedule_firmware_update.repeat_setting.specific_date",
    }


def test_every_entry_is_in_some_document() -> None:
    named = {key for operation_id in DOCUMENTS for key in document(operation_id)["properties"]}
    assert POLICIES.keys() <= named
    assert SITE_SETTINGS.keys() <= CONTRACT.operations["get_site_setting"].shape["properties"].keys()


def test_what_calls_obey_is_marked() -> None:
    marked = {key for key, entry in POLICIES.items() if entry.effect}
    assert marked == {*OBEYED, retention.POLICY}
    assert {key for key, entry in SITE_SETTINGS.items() if entry.effect} == set(OF_SITES)


def test_what_chooses_an_action_says_what_belongs_to_it() -> None:
    """Or a target would outlive the action that it was chosen for."""
    for entry in (*POLICIES.values(), *SITE_SETTINGS.values()):
        actions = [name for name in entry.default if name.endswith("_action")]
        targets = {name for name in entry.default if name.startswith("forward_to") or name == ROUTING}
        if actions and targets:
            assert entry.choice[:1] == (actions[0],), entry.key
            assert targets <= {*entry.choice}, entry.key
