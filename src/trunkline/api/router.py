"""Which operation a method and a path mean. By shape: the contract may name one slot differently on two methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from trunkline.api.contract import Operation
from trunkline.problems import refuse

Values = tuple[str, ...]


@dataclass
class Node:
    literals: dict[str, Node] = field(default_factory=dict[str, "Node"])
    parameter: Node | None = None
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])

    def child(self, segment: str) -> Node:
        if not segment.startswith("{"):
            return self.literals.setdefault(segment, Node())
        self.parameter = self.parameter or Node()
        return self.parameter

    def matches(self, segments: list[str], values: Values = ()) -> Iterator[tuple[Node, Values]]:
        """Every node the segments lead to, literals before parameters."""
        if not segments:
            yield self, values
            return
        first, rest = segments[0], segments[1:]
        if first in self.literals:
            yield from self.literals[first].matches(rest, values)
        if self.parameter and first:
            yield from self.parameter.matches(rest, (*values, first))


class Router:
    def __init__(self, prefix: str, operations: Iterable[Operation]) -> None:
        self._prefix = prefix
        self._root = Node()
        for operation in operations:
            node = self._root
            for segment in (prefix + operation.path).split("/"):
                node = node.child(segment)
            node.operations[operation.method] = operation

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """The operation and its path parameters; the first shape that fits is the resource, whatever its methods."""
        for node, values in self._root.matches(path.split("/")):
            if operation := node.operations.get(method):
                return operation, dict(zip(operation.path_parameters, values, strict=True))
            if node.operations:
                refuse("method_not_allowed", allow=", ".join(sorted(node.operations)))
        refuse("operation_unknown", method=method, path=path.removeprefix(self._prefix))
