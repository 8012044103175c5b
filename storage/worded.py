"""Statements that are worded once, so that a row costs little more than what it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update

Statement = Insert | Update
Row = Mapping[str, Any]

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement in a driver's own words, and how each of its values is put to the driver."""

    text: str
    values: Sequence[tuple[str, Any, Callable[[Any], Any] | None]]
    """Name, what it is where the row has none of that name, and what it goes through on its way."""

    def of(self, row: Row) -> tuple[Any, ...]:
        """The row's values, in the order in which the driver wants them."""
        return tuple(
            put(row.get(name, otherwise)) if put else row.get(name, otherwise) for name, otherwise, put in self.values
        )


def write(connection: Connection, statement: Statement, rows: Sequence[Row]) -> int:
    """Execute the statement for each row, all with the same keys; how many rows were found, -1 where nobody counted."""
    worded = _worded(statement, connection.dialect, tuple(rows[0]))
    return connection.exec_driver_sql(worded.text, [worded.of(row) for row in rows]).rowcount


@lru_cache(maxsize=MOST_KEPT)
def _worded(statement: Statement, dialect: Dialect, keys: Iterable[str]) -> Worded:
    compiled = statement.compile(dialect=dialect, column_keys=list(keys))
    values = [
        (
            name,
            compiled.binds[name].effective_value,
            compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
        )
        for name in compiled.positiontup or ()
    ]
    return Worded(str(compiled), values)
