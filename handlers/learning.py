"""Learns, now and then, at which hours candidates answer; beside the talks, so that no talk waits for it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage.database import Database, read
from storage.habits import habits_of
from storage.premises import House

LEARN_AGAIN_SECONDS = 3600.0


async def keep_learning(database: Database, house: House, now: Callable[[], datetime]) -> None:
    """Looks at the start and every hour, until it is cancelled. `now` gives the aware present."""
    while True:
        house.learned.habits = await read(database, lambda connection: habits_of(connection, now()))
        await asyncio.sleep(LEARN_AGAIN_SECONDS)
