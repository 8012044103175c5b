"""SQLite: one thread writes and commits what has queued meanwhile as one, others read beside it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from storage.errors import Unreachable
from storage.writer import Writer

T = TypeVar("T")

READERS = 4
BUSY_MILLISECONDS = 10_000
"""How long we wait for another process that writes the same file."""


class SqliteDatabase:
    """A database in one file, for one process that serves and now and then a command beside it."""

    def __init__(self, writing: Engine, reading: Engine) -> None:
        self._writing, self._reading = writing, reading
        self._writer = Writer(writing)
        self._readers = ThreadPoolExecutor(READERS, "belmoment-reader")

    @classmethod
    async def open(cls, url: URL) -> "SqliteDatabase":
        """The file at `url`, made where it is missing; raises Unreachable."""
        return cls(await asyncio.to_thread(writing_engine, url), _reading_engine(url))

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.transact`."""
        return await self._writer.run(work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.read`."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def close(self) -> None:
        """Commit what was accepted, then close the file."""
        await self._writer.close()
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._reading.connect() as connection, connection.begin():
            return work(connection)


def sqlite_url(url: URL) -> URL:
    """`url` with the standard driver; raises Unreachable for a database that lives in memory only."""
    if url.database in (None, "", ":memory:"):
        raise Unreachable("A SQLite database needs a file, because several threads look at it: sqlite:///path.db")
    return url.set(drivername="sqlite+pysqlite")


def writing_engine(url: URL) -> Engine:
    """The engine that writes, its one connection open; raises Unreachable. Takes the write lock at every BEGIN."""
    engine = create_engine(
        url,
        hide_parameters=True,  # an error's text gets into logs, and a candidate's words must not
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_immediate)
    try:
        _make_private(Path(url.database or ""))
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except (OSError, DBAPIError) as error:
        engine.dispose()
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise Unreachable(f"The SQLite file {url.database} can't be opened for writing: {cause}.") from error
    return engine


def _make_private(file: Path) -> None:
    """What candidates wrote is for nobody else on this machine; the files beside it take over these permissions."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=True)


def _reading_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=READERS,
        max_overflow=0,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _prepare_reader(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
