"""How Telegram's updates reach us: by asking, which needs no public address, or by having Telegram call."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from bot.events import Event
from handlers.channel import InDoubt, Refused, TryLater
from handlers.logs import without_numbers

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 2.0
LONGEST_PAUSE = 60.0


class Telegraph(Protocol):
    """The part of the Telegram channel that is needed here."""

    async def fetch(self, offset: int) -> tuple[list[Event], int]:
        """What happened since `offset`, and the next offset; asking with that confirms these. Raises TryLater."""
        ...

    async def use_polling(self) -> None:
        """Have updates wait for `fetch`; raises Refused, TryLater or InDoubt."""
        ...

    async def use_webhook(self, public_url: str) -> None:
        """Have updates brought to us; raises Refused, TryLater or InDoubt."""
        ...


async def keep_polling(channel: Telegraph, receive: Callable[[Sequence[Event]], Awaitable[object]]) -> None:
    """Asks until it is cancelled. What could not be written down is not confirmed, and so comes again."""
    await _agreed(channel.use_polling)
    offset = 0
    while True:
        try:
            events, following = await channel.fetch(offset)
            if events:
                await receive(events)
            offset = following
        except TryLater as later:
            log.warning("telegram.paused", reason=without_numbers(str(later)))
            await asyncio.sleep(min(later.seconds, LONGEST_PAUSE))
        except Exception:
            log.exception("telegram.not_kept")
            await asyncio.sleep(AGAIN_SECONDS)


async def keep_webhook(channel: Telegraph, public_url: str) -> None:
    """Tells Telegram where to call us, once that is accepted."""
    await _agreed(lambda: channel.use_webhook(public_url))
    log.info("telegram.webhook_set")


async def _agreed(ask: Callable[[], Awaitable[None]]) -> None:
    """Asks until Telegram agrees; it may be down when we start."""
    while True:
        try:
            return await ask()
        except Refused as refused:
            log.error("telegram.refuses", reason=without_numbers(refused.reason), mend="Look at TELEGRAM_BOT_TOKEN.")
            await asyncio.sleep(LONGEST_PAUSE)
        except (TryLater, InDoubt) as failed:
            log.warning("telegram.unreachable", reason=without_numbers(str(failed)))
            await asyncio.sleep(AGAIN_SECONDS)
