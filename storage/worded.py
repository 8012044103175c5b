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
    values: Sequence[tuple[str, Callable[[Any], Any] | None]]
    """Name, and what it goes through on its way."""
    constant: Row
    """What is the same for every row, as the driver wants it."""

    def of(self, row: Row) -> tuple[Any, ...]:
        """The row's values, in the order in which the driver wants them."""
        whole = {**self.constant, **row}
        return tuple([put(whole[name]) if put else whole[name] for name, put in self.values])


def write(connection: Connection, statement: Statement, rows: Sequence[Row]) -> int:
    """Execute the statement for each row, all with the same keys; how many rows were found, -1 where nobody counted."""
    worded = _worded(statement, connection.dialect, tuple(rows[0]))
    return connection.exec_driver_sql(worded.text, [worded.of(row) for row in rows]).rowcount


@lru_cache(maxsize=MOST_KEPT)
def _worded(statement: Statement, dialect: Dialect, keys: Iterable[str]) -> Worded:
    compiled = statement.compile(dialect=dialect, column_keys=list(keys))
    places = compiled.positiontup or ()
    puts = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in places}
    others = {name: compiled.binds[name].effective_value for name in places if name not in keys}
    constant = {name: put(value) if (put := puts[name]) else value for name, value in others.items()}
    return Worded(str(compiled), [(name, None if name in constant else puts[name]) for name in places], constant)
