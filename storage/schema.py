"""Which shape the tables of a database have, and bringing them up to ours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Select, column, delete, insert, inspect, select, table
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Unreachable, parse_url, read
from storage.postgresql import server_engine
from storage.sqlite import writing_engine
from storage.tables import marks

if TYPE_CHECKING:
    from alembic.config import Config

STANDS: Select[Any] = select(column("version_num")).select_from(table("alembic_version"))
ONE_AT_A_TIME = 0x62656C6D
"""The advisory lock under which replicas that start together migrate one after the other."""

SERVES = "serves "
"""Begins the marks that name the revisions whose programs may go on."""


class SchemaState(StrEnum):
    """How the tables compare to what this program wants."""

    CURRENT = "current"
    """Ours; or a newer program's that says that we may go on beside it, as in an upgrade."""
    OLDER = "older"
    """`migrate` brings them up."""
    NEWER = "newer"
    """A newer program has been here: run that one."""
    EMPTY = "empty"


def migrate(url: str) -> None:
    """Bring the tables at `url` to this program's shape, all or nothing; raises Unreachable. Twice changes nothing."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        _migrate_sqlite(parsed)
        return
    with ThreadPoolExecutor(1) as thread:  # so that it can be called beside a running loop, too
        thread.submit(asyncio.run, _migrate_postgresql(parsed)).result()


async def check_schema(database: Database) -> SchemaState:
    """How the tables of `database` compare to what this program wants."""
    return await read(database, _state)


def _state(connection: Connection) -> SchemaState:
    stands = set(connection.scalars(STANDS)) if inspect(connection).has_table("alembic_version") else set()
    if not stands:
        return SchemaState.EMPTY
    if stands == {newest_revision()}:
        return SchemaState.CURRENT
    from alembic.script import ScriptDirectory  # which whoever serves needs no more

    scripts = ScriptDirectory.from_config(_config())
    known = {revision.revision for revision in scripts.walk_revisions()}
    if stands <= known:
        return SchemaState.OLDER
    return SchemaState.CURRENT if _is_served(connection, scripts.get_heads()) else SchemaState.NEWER


@cache
def newest_revision() -> str:
    """Our migrations' last one: each file's name begins with its number."""
    return max(
        file.name[:4] for file in (files("storage.migrations") / "versions").iterdir() if file.name[:4].isdigit()
    )


def _is_served(connection: Connection, ours: Sequence[str]) -> bool:
    """Whether a newer program has noted that programs of our revision go on; tables of before that note have none."""
    noted = set(connection.scalars(select(marks.c.name).where(marks.c.name.startswith(SERVES))))
    return {f"{SERVES}{revision}" for revision in ours} <= noted


def _note_whom_it_serves(connection: Connection) -> None:
    """Older programs go on beside the newest tables, back to the last revision that says `breaks_older = True`."""
    from alembic.script import ScriptDirectory

    connection.execute(delete(marks).where(marks.c.name.startswith(SERVES)))
    now = datetime.now(UTC)
    for revision in ScriptDirectory.from_config(_config()).walk_revisions():
        connection.execute(insert(marks).values(name=f"{SERVES}{revision.revision}", at=now))
        if getattr(revision.module, "breaks_older", False):
            return


def _migrate_sqlite(url: URL) -> None:
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            _upgrade(connection)
    finally:
        engine.dispose()


async def _migrate_postgresql(url: URL) -> None:
    engine = server_engine(url, patience=None)
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
            await connection.run_sync(_upgrade)
    except (OSError, DBAPIError) as error:
        raise Unreachable(f"The tables of {url.database} can't be brought up to date: {error}") from error
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _note_whom_it_serves(connection)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config
