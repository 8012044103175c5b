"""Told to stop, a server finishes what it began, takes up nothing new, and loses nothing."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.model import Address
from handlers import delivery, running
from tests.handlers.offices import eventually
from tests.handlers.servers import Server, on_telegram, on_whatsapp, published, serving, statuses, webhook_address
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import TwilioStandIn

ANNA, NOOR = Address("telegram", "12345"), Address("whatsapp", "+31687654321")


class SlowTelegram(TelegramStandIn):
    """Takes a message at once, and answers when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0
        self.let_go = asyncio.Event()

    async def answer(
        self, request: web.Request, method: str, work: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        response = await super().answer(request, method, work)
        if method == "sendMessage":
            self.held += 1
            await self.changed()
            await self.let_go.wait()
        return response


@pytest.fixture
async def telegram() -> AsyncIterator[SlowTelegram]:
    async with SlowTelegram() as standin:
        yield standin
        standin.let_go.set()


async def test_what_is_being_sent_is_waited_for_and_nothing_new_is_taken_up(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, telegram: SlowTelegram
) -> None:
    door = await published(sqlite_database_url)
    telegram.start(telegram.person(12345), door)
    async with serving(surroundings, tmp_path, sqlite_database_url, on_telegram(telegram)) as server:
        await telegram.until(lambda: telegram.held == 1, seconds=60)
        server.tell(signal.SIGTERM)
        assert "told to stop" in await server.until("/ready", 503)
        assert await server.get("/health") == (200, '{"status": "alive"}')
        polls = telegram.polls
        telegram.write(telegram.person(12345), "wat schuift het?")
        telegram.let_go.set()
        assert await server.ended() == 0
    assert await statuses(sqlite_database_url, ANNA) == ["sent"]
    assert (len(telegram.sent), telegram.polls) == (1, polls)
    async with serving(surroundings, tmp_path, sqlite_database_url, on_telegram(telegram)):
        await telegram.until(lambda: len(telegram.sent) == 2, seconds=60)
    assert "€ 3.200" in telegram.sent[1].text


async def test_what_takes_too_long_is_noted_as_in_doubt_before_the_end(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, telegram: SlowTelegram
) -> None:
    telegram.start(telegram.person(12345), await published(sqlite_database_url))
    async with serving(surroundings, tmp_path, sqlite_database_url, on_telegram(telegram)) as server:
        await telegram.until(lambda: telegram.held == 1, seconds=60)
        server.tell(signal.SIGTERM)
        assert await server.ended() == 0
        (line,) = server.told("delivery.doubtful")
    assert line["reason"] == "we stopped while it was being sent"
    assert await statuses(sqlite_database_url, ANNA) == ["doubtful"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_told_twice_it_does_not_wait(
    surroundings: dict[str, str],
    tmp_path: Path,
    sqlite_database_url: str,
    telegram: SlowTelegram,
    number: signal.Signals,
) -> None:
    telegram.start(telegram.person(12345), await published(sqlite_database_url))
    async with serving(surroundings, tmp_path, sqlite_database_url, on_telegram(telegram)) as server:
        await telegram.until(lambda: telegram.held == 1, seconds=60)
        server.tell(number)
        await server.until("/ready", 503)
        server.tell(number)
        assert await server.ended() == 0
        assert "Traceback" not in server.log.read_text()
    assert await statuses(sqlite_database_url, ANNA) == ["doubtful"]


async def test_what_comes_in_meanwhile_is_kept_and_answered_by_who_comes_after(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, telegram: SlowTelegram
) -> None:
    telegram.start(telegram.person(12345), await published(sqlite_database_url))
    async with TwilioStandIn(webhook_url=webhook_address()) as twilio:
        settings = on_telegram(telegram) | on_whatsapp(twilio)
        async with serving(surroundings, tmp_path, sqlite_database_url, settings) as server:
            await telegram.until(lambda: telegram.held == 1, seconds=60)
            server.tell(signal.SIGTERM)
            await server.until("/ready", 503)
            twilio.write(twilio.person(NOOR.peer), "hoi")
            assert await twilio.deliver() == [200]
            telegram.let_go.set()
            assert await server.ended() == 0
        assert (await statuses(sqlite_database_url, NOOR), twilio.sent) == (["waiting"], [])
        async with serving(surroundings, tmp_path, sqlite_database_url, settings):
            await twilio.until(lambda: len(twilio.sent) == 1, seconds=60)


async def is_stopping(server: Server) -> bool:
    """It was told to stop, and says so, or takes no new calls any more."""
    status, body = await server.get("/ready")
    return status == 0 or "told to stop" in body


async def test_an_answer_under_way_is_given(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str
) -> None:
    await published(sqlite_database_url)
    async with (
        TwilioStandIn(webhook_url=webhook_address()) as twilio,
        serving(surroundings, tmp_path, sqlite_database_url, on_whatsapp(twilio)) as server,
    ):
        lock = sqlite3.connect(sqlite_database_url.removeprefix("sqlite:///"), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        calls: list[asyncio.Task[list[int]]] = []

        async def some_are_being_written_and_some_wait() -> bool:
            twilio.write(twilio.person(f"+316876543{21 + len(calls)}"), "hoi")
            calls.append(asyncio.create_task(twilio.deliver()))
            return await server.figure("belmoment_intake_waiting") > 0

        await eventually(some_are_being_written_and_some_wait)
        await asyncio.sleep(delivery.LOOK_AGAIN_SECONDS)  # by now a look for what is to be sent waits behind them
        server.tell(signal.SIGTERM)
        await eventually(partial(is_stopping, server))
        lock.execute("ROLLBACK")
        assert await asyncio.gather(*calls) == [[200]] * len(calls)
        assert await server.ended() == 0
        lock.close()
    assert await statuses(sqlite_database_url, NOOR) == ["waiting"]


def test_who_started_us_need_not_wait_for_ten_seconds() -> None:
    noted = delivery.PATIENCE_SECONDS + delivery.NOTING_SECONDS + delivery.LETTING_GO_SECONDS
    assert noted < running.LONGEST_SECONDS < 10
