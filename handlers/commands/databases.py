"""Opening the database for a command, with a clear line where that can't be."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar, assert_never

from handlers.settings import read_settings
from handlers.unusable import Unusable
from storage.database import Database, Unreachable, open_database
from storage.schema import SchemaState, check_schema, migrate

T = TypeVar("T")

OLDER = "The database is older than this version of Belmoment. Run `belmoment migrate`, then start again."
EMPTY = "The database is empty. Run `belmoment migrate`, then `belmoment load FOLDER`."
NEWER = "A newer version of Belmoment has used this database. Run that version, or restore a backup from before it."


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at `url`, with the shape that we need; a SQLite file is brought to it, or made.

    Raises Unusable.
    """
    try:
        database = await open_database(url)
    except Unreachable as unreachable:
        raise Unusable(_mend(str(unreachable))) from None
    try:
        state = await check_schema(database)
        if url.startswith("sqlite") and state in (SchemaState.OLDER, SchemaState.EMPTY):
            migrate(url)
        else:
            insist(state)
        yield database
    finally:
        await database.close()


async def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """What `work` returns with the settings' database; raises Unusable."""
    async with opened(read_settings().database_url) as database:
        return await work(database)


def insist(state: SchemaState) -> None:
    """Raises Unusable unless the tables are what we need."""
    match state:
        case SchemaState.CURRENT:
            return
        case SchemaState.OLDER:
            raise Unusable(OLDER)
        case SchemaState.EMPTY:
            raise Unusable(EMPTY)
        case SchemaState.NEWER:
            raise Unusable(NEWER)
        case _:
            assert_never(state)


def _mend(sentence: str) -> str:
    return f"{' '.join(sentence.split()).rstrip('.')}. Look at BELMOMENT_DATABASE_URL."
