"""Compares our contract with an OpenAPI document of the original: check_contract.py REFERENCE.json

Says every difference in names, types, enums, limits, success codes, scopes and rate labels, and in status, code and
text of errors. Differences that are meant are listed below, each with its reason; we may have more errors than they.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from trunkline.api import contract

Schema = dict[str, Any]

MEANT = {
    "list_account_call_history ?recording_status: default": "leaving it out means no filter, whatever the schema says",
    "download_recording answer: ['audio/wav'] instead of []": "the original does not say what its sound is",
    "download_voicemail answer: ['audio/wav'] instead of []": "the original does not say what its sound is",
    **dict.fromkeys(
        (
            "download_recording_transcript answers 200, not 302",
            "download_recording_transcript answer: ['application/json'] instead of []",
        ),
        "clients leave their token behind where they are led elsewhere",
    ),
    **dict.fromkeys(
        (
            f"update_site body.policy.auto_call_recording.{way}_audio_notification.recording_start_prompt_audio_id"
            ": only in one of the two"
            for way in ("inbound", "outbound")
        ),
        "an error of the operation speaks of it, and queues inherit it",
    ),
    **dict.fromkeys(
        (
            f"{where}.policy.manage_call_routing_for_unassigned_numbers.incoming_call_routing_setting"
            ".forward_to_extension_id: only in one of the two"
            for where in ("get_site answer", "update_site body")
        ),
        "one of the actions is to go to an extension, and the schema has no place for it",
    ),
}
LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "pattern")
COMPARED = ("type", "format", "enum", "default", "deprecated", *LIMITS)


# The original quotes a whole fault here, which our list of faults says.
QUOTED = '"missing field'


def differences(ours: Schema, theirs: Schema) -> Iterator[str]:
    known = {operation["operationId"]: (path, method, operation) for path, method, operation in _operations(ours)}
    expected = {operation["operationId"]: (path, method, operation) for path, method, operation in _operations(theirs)}
    for id in expected.keys() ^ known.keys():
        yield f"{id}: only in one of the two"
    for id in expected.keys() & known.keys():
        for difference in _operation(known[id], expected[id], ours, theirs):
            yield f"{id} {difference}"


def _operations(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if not operation.get("x-beside-phone"):
                yield path, method, operation


def _operation(
    known: tuple[str, str, Schema], expected: tuple[str, str, Schema], ours: Schema, theirs: Schema
) -> Iterator[str]:
    (path, method, our), (their_path, their_method, their) = known, expected
    if (_unnamed(path), method) != (_unnamed(their_path), their_method):
        yield f"is {method} {path}, not {their_method} {their_path}"
    if our["x-rate-limit"] != their["x-rate-limit"]:
        yield "x-rate-limit"
    if bool(our.get("deprecated")) != bool(their.get("deprecated")):
        yield "deprecated"
    for kind, name in (("classic", "x-scopes"), ("granular", "x-granular-scopes")):
        if [scope for choice in our["security"] for scope in choice.get(kind, ())] != their[name]:
            yield name
    mine = {(part["in"], part["name"]): part for part in our["parameters"]}
    same = dict(zip(_names(their_path), _names(path), strict=False))  # a place in a path has one name with us
    wanted = {(part["in"], same.get(part["name"], part["name"])): part for part in their.get("parameters", [])}
    for place, name in mine.keys() ^ wanted.keys():
        yield f"{place} parameter {name}: only in one of the two"
    for place, name in mine.keys() & wanted.keys():
        one, other = mine[place, name], wanted[place, name]
        if bool(one.get("required")) != bool(other.get("required")):
            yield f"?{name}: required"
        schema = other.get("schema") or {"type": "string"}
        yield from _schema(one["schema"], schema, f"?{name}", ours, theirs, exact=True)
    yield from _content(our.get("requestBody", {}), their.get("requestBody", {}), "body", ours, theirs, exact=True)
    mine_status, theirs_status = (next(s for s in said["responses"] if s[0] in "23") for said in (our, their))
    if mine_status != theirs_status:
        yield f"answers {mine_status}, not {theirs_status}"
    yield from _content(
        our["responses"][mine_status], their["responses"][theirs_status], "answer", ours, theirs, exact=False
    )
    yield from _errors(ours["x-errors"] | our["x-errors"], their["x-errors"])


def _names(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


def _unnamed(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


def _content(our: Schema, their: Schema, where: str, ours: Schema, theirs: Schema, *, exact: bool) -> Iterator[str]:
    mine, wanted = our.get("content", {}), {k: v for k, v in their.get("content", {}).items() if v.get("schema")}
    if mine.keys() != wanted.keys():
        yield f"{where}: {sorted(mine)} instead of {sorted(wanted)}"
    for kind in mine.keys() & wanted.keys():
        yield from _schema(mine[kind]["schema"], wanted[kind]["schema"], where, ours, theirs, exact=exact)


def _schema(our: Schema, their: Schema, where: str, ours: Schema, theirs: Schema, *, exact: bool) -> Iterator[str]:
    """`exact`: what is required must be the same; in answers we promise more."""
    our, their = _resolved(our, ours), _resolved(their, theirs)
    for name in COMPARED:
        if our.get(name) != their.get(name) and (name, their.get("type")) != ("enum", "boolean"):  # it has both
            yield f"{where}: {name}"
    required, wanted = set(our.get("required", ())), set(their.get("required", ()))
    if required != wanted if exact else not wanted <= required:
        yield f"{where}: required"
    fields, expected = our.get("properties", {}), their.get("properties", {})
    for name in fields.keys() ^ expected.keys():
        yield f"{where}.{name}: only in one of the two"
    for name in fields.keys() & expected.keys():
        yield from _schema(fields[name], expected[name], f"{where}.{name}", ours, theirs, exact=exact)
    if "items" in our or "items" in their:
        yield from _schema(our.get("items", {}), their.get("items", {}), f"{where}[]", ours, theirs, exact=exact)
    choices = our.get("oneOf", []), their.get("oneOf", [])
    if len(choices[0]) != len(choices[1]):
        yield f"{where}: oneOf"
    for one, other in zip(*choices, strict=False):
        yield from _schema(one, other, f"{where}|", ours, theirs, exact=exact)


def _resolved(schema: Schema, document: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return _resolved({**found, **{name: part for name, part in schema.items() if name != "$ref"}}, document)


def _errors(our: Schema, their: list[Schema]) -> Iterator[str]:
    """Each of theirs is there: alone, or split into several that together say the same. Empty texts we fill."""
    known = {(error["status"], error["code"], _text(error["message"])) for error in our.values()}
    for error in their:
        status, code, text = error["status"], error["code"], _text(error["message"])
        pieces = {said for one, two, said in known if (one, two) == (status, code)}
        whole = text in pieces or (not text and pieces) or _spells(text, pieces)
        if not whole and not text.startswith("validation failed") and QUOTED not in error["message"].lower():
            yield f"error {status}/{code} {error['message']!r}"


def _text(message: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\{[^}]*\}", "{}", message)).strip().rstrip(".").lower()


def _spells(text: str, pieces: set[str]) -> bool:
    """Whether pieces, one after the other, make the text."""
    fitting = [piece for piece in pieces if piece and text.startswith(piece)]
    return text == "" or any(_spells(text[len(piece) :].lstrip(" ."), pieces) for piece in fitting)


def main() -> None:
    ours = orjson.loads(contract.load().document)
    theirs = orjson.loads(Path(sys.argv[1]).read_bytes())
    found = sorted(differences(ours, theirs))
    unmeant = [difference for difference in found if difference not in MEANT]
    for difference in unmeant:
        print(difference)
    print(f"{len(unmeant)} differences, and {len(found) - len(unmeant)} that are meant")
    sys.exit(bool(unmeant))


if __name__ == "__main__":
    main()
