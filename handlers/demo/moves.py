"""How the demo's clock may be moved: forward only."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

MORNING = 9


class Move(StrEnum):
    """One button of the clock bar."""

    TEN_MINUTES = "ten_minutes"
    HOUR = "hour"
    MORNING = "morning"
    TIMER = "timer"


def moved_to(move: Move, now: datetime, zone: str, next_timer: datetime | None) -> datetime:
    """Where the clock goes, aware; where nothing waits, the move to the next timer stays where it is."""
    match move:
        case Move.TEN_MINUTES:
            return now + timedelta(minutes=10)
        case Move.HOUR:
            return now + timedelta(hours=1)
        case Move.MORNING:
            return next_morning(now, zone)
        case Move.TIMER:
            return max(now, next_timer) if next_timer else now
        case _:
            assert_never(move)


def next_morning(now: datetime, zone: str) -> datetime:
    """The next nine o'clock on the zone's wall, be it today's."""
    local = now.astimezone(ZoneInfo(zone))
    today = local.replace(hour=MORNING, minute=0, second=0, microsecond=0, fold=0)
    return today if today > local else today + timedelta(days=1)
