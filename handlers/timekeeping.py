"""Notices when the machine's clock jumps, and mends what would wait for a time that is not to come for long."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from storage.database import Database, transact
from storage.precedence import bring_back

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
BACK = timedelta(seconds=5)
AHEAD = timedelta(minutes=10)
LONGEST_WAIT = timedelta(minutes=15)
"""No message that was tried waits for longer than this by our own doing."""
MEND = "Have the machine keep its time (NTP). Reminders ring by it, and calls are offered by it."


class Timekeeper:
    """Compares the clock with one that only goes forward. `strike` has due timers rung at once."""

    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        elapsed: Callable[[], float],
        strike: Callable[[], None],
    ) -> None:
        """`now` gives the aware present, `elapsed` seconds since whenever."""
        self._database = database
        self._now, self._elapsed, self._strike = now, elapsed, strike
        self._last, self._last_elapsed = now(), elapsed()
        self._owed_until = self._last_elapsed

    async def look(self) -> None:
        """Has the clock jumped since the last look?"""
        now, elapsed = self._now(), self._elapsed()
        passed = now - self._last
        jumped = passed - timedelta(seconds=elapsed - self._last_elapsed)
        self._last, self._last_elapsed = now, elapsed
        if passed < -BACK:
            await self._went_back(now, -jumped)
        elif jumped > AHEAD:
            log.warning("clock.jumped_ahead", seconds=round(jumped.total_seconds()), mend=MEND)
        if elapsed < self._owed_until:
            # What beats by the machine's clock thinks that its next second is still to come.
            self._strike()

    async def _went_back(self, now: datetime, length: timedelta) -> None:
        log.warning("clock.went_back", seconds=round(length.total_seconds()), mend=MEND)
        self._owed_until = self._elapsed() + length.total_seconds() + LOOK_SECONDS
        waiting = await transact(self._database, partial(bring_back, now=now, longest=LONGEST_WAIT))
        if waiting:
            log.info("clock.brought_back", outgoing_messages=waiting)


async def keep_time(timekeeper: Timekeeper) -> None:
    """Looks every second, until it is cancelled."""
    while True:
        await timekeeper.look()
        await asyncio.sleep(LOOK_SECONDS)
