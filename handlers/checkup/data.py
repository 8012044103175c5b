"""Looks at the database: whether it can be reached and trusted, and whether it has room."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

from handlers.checkup.contents import of_agency, of_backlog
from handlers.checkup.finding import Finding, mind, well, wrong
from handlers.commands.databases import EMPTY, NEWER, OLDER
from handlers.settings import Settings
from handlers.trouble import MENDS
from storage.ailments import ailment_of
from storage.condition import backlog, condition, durability
from storage.database import Database, Unreachable, open_database, read
from storage.schema import SchemaState, check_schema

GIGABYTE = 1024**3
LEAST_FREE, LITTLE_FREE = GIGABYTE // 5, GIGABYTE
SHAPES = {SchemaState.OLDER: OLDER, SchemaState.EMPTY: EMPTY, SchemaState.NEWER: NEWER}


async def examine_database(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Whether it can be reached, has our shape and room, and what in it waits or was given up."""
    file = _file(settings.database_url)
    if file is not None and not file.exists():
        yield _none_yet(file)
        return
    try:
        database = await open_database(settings.database_url)
    except Unreachable as unreachable:
        said = " ".join(str(unreachable).split()).rstrip(".")
        yield wrong("database", f"{said}.", "Nothing can be taken in or sent.", _mend(unreachable))
        return
    try:
        async for finding in _within(database, settings, now):
            yield finding
    finally:
        await database.close()
    if file is not None:
        for finding in _room(file):
            yield finding


async def _within(database: Database, settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    state = await check_schema(database)
    if state is not SchemaState.CURRENT:
        yield wrong("database", f"The database is {state}.", "This version can't work with it.", SHAPES[state])
        return
    yield well("database", "The database answers, and has the shape that this version needs.")
    for weak in await read(database, durability):
        yield wrong(
            "database",
            f"The database does not wait until what it confirms is on disk ({weak}).",
            "A power cut loses messages that platforms were told we have.",
            "Set it back to the default.",
        )
    waiting = await read(database, lambda connection: backlog(connection, now))
    found = await read(database, lambda connection: condition(connection, now))
    for finding in (*of_backlog(waiting, found), *of_agency(found, mail=settings.smtp_url is not None)):
        yield finding


def _room(file: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(file.parent).free
    left = f"{free / GIGABYTE:.1f} GB are left on the disk with the database."
    if free < LEAST_FREE:
        means = "Once it is full, nothing is taken in any more."
        yield wrong("disk", left, means, "Free some space, or make the disk larger.")
    elif free < LITTLE_FREE:
        yield mind("disk", left, "", "Free some space before it is full.")
    else:
        yield well("disk", left)


def _file(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///").partition("?")[0]) if url.startswith("sqlite:///") else None


def _none_yet(file: Path) -> Finding:
    return wrong(
        "database",
        f"There is no database at {file} yet.",
        "Nothing was ever loaded or served with these settings, from this folder.",
        "Run `belmoment load FOLDER`; where that was done, look at BELMOMENT_DATABASE_URL.",
    )


def _mend(unreachable: Unreachable) -> str:
    ailment = ailment_of(unreachable)
    return MENDS[ailment] if ailment else "Look at BELMOMENT_DATABASE_URL."
