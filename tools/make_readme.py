"""Keeps what the README says of operations and settings equal to what is there; --check fails when it is stale."""

import re
import sys
from pathlib import Path

from trunkline import app
from trunkline.api import contract
from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS, leaves
from trunkline.settings.unread import UNREAD, Unread, reason

README = Path(__file__).parent.parent / "README.md"
EVERY = [*POLICIES.values(), *SITE_SETTINGS.values()]


def settings() -> str:
    """Fields, for a setting of which one is obeyed is not obeyed as a whole."""
    every = [f"{entry.key}.{path}" for entry in EVERY for path, _ in leaves(entry.default)]
    groups: dict[Unread | None, list[str]] = {}
    for name in every:
        groups.setdefault(reason(name), []).append(name)
    obeyed = groups.pop(None)
    operations = [name for group, names in groups.items() if group and group.kind == "operations" for name in names]
    others = [group for group in UNREAD if group in groups and group.kind != "operations"]
    lines = [
        f"{len(EVERY)} settings that account, site, queue and person inherit and lock have {len(every)} fields. "
        f"Calls obey {len(obeyed)} of them so far,",
        f"of {_keys(obeyed)}.",
        f"Operations go by {len(operations)} more, of {_keys(operations)}.",
        f"The other {len(every) - len(obeyed) - len(operations)} are checked, kept, inherited and shown:",
        "",
        "| until there is, or because | fields | of |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {group.why} | {len(groups[group])} | {_keys(groups[group])} |" for group in others]
    return "\n".join(lines)


def _keys(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(f"`{name.partition('.')[0]}`" for name in names))


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
