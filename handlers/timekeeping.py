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
SETTLING_SECONDS = 10.0
"""So long after the clock went back, what was still written down by the old time is mended too."""
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
        self._settled_at: float | None = None

    async def look(self) -> None:
        """Has the clock jumped since the last look?"""
        now, elapsed = self._now(), self._elapsed()
        passed = now - self._last
        jumped = passed - timedelta(seconds=elapsed - self._last_elapsed)
        self._last, self._last_elapsed = now, elapsed
        if passed < -BACK:
            await self._went_back(-jumped, elapsed)
        elif jumped > AHEAD:
            log.warning("clock.jumped_ahead", seconds=round(jumped.total_seconds()), mend=MEND)
        if self._settled_at is not None and elapsed >= self._settled_at:
            await self._bring_back()
            self._settled_at = None  # only now: where the database is away, the next look tries again
        if elapsed < self._owed_until:
            # What beats by the machine's clock thinks that its next second is still to come.
            self._strike()

    async def _went_back(self, length: timedelta, elapsed: float) -> None:
        log.warning("clock.went_back", seconds=round(length.total_seconds()), mend=MEND)
        self._owed_until = elapsed + length.total_seconds() + LOOK_SECONDS
        self._settled_at = elapsed + SETTLING_SECONDS
        await self._bring_back()

    async def _bring_back(self) -> None:
        waiting = await transact(self._database, partial(bring_back, now=self._last, longest=LONGEST_WAIT))
        if waiting:
            log.info("clock.brought_back", outgoing_messages=waiting)


async def keep_time(timekeeper: Timekeeper) -> None:
    """Looks every second, until it is cancelled."""
    while True:
        await timekeeper.look()
        await asyncio.sleep(LOOK_SECONDS)
