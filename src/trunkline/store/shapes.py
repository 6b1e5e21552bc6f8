"""Which shape the rows have, told by their tables and columns rather than by a number alone: on two branches the same
number may mean two things.

`shapes.txt` says of each revision what it added and what it took away, a line for each table that it changed. Tables
that no revision knows are somebody else's, and looked past. `tools/make_shapes.py` writes the file.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from trunkline.problems import refuse
from trunkline.store.head import HEAD, said_by, uri

Part = Literal["state", "records"]
Column = tuple[str, str]  # of a table, by name

LIST = Path(__file__).parent / "shapes.txt"
FILES: Mapping[Part, str] = {"records": "records.db", "state": "state.db"}  # in the order in which they are changed
COLUMNS = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"


class Shape(NamedTuple):
    """The revision that each part has. They differ where a migration ended between the two."""

    state: str
    records: str


CURRENT = Shape(HEAD, HEAD)


@cache
def known() -> Mapping[str, Mapping[Part, frozenset[Column]]]:
    """The columns that each part has in each revision, oldest first."""
    now: dict[Part, set[Column]] = {"state": set(), "records": set()}
    found: dict[str, Mapping[Part, frozenset[Column]]] = {}
    for line in LIST.read_text().splitlines():
        revision, where, *changes = line.split()
        part, _, table = where.partition(".")
        for change in changes:
            column = (table, change[1:])
            if change.startswith("+"):
                now["records" if part == "records" else "state"].add(column)
            else:
                now["records" if part == "records" else "state"].discard(column)
        found[revision] = {name: frozenset(columns) for name, columns in now.items()}
    return found


def of_files(folder: Path) -> Shape | None:
    """None where there is nothing yet, or no more than a first start left that was ended. Refuses files that belong to
    no version that is known here, and one file without the other."""
    found = {part: _columns(folder / name) for part, name in FILES.items()}
    if not found["state"]:
        if found["records"] and not _is_empty(folder / FILES["records"], found["records"]):
            refuse("a_file_of_the_store_is_missing", missing=folder / FILES["state"], remedy=RESTORE)
        return None
    state = of("state", found["state"], said_by(folder / FILES["state"]), folder)
    if not found["records"]:
        refuse("a_file_of_the_store_is_missing", missing=folder / FILES["records"], remedy=RESTORE)
    return Shape(state, of("records", found["records"], said_by(folder / FILES["records"]), folder, like=state))


RESTORE = "trunkline restore, of the newest backup, into another folder"


def of(part: Part, columns: Iterable[Column], said: str | None, where: object, *, like: str | None = None) -> str:
    """The revision of a part that has these columns and says to be of one; `like` is the other part's. Refuses one that
    is not what it says."""
    if said is not None and said not in known():
        newer = said.isdigit() and said > HEAD
        refuse(
            "store_of_a_newer_version" if newer else "store_of_another_branch",
            has=said,
            known=HEAD,
            remedy=_remedy(where, said) if newer else BRANCH,
        )
    ours = {table for shape in known().values() for table, _ in shape[part]}
    there = frozenset(column for column in columns if column[0] in ours)
    fits = [revision for revision, shape in known().items() if shape[part] == there]
    wanted = said or (like if like in fits else None) or (fits[-1] if fits else None)
    if wanted not in fits:
        at = known()[wanted or like or HEAD][part]
        odd = ", ".join(".".join(column) for column in sorted(at ^ there)[:3])
        refuse("store_of_another_branch", has=wanted or like, differs_in=odd, remedy=BRANCH)
    return wanted


BRANCH = "the version that made it; or restore a backup into another folder with this one"


def _remedy(where: object, said: str) -> str:
    """How to go on with an older version: with the copy that was made before the newer one changed the rows."""
    copies = where / "copies" if isinstance(where, Path) else None
    usable = [path for path in copies.iterdir() if path.name in known()] if copies and copies.is_dir() else []
    if not usable:
        return f"run the version that has {said}, or restore a backup from before into another folder"
    return (
        f"run the version that has {said}; or stop, and put state.db and records.db of {max(usable)}, made before the"
        " change, in the place of those here and of their -wal and -shm files"
    )


def in_files(connection: sqlite3.Connection) -> frozenset[Column]:
    """The columns in a file that is open."""
    return frozenset(connection.execute(COLUMNS).fetchall())


def _columns(path: Path) -> frozenset[Column]:
    if not path.exists():
        return frozenset()
    try:
        with closing(sqlite3.connect(uri(path), uri=True)) as file:
            return in_files(file)
    except sqlite3.Error as error:
        refuse("store_unusable", file=path, reason=error)


def _is_empty(path: Path, columns: frozenset[Column]) -> bool:
    tables = {table for table, _ in columns} - {"alembic_version"}
    with closing(sqlite3.connect(uri(path), uri=True)) as file:
        return not any(file.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() for table in tables)  # noqa: S608


def written(found: Mapping[str, Mapping[Part, frozenset[Column]]]) -> str:
    """The text of `shapes.txt` for revisions and their columns, oldest first."""
    lines: list[str] = []
    before: Mapping[Part, frozenset[Column]] = {"state": frozenset(), "records": frozenset()}
    for revision, shape in found.items():
        count = len(lines)
        for part, columns in shape.items():
            changes: defaultdict[str, list[str]] = defaultdict(list)
            for sign, some in (("-", before[part] - columns), ("+", columns - before[part])):
                for table, name in sorted(some):
                    changes[table].append(sign + name)
            lines += [f"{revision} {part}.{table} {' '.join(said)}" for table, said in sorted(changes.items())]
        if len(lines) == count:
            lines.append(f"{revision} state.")  # indexes alone
        before = shape
    return "".join(f"{line}\n" for line in lines)
