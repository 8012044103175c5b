"""A recruiter's opening hours as people write them: `mon-fri: ["09:00-12:30", "13:00-17:30"]`."""

import re
from collections.abc import Mapping, Sequence
from datetime import time

from bot.room import left_over
from bot.yaml_lines import Node
from handlers.agency.fields import Notebook

Opening = tuple[time, time]

_DAY = 24 * 60
_SMALL_HOURS = 6 * 60
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_hours(node: Node | None, notebook: Notebook, breaks: Node | None = None) -> Mapping[int, tuple[Opening, ...]]:
    """Openings by weekday (Monday is 0), in order, without the breaks; what can't be read is noted and left out.

    An end of 24:00 is given as 00:00.
    """
    hours = _by_day(node, notebook, "hours")
    for day, stops in _by_day(breaks, notebook, "breaks").items():
        opened, stretches = _in_minutes(hours.get(day, ())), _in_minutes(stops)
        if breaks and not all(any(first < end and start < last for first, last in opened) for start, end in stretches):
            name = _DAYS[day].capitalize()
            notebook.note(breaks.line, f"The break on {name} lies outside the hours; leave it out.")
        hours[day] = tuple((_time(first), _time(last)) for first, last in left_over(opened, stretches))
    return {day: openings for day, openings in sorted(hours.items()) if openings}


def _by_day(node: Node | None, notebook: Notebook, of: str) -> dict[int, tuple[Opening, ...]]:
    if node is None or not (fields := notebook.fields(node, of)):
        return {}
    hours: dict[int, tuple[Opening, ...]] = {}
    for key, value in fields.fields.items():
        days = _days(key)
        if not days:
            notebook.note(fields.lines[key], f"{key!r} is not a weekday or a range of them; write mon, or mon-fri.")
        openings = _openings(value, notebook, of)
        for day in days:
            if day in hours:
                notebook.note(fields.lines[key], f"{_DAYS[day].capitalize()} has {of} twice; keep one line for it.")
            hours[day] = openings
    return hours


def _days(key: str) -> tuple[int, ...]:
    """The weekdays that a key names, as "mon", "mon-fri" or "mon, wed"; none where one of them is not a weekday."""
    days: list[int] = []
    for part in key.lower().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        start, end = _day(first), _day(last if dash else first)
        if start is None or end is None or end < start:
            return ()
        days += range(start, end + 1)
    return tuple(days)


def _day(word: str) -> int | None:
    return next((number for number, day in enumerate(_DAYS) if len(word) > 2 and day.startswith(word)), None)


def _openings(node: Node, notebook: Notebook, of: str) -> tuple[Opening, ...]:
    openings: list[Opening] = []
    for line, text in notebook.words(node, of):
        opening = _opening(text)
        if opening is None:
            notebook.note(line, f"{text!r} is not a stretch of time; {_mend(text)}")
        elif openings and _minutes(opening[0]) < _last_minute(openings[-1][1]):
            notebook.note(line, f"{text!r} begins before the stretch above it ends.")
        else:
            openings.append(opening)
    return tuple(openings)


def _opening(text: str) -> Opening | None:
    if (clocks := _clocks(text)) is None or clocks[0] >= clocks[1]:
        return None
    return _time(clocks[0]), _time(clocks[1])


def _mend(text: str) -> str:
    clocks = _clocks(text)
    if clocks is not None and clocks[1] < min(clocks[0], _SMALL_HOURS):
        return "one that goes on after midnight is two: until 24:00, and from 00:00 on the day after."
    return "write it as 09:00-12:30."


def _clocks(text: str) -> tuple[int, int] | None:
    """Both ends in minutes after midnight."""
    stretch = re.fullmatch(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)", text)
    if not stretch:
        return None
    start, end = int(stretch[1]) * 60 + int(stretch[2]), int(stretch[3]) * 60 + int(stretch[4])
    fits = int(stretch[2]) < 60 and int(stretch[4]) < 60 and start < _DAY and end <= _DAY
    return (start, end) if fits else None


def _in_minutes(openings: Sequence[Opening]) -> list[tuple[int, int]]:
    return [(_minutes(start), _last_minute(end)) for start, end in openings]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _last_minute(clock: time) -> int:
    return _minutes(clock) or _DAY


def _time(minutes: int) -> time:
    return time(minutes % _DAY // 60, minutes % 60)
