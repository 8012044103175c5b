"""When an agency calls, and what it means by the parts of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, in minutes since midnight: when we call in it, and what people mean by it."""

    starts: int
    ends: int
    means_from: int
    means_to: int


def part(starts: str, ends: str, means_from: str = "", means_to: str = "") -> Part:
    """A part of the day from times as "09:00"; `means_*` where people mean more than the hours in which we call."""
    return Part(_clock(starts), _clock(ends), _clock(means_from or starts), _clock(means_to or ends))


PARTS = MappingProxyType(
    {
        "early_morning": part("09:00", "10:00", "06:00", "10:00"),
        "morning": part("09:00", "12:00", "06:00", "12:00"),
        "mid_morning": part("10:00", "11:30"),
        "lunch": part("12:00", "13:30"),
        "midday": part("12:00", "14:00"),
        "after_lunch": part("13:30", "18:00"),
        "afternoon": part("12:00", "18:00"),
        "nachmittag": part("13:00", "18:00"),
        "tarde": part("14:00", "20:00"),
        "late_afternoon": part("16:00", "18:00"),
        "evening": part("18:00", "21:00", "18:00", "24:00"),
        "after_work": part("17:00", "21:00"),
        "noche": part("19:00", "21:00", "19:00", "24:00"),
        "night": part("20:00", "21:00", "20:00", "24:00"),
        "office_hours": part("09:00", "18:00"),
    }
)
"""The parts of a day that vocabularies name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hours:
    """An agency's contact hours, in minutes since local midnight."""

    opens: int = _clock("09:00")
    closes: int = _clock("18:00")
    earliest: int = _clock("07:30")
    """A time said outright is honoured from here …"""
    latest: int = _clock("21:00")
    """… to here."""
    late_from: int = _clock("17:00")
    """Who can call from this time on may be called until `latest`."""
    call: int = 30
    """A point in time is this many minutes long; "around" it begins as many before."""
    shortest: int = 15
    """A window of fewer minutes is none."""
    working_days: frozenset[int] = frozenset(range(5))
    """Monday is 0."""
    horizon: int = 5
    """How many working days "every" and "any" are."""
    parts: Mapping[str, Part] = field(default_factory=lambda: PARTS)
