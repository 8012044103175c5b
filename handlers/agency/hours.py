"""A recruiter's opening hours as people write them: `mon-fri: ["09:00-12:30", "13:00-17:30"]`."""

import re
from collections.abc import Mapping
from datetime import time

from bot.yaml_lines import Node
from handlers.agency.fields import Notebook

Opening = tuple[time, time]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_hours(node: Node | None, notebook: Notebook) -> Mapping[int, tuple[Opening, ...]]:
    """Openings by weekday (Monday is 0), in order; what can't be read is noted and left out."""
    if node is None or not (fields := notebook.fields(node, "hours")):
        return {}
    hours: dict[int, tuple[Opening, ...]] = {}
    for key, value in fields.fields.items():
        days = _days(key)
        if not days:
            notebook.note(fields.lines[key], f"{key!r} is not a weekday or a range of them; write mon, or mon-fri.")
        openings = _openings(value, notebook)
        for day in days:
            if day in hours:
                notebook.note(fields.lines[key], f"{_DAYS[day].capitalize()} has hours twice; keep one line for it.")
            hours[day] = openings
    return {day: openings for day, openings in sorted(hours.items()) if openings}


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


def _openings(node: Node, notebook: Notebook) -> tuple[Opening, ...]:
    openings: list[Opening] = []
    for line, text in notebook.words(node, "hours"):
        opening = _opening(text)
        if opening is None:
            notebook.note(line, f"{text!r} is not a stretch of time; write it as 09:00-12:30.")
        elif openings and opening[0] < openings[-1][1]:
            notebook.note(line, f"{text!r} begins before the stretch above it ends.")
        else:
            openings.append(opening)
    return tuple(openings)


def _opening(text: str) -> Opening | None:
    stretch = re.fullmatch(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)", text)
    if not stretch:
        return None
    try:
        start, end = time(int(stretch[1]), int(stretch[2])), time(int(stretch[3]), int(stretch[4]))
    except ValueError:
        return None
    return (start, end) if start < end else None
