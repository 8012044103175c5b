"""The one rule for every race: read one frozen picture, decide, write if unchanged, else again from the start."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import Changed, Contended, Overloaded, Unreachable, is_race
from storage.postgresql import PostgresqlDatabase, postgresql_url
from storage.sqlite import SqliteDatabase, sqlite_url

__all__ = [
    "Changed",
    "Contended",
    "Database",
    "Overloaded",
    "Unreachable",
    "is_race",
    "open_database",
    "parse_url",
    "read",
    "transact",
]

T = TypeVar("T")


class Database(Protocol):
    """An open database. Work handed to it is synchronous, and may be run more than once before it counts."""

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See `transact`."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """See `read`."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of the database."""
        ...


async def open_database(url: str) -> Database:
    """The database at `url` (sqlite:///path or postgresql://…), tried out; raises Unreachable."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return await SqliteDatabase.open(parsed)
    return await PostgresqlDatabase.open(parsed)


async def transact(database: Database, work: Callable[[Connection], T]) -> T:
    """What `work` returns, once all that it wrote is durable.

    It is started again from a fresh picture when somebody else was first (a `Changed` of its own included), so it
    should do nothing but read and write through its connection. What else it raises undoes it and is raised here.
    Raises Contended after several vain tries, Overloaded where too much waits, Unreachable without a database.
    """
    return await database.transact(work)


async def read(database: Database, work: Callable[[Connection], T]) -> T:
    """What `work` returns, from one frozen picture in which nothing can be written."""
    return await database.read(work)


def parse_url(url: str) -> URL:
    """`url` with our driver in it; raises Unreachable where it names no database that we speak to."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Unreachable("The database address can't be read; write sqlite:///path or postgresql://…") from error
    match parsed.get_backend_name():
        case "sqlite":
            return sqlite_url(parsed)
        case "postgresql" | "postgres":
            return postgresql_url(parsed)
        case other:
            raise Unreachable(f"Belmoment keeps its data in sqlite:///path or postgresql://…, not in {other}.")
