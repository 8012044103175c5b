"""PostgreSQL: every work on one frozen picture (REPEATABLE READ), started again when somebody else was first."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from storage.errors import LAST_TRY, Changed, Contended, Overloaded, Unreachable, is_race

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

TRIES = 10
CONNECTIONS = 10
POOL_SECONDS = 10.0
"""How long a work may wait for a free connection before it is turned away."""
COMMAND_SECONDS = 30.0
HUNG_SECONDS = 10
"""A process that leaves a transaction alone for so long hangs: the server undoes it, and others need not wait."""
GOODBYE_SECONDS = 2.0
BACK_SECONDS = 0.01
LONGEST_PAUSE = 0.5


class PostgresqlDatabase:
    """A server that any number of equal processes share."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(isolation_level="REPEATABLE READ")
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._one_by_one = asyncio.Lock()

    @classmethod
    async def open(cls, url: URL) -> PostgresqlDatabase:
        """The database at `url`; raises Unreachable."""
        database = cls(server_engine(url))
        try:
            await database.read(lambda connection: connection.exec_driver_sql("SELECT 1"))
        except Unreachable:
            await database.close()
            raise
        except (TypeError, ValueError) as error:  # the driver's word on what stands behind the question mark
            await database.close()
            raise Unreachable(f"PostgreSQL at {_shown(url)} can't be asked like this: {error}.") from error
        return database

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.transact`. Works of ours that lost a race go one by one, so that each gets through."""
        for tried in range(1, TRIES + 1):
            try:
                async with self._one_by_one if tried > 1 else nullcontext():
                    return await self._try(work, last=tried == TRIES)
            except Exception as error:
                if not is_race(error):
                    raise
                if tried == TRIES:
                    raise Contended(
                        f"The work lost the race {TRIES} times; the last time to {_named(error)}."
                    ) from error
            await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.002 * 2**tried)))  # noqa: S311
        raise AssertionError("the last try returns or raises")

    async def read(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.read`."""
        async with self._connected(self._reading) as connection:
            return await connection.run_sync(work)

    @asynccontextmanager
    async def own_connection(self, habits: Mapping[str, str]) -> AsyncIterator[Any]:
        """A connection of the driver's beside the pool, with these settings of the session; raises Unreachable."""
        from asyncpg import connect

        _, where = self._engine.dialect.create_connect_args(self._engine.url)
        try:
            connection = await connect(**where, timeout=POOL_SECONDS, server_settings=dict(habits))
        except (OSError, *driver_errors()) as error:  # type: ignore[misc]
            raise Unreachable(f"PostgreSQL at {_shown(self._engine.url)} can't be reached: {error}.") from error
        try:
            yield connection
        finally:
            try:
                await connection.close(timeout=GOODBYE_SECONDS)
            except (OSError, *driver_errors()):  # type: ignore[misc]
                connection.terminate()

    async def close(self) -> None:
        """Let go of all connections, once those in use were given back; seconds at most."""
        pool = self._engine.pool
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                while isinstance(pool, QueuePool) and pool.checkedout():  # noqa: ASYNC110 (a pool tells nobody)
                    await asyncio.sleep(BACK_SECONDS)
        await self._engine.dispose()

    async def _try(self, work: Callable[[Connection], T], last: bool) -> T:
        async with self._connected(self._writing) as connection:
            (await connection.get_raw_connection()).info[LAST_TRY] = last
            try:
                result = await connection.run_sync(work)
            except Exception as error:
                if _is_cut(error):  # a server that was restarted, or took us for hung; nothing was committed yet
                    raise Changed from error
                raise
            await connection.commit()
            return result

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            async with engine.connect() as connection:
                yield connection
        except PoolTimeout as error:
            raise Overloaded(f"All {CONNECTIONS} connections to the database are busy.") from error
        except OSError as error:
            raise Unreachable(f"PostgreSQL at {_shown(self._engine.url)} can't be reached: {error}.") from error
        except DBAPIError as error:
            if error.connection_invalidated or _refused(error):
                raise Unreachable(f"PostgreSQL at {_shown(self._engine.url)} gave way: {error.orig}.") from error
            raise
        except driver_errors() as error:
            raise Unreachable(f"PostgreSQL at {_shown(self._engine.url)} hung up: {_named(error)}.") from error


def postgresql_url(url: URL) -> URL:
    """`url` with our driver, and with libpq's word for encryption in the driver's own."""
    query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)


def server_engine(url: URL, patience: float | None = COMMAND_SECONDS) -> AsyncEngine:
    """An engine that has not connected yet; a statement that takes longer than `patience` seconds is given up."""
    from sqlalchemy.ext.asyncio import create_async_engine  # who serves from SQLite need not hold it in memory

    return create_async_engine(
        url,
        hide_parameters=True,  # an error's text gets into logs, and a candidate's words must not
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        connect_args={
            "command_timeout": patience,
            "server_settings": {
                "application_name": "belmoment",
                "idle_in_transaction_session_timeout": "0" if patience is None else f"{HUNG_SECONDS}s",
                "jit": "off",
            },
        },
    )


def driver_errors() -> tuple[type[Exception], ...]:
    """What the driver raises by itself; the last one where the server hung up on us while we slept."""
    from asyncpg import InterfaceError, InternalClientError, PostgresError

    return PostgresError, InterfaceError, InternalClientError


def _is_cut(error: Exception) -> bool:
    return isinstance(error, driver_errors()) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _refused(error: DBAPIError) -> bool:
    """Wrong password, no such database, too many connections, shutting down …"""
    return str(getattr(error.orig, "sqlstate", ""))[:2] in ("08", "28", "3D", "53", "57")


def _shown(url: URL) -> str:
    return f"{url.host or 'the local socket'}/{url.database}"


def _named(error: BaseException) -> str:
    return type(error.__cause__ or error).__name__
