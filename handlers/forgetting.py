"""Keeps nobody's data for longer than it is needed: erases who asked for it, and what has outlived its time."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, runtime_checkable

import structlog

from handlers.channel import Channel, TryLater
from storage.database import Database, read, transact
from storage.privacy import due_erasures, erase, kept_longer, outlive, outlived, sweep
from storage.remains import gone, remaining, still_there

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 5.0
"""Who asks to be erased is promised a minute."""


@runtime_checkable
class Forgetful(Protocol):
    """A channel whose platform erases what it is told to."""

    async def forget(self, id: str) -> None:
        """All that the platform keeps of the two parties of this message is erased there. Raises TryLater."""
        ...


A_DAY = timedelta(days=1)
REST_SECONDS = 0.05
"""Between two people, so that nobody waits long for the one who writes."""


async def keep_forgetting(
    database: Database, channels: Mapping[str, Channel], key: bytes | None, now: Callable[[], datetime]
) -> None:
    """Erases who asked for it within seconds, and once a day what has outlived its time, until it is cancelled.

    What the platforms have of them is erased there, where a channel can; `channels` are those that are on.
    `key` hashes the addresses of who was erased; without one they could be brought back by a later import.
    """
    looked = now() - A_DAY
    while True:
        await erase_who_asked(database, key, now)
        if abs(now() - looked) >= A_DAY:
            looked = now()
            people, messages = await forget_what_outlived(database, now)
            longer = await read(database, lambda connection: kept_longer(connection, now()))
            log.info("forgetting.daily", people=people, messages=messages, kept_for_a_year=longer)
        await erase_at_platforms(database, channels, now)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def erase_who_asked(database: Database, key: bytes | None, now: Callable[[], datetime]) -> int:
    """How many people were erased, of all whose last word is over."""
    erased = 0
    while candidates := await read(database, lambda connection: due_erasures(connection, now())):
        for candidate in candidates:
            await transact(database, partial(erase, candidate=candidate, key=key, now=now()))
            erased += 1
            log.info("forgetting.erased", candidate=candidate)
            await asyncio.sleep(REST_SECONDS)
    return erased


async def erase_at_platforms(database: Database, channels: Mapping[str, Channel], now: Callable[[], datetime]) -> None:
    """Has the platforms erase what they keep of who was erased here; what fails is tried again later."""
    for one in await read(database, lambda connection: remaining(connection, now())):
        channel: object = channels.get(one.channel)
        try:
            if isinstance(channel, Forgetful):
                await channel.forget(one.id)
                log.info("forgetting.at_platform", channel=one.channel)
        except TryLater as later:
            log.warning("forgetting.platform_failed", channel=one.channel, tries=one.tries + 1, reason=str(later))
            await transact(database, partial(still_there, one=one, now=now()))
        else:
            await transact(database, partial(gone, one=one))


async def forget_what_outlived(database: Database, now: Callable[[], datetime]) -> tuple[int, int]:
    """How many people's data went because their time was over, and how many left-over messages."""
    people = 0
    while candidates := await read(database, lambda connection: outlived(connection, now())):
        for candidate in candidates:
            await transact(database, partial(outlive, candidate=candidate, now=now()))
            people += 1
            await asyncio.sleep(REST_SECONDS)
    return people, await transact(database, sweep)
