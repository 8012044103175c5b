"""A recruiter's opening hours on the calendar: weekdays, holidays and days off, by the wall clock of their zone."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model import Recruiter
from bot.public_holidays import public_holidays
from bot.windows import Window, Windows

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 24 * 60
EARLIER, LATER = 14 * 60, 12 * 60
"""Minutes: in the far east a date begins so much before it does in UTC, in the far west it ends so much after."""

Span = tuple[int, int]
"""Minutes since 1970 in UTC, from the first up to, and without, the second."""


def openings(recruiter: Recruiter, now: datetime) -> Windows:
    """The recruiter's opening hours from today on, as far ahead as is booked; in UTC."""
    today = now.astimezone(ZoneInfo(recruiter.zone)).date()
    spans = open_spans(recruiter, today, recruiter.days_ahead + 1)
    return tuple(Window(moment_at(start), moment_at(end)) for start, end in spans)


def open_spans(recruiter: Recruiter, first: date, days: int, closed: Collection[date] = ()) -> list[Span]:
    """The same for so many days from `first` on, without those that are `closed`; sorted and disjoint."""
    spans: list[Span] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        stretches = recruiter.hours.get(day.weekday())
        if not stretches or day in closed or _is_off(recruiter, day):
            continue
        for start, end in _spans_of(recruiter.zone, day, stretches):
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
    return spans


def minute_of(moment: datetime) -> int:
    """The whole minute since 1970 in which the moment lies."""
    return (moment - EPOCH) // MINUTE


def minute_from(moment: datetime) -> int:
    """The first whole minute since 1970 that does not lie before the moment."""
    return -((EPOCH - moment) // MINUTE)


def moment_at(minute: int) -> datetime:
    """The beginning of that minute; in UTC."""
    return EPOCH + minute * MINUTE


def _is_off(recruiter: Recruiter, day: date) -> bool:
    if day in public_holidays(recruiter.holidays, day.year):
        return True
    return any(first <= day <= last for first, last in recruiter.days_off)


@lru_cache(maxsize=16384)
def _spans_of(zone: str, day: date, stretches: tuple[tuple[time, time], ...]) -> tuple[Span, ...]:
    """When the clocks on the wall show one of the stretches; a stretch that they show twice is there twice."""
    midnight = minute_of(datetime.combine(day, time(), UTC))
    walls = [(midnight + _minutes(start), midnight + (_minutes(end) or DAY)) for start, end in stretches]
    shown = (span for start, end, offset in _clocks(zone, midnight) for span in _cut(walls, start, end, offset))
    return tuple(sorted(shown))


def _clocks(zone: str, midnight: int) -> Iterator[tuple[int, int, int]]:
    """From when until when (minutes) the zone's clocks are so far ahead of UTC, around the day of that midnight."""
    start, end = midnight - EARLIER, midnight + DAY + LATER
    before, after = _offset(zone, start), _offset(zone, end)
    if before == after:
        yield start, end, before
        return
    low, high = start, end
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    yield start, high, before
    yield high, end, after


def _cut(walls: list[Span], start: int, end: int, offset: int) -> Iterator[Span]:
    for wall_start, wall_end in walls:
        first, last = max(wall_start - offset, start), min(wall_end - offset, end)
        if first < last:
            yield first, last


def _offset(zone: str, minute: int) -> int:
    ahead = moment_at(minute).astimezone(ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return ahead // MINUTE


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
