"""A process that hangs in a transaction holds nobody up for long, and begins again when it wakes."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import Connection, text

from storage import postgresql
from storage.database import open_database, transact
from tests.databases import in_a_loop_of_its_own


async def gone(url: str, backend: int) -> None:
    """Returns once the server has hung up on it."""
    connection = await asyncpg.connect(url)
    try:
        asking = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1"
        while True:
            if not await connection.fetchval(asking, backend):
                return
            await asyncio.sleep(0.05)
    finally:
        await connection.close()


async def test_the_server_undoes_what_hangs_and_the_work_is_done_again(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "HUNG_SECONDS", 1)
    database = await open_database(postgresql_database_url)
    tries = list[int]()

    def hangs_once(connection: Connection) -> int:
        connection.execute(text("INSERT INTO kept VALUES (1)"))
        tries.append(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
        if len(tries) == 1:
            in_a_loop_of_its_own(gone(postgresql_database_url, tries[0]))  # and nothing else moves here
        return int(connection.execute(text("SELECT count(*) FROM kept")).scalar_one())

    try:
        await transact(database, lambda connection: connection.execute(text("CREATE TABLE kept (number int)")))
        assert await transact(database, hangs_once) == 1
        assert len(tries) == 2
    finally:
        await database.close()
