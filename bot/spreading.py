"""When the next talk may be opened: so many in any 24 hours, and none in its reader's quiet hours."""

from bisect import insort
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Rules
from bot.quiet import after_quiet

A_DAY = timedelta(days=1)


class Spread:
    """Plans openings one after the other. `planned` are the latest that are planned already, `most` in 24 hours."""

    def __init__(self, planned: Iterable[datetime], most: int, rules: Rules) -> None:
        self._planned = sorted(planned)[-most:]
        self._most, self._rules = most, rules

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When the next one may go, to somebody who lives in `zone`; its place is then taken."""
        full = len(self._planned) >= self._most
        free_at = max(now, self._planned[0] + A_DAY) if full else now
        at = after_quiet(free_at, zone, self._rules.quiet_from, self._rules.quiet_until)
        insort(self._planned, at)
        if full:
            self._planned.pop(0)
        return at
