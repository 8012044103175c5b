"""Words behind a day: the "only" of "Monday only till twelve", the "too" of "Monday I work, Tuesday too"."""

from collections.abc import Sequence
from itertools import takewhile

from bot.understanding.moments.days_beside import one_weekday
from bot.understanding.moments.said import Days, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Tokens, skip

_FILL = frozenset({Kind.THE, Kind.IN, Kind.ON})
_DAYS = frozenset({Kind.WEEKDAY, Kind.DAY, Kind.MONTH, Kind.DATE, Kind.WEEKEND})
_TIMES = frozenset({Kind.PART, Kind.CLOCK, Kind.NUMBER, Kind.NAMED, Kind.BETWEEN, Kind.AT, Kind.AROUND}) | {
    Kind.UNTIL,
    Kind.THROUGH,
    Kind.BEFORE,
    Kind.AFTER,
    Kind.FROM,
}
_PAUSES = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT})
_EITHER = frozenset({Kind.AND, Kind.OR})
_ENDS = _PAUSES | _EITHER
ONLY = Mark(Kind.ONLY)


def behind_day(tokens: Tokens, i: int) -> Mark | None:
    """The "only" or the "too" at token `i`, which stands behind a day; None where it says something else."""
    if Kind.ALSO in tokens[i].kinds:
        after = tokens[i + 1]
        return Mark(Kind.ALSO) if not after.text or not _ENDS.isdisjoint(after.kinds) else None
    if Kind.ONLY not in tokens[i].kinds:
        return None
    beside = tokens[skip(tokens, i + 1, _FILL)].kinds
    return ONLY if _DAYS.isdisjoint(beside) and not _TIMES.isdisjoint(beside) else None


def is_limited(items: Sequence[Item], n: int) -> bool:
    """Whether the day at place `n` has a time of its own, which is not that of the days before it."""
    if ONLY not in items:
        return False
    after = items[n + 1 :]
    behind = [*takewhile(_is_mark, after)]
    if ONLY not in behind or not isinstance(after[len(behind)] if len(behind) < len(after) else None, Times):
        return False
    listed = sum(isinstance(item, Days) for item in items[:n]) > 1
    return listed or any(item.kind in _PAUSES for item in _joints(items, n))


def is_perhaps_limited(items: Sequence[Item], n: int) -> bool:
    """Whether it may be meant of all days: "Monday, Tuesday and Thursday only after four"."""
    kinds = {item.kind for item in _joints(items, n)}
    return not kinds.isdisjoint(_EITHER) and Kind.FINE not in kinds


def is_refined(items: Sequence[Item], n: int, days: Sequence[Days]) -> bool:
    """Whether the day at place `n` is one of those before it, with hours of its own: "Mon to Fri, Friday after two".

    Of "next week, Thursday after three" Thursday is all that is left; not so of "any day next week, Thursday only …".
    """
    item, joints = items[n], _joints(items, n)
    behind = [*takewhile(_is_mark, items[n + 1 :])]
    own = items[n + 1 + len(behind)] if n + 1 + len(behind) < len(items) else None
    if not isinstance(item, Days) or not isinstance(own, Times) or not all(map(_limits, behind)):
        return False
    weekday = one_weekday(item)
    if _PAUSES.isdisjoint({mark.kind for mark in joints}) or weekday is None:
        return False
    if len(days) > 1:  # "Thursday and Friday, Friday only after two", and no "Friday. Friday at two" that settles it
        exact = own.shape in (Shape.POINT, Shape.AROUND) and ONLY not in behind
        if exact or any(mark.kind is Kind.STOP for mark in joints):
            return False
        return any(len(day.dates) == 1 and day.dates[0].weekday() == weekday for day in days)
    last = days[-1]
    if last.habit is not None:
        return len(last.habit) > 1 and weekday in last.habit
    several = last.week is None or any(isinstance(one, Mark) and one.kind is Kind.ANY for one in items[:n])
    # "Friday afternoon, Friday only after three"
    limited = ONLY in behind if len(last.dates) == 1 else bool(behind) or own.denied
    return limited and several and any(day.weekday() == weekday for day in last.dates)


def _limits(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind in (Kind.ONLY, Kind.NOT, Kind.BUT, Kind.FINE)


def _joints(items: Sequence[Item], n: int) -> list[Mark]:
    return [item for item in takewhile(_is_mark, reversed(items[:n])) if isinstance(item, Mark)]


def _is_mark(item: Item) -> bool:
    return isinstance(item, Mark)
