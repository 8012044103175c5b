"""Telegram without a public address: updates are asked for, and confirmed once they are kept."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.events import Event, MessageReceived
from handlers.telegram.channel import Telegram
from handlers.telegram.polling import keep_polling, keep_webhook
from tests.standins.server import real_time
from tests.standins.telegram import TOKEN, TelegramStandIn


class Kept:
    """A ledger's place: keeps what comes, unless it is told to fail."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fails = 0
        self.came = asyncio.Condition()

    async def receive(self, events: Sequence[Event]) -> None:
        async with self.came:
            self.came.notify_all()
            if self.fails:
                self.fails -= 1
                raise OSError("the disk is full")
            self.texts += [event.text for event in events if isinstance(event, MessageReceived)]

    async def until(self, *texts: str) -> None:
        async with asyncio.timeout(60), self.came:
            await self.came.wait_for(lambda: self.texts == list(texts))


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as standin:
        yield standin


@asynccontextmanager
async def polling(telegram: TelegramStandIn, kept: Kept) -> AsyncIterator[None]:
    async with Telegram(TOKEN, clock=real_time, api_url=telegram.url) as channel:
        task = asyncio.create_task(keep_polling(channel, kept.receive))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_people_write_arrives_in_order(telegram: TelegramStandIn) -> None:
    kept, anna = Kept(), telegram.person(1)
    telegram.write(anna, "een")
    async with polling(telegram, kept):
        await kept.until("een")
        telegram.write(anna, "twee")
        await kept.until("een", "twee")


async def test_what_could_not_be_kept_comes_again(telegram: TelegramStandIn) -> None:
    kept = Kept()
    kept.fails = 1
    telegram.write(telegram.person(1), "een")
    async with polling(telegram, kept):
        await kept.until("een")
    assert kept.fails == 0


async def test_a_restart_loses_nothing_and_asks_for_what_was_not_confirmed(telegram: TelegramStandIn) -> None:
    telegram.write(telegram.person(1), "een")
    first, second = Kept(), Kept()
    first.fails = 100
    async with polling(telegram, first):
        await telegram.until(lambda: telegram.polls > 0)
    async with polling(telegram, second):
        await second.until("een")


async def test_telegram_may_be_down_when_we_start(telegram: TelegramStandIn) -> None:
    kept = Kept()
    telegram.faults.order("broken", status=502, method="deleteWebhook")
    telegram.faults.order("broken", status=502, method="getUpdates")
    telegram.write(telegram.person(1), "een")
    async with polling(telegram, kept):
        await kept.until("een")
    assert telegram.faults.ordered == []


async def test_a_webhook_of_yesterday_does_not_bar_polling(telegram: TelegramStandIn) -> None:
    kept = Kept()
    async with Telegram(TOKEN, clock=real_time, secret="abc", api_url=telegram.url) as channel:
        await keep_webhook(channel, "https://bot.example")
    assert telegram.state.webhook.url == "https://bot.example/webhooks/telegram"
    telegram.write(telegram.person(1), "een")
    async with polling(telegram, kept):
        await kept.until("een")
    assert telegram.state.webhook.url == ""
