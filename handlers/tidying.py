"""Forgets, a little at a time, which events came in long ago, and what other systems asked."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from storage.database import Database, read, transact
from storage.forgetting import forget, forgettable
from storage.requests import forget_answers

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 3600.0
MOST_AT_ONCE = 500
REST_SECONDS = 0.1
"""Between two portions, so that nobody waits long for the one who writes."""


async def keep_tidy(database: Database, now: Callable[[], datetime]) -> None:
    """Looks at the start and every hour, until it is cancelled. `now` gives the aware present."""
    while True:
        forgotten = await tidy(database, now)
        if forgotten:
            log.info("tidying.forgot", events=forgotten)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def tidy(database: Database, now: Callable[[], datetime]) -> int:
    """Forgets all that can be forgotten; how many events that were."""
    forgotten = 0
    await transact(database, lambda connection: forget_answers(connection, now()))
    while ids := await read(database, lambda connection: forgettable(connection, now(), MOST_AT_ONCE)):
        forgotten += await transact(database, lambda connection, ids=ids: forget(connection, ids))  # type: ignore[misc]
        await asyncio.sleep(REST_SECONDS)
    return forgotten
