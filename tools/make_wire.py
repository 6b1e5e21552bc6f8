"""Turns src/trunkline/contract/*.yaml into src/trunkline/wire/: one complete contract.json, and types by area (.pyi).

Run it (script/wire) after a change of the contract. With --check it writes nothing and fails when something is stale.
"""

import json
import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Schema = dict[str, Any]

ROOT = Path(__file__).parent.parent / "src/trunkline"
CONTRACT, WIRE = ROOT / "contract", ROOT / "wire"
HEADER = '"""Generated from contract/ by tools/make_wire.py: do not edit."""\n'
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
INFO = {
    "title": "Trunkline",
    "version": "2",
    "summary": "The REST API of a self-hosted business phone system, compatible with the Zoom Phone API v2.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
TOKEN = "/oauth/token"  # noqa: S105
OAUTH_FLOWS = {
    "clientCredentials": {"tokenUrl": TOKEN},
    "authorizationCode": {"authorizationUrl": "/oauth/authorize", "tokenUrl": TOKEN, "refreshUrl": TOKEN},
}
JSON = "application/json"
LONGEST_TEXT = 1024  # characters of a text of a body, where the contract says no other number
LONGEST_LINES = 8192  # of one that may have several lines
MOST_ITEMS = 1000  # of a list
PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
RATE_HEADERS = {"X-RateLimit-Category": "Category", "X-RateLimit-Type": "Type"}
RATE_HEADERS |= {"X-RateLimit-Limit": "Limit", "X-RateLimit-Remaining": "Remaining"}


def named(ref: str) -> str:
    return ref.rsplit("/", 1)[1]


def camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W|_", name))


def read(path: Path) -> Schema:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(), loader)  # noqa: S506


def answer_of(operation: Schema) -> Schema:
    """The schema of the operation's success, as JSON; empty where it has none."""
    success = next(answer for status, answer in operation["responses"].items() if status[0] in "23")
    return success.get("content", {}).get(JSON, {}).get("schema", {})


# The served document


def headers(*names: str) -> Schema:
    known = {"x-zm-trackingid": "TrackingId", **RATE_HEADERS, "Retry-After": "RetryAfter"}
    return {name: {"$ref": f"#/components/headers/{known[name]}"} for name in names}


def choices(area: Schema) -> None:
    """What a discriminator chooses among becomes schemas with names, since clients are told the names and no more."""
    schemas = area.setdefault("components", {}).setdefault("schemas", {})
    for operation in (operation for item in area["paths"].values() for operation in item.values()):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schema = media.get("schema", {})
            if "discriminator" in schema:
                mark, mapping = schema["discriminator"]["propertyName"], {}
                for choice in schema["oneOf"]:
                    (value,) = choice["properties"][mark]["enum"]
                    name = camel(operation["operationId"]) + camel(value)
                    schemas[name], mapping[value] = choice, f"#/components/schemas/{name}"
                schema["oneOf"] = [{"$ref": ref} for ref in mapping.values()]
                schema["discriminator"] = {"propertyName": mark, "mapping": mapping}


def refusals(errors: dict[str, Schema]) -> Schema:
    """A response for each status among the errors, listing their codes and texts."""
    return {
        str(status): {
            "description": " ".join(f"{e['code']}: {e['message']}" for e in errors.values() if e["status"] == status),
            "headers": headers("x-zm-trackingid", *(("Retry-After", *RATE_HEADERS) if status == 429 else ())),
            "content": {JSON: PROBLEM},
        }
        for status in sorted({error["status"] for error in errors.values()})
    }


def complete(path: str, operation: Schema, tag: str, common: Schema) -> Schema:
    """The operation with its path's parameters, its tag, and every refusal it can answer."""
    own = operation.get("x-errors", {})
    said = {part["name"] for part in operation.get("parameters", []) if part["in"] == "path"}
    implied = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
        if name not in said
    ]
    marked = {"headers": headers("x-zm-trackingid", *RATE_HEADERS)}
    successes = {status: answer | marked for status, answer in operation["responses"].items()}
    statuses = {error["status"] for error in own.values()}
    shared = {name: error for name, error in common["x-errors"].items() if name not in own}
    both = {name: error for name, error in shared.items() if error["status"] in statuses} | own
    rest = {str(e["status"]): {"$ref": f"#/components/responses/{e['status']}"} for e in shared.values()}
    return operation | {
        "tags": [tag],
        "parameters": implied + operation.get("parameters", []),
        "responses": successes | dict(sorted((rest | refusals(both)).items())),
        "x-errors": own,
    }


