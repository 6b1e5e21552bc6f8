"""The contract as clients fetch it: with the addresses of this system, and whole or what of it is served."""

from typing import Any

import orjson

from trunkline.api.contract import Schema, reached

Json = dict[str, Any]


def publish(packed: bytes, url: str, *, served: bool) -> bytes:
    """`url` is the public one: tools that make clients take an address from the document, and know no other."""
    document = orjson.loads(packed)
    for server in document["servers"]:
        server["url"] = url + server["url"]
    for scheme in document["components"]["securitySchemes"].values():
        for flow in scheme["flows"].values():
            flow.update({name: url + place for name, place in flow.items() if name.endswith("Url")})
    if served:
        _leave_out(document)
    return orjson.dumps(document)


def _leave_out(document: Json) -> None:
    """What is marked `x-served: false`, and what is then spoken of no more."""
    paths = {path: {method: said for method, said in item.items() if _served(said)} for path, item in _items(document)}
    document["paths"] = {path: item for path, item in paths.items() if item}
    tags = {tag for _, item in _items(document) for said in item.values() for tag in said["tags"]}
    document["tags"] = [tag for tag in document["tags"] if tag["name"] in tags]
    parts = document["components"]
    spoken_of = {**document["paths"], **{name: part for name, part in parts.items() if name != "schemas"}}
    parts["schemas"] = reached(spoken_of, parts["schemas"])


def _items(document: Json) -> list[tuple[str, Json]]:
    return list(document["paths"].items())


def _served(said: Schema) -> bool:
    return said.get("x-served", True)
