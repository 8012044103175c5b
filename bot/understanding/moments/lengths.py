"""Words to moments counted from now: "over een uurtje", "in 20 mins", "2 days from now", "komend uur"."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Days, Instant, Scene
from bot.understanding.moments.times import MINUTES
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value
from bot.understanding.moments.wall import moved
from bot.understanding.understood import Span

Said = tuple[Days | Instant, int]
_FILL = frozenset({Kind.AROUND, Kind.THE, Kind.COMING, Kind.NEXT})
_ABOUT = frozenset({Kind.AROUND, Kind.THE})
_STRETCHES = frozenset({Kind.COMING, Kind.NEXT})
_EITHER = frozenset({Kind.DASH, Kind.THROUGH, Kind.UNTIL, Kind.OR, Kind.SLASH, Kind.TO})
_MORE = frozenset({Kind.AND, Kind.COMMA})
_BEGINS = frozenset(
    {Kind.AHEAD, Kind.WITHIN, Kind.PLUS, Kind.COMING, Kind.NEXT, Kind.NUMBER, Kind.DECIMAL, Kind.SEVERAL}
    | {Kind.ARTICLE, Kind.LENGTH, Kind.UNIT, Kind.HENCE_WEEK}
)
_MOST = 366
_FEW_HOURS = 6


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


def from_now(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """What is counted from now and begins at token `i`, and where the words go on; None where nothing is."""
    if _BEGINS.isdisjoint(tokens[i].meanings):
        return None
    return (
        _ahead(tokens, i, scene)
        or _hence(tokens, i, scene)
        or _coming(tokens, i, scene)
        or _weekdays_hence(tokens, i, scene)
    )


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
    hundredths = _amount(tokens, i)
    j = i if hundredths is None else i + 1
    if hundredths is not None and Kind.LENGTH in tokens[j].meanings:
        return Length(minutes=hundredths * tokens[j].meanings[Kind.LENGTH].value // 100), j + 1
    if hundredths is not None and Kind.COMING in tokens[j].meanings:
        j += 1
    counted = unit(tokens[j])
    if not counted or (hundredths is None and counted not in MINUTES):
        return None
    return _of(counted, 100 if hundredths is None else hundredths), j + 1


def _amount(tokens: Tokens, i: int) -> int | None:
    """How many, in hundredths."""
    meanings = tokens[i].meanings
    if Kind.DECIMAL in meanings:
        return meanings[Kind.DECIMAL].value
    for kind in (Kind.NUMBER, Kind.SEVERAL):
        if kind in meanings:
            return min(meanings[kind].value, 1440) * 100
    return 100 if Kind.ARTICLE in meanings else None


def _of(counted: str, hundredths: int) -> Length:
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


def _ahead(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "over een uur", "in two days", "binnen 5 minuten", "+15 min"."""
    within = Kind.WITHIN in tokens[i].meanings
    if not within and not {Kind.AHEAD, Kind.PLUS}.intersection(tokens[i].meanings):
        return None
    start = skip(tokens, i + 1, _FILL)
    if not within and (either := _either(tokens, start, scene)):
        return either
    within = within or any(not _STRETCHES.isdisjoint(tokens[j].meanings) for j in range(i + 1, start))
    found = _clocked(tokens, start) or length(tokens, start)
    if found is None or (within and _rather_a_time(tokens, i, found[1])):
        return None
    j = found[1] + 1 if Kind.HENCE in tokens[found[1]].meanings else found[1]
    base, k = _base(tokens, j, scene)
    if within:
        return _within(found[0], scene), k
    said = _at(found[0], base, scene)
    if isinstance(said, Instant) and value(tokens[i], Kind.AHEAD):
        said = replace(said, spans=(*said.spans, (scene.at, said.start)))
    return said, k


def _clocked(tokens: Tokens, i: int) -> tuple[Length, int] | None:
    """The length in "dans 1h30"."""
    minutes = value(tokens[i], Kind.CLOCK)
    if minutes is None or "h" not in tokens[i].text:
        return None
    return Length(minutes=minutes), i + 1


def _rather_a_time(tokens: Tokens, i: int, j: int) -> bool:
    """Whether "d'ici 15h" means three o'clock: the word means "before" too, and the hours are many."""
    hours = value(tokens[j - 2], Kind.NUMBER) or 0
    return Kind.BEFORE in tokens[i].meanings and Kind.HOUR in tokens[j - 1].meanings and hours > _FEW_HOURS