def require(schema: Schema, schemas: Schema) -> None:
    """In an answer every field is there unless x-optional lists it. A schema serves answers or bodies, never both."""
    if "$ref" in schema:
        require(schemas[named(schema["$ref"])], schemas)
    if "items" in schema:
        require(schema["items"], schemas)
    if "properties" in schema:
        if unknown := set(schema.get("x-optional", ())) - schema["properties"].keys():
            sys.exit(f"x-optional names what is no field: {', '.join(sorted(unknown))}")
        for part in schema["properties"].values():
            require(part, schemas)
        optional = {*schema.get("x-optional", ()), *unlocked(schema["properties"])}
        if required := [name for name in schema["properties"] if name not in optional]:
            schema["required"] = required  # never empty, says draft 4


def bound(schema: Schema, schemas: Schema) -> None:
    """In a body every text and every list has an end, for whatever is taken is kept."""
    if "$ref" in schema:
        bound(schemas[named(schema["$ref"])], schemas)
    for part in [*schema.get("properties", {}).values(), *schema.get("oneOf", ())]:
        bound(part, schemas)
    if "items" in schema:
        bound(schema["items"], schemas)
    match schema.get("type"):
        case "string" if "enum" not in schema:
            schema.setdefault("maxLength", LONGEST_LINES if schema.get("x-multiline") else LONGEST_TEXT)
        case "array":
            schema.setdefault("maxItems", MOST_ITEMS)
        case _:
            pass


def unlocked(properties: Schema) -> set[str]:
    """Who locks a setting is left out while nobody does, where its list has no word for nobody."""
    words = properties.get("locked_by", {}).get("enum", ["invalid"])
    return set() if "invalid" in words else {"locked_by"}


def document(areas: dict[str, Schema]) -> Schema:
    common, observed = areas.pop("common"), areas.pop("observed")
    whole: Schema = {"openapi": "3.1.1", "info": INFO, "servers": [{"url": "/v2"}]}
    whole |= {"tags": [{"name": area["x-tag"]} for area in areas.values()], "paths": {}}
    whole["x-observed"] = observed.pop("every")
    schemas: Schema = dict(common["components"]["schemas"])
    for area in areas.values():
        choices(area)
        own = area["components"]["schemas"]
        if twice := schemas.keys() & own.keys():
            sys.exit(f"a schema of this name is known already: {', '.join(sorted(twice))}")
        schemas |= own
    scopes: dict[str, set[str]] = {"classic": set(), "granular": set()}
    for area in areas.values():
        for path, item in area["paths"].items():
            for method, operation in item.items():
                marks = {name: area[name] for name in ("x-beside-phone",) if name in area}
                if difference := observed.pop(operation["operationId"], None):
                    marks["x-observed"] = difference
                item[method] = complete(path, operation | marks, area["x-tag"], common)
                if item[method].pop("x-loose", False):
                    item[method]["x-served"] = False
                else:
                    require(answer_of(item[method]), schemas)
                for media in operation.get("requestBody", {}).get("content", {}).values():
                    bound(media.get("schema", {}), schemas)
                for choice in operation["security"]:
                    for kind, names in choice.items():
                        scopes[kind].update(names)
            whole["paths"][path] = item
    if observed:
        sys.exit(f"observed.yaml names what is no operation: {', '.join(observed)}")
    responses = refusals(common["x-errors"])
    schemes = {
        kind: scheme
        | {
            "flows": {
                flow: {**urls, "scopes": dict.fromkeys(sorted(scopes[kind]), "")} for flow, urls in OAUTH_FLOWS.items()
            }
        }
        for kind, scheme in common["components"]["securitySchemes"].items()
    }
    components = common["components"] | {"securitySchemes": schemes, "responses": responses, "schemas": schemas}
    return whole | {"components": components, "x-errors": common["x-errors"]}


