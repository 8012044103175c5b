"""Rows that nobody reads before the commit, gathered so that each table gets its own in one go."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, text

from storage.errors import Changed
from storage.tables import metadata
from storage.worded import Statement, write

PLACES = {table: place for place, table in enumerate(metadata.sorted_tables)}
"""What refers to a table comes after it."""
LINES = 0x6C696E65
"""Sets the locks of lines apart from all other advisory locks in the same database."""
IN_LINE = text("SELECT pg_advisory_xact_lock(:lines, hashtext(line)) FROM unnest(CAST(:names AS text[])) AS line")


class Pen:
    """Writes when it is told to flush: table by table, and in each statement by statement as they first came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[Statement, list[Mapping[str, Any]]] = {}
        self._certain: set[Statement] = set()
        self._lines: set[str] = set()

    def add(self, statement: Statement, row: Mapping[str, Any], *, certain: bool = False) -> None:
        """Have `statement` executed with this row; every row of one statement has the same keys.

        Where it is `certain` to find its row, the flush raises Changed if it does not.
        """
        self._rows.setdefault(statement, []).append(row)
        if certain:
            self._certain.add(statement)

    def stand_in_line(self, line: str) -> None:
        """Have the rows written after those of whoever stands in this line already, and before whoever comes later."""
        self._lines.add(line)

    def flush(self) -> None:
        """Write what was gathered."""
        stand_in_line(self._connection, self._lines)
        rows, self._rows = self._rows, {}
        for statement in sorted(rows, key=lambda one: PLACES[one.table]):  # type: ignore[index]
            found = write(self._connection, statement, rows[statement])
            # PostgreSQL's driver does not count here; there REPEATABLE READ refuses what somebody else has changed.
            if statement in self._certain and found not in (-1, len(rows[statement])):
                raise Changed


def stand_in_line(connection: Connection, lines: Collection[str]) -> None:
    """Wait for those before us in all of these lines; ours until the transaction ends. SQLite has one writer anyway."""
    if lines and connection.dialect.name == "postgresql":
        # In one order for all, so that no two wait for each other.
        connection.execute(IN_LINE, {"lines": LINES, "names": sorted(lines)})
