"""An event of a calendar, however often it comes again, as the times at which it happens (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrule, rrulestr
from icalendar import Event, vRecur

from bot.windows import Window

TOO_OFTEN = {"SECONDLY", "MINUTELY"}
MOST_TIMES = 20_000
"""A rule that has come so often before our days is no meeting."""


class Meaningless(ValueError):
    """What is written there can't be a meeting."""


@dataclass(frozen=True, slots=True)
class Times:
    """When an event begins, on the clocks of its own zone, and how long it lasts."""

    start: datetime
    """Without a zone: a rule is about the clock on the wall."""
    zone: tzinfo
    length: timedelta
    """By the clocks on the wall, as people read it in their calendar, also over a night on which they change."""

    def window(self, start: datetime) -> Window:
        """The event as it happens at that start on the wall; in UTC."""
        begins, ends = start.replace(tzinfo=self.zone), (start + self.length).replace(tzinfo=self.zone)
        return Window(begins.astimezone(UTC), ends.astimezone(UTC))


def happenings(event: Event, zone: tzinfo, until: datetime) -> Iterator[tuple[datetime, Window]]:
    """When the event happens before `until`, each time with the moment that names it, and its time; in UTC.

    What has no zone is meant in `zone`. Raises Meaningless.
    """
    times = times_of(event, zone)
    left_out, days_out = _left_out(event, times)
    last = until.astimezone(times.zone).replace(tzinfo=None)
    starts = set(_ruled(event, times, last))
    if not _is_over(event, times):
        starts.add(times.start)
    for start in sorted(starts):
        window = times.window(start)
        if window.start < until and window.start not in left_out and start.date() not in days_out:
            yield window.start, window
    for window in _added(event, times):
        if window.start < until and window.start not in left_out:
            yield window.start, window


def times_of(event: Event, zone: tzinfo) -> Times:
    """When it begins first, and how long it lasts; raises Meaningless."""
    wall, own = _on_the_wall(_value(event.get("DTSTART")), zone)
    length = _length(event, wall, own, zone)
    if length < timedelta():
        raise Meaningless("it ends before it begins")
    return Times(wall, own, length)


def moment_of(value: Any, zone: tzinfo) -> datetime:
    """A day or a moment as a calendar has it, as a moment in UTC; without a zone of its own it is in `zone`."""
    wall, own = _on_the_wall(value, zone)
    return wall.replace(tzinfo=own).astimezone(UTC)


def _length(event: Event, wall: datetime, own: tzinfo, zone: tzinfo) -> timedelta:
    if (duration := event.get("DURATION")) is not None:
        return _duration(_value(duration))
    if event.get("DTEND") is None:
        whole_day = not isinstance(_value(event.get("DTSTART")), datetime)
        return timedelta(days=1 if whole_day else 0)
    end, end_zone = _on_the_wall(_value(event.get("DTEND")), zone)
    return (end if end_zone == own else end.replace(tzinfo=end_zone).astimezone(own).replace(tzinfo=None)) - wall


def _on_the_wall(value: Any, zone: tzinfo) -> tuple[datetime, tzinfo]:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), value.tzinfo or zone
    if isinstance(value, date):
        return datetime.combine(value, time()), zone
    raise Meaningless("it has no time")


def _is_over(event: Event, times: Times) -> bool:
    """Whether it was ended before its first time, as calendars do where that and all later ones are deleted."""
    ends = [_last(until, times) for rule in _listed(event.get("RRULE")) for until in _listed(dict(rule).get("UNTIL"))]
    return any(end < times.start for end in ends)


def _ruled(event: Event, times: Times, last: datetime) -> Iterator[datetime]:
    """The starts by the event's rules, as the clock on the wall shows them."""
    for rule in _listed(event.get("RRULE")):
        for number, start in enumerate(_rule(rule, times)):
            if start > last or number > MOST_TIMES:
                break
            yield start


def _rule(written: Any, times: Times) -> Iterable[datetime]:
    if not isinstance(written, vRecur):
        raise Meaningless("its rule can't be read")
    parts = dict(written)
    until = parts.pop("UNTIL", None)
    if {str(each).upper() for each in _listed(parts.get("FREQ"))} & TOO_OFTEN:
        raise Meaningless("it comes every minute")
    plain: Any = vRecur(parts)
    try:
        rule: Iterable[datetime] = rrulestr(plain.to_ical().decode(), dtstart=times.start)
        return rule.replace(until=_last(until[0], times)) if until and isinstance(rule, rrule) else rule
    except (ValueError, TypeError, IndexError) as error:
        raise Meaningless("its rule can't be read") from error


def _last(until: Any, times: Times) -> datetime:
    if isinstance(until, datetime):
        return until.astimezone(times.zone).replace(tzinfo=None) if until.tzinfo else until
    return datetime.combine(until, time.max)


def _left_out(event: Event, times: Times) -> tuple[set[datetime], set[date]]:
    """Moments that are excepted, and whole days."""
    values = [each for dates in _listed(event.get("EXDATE")) for each in _each(dates)]
    days = {value for value in values if not isinstance(value, datetime) and isinstance(value, date)}
    return {moment_of(value, times.zone) for value in values if isinstance(value, datetime)}, days


def _added(event: Event, times: Times) -> Iterator[Window]:
    """Times that stand beside the rule, some with a length of their own."""
    for dates in _listed(event.get("RDATE")):
        for value in _each(dates):
            if isinstance(value, tuple):
                start = moment_of(value[0], times.zone)
                end = start + value[1] if isinstance(value[1], timedelta) else moment_of(value[1], times.zone)
                yield Window(start, end)
            elif not isinstance(value, datetime) or value.tzinfo is None:
                yield times.window(_on_the_wall(value, times.zone)[0])
            else:
                yield times.window(value.astimezone(times.zone).replace(tzinfo=None))


def _each(dates: Any) -> Iterator[Any]:
    for entry in getattr(dates, "dts", ()):
        yield entry.dt


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _value(of: Any) -> Any:
    return getattr(of, "dt", None)


def _duration(value: Any) -> timedelta:
    if not isinstance(value, timedelta):
        raise Meaningless("its length can't be read")
    return value
