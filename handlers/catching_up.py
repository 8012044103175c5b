"""After an outage: takes in what people wrote while no webhook reached us, where a platform does not call again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.events import Event
from handlers.channel import TryLater
from handlers.logs import without_numbers
from storage.arrivals import complete_until, read_until, unseen
from storage.database import Database, read, transact

log = structlog.get_logger(__name__)

AFTER_START = (1.0, 15.0, 0.0)
"""Seconds after each look: what called us while we started found nobody, and hangs up after 15 seconds."""
LOOK_AGAIN_SECONDS = 300.0
"""Later on: the line between a platform and us can be cut while we run."""
MOST_AT_ONCE = 100

Receive = Callable[[Sequence[Event]], Awaitable[object]]


class Remembering(Protocol):
    """A channel whose platform keeps what people wrote."""

    name: str

    async def missed(self, since: datetime) -> list[Event]:
        """What they wrote since then, oldest first, seen before or not; raises TryLater."""
        ...


async def catch_up(channel: Remembering, database: Database, receive: Receive, now: Callable[[], datetime]) -> None:
    """Looks when this process starts, and twice more. `now` gives the aware present."""
    for pause in AFTER_START:
        await asyncio.sleep(await _looked(channel, database, receive, now(), pause))


async def keep_caught_up(
    channel: Remembering, database: Database, receive: Receive, now: Callable[[], datetime]
) -> None:
    """Looks at once and every few minutes, until it is cancelled; one of several processes is enough."""
    while True:
        pause = await _looked(channel, database, receive, now(), LOOK_AGAIN_SECONDS)
        await asyncio.sleep(pause)


async def _looked(channel: Remembering, database: Database, receive: Receive, now: datetime, pause: float) -> float:
    """The pause after a look; a shorter one where there was nothing to be seen."""
    try:
        await _look(channel, database, receive, now)
    except TryLater as later:
        log.warning("catching_up.not_now", channel=channel.name, reason=without_numbers(str(later)))
        return min(pause, later.seconds)
    return pause


async def _look(channel: Remembering, database: Database, receive: Receive, now: datetime) -> None:
    """Takes in what is missing up to `now`; raises TryLater."""
    since = await read(database, lambda connection: complete_until(connection, channel.name))
    if since is None:
        return
    arrived = await channel.missed(since)
    missing = [event for part in _parts(arrived) for event in await _new(database, part)]
    for part in _parts(missing):
        await receive(part)
    await transact(database, lambda connection: read_until(connection, channel.name, now))
    if missing:
        log.warning("catching_up.missed", channel=channel.name, events=len(missing))


async def _new(database: Database, part: Sequence[Event]) -> Sequence[Event]:
    return await read(database, lambda connection: unseen(connection, part))


def _parts(arrived: Sequence[Event]) -> Sequence[Sequence[Event]]:
    """In portions that leave room in the intake for what comes in meanwhile."""
    return [arrived[start : start + MOST_AT_ONCE] for start in range(0, len(arrived), MOST_AT_ONCE)]
