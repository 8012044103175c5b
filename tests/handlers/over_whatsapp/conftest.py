"""WhatsApp's channel, a stand-in of Twilio, and the door between them."""

from collections.abc import AsyncIterator

import pytest

from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from tests.handlers.over_whatsapp.house import Clock
from tests.handlers.receiver import Receiver
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def platform(clock: Clock) -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn(clock=clock) as platform:
        yield platform


@pytest.fixture
def account(platform: TwilioStandIn) -> TwilioAccount:
    return TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, api_url=platform.url)


@pytest.fixture
async def door() -> AsyncIterator[Receiver]:
    async with Receiver() as door:
        yield door


@pytest.fixture
async def channel(
    platform: TwilioStandIn, account: TwilioAccount, door: Receiver, clock: Clock
) -> AsyncIterator[WhatsApp]:
    # The house stands behind a proxy: what is signed is the public address, not the one that the request names.
    platform.webhook_url = "https://bot.example.org/webhooks/whatsapp"
    platform.webhooks.public, platform.webhooks.local = "https://bot.example.org", door.url
    async with WhatsApp(account, public_url="https://bot.example.org/", clock=clock) as channel:
        door.channel = channel
        yield channel