def _either(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "in 2-3 Tagen", "in an hour or two": from the first length to the second."""
    after = 2 if unit(tokens[i + 1]) else 1
    first, last = _amount(tokens, i), value(tokens[i + after + 1], Kind.NUMBER)
    counted = unit(tokens[i + 1]) or unit(tokens[i + 3])
    joint = tokens[i + after].meanings
    if first is None or not last or not counted or _EITHER.isdisjoint(joint) or Kind.AT in joint or first > last * 100:
        return None
    begins, ends = _at(_of(counted, first), scene.today, scene), _at(_of(counted, last * 100), scene.today, scene)
    if isinstance(begins, Instant) and isinstance(ends, Instant):
        return Instant(start=begins.start, end=ends.end, spans=(*begins.spans, *ends.spans), kind=Kind.AHEAD), i + 4
    if isinstance(begins, Days) and isinstance(ends, Days):
        return Days(dates=calendar.between(begins.dates[0], ends.dates[0]), loose=True), i + 4
    return None


def _base(tokens: Tokens, i: int, scene: Scene) -> tuple[date, int]:
    """The day from which is counted, where it isn't today: "3 days after tomorrow"."""
    j = skip(tokens, i, frozenset({Kind.FROM, Kind.AFTER, Kind.HENCE}), 1)
    ahead = value(tokens[j], Kind.DAY)
    weekday = value(tokens[j], Kind.WEEKDAY)
    if j > i and weekday is not None:
        return calendar.next_weekday(scene.today, weekday), j + 1
    if j > i and Kind.NOW in tokens[j].meanings:
        return scene.today, j + 1
    return (scene.today, i) if j == i or ahead is None else (scene.day(ahead), j + 1)


def _at(length: Length, base: date, scene: Scene) -> Days | Instant:
    day = calendar.first_of_month(base, length.months)
    day = calendar.dated(day.year, day.month, base.day) or calendar.first_of_month(day, 1)
    day += length.days * calendar.DAY
    day = calendar.working_days_later(day, length.working_days, scene.hours.working_days)
    if not length.minutes:
        week = calendar.monday(day) if length.days and length.days % 7 == 0 else None
        return Days(dates=(day,), week=week, doubtful=day.weekday() not in scene.hours.working_days)
    start = moved(scene.at, timedelta(days=(day - scene.today).days, minutes=length.minutes))
    end = moved(start, timedelta(minutes=scene.hours.call))
    return Instant(start=start, end=end, spans=((start, start),), kind=Kind.AHEAD)


def _within(length: Length, scene: Scene) -> Days | Instant:
    end = _at(length, scene.today, scene)
    if isinstance(end, Days):
        return Days(dates=calendar.between(scene.today, end.dates[0]), others=end.dates, loose=True)
    spans: tuple[Span, ...] = ((scene.at, end.start), (end.start, end.start))
    return Instant(start=scene.at, end=end.start, spans=spans, kind=Kind.WITHIN)


def _hence(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "2 days from now", "15 minuten later", "3 weeks from tomorrow"; and "20 minuutjes" as all of an answer."""
    if Kind.HENCE_WEEK in tokens[i].meanings and Kind.UNIT not in tokens[i].meanings:
        return Days(dates=(scene.day(7),), week=calendar.monday(scene.day(7))), i + 1
    found = length(tokens, i)
    if found is None:
        return None
    said, j = found
    if Kind.COMING in tokens[i + 1].meanings:
        return (_within(said, scene), j) if said.minutes else None
    base, k = _base(tokens, j, scene)
    if Kind.HENCE in tokens[j].meanings:
        return _at(said, base, scene), max(k, j + 1)
    if not {Kind.HOUR, Kind.AFTER_HOUR}.isdisjoint(tokens[j - 1].meanings):
        return None
    alone = scene.bare and i == 0 and not tokens[j].text and said.minutes
    return (_at(said, base, scene), k) if k > j or alone else None


def _coming(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "komend uur", "the next 3 hours", "komende paar uur"."""
    if not {Kind.COMING, Kind.NEXT}.intersection(tokens[i].meanings):
        return None
    found = length(tokens, i + 1)
    if found is None or not found[0].minutes:
        return None
    return _within(found[0], scene), found[1]


def _weekdays_hence(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "two Sundays from now"."""
    count = value(tokens[i], Kind.NUMBER)
    weekday = value(tokens[i + 1], Kind.WEEKDAY)
    if not count or weekday is None:
        return None
    j = skip(tokens, i + 2, frozenset({Kind.HENCE, Kind.FROM, Kind.AHEAD}), 1)
    ahead = i > 0 and Kind.AHEAD in tokens[i - 1].meanings
    if j == i + 2 and not ahead:
        return None
    day = calendar.next_weekday(scene.today, weekday) + (min(count, 52) - 1) * calendar.WEEK
    return Days(dates=(day,)), j + (Kind.NOW in tokens[j].meanings)
