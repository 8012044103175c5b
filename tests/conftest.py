"""What every test may ask for: databases, a browser, and the settings of hypothesis."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from playwright.async_api import Browser, Page

from tests.browser import NoBrowser, open_browser, open_page
from tests.databases import NoPostgres, fresh_database, postgres_server
from tests.missing import missing

# The default prettily prints every value of every frame, which takes minutes where one holds a language.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])

# No timing decides a test; and CI tries the same examples every time.
settings.register_profile("belmoment", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("belmoment")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--times N` has the tests that draw lots or race do so N times, where they do it a few times else."""
    parser.addoption("--times", type=int, default=0, metavar="N", help="how often lots are drawn and races run")


@pytest.fixture
def times(request: pytest.FixtureRequest) -> int:
    """How often; 0 where nobody asked for more than usual."""
    asked: int = request.config.getoption("--times")
    return asked


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's own database, beside which others may be made; tests want `postgresql_database_url`."""
    try:
        with postgres_server() as url:
            yield url
    except NoPostgres as reason:
        missing(str(reason))


@pytest.fixture
def sqlite_database_url(tmp_path: Path) -> str:
    """A SQLite database of this test's own; the file is not there yet."""
    return f"sqlite:///{tmp_path}/belmoment.db"


@pytest.fixture
def postgresql_database_url(postgres_url: str) -> Iterator[str]:
    """A new and empty PostgreSQL database of this test's own."""
    with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new and empty database of this test's own: the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_database_url")
    return url


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, for tests that want more than one page."""
    try:
        async with open_browser() as opened:
            yield opened
    except NoBrowser as reason:
        missing(str(reason))


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A browser page; the test fails too where a script on it fails, or is refused by its Content-Security-Policy."""
    async with open_page(browser) as opened:
        yield opened
