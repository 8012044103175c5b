"""Words to days that recur: "elke dag", "every Friday", "montags bis donnerstags", "jeden zweiten Tag"."""

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.tokens import Kind, Tokens, unit, value

Said = tuple[Days, int]
_JOINTS = frozenset({Kind.THROUGH, Kind.UNTIL, Kind.DASH})
_DAYS = ("day", "workday")


def recurring(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The recurring days that begin at token `i`, and where the words go on; None where there are none."""
    if Kind.WEEKDAYS in tokens[i].meanings:
        return _usual(range(5), i + 1)
    first = _habit(tokens, i)
    if first is not None:
        last = None if _JOINTS.isdisjoint(tokens[i + 1].meanings) else _habit(tokens, i + 2)
        return _usual([first], i + 1) if last is None else _usual(_from_to(first, last), i + 3)
    return _every(tokens, i, scene) if Kind.EVERY in tokens[i].meanings else None


def _usual(weekdays: range | list[int], j: int) -> Said:
    return Days(habit=frozenset(weekdays)), j


def _habit(tokens: Tokens, i: int) -> int | None:
    """The weekday of "Fridays", "freitags"."""
    weekday = tokens[i].meanings.get(Kind.WEEKDAY)
    return weekday.value if weekday and weekday.plural else None


def _from_to(first: int, last: int) -> list[int]:
    return [(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)]


def _every(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    weekday = value(tokens[i + 1], Kind.WEEKDAY)
    if weekday is not None:
        return _usual([weekday], i + 2)
    weekday = value(tokens[i + 2], Kind.WEEKDAY)
    if weekday is not None and value(tokens[i + 1], Kind.ORDINAL) == 2:
        coming = calendar.next_weekday(scene.today, weekday)
        return Days(dates=(coming,), others=(coming + calendar.WEEK,), doubtful=True), i + 3
    if unit(tokens[i + 1]) in _DAYS:
        return _usual(range(5), i + 2)
    if value(tokens[i + 1], Kind.ORDINAL) == 2 and unit(tokens[i + 2]) in _DAYS:
        every_second = calendar.run(scene.today, 8)[::2]
        return Days(dates=every_second, loose=True, doubtful=True), i + 3
    return _usual(range(5), i + 1) if Kind.PART in tokens[i + 1].meanings else None
