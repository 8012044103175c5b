"""Days pass, from one timer to the next, so that every reminder and every word to who waits falls due during a run."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, func, select

from chaos.house import House
from chaos.kept import UNDER_WAY, patient_read
from storage.dispatch import waits_for_morning
from storage.tables import conversations, outbox

STUCK_SECONDS = 120.0
"""After so long without anything ringing or leaving, the house is taken for stuck."""


async def let_days_pass(house: House, until: Callable[[], bool] = lambda: False) -> bool:
    """Whether everything that was set has rung and left before `until` says so; the clocks are then as late as it."""
    before, since = None, time.monotonic()
    while not until():
        now = house.clock.now()
        comes, open_yet = await patient_read(house.database, partial(_next, now=now))
        if comes is None and not open_yet:
            return True
        if (comes, open_yet) != before:
            before, since = (comes, open_yet), time.monotonic()
        elif time.monotonic() - since > STUCK_SECONDS:
            return False
        if comes is not None and comes > now and not open_yet:
            house.move_clocks(comes - now + timedelta(seconds=1))
        await asyncio.sleep(0.1)
    return False


def _next(connection: Connection, now: datetime) -> tuple[datetime | None, int]:
    """When something falls due that waits for its time, and how much is to leave before that."""
    rings = connection.scalar(select(func.min(conversations.c.next_timer_at)))
    of_a_day = outbox.c.status.in_(UNDER_WAY) & waits_for_morning(outbox, now)
    leaves = connection.scalar(select(func.min(outbox.c.due_at)).where(of_a_day))
    here = select(func.count()).select_from(outbox).where(outbox.c.status.in_(UNDER_WAY) & ~of_a_day)
    moments = [moment for moment in (rings, leaves) if moment is not None]
    return min(moments, default=None), connection.scalar(here) or 0
