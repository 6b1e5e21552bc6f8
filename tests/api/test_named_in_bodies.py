"""What bodies name: every field of every operation that is served, as the contract has them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.acme import Acme
from tests.caller import SERVED, Caller
from trunkline.api.contract import Operation
from trunkline.settings.resolve import merged
from trunkline.store.tables import AudioFile, Extension

Path = tuple[str, ...]

AUDIO = re.compile(r"(audio|greeting|music|prompt|instruction)\w*_id$")
# Lists of text that are checked against what is there (ids, numbers and plans of the account), or have a refusal of
# their own.
CHECKED_BY_ROWS = re.compile(r"(_ids|phone_numbers|calling_plans|capability)$")
# Words of which there is a list in the world; in names of fields.
WORDS = re.compile(r"email(_list)?$|countr|(?<!transcription_)language$|time_?zone$|area_code$")
NONSENSE = "no such thing"


def fields(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each field of a body; `*` stands for whichever item of a list."""
    for alternative in (each for name in ("oneOf", "anyOf", "allOf") for each in schema.get(name, ())):
        yield from fields(alternative, path)
    for name, part in schema.get("properties", {}).items():
        yield (*path, name), part
        yield from fields(part, (*path, name))
    if "items" in schema:
        yield from fields(schema["items"], (*path, "*"))


def body_of(operation: Operation) -> dict[Path, Any]:
    return dict(fields(operation.body_shape))


def holding(path: Path, value: Any) -> Any:
    """A body with nothing but one field."""
    for name in reversed(path):
        value = [value] if name == "*" else {name: value}
    return value


NOTICES = [
    ("policy", "auto_call_recording", f"{way}_audio_notification", "recording_start_prompt_audio_id")
    for way in ("inbound", "outbound")
]
SOUNDS = [(each.id, path) for each in SERVED for path in body_of(each) if AUDIO.search(path[-1])]


def named(acme: Acme, call: Caller, operation: str, path: Path, audio: str) -> Iterator[tuple[str, Any]]:
    """The requests in which it can be said."""
    body = holding(path, audio)
    match operation:
        case "update_call_handling_setting":
            for id in (acme.users[0], acme.queue):
                extension = acme.store.read(acme.id, lambda rows, id=id: rows.get(Extension, id).extension_id)
                at = f"/extension/{extension}/call_handling/settings/business_hours"
                yield at, body | {"sub_setting_type": "call_handling"}
        case "update_call_queue_policy":
            yield f"/call_queues/{acme.queue}/policies", body
        case "update_site":
            if path in NOTICES:  # both are to be alike
                body = dict(merged(*(holding(each, audio) for each in NOTICES)))
            yield f"/sites/{acme.main}", body
        case "update_site_setting":
            yield f"/sites/{acme.main}/settings/{path[0]}", body
        case "update_user_settings":
            yield f"/users/{acme.users[0]}/settings", body
        case _:
            raise AssertionError(f"{operation} names audio, and nobody has said here how it is called")


@pytest.mark.parametrize(("operation", "path"), SOUNDS, ids=lambda each: each if isinstance(each, str) else each[-1])
def test_another_persons_audio_is_refused_wherever_one_is_named(
    call: Caller, acme: Acme, operation: str, path: Path
) -> None:
    ben = acme.users[1]
    other = acme.write(lambda rows: rows.add(AudioFile(name="Mine", blob="x", extension_id=ben)).id)
    refused = [call("PATCH", *said).refused for said in named(acme, call, operation, path, other)]
    assert "audio_unknown" in refused
    assert {*refused} <= {"audio_unknown", "invalid"}, "or the field is one of another kind of extension"


def test_own_audio_is_not(call: Caller, acme: Acme) -> None:
    for owner, path in ((acme.users[0], ("settings", "voicemail_greeting_id")), (acme.queue, SOUNDS[0][1])):
        own = acme.write(lambda rows, id=owner: rows.add(AudioFile(name="Ours", blob="x", extension_id=id)).id)
        said = [*named(acme, call, "update_call_handling_setting", path, own)]
        assert call("PATCH", *said[owner == acme.queue]).status == 204


LISTS = [
    (each.id, path)
    for each in SERVED
    for path, part in body_of(each).items()
    if part.get("items", {}).get("type") == "string" and not part["items"].get("enum")
]


@pytest.mark.parametrize(("operation", "path"), LISTS, ids=lambda each: each if isinstance(each, str) else each[-1])
def test_a_list_of_text_has_a_form_or_names_rows(operation: str, path: Path) -> None:
    """`format` is checked at the door, for each item, and the item is named."""
    (found,) = (body_of(each)[path] for each in SERVED if each.id == operation)
    has_form = found["items"].keys() & {"format", "pattern"}
    assert has_form or CHECKED_BY_ROWS.search(path[-1])


WORLDLY = [
    (each.id, path)
    for each in SERVED
    if each.method == "PATCH"
    for path, part in body_of(each).items()
    if WORDS.search(path[-1]) and part.get("type") in ("string", "array") and path[0] != "default_emergency_address"
]


@pytest.mark.parametrize(("operation", "path"), WORLDLY, ids=lambda each: each if isinstance(each, str) else each[-1])
def test_no_country_address_or_language_is_made_up(call: Caller, acme: Acme, operation: str, path: Path) -> None:
    """Nor a zone; and the refusal says which field it is, or which one in the list, unless there is but one such."""
    (found,) = (body_of(each)[path] for each in SERVED if each.id == operation)
    said = [NONSENSE] if found["type"] == "array" else NONSENSE
    answer = call("PATCH", _place(acme, operation, path), holding(path, said))
    name = ".".join((*path, "0") if found["type"] == "array" else path)
    if answer.refused == "invalid":
        assert [fault["field"] for fault in answer.json["errors"]] == [name]
    else:
        assert answer.refused in ("time_zone_invalid", "user_unknown")


def _place(acme: Acme, operation: str, path: Path) -> str:
    match operation:
        case "update_account_user":
            return f"/v2/users/{acme.users[0]}"
        case "update_call_queue":
            return f"/call_queues/{acme.queue}"
        case "update_call_queue_policy":
            return f"/call_queues/{acme.queue}/policies"
        case "update_site":
            return f"/sites/{acme.main}"
        case "update_site_setting":
            return f"/sites/{acme.main}/settings/{path[0]}"
        case "update_user":
            return f"/users/{acme.users[0]}"
        case "update_user_settings":
            return f"/users/{acme.users[0]}/settings"
        case _:
            raise AssertionError(f"{operation} has {path}, and nobody has said here where")
