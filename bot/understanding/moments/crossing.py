"""Words to a stretch of time over several days: "from 4pm today to 5pm tomorrow", "bis Freitag Mittag"."""

from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.clocks import clock
from bot.understanding.moments.days import one_day
from bot.understanding.moments.said import Clock, Days, Instant, Scene
from bot.understanding.moments.tokens import Kind, Tokens, skip
from bot.understanding.moments.wall import wall
from bot.understanding.understood import Span
from bot.windows import Window, Windows, merge

_End = tuple[date, int]
_DAYS = frozenset({Kind.DAY, Kind.WEEKDAY, Kind.DATE, Kind.MONTH})
_JOINTS = frozenset({Kind.THROUGH, Kind.UNTIL, Kind.DASH})
_FILL = frozenset({Kind.ON, Kind.THE, Kind.AT, Kind.FROM, Kind.OF})
TO = frozenset({Kind.UNTIL, Kind.THROUGH, Kind.BEFORE})
"""The kinds of words that may begin "until"."""
_AWAKE = 6 * 60
"""Over several days, seven is in the morning."""


def may_cross(tokens: Tokens, scene: Scene) -> bool:
    """Whether two days are named and something joins them, so that it is worth looking for such a stretch."""
    if _JOINTS.isdisjoint(scene.said):
        return False
    return sum(not _DAYS.isdisjoint(token.kinds) for token in tokens if token.meanings) > 1


def crossing(tokens: Tokens, i: int, scene: Scene) -> tuple[Instant, int] | None:
    """The stretch that begins at token `i` with a day and a time and ends with a later day and a time."""
    opened = not {Kind.FROM, Kind.BETWEEN}.isdisjoint(tokens[i].meanings)
    start = skip(tokens, i + 1, _FILL) if opened else i
    day_first = one_day(tokens, start, scene) is not None
    end = _day_and_time if day_first else _time_and_day
    first = end(tokens, start, scene)
    joints = _JOINTS | {Kind.AND} if Kind.BETWEEN in tokens[i].meanings else _JOINTS
    if first is None or joints.isdisjoint(tokens[first[1]].meanings):
        return None
    last = end(tokens, skip(tokens, first[1] + 1, _FILL), scene)
    said = _stretch(first[0], last[0], scene) if last else None
    return (said, last[1]) if said and last else None


def until(tokens: Tokens, i: int, scene: Scene) -> tuple[Instant, int] | None:
    """The stretch from now on that ends on a day at a time: "bis Freitag Mittag", "by tomorrow 3pm"."""
    if TO.isdisjoint(tokens[i].meanings):
        return None
    by = tokens[i].meanings.get(Kind.BEFORE)
    to = tokens[i].meanings.get(Kind.UNTIL) or tokens[i].meanings.get(Kind.THROUGH)
    if not ((by and (by.value or not by.doubtful)) or (to and not to.doubtful)):
        return None
    last = _day_and_time(tokens, skip(tokens, i + 1, _FILL), scene, _FILL - {Kind.FROM})
    if last is None or not scene.today < last[0][0] <= scene.day(28):
        return None
    windows = _windows((scene.today, scene.minute), last[0], scene)
    end = wall(scene, *last[0])
    spans: tuple[Span, ...] = ((None, end), (end, end))
    return Instant(start=scene.at, end=end, spans=spans, kind=Kind.BETWEEN, windows=windows), last[1]


def since(tokens: Tokens, i: int, scene: Scene) -> tuple[Instant, int] | None:
    """The working days from a time of a day on: "à partir de demain 10h", "from Monday afternoon"."""
    word = tokens[i].meanings.get(Kind.FROM)
    found = None if word is None or word.doubtful else _day_and_time(tokens, skip(tokens, i + 1, _FILL), scene)
    if found is None or found[0][0] < scene.today or not _JOINTS.isdisjoint(tokens[found[1]].meanings):
        return None
    first, start = found[0], wall(scene, *found[0])
    days = [day for day in calendar.run(first[0], 9) if day.weekday() in scene.hours.working_days]
    last = days[scene.hours.horizon - 1], scene.hours.closes
    windows = _windows(first, last, scene)
    end = wall(scene, *last)
    return Instant(start=start, end=end, spans=((start, None),), kind=Kind.BETWEEN, windows=windows), found[1]


def _stretch(first: _End, last: _End, scene: Scene) -> Instant | None:
    if last[0] < first[0]:
        last = last[0] + calendar.WEEK, last[1]
    if not first[0] < last[0] <= first[0] + 4 * calendar.WEEK:
        return None
    start, end = wall(scene, *first), wall(scene, *last)
    return Instant(start=start, end=end, spans=((start, end),), kind=Kind.BETWEEN, windows=_windows(first, last, scene))


def _day_and_time(tokens: Tokens, i: int, scene: Scene, between: frozenset[Kind] = _FILL) -> tuple[_End, int] | None:
    day = one_day(tokens, i, scene)
    if day is None:
        return None
    j = skip(tokens, day[1], _FILL - {Kind.FROM})
    named = tokens[j].meanings.get(Kind.PART)
    if named:
        return _both(day[0], Clock((scene.hours.parts[named.name].starts,)), j + 1)
    time = clock(tokens, skip(tokens, j, between), scene, bare=True)
    return _both(day[0], time[0], time[1]) if time else None


def _time_and_day(tokens: Tokens, i: int, scene: Scene) -> tuple[_End, int] | None:
    time = clock(tokens, i, scene, bare=True)
    day = one_day(tokens, skip(tokens, time[1], _FILL), scene) if time else None
    return _both(day[0], time[0], day[1]) if time and day else None


def _both(day: Days, time: Clock, j: int) -> tuple[_End, int] | None:
    early = min(time.readings)
    return ((day.dates[0], early if early >= _AWAKE else time.readings[0]), j) if len(day.dates) == 1 else None


def _windows(first: _End, last: _End, scene: Scene) -> Windows:
    """The hours of that stretch in which we call."""
    hours = scene.hours
    found = []
    for day in calendar.between(first[0], last[0]):
        if day in (first[0], last[0]) or day.weekday() in hours.working_days:
            opens = max(first[1], hours.opens if first[0] == scene.today else hours.earliest)
            opens = opens if day == first[0] else hours.opens
            closes = hours.latest if opens >= hours.late_from else hours.closes
            closes = min(last[1], hours.latest) if day == last[0] else closes
            found.append(Window(max(wall(scene, day, opens), scene.at), wall(scene, day, closes)))
    return merge(found)
