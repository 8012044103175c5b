"""The candidate's wall clock to moments, also in nights on which the clocks change."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Scene
from bot.understanding.understood import Span


def moved(moment: datetime, by: timedelta) -> datetime:
    """The moment that much real time later, also in a night on which the clocks change."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def wall(scene: Scene, day: date, minute: int) -> datetime:
    """The candidate's clock on that day, minutes after midnight; a time that the clocks skip lies after the gap."""
    return on_clock(scene.zone, day, minute)


@lru_cache(maxsize=4096)
def on_clock(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """Kept, as one message asks for the same hours of the same days again and again."""
    plain = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    return plain.astimezone(UTC).astimezone(zone)


def day_span(scene: Scene, first: date, last: date | None = None) -> Span:
    """From the first day's midnight to the one after the last day's."""
    return wall(scene, first, 0), wall(scene, (last or first) + calendar.DAY, 0)