# The types


class Types:
    """The TypedDicts of one area, each nested object named after the fields that lead to it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: set[str] = set()

    def of(self, schema: Schema, name: str) -> str:
        match schema:
            case {"$ref": ref}:
                return named(ref)
            case {"enum": values}:
                return f"Literal[{', '.join(repr(value) for value in values)}]"
            case {"type": "array", "items": items}:
                return f"list[{self.of(items, name + 'Item')}]"
            case {"properties": _}:
                self.record(schema, name)
                return name
            case {"oneOf": choices}:
                return " | ".join(self.of(choice, f"{name}{n}") for n, choice in enumerate(choices, 1))
            case {"type": "object"}:
                return "dict[str, Any]"
            case _:
                return SCALARS.get(schema.get("type", ""), "Any")

    def record(self, schema: Schema, name: str) -> None:
        if name in self.names:
            sys.exit(f"two types would be named {name}")
        self.names.add(name)
        fields = {key: self.of(part, name + camel(key)) for key, part in schema["properties"].items()}
        required = schema.get("required", ())
        fields = {key: kind if key in required else f"NotRequired[{kind}]" for key, kind in fields.items()}
        if all(key.isidentifier() and not keyword.iskeyword(key) for key in fields):
            text = f"class {name}(TypedDict):\n" + "".join(f"    {key}: {kind}\n" for key, kind in fields.items())
        else:  # a field such as `from` cannot be written as a class's
            text = f'{name} = TypedDict("{name}", {{\n'
            text += "".join(f'    "{key}": "{kind}",\n' for key, kind in fields.items()) + "})\n"
        self.lines.append(text)

    def define(self, schema: Schema, name: str) -> None:
        if "properties" in schema:
            self.record(schema, name)
        elif (kind := self.of(schema, name)) != name:
            self.lines.append(f"{name} = {kind}\n")

    def text(self) -> str:
        body = "\n\n".join(self.lines)
        typing = [name for name in ("Any", "Literal", "NotRequired", "TypedDict") if re.search(rf"\b{name}\b", body)]
        imports = f"from typing import {', '.join(typing)}\n\n\n" if typing else ""
        return f"{HEADER}\n{imports}{body}"


def types(area: Schema) -> str:
    found = Types()
    schemas = area["components"]["schemas"]
    for name in _inner_first(schemas):
        found.define(schemas[name], name)
    for operation in (operation for item in area["paths"].values() for operation in item.values()):
        name = camel(operation["operationId"])
        query = {part["name"]: part for part in operation["parameters"] if part["in"] == "query"}
        if query:
            given = [key for key, part in query.items() if part.get("required") or "default" in part["schema"]]
            found.record(
                {"properties": {key: part["schema"] for key, part in query.items()}, "required": given}, name + "Query"
            )
        if body := operation.get("requestBody", {}).get("content", {}).get(JSON):
            found.define(body["schema"], name + "Body")
        if answer := answer_of(operation):
            found.define(answer, name + "Answer")
    return found.text()


def _inner_first(schemas: Schema) -> list[str]:
    """An alias such as `Result = Literal[...]` must stand before what is made of it."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for inner in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schemas[name])):
                if inner != name and inner in schemas:
                    visit(inner)
            order.append(name)

    for name in schemas:
        visit(name)
    return order


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with the text it should have."""
    areas = {path.stem: read(path) for path in sorted(CONTRACT.glob("*.yaml")) if path.stem != "unprovoked"}
    whole = document(areas)
    yield WIRE / "contract.json", json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
    yield WIRE / "__init__.pyi", HEADER
    for stem, area in areas.items():
        yield WIRE / f"{stem}.pyi", types(area)


def main() -> None:
    wanted = dict(files())
    gone = [path for path in (*WIRE.glob("*.pyi"), *WIRE.glob("*.json")) if path not in wanted]
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        names = [str(path.relative_to(ROOT)) for path in (*stale, *gone)]
        sys.exit(f"stale, run script/wire: {', '.join(names)}" if names else 0)
    for path in gone:
        path.unlink()
    for path in stale:
        path.write_text(wanted[path])


if __name__ == "__main__":
    main()
