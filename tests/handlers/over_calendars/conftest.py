"""What tests of calendars may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.handlers.over_calendars.servers import Radicale, open_radicale


@pytest.fixture
async def radicale(tmp_path: Path) -> AsyncIterator[Radicale]:
    """A real CalDAV server."""
    folder = tmp_path / "radicale"
    folder.mkdir()
    async with open_radicale(folder) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A web client without cookies."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as opened:
        yield opened
