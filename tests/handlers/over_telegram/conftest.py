"""Telegram's channel, a stand-in of the Bot API, and the door between them."""

from collections.abc import AsyncIterator

import pytest

from handlers.telegram.channel import Telegram
from tests.handlers.over_telegram.house import SECRET, clock
from tests.handlers.receiver import Receiver
from tests.standins.telegram import TOKEN, TelegramStandIn


@pytest.fixture
async def platform() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn(clock=clock) as platform:
        yield platform


@pytest.fixture
async def channel(platform: TelegramStandIn) -> AsyncIterator[Telegram]:
    async with Telegram(TOKEN, clock=clock, secret=SECRET, api_url=platform.url) as channel:
        yield channel


@pytest.fixture
async def door(platform: TelegramStandIn, channel: Telegram) -> AsyncIterator[Receiver]:
    async with Receiver() as door:
        door.channel = channel
        await channel.use_webhook(door.url)
        yield door
