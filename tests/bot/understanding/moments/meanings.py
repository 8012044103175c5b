"""Windows in shorthand, for tables of answers that are said on Wednesday 10 February 2027 at 10:20.

"11,12 9-12; 15 =14:30 ! 16 ?" reads: Thursday and Friday from 9 to 12, or Monday at half past two; not on Tuesday;
and the bot would ask. `=` is a point in time, `~` one that is about; a day without hours is all of it, "5d" the next
five working days, "nw" next week, "aw" the one after, "0" no moment at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.windows import Window, Windows, merge, subtract
from tests.bot.understanding.moments.asking import AMSTERDAM, WEDNESDAY, local

_NOW = local(WEDNESDAY)
_DAY = timedelta(days=1)
_LONG_ENOUGH = timedelta(minutes=15)
_WEEKS = {"nw": date(2027, 2, 15), "aw": date(2027, 2, 22)}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer says."""

    windows: Windows
    exclude: Windows
    sure: bool


def meaning(shorthand: str) -> Meaning:
    """The windows that the shorthand stands for."""
    said, _, _ = shorthand.partition("?")
    wanted, _, refused = said.partition("!")
    exclude = _windows(refused, "0-24")
    windows = (window for window in subtract(_windows(wanted, "9-18"), exclude) if window.length >= _LONG_ENOUGH)
    return Meaning(tuple(windows), exclude, "?" not in shorthand)


def _windows(said: str, whole_day: str) -> Windows:
    parts = (part.split() for part in said.split(";") if part.strip() not in ("", "0"))
    return merge(window for days, *hours in parts for window in _on(days, hours[0] if hours else whole_day))


def _on(days: str, hours: str) -> Iterator[Window]:
    for start, end in map(_hours, hours.split(",")):
        for day in (day for said in days.split(",") for day in _days(said, end)):
            window = Window(max(_at(day, start), _NOW), _at(day, end))
            if window.start < window.end:
                yield window


def _days(said: str, end: int) -> Iterator[date]:
    today = _NOW.date()
    if said in _WEEKS:
        yield from (_WEEKS[said] + ahead * _DAY for ahead in range(5))
    elif said == "5d":
        first = today if _at(today, end) - _NOW >= _LONG_ENOUGH else today + _DAY
        working = [day for day in (first + ahead * _DAY for ahead in range(8)) if day.weekday() < 5]
        yield from working[:5]
    else:
        day, _, month = said.partition("/")
        found = date(today.year, int(month or today.month), int(day))
        yield found if found >= today else found.replace(year=today.year + 1)


def _hours(said: str) -> tuple[int, int]:
    """From and to, in minutes since midnight."""
    if said[0] in "=~":
        point = _minute(said[1:])
        return point - (30 if said[0] == "~" else 0), point + 30
    start, end = said.split("-")
    return _minute(start), _minute(end)


def _minute(said: str) -> int:
    hour, _, minute = said.partition(":")
    return int(hour) * 60 + int(minute or 0)


def _at(day: date, minute: int) -> datetime:
    day += minute // 1440 * _DAY
    return datetime.combine(day, time(minute % 1440 // 60, minute % 60), AMSTERDAM)
