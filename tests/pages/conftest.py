"""The demo and the console, served for a browser."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from storage.accounts import Role
from tests.demo_house import OPS, demo_house, with_account


@pytest.fixture
async def address(sqlite_database_url: str) -> AsyncIterator[str]:
    """Where the demo is served, with a slash at its end."""
    async with demo_house(sqlite_database_url) as house, TestServer(house.app) as server:
        await with_account(house.database, house.clock.now(), OPS, Role.OPS, None)
        yield str(server.make_url("/"))
