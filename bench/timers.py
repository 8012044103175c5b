"""What a great many waiting timers cost: `python3 run bench timers`.

Conversations with a timer in the future are put into a database; then is measured what a look costs that finds nothing
due, what it costs to find and claim those that are, and what the memory does meanwhile. SQLite, then PostgreSQL.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Connection, insert

from bench.loads.contestants import durable_postgres, furnished
from bench.loads.processes import used_here
from storage.database import Database, transact
from storage.ledger import due
from storage.tables import candidates, conversations
from tests.databases import fresh_database

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
AT_ONCE = 100
CHUNK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Microseconds that passed, one for each try; megabytes before and after."""

    empty: Sequence[float]
    claims: Sequence[float]
    """For one timer of a hundred that are claimed together."""
    memory: tuple[float, float]


def main(arguments: Sequence[str]) -> int:
    """Prints both tables; 0."""
    parser = argparse.ArgumentParser(prog="run bench timers", description=__doc__)
    parser.add_argument("--timers", type=int, default=1_000_000)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    given = parser.parse_args(arguments)
    for kind, opened in {"sqlite": _sqlite, "postgresql": _postgresql}.items():
        if given.only in (None, kind):
            with opened() as url:
                _print(kind, given.timers, asyncio.run(measure(url, given.timers, given.tries)))
    return 0


async def measure(url: str, timers: int, tries: int) -> Measured:
    """With so many timers in an empty database."""
    database, _ = await furnished(url)
    try:
        await _fill(database, timers)
        looking = [("empty", NOW)] * tries + [("claims", NOW + timedelta(days=1, seconds=AT_ONCE - 1))] * (tries // 10)
        taken: Mapping[str, list[float]] = {"empty": [], "claims": []}
        await transact(database, lambda connection: _look(connection, NOW))  # so that the statement is compiled
        before = used_here()
        for kind, now in looking:
            took, found = await transact(database, lambda connection, now=now: _look(connection, now))  # type: ignore[misc]
            assert found == (0 if kind == "empty" else min(AT_ONCE, timers)), f"{found} timers were due"
            taken[kind].append(took / max(1, found) * 1e6)
        return Measured(empty=taken["empty"], claims=taken["claims"], memory=(before, used_here()))
    finally:
        await database.close()


def _look(connection: Connection, now: datetime) -> tuple[float, int]:
    began = time.perf_counter()
    found = due(connection, now, AT_ONCE, claim=True)
    return time.perf_counter() - began, len(found)


async def _fill(database: Database, timers: int) -> None:
    """A timer a second, from a day ahead on."""

    def person(connection: Connection) -> None:
        connection.execute(insert(candidates).values(id="somebody", created_at=NOW, data={}))

    await transact(database, person)
    for numbers in _chunks(range(timers)):
        await transact(database, _inserting([_row(number) for number in numbers]))


def _inserting(rows: Sequence[Mapping[str, Any]]) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        connection.execute(insert(conversations), rows)

    return work


def _chunks(numbers: range) -> Iterator[range]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def _row(number: int) -> Mapping[str, Any]:
    at = NOW + timedelta(days=1, seconds=number)
    return {
        "id": f"{number:032x}",
        "candidate": "somebody",
        "vacancy": "job0",
        "status": "open",
        "turns": 1,
        "next_timer_at": at,
        "created_at": NOW,
        "touched_at": NOW,
        "data": {"timers": {"nudge": at.isoformat()}},
    }


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="belmoment-bench-") as place:
        yield f"sqlite:///{Path(place)}/belmoment.db"


@contextmanager
def _postgresql() -> Iterator[str]:
    with durable_postgres() as server, fresh_database(server) as url:
        yield url


def _print(kind: str, timers: int, taken: Measured) -> None:
    print(f"\n{kind}, {timers:,} timers waiting")
    for what, took in (("nothing due: a look", taken.empty), ("a claim (of 100 at once)", taken.claims)):
        slow = quantiles(took, n=100, method="inclusive")[98]
        print(f"  {what:28} {median(took):8.1f} us (least {min(took):.1f}, 99 of 100 within {slow:.1f})")
    print(f"  memory                       {taken.memory[0]:8.1f} MB before, {taken.memory[1]:.1f} MB after")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
