"""Keeps what the README says of operations and settings equal to what is there; --check fails when it is stale."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from trunkline import app
from trunkline.api import contract
from trunkline.settings.awaited import NEVER
from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS

README = Path(__file__).parent.parent / "README.md"
EVERY = [*POLICIES.values(), *SITE_SETTINGS.values()]


def settings() -> str:
    obeyed = [f"`{entry.key}`" for entry in EVERY if entry.effect]
    marks = {name.partition(".")[0] for each in contract.load().operations.values() for name in _if_on(each)}
    people = [f"`{entry.key}`" for entry in EVERY if entry.key in marks and not entry.effect]
    count, others = len(EVERY), len(EVERY) - len(obeyed) - len(people)
    return (
        f"Of {count} settings that account, site, queue and person inherit and lock, calls obey {len(obeyed)} so far:\n"
        f"{', '.join(obeyed)}.\n"
        f"By {len(people)} more goes what people may change of themselves: {', '.join(people)}.\n"
        f"The other {others} are checked, kept, inherited and shown; what each waits for is in\n"
        "[`settings/awaited.py`](src/trunkline/settings/awaited.py). "
        f"{len(NEVER)} of them will never be obeyed: {', '.join(f'`{key}` ({why})' for key, why in NEVER.items())}."
    )


def _if_on(operation: contract.Operation) -> Iterator[str]:
    for entry in operation.own_writes:
        yield from entry.if_on


def operations() -> str:
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
    wanted = text
    for part in (settings, operations):
        begin, end = f"<!-- {part.__name__} -->", f"<!-- end of {part.__name__} -->"
        wanted = re.sub(f"{begin}.*{end}", f"{begin}\n{part()}\n{end}", wanted, flags=re.S)
    if "--check" in sys.argv:
        sys.exit("the README is stale, run script/wire" if wanted != text else 0)
    README.write_text(wanted)


if __name__ == "__main__":
    main()
