"""The demo and the console, served for a browser."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from tests.demo_house import demo_house


@pytest.fixture
async def address(sqlite_database_url: str) -> AsyncIterator[str]:
    """Where the demo is served, with a slash at its end."""
    async with demo_house(sqlite_database_url) as house, TestServer(house.app) as server:
        yield str(server.make_url("/"))
