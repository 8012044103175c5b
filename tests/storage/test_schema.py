"""The tables come up on both databases, and their state is told."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, inspect, text

from storage.database import open_database, read, transact
from storage.schema import SERVES, SchemaState, _config, check_schema, migrate, newest_revision
from storage.tables import WHERE, marks, metadata


async def state_of(url: str) -> SchemaState:
    database = await open_database(url)
    try:
        return await check_schema(database)
    finally:
        await database.close()


async def say_it_stands_at(url: str, revision: str, *, serves: str = "9999") -> None:
    database = await open_database(url)
    try:
        await transact(database, lambda connection: stamp(connection, revision, serves))
    finally:
        await database.close()


def stamp(connection: Connection, revision: str, serves: str) -> None:
    """As a newer program's migration leaves it."""
    connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    connection.execute(delete(marks))
    connection.execute(insert(marks).values(name=f"{SERVES}{serves}", at=datetime.now(UTC)))


def test_the_newest_migration_is_known_by_its_file() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [newest_revision()]


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


async def test_a_newer_program_that_leaves_our_tables_working_lets_us_go_on(database_url: str) -> None:
    migrate(database_url)
    (ours,) = ScriptDirectory.from_config(_config()).get_heads()
    await say_it_stands_at(database_url, "9999", serves=ours)
    assert await state_of(database_url) is SchemaState.CURRENT
    await say_it_stands_at(database_url, "9999", serves="9999")
    assert await state_of(database_url) is SchemaState.NEWER


async def test_the_migrations_make_the_tables_that_we_use(database_url: str) -> None:
    migrate(database_url)
    database = await open_database(database_url)
    try:
        assert await read(database, lambda c: compare_metadata(MigrationContext.configure(c), metadata)) == []
    finally:
        await database.close()


async def test_the_migrations_make_indexes_of_the_rows_that_the_tables_name(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/belmoment.db"
    migrate(url)
    database = await open_database(url)
    try:
        made = await read(database, conditions)
    finally:
        await database.close()
    indexes = [index for table in metadata.sorted_tables for index in table.indexes]
    assert made == {index.name: index.info[WHERE] for index in indexes if WHERE in index.info}


def conditions(connection: Connection) -> dict[str | None, str]:
    looked = inspect(connection)
    indexes = [index for table in metadata.sorted_tables for index in looked.get_indexes(table.name)]
    told = ((index["name"], index.get("dialect_options", {}).get("sqlite_where")) for index in indexes)
    return {name: str(where) for name, where in told if where is not None}


def test_the_tables_load_no_database_s_dialect() -> None:
    loaded = (
        "import sys, storage.tables; print([name for name in sys.modules if name.startswith('sqlalchemy.dialects.')])"
    )
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout == b"[]\n"
