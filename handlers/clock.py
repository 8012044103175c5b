"""What time it is, and the beat that rings what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present; aware, in UTC."""
        ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present; aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs on from wherever it is set, for demonstrations and rehearsals; it never goes back."""

    def __init__(self, start: datetime | None = None) -> None:
        """`start` is aware; without it the clock begins at the present."""
        self._ahead = start - datetime.now(UTC) if start else timedelta()
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The clock's time; aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        """Go `by` ahead; less than nothing changes nothing."""
        self._ahead += max(by, timedelta())
        for watcher in self._watchers:
            watcher()

    def move_to(self, moment: datetime) -> None:
        """Go ahead to `moment` (aware)."""
        self.move(moment - self.now())

    def on_move(self, watcher: Callable[[], None]) -> None:
        """Have `watcher` called after every move."""
        self._watchers.append(watcher)


class Beat:
    """Calls `ring` at once, each second, and as soon as it is struck; never twice at a time."""

    def __init__(self, ring: Callable[[], Awaitable[None]], *, seconds: float = 1) -> None:
        self._ring = ring
        self._seconds = seconds
        self._struck = asyncio.Event()

    def strike(self) -> None:
        """Ring without waiting for the next second; to be called on the event loop."""
        self._struck.set()

    async def run(self) -> None:
        """Beats until it is cancelled."""
        # Run on the event loop itself: an event may only be set there, and nothing is under way when it shuts down.
        scheduler = AsyncIOScheduler(timezone=UTC, executors={"default": DebugExecutor()})
        scheduler.add_job(self._struck.set, "interval", seconds=self._seconds, misfire_grace_time=None, coalesce=True)
        scheduler.start()
        try:
            while True:
                self._struck.clear()
                await self._ring()
                await self._struck.wait()
        finally:
            scheduler.shutdown(wait=False)
