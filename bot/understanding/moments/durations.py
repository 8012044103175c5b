"""Words to a length of time: "een half uur", "1 day and 2 hours", "anderhalf uurtje"."""

from dataclasses import dataclass

from bot.understanding.moments.times import MINUTES
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

_MORE = frozenset({Kind.AND, Kind.COMMA})
_ARTICLE = frozenset({Kind.ARTICLE})
_HALF = 30
"""Minutes."""
_MOST = 366


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; one of days and longer ends on a date, one of minutes at a moment."""

    minutes: int = 0
    days: int = 0
    working_days: int = 0
    months: int = 0

    def __add__(self, other: "Length") -> "Length":
        return Length(
            self.minutes + other.minutes,
            self.days + other.days,
            self.working_days + other.working_days,
            self.months + other.months,
        )

    def goes_after(self, other: "Length") -> bool:
        """Whether it is the smaller part of a length: the "2 hours" of "1 day and 2 hours"."""
        if self.minutes:
            return 0 < self.minutes < (other.minutes or 1440)
        return bool(other.months or self.days < other.days)


def length(tokens: Tokens, i: int) -> tuple[Length, int] | None:
    """The length of time at token `i`: "een half uur", "1 day and 2 hours"."""
    found = _simple(tokens, i)
    while found:
        more = _simple(tokens, skip(tokens, found[1], _MORE, 2))
        if more is None or not more[0].goes_after(found[0]):
            return found
        found = found[0] + more[0], more[1]
    return None


def _simple(tokens: Tokens, i: int) -> tuple[Length, int] | None:
    whole = value(tokens[i], Kind.LENGTH)
    if whole is not None:
        return Length(minutes=whole), i + 1
    hundredths = amount(tokens, i)
    halved = _and_a_half(tokens, i, hundredths) if hundredths else None
    if halved:
        return halved
    j = i if hundredths is None else i + 1
    if hundredths is not None and Kind.LENGTH in tokens[j].meanings:
        return Length(minutes=hundredths * tokens[j].meanings[Kind.LENGTH].value // 100), j + 1
    if hundredths is not None and Kind.COMING in tokens[j].meanings:
        j += 1
    counted = unit(tokens[j])
    if not counted or (hundredths is None and counted not in MINUTES):
        return None
    more, end = _part_of_hour(tokens, j + 1) if counted == "hour" else (0, j + 1)
    return of_unit(counted, 100 if hundredths is None else hundredths) + Length(minutes=more), end


def _and_a_half(tokens: Tokens, i: int, hundredths: int) -> tuple[Length, int] | None:
    """ "Two and a half hours", "twee en een half uur"."""
    if Kind.AND not in tokens[i + 1].kinds:
        return None
    j = skip(tokens, i + 2, _ARTICLE, 1)
    whole = Length(minutes=hundredths * 60 // 100 + _HALF)
    if value(tokens[j], Kind.LENGTH) == _HALF:
        return whole, j + 1
    halves = abs(value(tokens[j], Kind.FRACTION) or 0) == _HALF and unit(tokens[j + 1]) == "hour"
    return (whole, j + 2) if halves else None


def _part_of_hour(tokens: Tokens, i: int) -> tuple[int, int]:
    """The minutes of the "y media" of "dos horas y media", the "and a half" of "2 hours and a half"; where it ends."""
    behind = value(tokens[i], Kind.AFTER_HOUR)
    if behind is not None:
        return behind, i + 1
    j = skip(tokens, i + 1, _ARTICLE, 1)
    half = Kind.AND in tokens[i].kinds and j > i + 1 and value(tokens[j], Kind.FRACTION) == _HALF
    return (_HALF, j + 1) if half and not unit(tokens[j + 1]) else (0, i)


def amount(tokens: Tokens, i: int) -> int | None:
    """How many, in hundredths."""
    meanings = tokens[i].meanings
    if Kind.DECIMAL in meanings:
        return meanings[Kind.DECIMAL].value
    for kind in (Kind.NUMBER, Kind.SEVERAL):
        if kind in meanings:
            return min(meanings[kind].value, 1440) * 100
    return 100 if Kind.ARTICLE in meanings else None


def of_unit(counted: str, hundredths: int) -> Length:
    """So many hundredths of a unit of time, as "week"."""
    whole = min(hundredths // 100, _MOST)
    match counted:
        case "minute" | "hour":
            return Length(minutes=min(hundredths * MINUTES[counted] // 100, _MOST * 1440))
        case "workday":
            return Length(working_days=whole)
        case "week":
            return Length(days=min(whole, 52) * 7)
        case "fortnight":
            return Length(days=min(whole, 26) * 14)
        case "month":
            return Length(months=min(whole, 24))
        case _:
            return Length(days=whole)
