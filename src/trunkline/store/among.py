"""`among(column, "ids")`: one of many values, given as one parameter.

`column IN (?, ?, ...)` is another statement for each number of values, to be prepared anew by library and database.

`not_by(condition)`: one that rows are not to be found by, but only held to. Beside `among`, SQLite would look through
all rows of the account instead of those few.
"""

from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, Boolean, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Item = type[String] | type[BigInteger]


class _Values(TypeDecorator[Any]):
    """A list of texts or numbers: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, of: Item) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else orjson.dumps(list(value)).decode()


class among(FunctionElement[bool]):  # noqa: N801
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, name: str, of: Item = String) -> None:
        super().__init__(column, bindparam(name, type_=_Values(of)))

    def self_group(self, against: Any = None) -> "among":
        """As it is: the library would add `= 1` on SQLite, which then finds nothing by an index."""
        return self


@compiles(among, "sqlite")
def _on_sqlite(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608


@compiles(among, "postgresql")
def _on_postgresql(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} = ANY({values})"


class not_by(FunctionElement[bool]):  # noqa: N801
    inherit_cache = True
    type = Boolean()


@compiles(not_by, "sqlite")
def _held_on_sqlite(element: not_by, compiler: SQLCompiler, **more: Any) -> str:
    return f"likely({compiler.process(element.clauses, **more)})"


@compiles(not_by, "postgresql")
def _held_on_postgresql(element: not_by, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)
