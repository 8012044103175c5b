"""A migrated, open database of this test's own, on both kinds; and an agency on it."""

from collections.abc import AsyncIterator

import pytest

from bot.reader import read_script
from handlers.words import load_sayings
from storage.database import Database, open_database
from storage.ledger import House
from storage.schema import migrate
from tests.storage.settings import Office, understand


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Migrated and open; the test runs on SQLite and on PostgreSQL."""
    migrate(database_url)
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def office(database: Database) -> Office:
    """With one open vacancy."""
    made = Office(database, House(understand=understand, sayings=load_sayings(), read_script=read_script))
    await made.publish()
    return made
