"""Words to a length of time: "een half uur", "1 day and 2 hours", "anderhalf uurtje"."""

from dataclasses import dataclass

from bot.understanding.moments.times import MINUTES
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

_MORE = frozenset({Kind.AND, Kind.COMMA})
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
    j = i if hundredths is None else i + 1
    if hundredths is not None and Kind.LENGTH in tokens[j].meanings:
        return Length(minutes=hundredths * tokens[j].meanings[Kind.LENGTH].value // 100), j + 1
    if hundredths is not None and Kind.COMING in tokens[j].meanings:
        j += 1
    counted = unit(tokens[j])
    if not counted or (hundredths is None and counted not in MINUTES):
        return None
    return of_unit(counted, 100 if hundredths is None else hundredths), j + 1


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
