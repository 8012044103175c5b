"""The disk is full, the file read-only, the database away: said once, told by /ready, and over by itself."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import pytest

from bot.model import Address
from tests.databases import NoPostgres, fresh_database, postgres_server
from tests.handlers.places import PostgreSQL, fill, nothing_may_be_written, small_disk, unchangeable
from tests.handlers.processes import Belmoment
from tests.handlers.servers import Server, on_whatsapp, published, serving, statuses, webhook_address
from tests.missing import missing
from tests.standins.twilio import TwilioStandIn

NOOR = Address("whatsapp", "+31687654321")


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn(webhook_url=webhook_address()) as standin:
        yield standin


async def says(twilio: TwilioStandIn, text: str) -> list[int]:
    """She writes; what Twilio is answered, which asks six times where it is told to come again. Then it waits."""
    twilio.webhooks.waiting.clear()  # reports on what was sent before
    twilio.write(twilio.person(NOOR.peer), text)
    (call,) = twilio.webhooks.waiting
    answers = await twilio.deliver()
    if answers == [503]:
        twilio.webhooks.waiting = [call] * 5
        answers += await twilio.deliver()
        twilio.webhooks.waiting = [call]
    return answers


async def begins(twilio: TwilioStandIn) -> None:
    """A talk, before any trouble."""
    for answers, text in enumerate(("hoi", "servicemonteur"), 1):
        assert await says(twilio, text) == [200]
        await twilio.until(lambda answers=answers: len(twilio.sent) == answers, seconds=60)  # type: ignore[misc]


@asynccontextmanager
async def in_trouble(
    server: Server, twilio: TwilioStandIn, trouble: str, words: str, *, beside: str = ""
) -> AsyncIterator[None]:
    """Within, the trouble has begun and is well noted; after it, all goes on, and what was turned away is taken in.

    What ends the trouble may be a short one of its own: `beside`.
    """
    assert await says(twilio, "wat schuift het?") == [503] * 6
    assert words in await server.until("/ready", 503)
    assert (await server.get("/health"))[0] == 200
    assert await server.figure(f'belmoment_trouble{{trouble="{trouble}"}}') == 1
    assert await server.figure(f'belmoment_database_errors_total{{trouble="{trouble}"}}') >= 1
    yield
    await server.until("/ready", 200)
    assert set(await twilio.deliver()) == {200}  # reports on the answer among them
    await twilio.until(lambda: len(twilio.sent) == 3, seconds=60)
    assert "€ 3.200" in twilio.sent[2].body
    for news in ("database.trouble", "database.well_again"):
        assert [line["trouble"] for line in server.told(news) if line["trouble"] != beside] == [trouble]
    assert [line for line in server.lines if line["level"] == "error" and line["event"] != "database.trouble"] == []
    assert await server.figure(f'belmoment_trouble{{trouble="{trouble}"}}') == 0


async def test_a_full_disk(surroundings: dict[str, str], tmp_path: Path, twilio: TwilioStandIn) -> None:
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk}/belmoment.db"
        await published(url)
        async with serving(surroundings, tmp_path, url, on_whatsapp(twilio)) as server:
            await begins(twilio)
            filler = fill(disk)
            async with in_trouble(server, twilio, "full", "disk with the database is full"):
                filler.unlink()
            server.tell(signal.SIGTERM)
            assert await server.ended() == 0


async def test_a_disk_that_refuses_to_be_written(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, twilio: TwilioStandIn
) -> None:
    await published(sqlite_database_url)
    async with serving(surroundings, tmp_path, sqlite_database_url, on_whatsapp(twilio)) as server:
        await begins(twilio)
        async with AsyncExitStack() as stack:
            stack.enter_context(nothing_may_be_written(server.process.pid))
            async with in_trouble(server, twilio, "disk", "refuses to be written"):
                await stack.aclose()


async def test_a_file_that_becomes_read_only(
    surroundings: dict[str, str],
    tmp_path: Path,
    sqlite_database_url: str,
    twilio: TwilioStandIn,
    belmoment: Belmoment,
) -> None:
    await published(sqlite_database_url)
    file = Path(sqlite_database_url.removeprefix("sqlite:///"))
    async with serving(surroundings, tmp_path, sqlite_database_url, on_whatsapp(twilio)) as server:
        await begins(twilio)
        async with AsyncExitStack() as stack:
            stack.enter_context(unchangeable(file, file.with_name(f"{file.name}-wal")))
            async with in_trouble(server, twilio, "disk", "the rights on the file"):
                await stack.aclose()
        server.tell(signal.SIGTERM)
        assert await server.ended() == 0
    with unchangeable(file):
        started = await asyncio.to_thread(belmoment, "serve", BELMOMENT_DATABASE_URL=sqlite_database_url)
    assert (started.returncode, started.stderr.count("\n")) == (2, 1)
    assert "can't be opened for writing" in started.stderr


@contextmanager
def own_postgresql() -> Iterator[tuple[str, PostgreSQL]]:
    """A database of this test's own, on a server of its own, which it may stop."""
    try:
        with postgres_server() as server:
            postgresql = PostgreSQL.at(server)
            with fresh_database(server) as url:
                yield url, postgresql
            postgresql.stop()
    except NoPostgres as reason:
        missing(str(reason))


async def test_a_postgresql_that_goes_away_and_comes_back(
    surroundings: dict[str, str], tmp_path: Path, twilio: TwilioStandIn
) -> None:
    with own_postgresql() as (url, postgresql):
        postgresql.stop(signal.SIGINT)
        await postgresql.start()
        await published(url)
        async with serving(surroundings, tmp_path, url, on_whatsapp(twilio)) as server:
            await begins(twilio)
            postgresql.stop()
            async with in_trouble(server, twilio, "away", "does not answer"):
                await postgresql.start()
            assert set(await statuses(url, NOOR)) <= {"sent", "delivered"}
            server.tell(signal.SIGTERM)
            assert await server.ended() == 0


async def test_a_postgresql_that_may_only_be_read(
    surroundings: dict[str, str], tmp_path: Path, twilio: TwilioStandIn, postgresql_database_url: str
) -> None:
    await published(postgresql_database_url)
    async with serving(surroundings, tmp_path, postgresql_database_url, on_whatsapp(twilio)) as server:
        await begins(twilio)
        name = postgresql_database_url.rpartition("/")[2]
        await on_it(postgresql_database_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        async with in_trouble(server, twilio, "read_only", "can be read, but not written", beside="away"):
            await on_it(postgresql_database_url, f"ALTER DATABASE {name} RESET default_transaction_read_only")


async def on_it(url: str, statement: str) -> None:
    """A statement of the database's owner; those who are connected come in anew, and find it so."""
    hang_up = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = $1"
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(statement)
        await connection.execute(hang_up, url.rpartition("/")[2])
    finally:
        await connection.close()
