"""Rows as lines of JSON, the same from SQLite and PostgreSQL: an array of a row's cells in the order of its columns.

Blobs are lines too: the name, where the piece begins, and the piece in base64.

Tables are told as the database has them, not as this version's classes do, so that older shapes can be read and
written. A JSON column stands as its text, which tells SQL's NULL from JSON's.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    cast,
    inspect,
    select,
)

from trunkline.store.archive import Unusable
from trunkline.store.blobs import NAME, Blobs, NoBlob
from trunkline.store.records import SCHEMA

CHUNK = 1000  # rows at a time
PIECE = 1 << 20  # bytes of a blob in a line
INT64 = range(-(1 << 63), 1 << 63)


def tables(connection: Connection) -> Mapping[str, Table]:
    """Every table of both parts, by name; those of the records are called `records.NAME`."""
    looked, metadata = inspect(connection), MetaData()
    for schema in (None, SCHEMA):
        for name in looked.get_table_names(schema=schema):
            if name != "alembic_version":
                found = looked.get_columns(name, schema=schema)
                columns = [Column(each["name"], each["type"], nullable=each["nullable"]) for each in found]
                Table(name, metadata, *columns, schema=schema)
    return metadata.tables


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows, streamed."""
    cells = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.columns]
    for row in connection.execute(select(*cells), execution_options={"yield_per": CHUNK}):
        yield orjson.dumps(tuple(row))


def cells(line: bytes, count: int) -> Sequence[Any]:
    """What a line holds: an array of so many numbers, texts, booleans and nulls. Raises Unusable."""
    try:
        row: list[Any] = orjson.loads(line) if line.startswith(b"[") else []
    except ValueError:
        row = []
    if len(row) == count and not any(isinstance(cell, list | dict) for cell in row):
        return row
    raise Unusable("the file is no backup: it has a line that is no row")


def insert(connection: Connection, table: Table, names: Sequence[str], lines: Iterable[bytes]) -> None:
    """Write rows whose cells are in the order of these columns. Raises Unusable."""
    columns = [table.columns[name] for name in names]
    on_server = connection.dialect.name == "postgresql"
    statement = table.insert().values(
        {column.name: _parameter(n, column, on_server) for n, column in enumerate(columns)}
    )
    kinds, places = [_kind(column) for column in columns], [f"v{n}" for n in range(len(columns))]
    rows = (dict(zip(places, _row(columns, kinds, line), strict=True)) for line in lines)
    while some := [*islice(rows, CHUNK)]:
        connection.execute(statement, some)


def _parameter(number: int, column: Column[Any], on_server: bool) -> ColumnElement[Any]:
    if not isinstance(column.type, JSON):
        return bindparam(f"v{number}", type_=column.type)
    text = bindparam(f"v{number}", type_=Text())
    return cast(text, column.type) if on_server else text  # SQLite keeps JSON as text, and would cast it to a number


Kind = Callable[[Any], bool]  # whether a cell is of it; nothing is


def _row(columns: Sequence[Column[Any]], kinds: Sequence[Kind], line: bytes) -> Sequence[Any]:
    found = cells(line, len(columns))
    for column, is_one, cell in zip(columns, kinds, found, strict=True):
        if not (column.nullable if cell is None else is_one(cell)):
            raise Unusable(f"the file is no backup: {column} has a value that it cannot have")
    return found


def _kind(column: Column[Any]) -> Kind:
    match column.type:
        case JSON():
            return _is_json
        case Boolean():
            return lambda cell: type(cell) is bool
        case Integer():
            return lambda cell: type(cell) is int and cell in INT64
        case Float():
            return lambda cell: type(cell) in (int, float)
        case String():
            return lambda cell: type(cell) is str and "\0" not in cell
        case _:
            raise Unusable(f"{column} is of a kind that backups do not know")


def _is_json(cell: object) -> bool:
    """A text that is JSON; numbers may be longer than orjson takes."""
    if not isinstance(cell, str):
        return False
    for load in (orjson.loads, json.loads):
        try:
            load(cell)
        except (ValueError, RecursionError):
            continue
        return True
    return False


class Piece(NamedTuple):
    blob: str
    start: int
    content: bytes


def blob_lines(blobs: Blobs, names: Iterable[str]) -> Iterator[bytes]:
    """One that is removed before its turn is left out."""
    for name in names:
        try:
            blob = blobs.open(name)
        except NoBlob:
            continue
        try:
            for start in range(0, blob.size or 1, PIECE):
                yield orjson.dumps((name, start, b64encode(blob.read(start, PIECE)).decode()))
        finally:
            blob.close()


class Pieces:
    """Reads lines in their order: each blob comes whole, from its beginning on."""

    def __init__(self) -> None:
        self._blob = ""
        self._end: int = 0

    def read(self, line: bytes) -> Piece:
        """Raises Unusable."""
        name, start, content = cells(line, 3)
        if not (isinstance(name, str) and NAME.fullmatch(name) and type(start) is int and isinstance(content, str)):
            raise Unusable("the file is no backup: it has a line that is no piece of a blob")
        if start != (self._end if name == self._blob else 0):
            raise Unusable(f"the file is no backup: a piece of the blob {name} is not in its place")
        try:
            piece = Piece(name, start, b64decode(content, validate=True))
        except ValueError as error:
            raise Unusable(f"the file is no backup: a piece of the blob {name} is not base64") from error
        self._blob, self._end = name, start + len(piece.content)
        return piece
