"""Rows that nobody reads before the commit, gathered so that each table gets its own in one go."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Insert, Update

from storage.errors import Changed
from storage.tables import metadata

Statement = Insert | Update

PLACES = {table: place for place, table in enumerate(metadata.sorted_tables)}
"""What refers to a table comes after it."""


class Pen:
    """Writes when it is told to flush: table by table, and in each statement by statement as they first came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[Statement, list[Mapping[str, Any]]] = {}
        self._certain: set[Statement] = set()

    def add(self, statement: Statement, row: Mapping[str, Any], *, certain: bool = False) -> None:
        """Have `statement` executed with this row; every row of one statement has the same keys.

        Where it is `certain` to find its row, the flush raises Changed if it does not.
        """
        self._rows.setdefault(statement, []).append(row)
        if certain:
            self._certain.add(statement)

    def flush(self) -> None:
        """Write what was gathered."""
        rows, self._rows = self._rows, {}
        for statement in sorted(rows, key=lambda one: PLACES[one.table]):  # type: ignore[index]
            found = self._connection.execute(statement, rows[statement]).rowcount
            # PostgreSQL's driver does not count here; there REPEATABLE READ refuses what somebody else has changed.
            if statement in self._certain and found not in (-1, len(rows[statement])):
                raise Changed
