"""The tables come up on both databases, and their state is told."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import open_database, read, transact
from storage.schema import SchemaState, check_schema, migrate
from storage.tables import metadata


async def state_of(url: str) -> SchemaState:
    database = await open_database(url)
    try:
        return await check_schema(database)
    finally:
        await database.close()


async def say_it_stands_at(url: str, revision: str) -> None:
    database = await open_database(url)
    try:
        await transact(database, lambda connection: stamp(connection, revision))
    finally:
        await database.close()


def stamp(connection: Connection, revision: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


async def test_a_new_database_is_empty_and_current_once_migrated(database_url: str) -> None:
    assert await state_of(database_url) is SchemaState.EMPTY
    migrate(database_url)
    assert await state_of(database_url) is SchemaState.CURRENT


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    migrate(database_url)
    assert await state_of(database_url) is SchemaState.CURRENT


async def test_a_database_that_a_newer_program_migrated_is_told_so(database_url: str) -> None:
    migrate(database_url)
    await say_it_stands_at(database_url, "9999")
    assert await state_of(database_url) is SchemaState.NEWER


async def test_the_migrations_make_the_tables_that_we_use(database_url: str) -> None:
    migrate(database_url)
    database = await open_database(database_url)
    try:
        assert await read(database, lambda c: compare_metadata(MigrationContext.configure(c), metadata)) == []
    finally:
        await database.close()
