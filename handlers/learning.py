"""Learns, now and then, at which hours candidates answer, and which variants drive them away; no talk waits for it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.experiment import halted, trials
from bot.script import Halted
from bot.steps.branch import Branch
from bot.steps.spoken import Spoken
from storage.database import Database, read
from storage.habits import habits_of
from storage.passages import passages
from storage.premises import House, newest_scripts

LEARN_AGAIN_SECONDS = 3600.0
TRIED_FOR = timedelta(days=90)


async def keep_learning(database: Database, house: House, now: Callable[[], datetime]) -> None:
    """Looks at the start and every hour, until it is cancelled. `now` gives the aware present."""
    while True:
        house.learned.habits = await read(database, lambda connection: habits_of(connection, now()))
        house.learned.halted = await read(database, lambda connection: halted_now(connection, house, now()))
        await asyncio.sleep(LEARN_AGAIN_SECONDS)


def halted_now(connection: Any, house: House, now: datetime) -> Halted:
    """The variants that drove people away; the journal is only read where a script has variants at all."""
    tried = [
        script.name
        for script in newest_scripts(connection, house)
        if any(isinstance(step, Spoken | Branch) and step.variants for step in script.steps.values())
    ]
    return frozenset().union(*(halted(trials(passages(connection, now - TRIED_FOR, name), now)) for name in tried))
