"""`belmoment migrate`: the database gets the shape that this version needs."""

import asyncio
import sys

from handlers.commands.databases import NEWER
from handlers.settings import read_settings
from handlers.unusable import Unusable
from storage.database import Unreachable, open_database
from storage.schema import SchemaState, check_schema, migrate


def run_migrate() -> None:
    """Says what it did; raises Unusable where the database can't be reached or is a newer version's."""
    url = read_settings().database_url
    try:
        before = asyncio.run(_state(url))
        if before is SchemaState.NEWER:
            raise Unusable(NEWER)
        migrate(url)
    except Unreachable as unreachable:
        raise Unusable(f"{' '.join(str(unreachable).split())} Look at BELMOMENT_DATABASE_URL.") from None
    done = "has this version's shape already" if before is SchemaState.CURRENT else "now has this version's shape"
    sys.stdout.write(f"The database {done}.\n")


async def _state(url: str) -> SchemaState:
    database = await open_database(url)
    try:
        return await check_schema(database)
    finally:
        await database.close()
