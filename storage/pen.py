"""Rows that nobody reads before the commit, gathered so that each table gets its own in one go."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Insert, Update

Statement = Insert | Update


class Pen:
    """Writes when it is told to flush, statement by statement in the order in which they first came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[Statement, list[Mapping[str, Any]]] = {}

    def add(self, statement: Statement, row: Mapping[str, Any]) -> None:
        """Have `statement` executed with this row; every row of one statement has the same keys."""
        self._rows.setdefault(statement, []).append(row)

    def flush(self) -> None:
        """Write what was gathered."""
        rows, self._rows = self._rows, {}
        for statement, gathered in rows.items():
            self._connection.execute(statement, gathered)
