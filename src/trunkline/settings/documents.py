"""The policies of an account, a site or an extension: read as they apply, set, reset, shown.

A document is the object of policies in an operation's body or answer; its schema in the contract says which policies
and fields it has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from trunkline.problems import refuse
from trunkline.settings.catalogue import Entry
from trunkline.settings.resolve import Level, Resolved, Said, merged, resolve
from trunkline.store.tables import Extension, Setting, Site
from trunkline.store.tenant import Tenant

Schema = Mapping[str, Any]
Policies = Mapping[str, Resolved]
Found = Mapping[tuple[str, str], Any]  # rows of settings, or their columns, by owner and key
Views = Mapping[str, Callable[[Mapping[str, Any]], Any]]  # by field: made of the policy's value

RESET, LOCKED = "reset", "locked"
LEVELS_OF_WIRE = {"account": "account", "site": "site", None: "invalid"}
LOCKING = ("account", "site")  # levels that have somebody below

# Words that mean one thing and are spelled differently in different documents; the first is ours.
SAME = (("both", "inbound_and_outbound"), ("allMember", "allMembers"), ("recordingSide", "recordingUser"))


@dataclass(frozen=True)
class Reader:
    """Who policies apply to: the levels it inherits from with the id of who speaks there, itself last."""

    chain: tuple[tuple[Level, str], ...]

    @property
    def owner_id(self) -> str:
        return self.chain[-1][1]


def of_site(site: Site) -> Reader:
    return Reader((("account", site.account_id), ("site", site.id)))


def of_extension(extension: Extension) -> Reader:
    level: Level = "call_queue" if extension.kind == "call_queue" else "user"
    return Reader((("account", extension.account_id), ("site", extension.site_id), (level, extension.id)))


def read(rows: Tenant, reader: Reader, entries: Iterable[Entry]) -> Policies:
    return read_all(rows, [reader], entries)[reader.owner_id]


def read_all(rows: Tenant, readers: Sequence[Reader], entries: Iterable[Entry]) -> dict[str, Policies]:
    """What applies to each reader, by its id: one query, however many there are."""
    owners = {owner for reader in readers for _, owner in reader.chain}
    wanted = [*entries]
    found = {(row.owner_id, row.key): row for row in rows.find(Setting, Setting.owner_id.in_(owners))}
    return {reader.owner_id: applying(found, reader, wanted) for reader in readers}


def applying(found: Found, reader: Reader, entries: Iterable[Entry]) -> Policies:
    """What applies to a reader, of the rows that the levels of its chain have."""
    return {
        entry.key: resolve(
            entry.default,
            [_said(found, level, owner, entry.key) for level, owner in reader.chain if level in entry.levels],
        )
        for entry in entries
    }


def _said(found: Found, level: Level, owner: str, key: str) -> Said:
    row = found.get((owner, key))
    return Said(level, row.value, row.locked) if row else Said(level)


def change(rows: Tenant, reader: Reader, entries: Iterable[Entry], wishes: Mapping[str, Any]) -> None:
    """Set the fields given, and what stands under `locked`; `reset` returns to what is inherited.

    Raises `setting_locked` below a lock, whatever is asked for. A policy that is only on or off may be given as that.
    """
    wanted = [entry for entry in entries if entry.key in wishes]
    applying: Policies = read(rows, reader, wanted) if wanted else {}
    for entry in wanted:
        wish = wishes[entry.key]
        fields = {"enable": wish} if isinstance(wish, bool) else _canonical(wish)
        if _is_locked_above(applying[entry.key], reader):
            refuse("setting_locked", key=entry.key)
        if fields.get(RESET):
            forget(rows, reader, entry.key)
        else:
            locked = fields.get(LOCKED) if reader.chain[-1][0] in LOCKING else None
            whole = anew(entry, applying[entry.key].value, _of(entry.default, fields))
            say(rows, reader, entry.key, whole, locked)


def anew(entry: Entry, before: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """The wish, and where it chooses something else than before, what belonged to that as it is by default."""
    chosen, *parts = entry.choice or ("",)
    changes = chosen in wish and wish[chosen] != before[chosen]
    return dict(merged({name: entry.default[name] for name in parts} if changes else {}, wish))


def say(rows: Tenant, reader: Reader, key: str, fields: Mapping[str, Any], locked: bool | None = None) -> None:
    """What is not among the fields stays as it is."""
    if not fields and locked is None:
        return
    row = rows.first(Setting, Setting.owner_id == reader.owner_id, Setting.key == key)
    if row is None:
        rows.add(Setting(owner_id=reader.owner_id, key=key, value=dict(fields), locked=bool(locked)))
        return
    row.value = dict(merged(row.value, fields))
    row.locked = row.locked if locked is None else locked


def forget(rows: Tenant, reader: Reader, key: str) -> None:
    if row := rows.first(Setting, Setting.owner_id == reader.owner_id, Setting.key == key):
        rows.delete(row)


def shown(schema: Schema, policies: Policies, views: Mapping[str, Views] | None = None) -> dict[str, Any]:
    """The document, with the policies and fields of its schema. `views` make those fields that name other rows."""
    return {
        key: _shown(schema["properties"][key], policies[key], (views or {}).get(key, {}))
        for key in schema["properties"]
        if key in policies
    }


def _shown(schema: Schema, policy: Resolved, views: Views) -> Any:
    if schema.get("type") == "boolean":
        return policy.value["enable"]
    fields = schema["properties"]
    answer = {name: view(policy.value) for name, view in views.items() if name in fields}
    answer |= {name: _spelled(fields[name], policy.value[name]) for name in fields if _has(policy, name, answer)}
    if LOCKED in fields:
        answer[LOCKED] = policy.locked_by is not None
    locked_by = LEVELS_OF_WIRE.get(policy.locked_by)
    if "locked_by" in fields and locked_by in fields["locked_by"]["enum"]:
        answer["locked_by"] = locked_by
    if "modified" in fields:
        answer["modified"] = policy.modified
    return answer


def _has(policy: Resolved, name: str, answer: Mapping[str, Any]) -> bool:
    return name in policy.value and name not in answer


def _spelled(schema: Schema, value: Any) -> Any:
    """A field as this document has it: with its own fields, and words of its own list."""
    match schema:
        case {"properties": fields}:
            return {
                name: _spelled(fields[name], part)
                for name, part in value.items()
                if name in fields and part is not None  # one of several that exclude each other
            }
        case {"items": {"properties": _} as item}:
            return [_spelled(item, part) for part in value]
        case {"enum": words} if value not in words:
            return next(word for same in SAME if value in same for word in same if word in words)
        case _:
            return value


def _canonical(value: Any) -> Any:
    match value:
        case dict():
            fields = cast(Mapping[str, Any], value)
            return {name: _canonical(part) for name, part in fields.items()}
        case str():
            return next((same[0] for same in SAME if value in same), value)
        case _:
            return value


def _of(default: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is said, the fields that the setting has."""
    known: dict[str, Any] = {name: said[name] for name in default if name in said}
    return {
        name: _of(cast(Mapping[str, Any], default[name]), cast(Mapping[str, Any], part))
        if isinstance(default[name], dict) and isinstance(part, dict)
        else part
        for name, part in known.items()
    }


def _is_locked_above(policy: Resolved, reader: Reader) -> bool:
    return policy.locked_by is not None and policy.locked_by != reader.chain[-1][0]
