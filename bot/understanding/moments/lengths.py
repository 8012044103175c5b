"""Words to moments counted from now: "over een uurtje", "in 20 mins", "2 days from now", "komend uur"."""

from datetime import date, timedelta
from functools import cache

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.beginnings import Beginning, Reader, asked
from bot.understanding.moments.durations import Length, amount, length, of_unit
from bot.understanding.moments.said import Days, Instant, Scene
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value
from bot.understanding.moments.wall import moved
from bot.understanding.understood import Span

Said = tuple[Days | Instant, int]
_FILL = frozenset({Kind.AROUND, Kind.THE, Kind.COMING, Kind.NEXT})
_STRETCHES = frozenset({Kind.COMING, Kind.NEXT})
_AMOUNT = frozenset({Kind.NUMBER, Kind.DECIMAL, Kind.SEVERAL, Kind.ARTICLE})
_UNIT = frozenset({Kind.LENGTH, Kind.UNIT})
_COUNTED = _UNIT | {Kind.COMING}
_EITHER = frozenset({Kind.DASH, Kind.THROUGH, Kind.UNTIL, Kind.OR, Kind.SLASH, Kind.TO})
_FEW_HOURS = 6


def from_now(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """What is counted from now and begins at token `i`, and where the words go on; None where nothing is."""
    for reader in _readers(tokens[i].kinds, tokens[i + 1].kinds):
        found = reader(tokens, i, scene)
        if found:
            return found
    return None


@cache
def _readers(kinds: frozenset[Kind], after: frozenset[Kind]) -> tuple[Reader[Days | Instant], ...]:
    """What reads what is counted from now and begins with words of these kinds, in order."""
    return asked(_BEGINNINGS, kinds, after)


def _ahead(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "over een uur", "in two days", "binnen 5 minuten", "+15 min"."""
    within = Kind.WITHIN in tokens[i].meanings
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
        said = _within(found[0], scene)
        both = isinstance(said, Instant) and value(tokens[i], Kind.WITHIN)
        # "D'ici une heure" is within the hour as well as in an hour.
        return (said._replace(doubtful=True) if both else said), k
    said = _at(found[0], base, scene)
    if isinstance(said, Instant) and value(tokens[i], Kind.AHEAD):
        said = said._replace(spans=(*said.spans, (scene.at, said.start)))
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
    first, last = amount(tokens, i), value(tokens[i + after + 1], Kind.NUMBER)
    counted = unit(tokens[i + 1]) or unit(tokens[i + 3])
    joint = tokens[i + after].meanings
    if first is None or not last or not counted or _EITHER.isdisjoint(joint) or Kind.AT in joint or first > last * 100:
        return None
    begins = _at(of_unit(counted, first), scene.today, scene)
    ends = _at(of_unit(counted, last * 100), scene.today, scene)
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


def _from_slot(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "Een uur later", "half an hour earlier", in answer to one slot."""
    found = length(tokens, i) if len(scene.offered) == 1 else None
    extreme = tokens[found[1]].meanings.get(Kind.EXTREME) if found else None
    if found is None or not found[0].minutes or extreme is None or extreme.name not in ("earlier", "later"):
        return None
    minutes = found[0].minutes if extreme.name == "later" else -found[0].minutes
    start = moved(scene.offered[0], timedelta(minutes=minutes))
    end = moved(start, timedelta(minutes=scene.hours.call))
    return Instant(start=start, end=end, spans=((start, start),), kind=Kind.AHEAD), found[1] + 1


def _coming(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "komend uur", "the next 3 hours", "komende paar uur"."""
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


_BEGINNINGS: tuple[Beginning[Days | Instant], ...] = (
    Beginning(_ahead, frozenset({Kind.AHEAD, Kind.WITHIN, Kind.PLUS})),
    Beginning(_from_slot, _AMOUNT, _COUNTED),
    Beginning(_from_slot, _UNIT),
    Beginning(_hence, _AMOUNT, _COUNTED),
    Beginning(_hence, _UNIT | {Kind.HENCE_WEEK}),
    Beginning(_coming, _STRETCHES, _AMOUNT | _UNIT),
    Beginning(_weekdays_hence, frozenset({Kind.NUMBER}), frozenset({Kind.WEEKDAY})),
)
BEGINS = frozenset().union(*(beginning.first for beginning in _BEGINNINGS))
"""The kinds of words that may stand first."""
