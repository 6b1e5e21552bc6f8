"""Keeps the README's table of operations equal to what is served; --check fails when it is stale."""

import re
import sys
from pathlib import Path

from trunkline import app
from trunkline.api import contract

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- operations -->", "<!-- end of operations -->"


def table() -> str:
    document = contract.load()
    areas: dict[str, list[contract.Operation]] = {}
    phone = [operation for operation in document.operations.values() if not operation.beside_phone]
    for operation in phone:
        areas.setdefault(operation.tag, []).append(operation)
    served = sum(operation.id in app.handlers for operation in phone)
    beside = [f"`{operation.id}`" for operation in document.operations.values() if operation.beside_phone]
    lines = [
        f"{served} of {len(phone)} operations are served. Beside them, outside the phone API, there are:",
        f"{', '.join(beside)}.",
        "",
        "| area | served | operations |",
        "| --- | --- | --- |",
    ]
    for tag, operations in areas.items():
        names = ", ".join(f"`{each.id}`" for each in operations if each.id in app.handlers)
        count = sum(each.id in app.handlers for each in operations)
        lines.append(f"| {tag} | {count} of {len(operations)} | {names} |")
    return "\n".join(lines)


def main() -> None:
    text = README.read_text()
    wanted = re.sub(f"{BEGIN}.*{END}", f"{BEGIN}\n{table()}\n{END}", text, flags=re.S)
    if "--check" in sys.argv:
        sys.exit("the README's table is stale, run script/wire" if wanted != text else 0)
    README.write_text(wanted)


if __name__ == "__main__":
    main()
