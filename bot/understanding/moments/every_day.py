"""An "every day" beside which a day is named: "every day after three, Fridays from noon", "any day, weekends too"."""

from collections.abc import Sequence
from itertools import takewhile

from bot.understanding.moments.dates import WORKDAYS
from bot.understanding.moments.days_beside import one_weekday
from bot.understanding.moments.said import Days, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

_WORKDAYS = Days(habit=WORKDAYS, loose=True)
_WEEKEND = frozenset({5, 6})
_BEHIND = frozenset({Kind.ONLY, Kind.BUT, Kind.ALSO, Kind.FINE})
_LISTS = frozenset({Kind.ANY, Kind.EVERY, Kind.EXCEPT})
_SHORTEST = 3
"""A comma, a day and its hours."""
_COMMA = Mark(Kind.COMMA)
_APART = (_COMMA, Mark(Kind.BUT))


def with_every_day(items: Sequence[Item], said: frozenset[Kind]) -> list[Item]:
    """The items with the working days in place of an "every day" that is not just repeated by the day behind it.

    `said`: the kinds of all words of the message.
    """
    if Kind.WEEKDAY not in said and Kind.WEEKEND not in said:
        return list(items)
    found = list(items)
    if not said.isdisjoint(_LISTS):
        found = _with_its_own(_others(_excepted(found)))
        found = [_WORKDAYS if _has_exception(found, n) else item for n, item in enumerate(found)]
    corrects = Kind.INSTEAD in said
    return [_WORKDAYS, *found] if not corrects and _is_habit_with_exception(found) else found


def _excepted(items: Sequence[Item]) -> list[Item]:
    """ "Elke dag op vrijdag na" as "elke dag behalve vrijdag"."""
    found = list(items)
    for n in range(len(items) - 2):
        every, day, after = items[n : n + 3]
        if _is_every(every) and isinstance(day, Days) and after == Mark(Kind.AFTER_THAT):
            found[n + 1 : n + 3] = Mark(Kind.EXCEPT), day
    return found


def _with_its_own(items: Sequence[Item]) -> list[Item]:
    """ "Every day after four except Friday, after two" as "the working days after four, Friday after two"."""
    n = next((n for n, item in enumerate(items) if item == Mark(Kind.EXCEPT)), 0)
    before, behind = items[:n], items[n + 1 :]
    day = behind[0] if behind else None
    rest = [item for item in behind[1:] if item != _COMMA and not _is_behind(item) and item != Mark(Kind.THAN)]
    hours = [item for item in before if not _is_every(item) and item != _COMMA]
    timed = bool(hours and rest) and all(isinstance(item, Times) for item in (*hours, *rest))
    if not (timed and isinstance(day, Days) and one_weekday(day) is not None):
        return list(items)
    return [_WORKDAYS, *hours, _COMMA, day, *rest]


def _others(items: Sequence[Item]) -> list[Item]:
    """ "Tuesdays after two, the other days after five" as "those and the other working days", each with its hours."""
    n = next((n for n, item in enumerate(items) if isinstance(item, Mark) and item.of_others), 0)
    hours = [*takewhile(lambda item: isinstance(item, Times), items[n + 1 :])]
    named = [item for item in items[:n] if isinstance(item, Days)]
    refused = any(isinstance(item, Mark) and item.kind in (Kind.NOT, Kind.BUSY, Kind.EXCEPT) for item in items)
    timed = any(isinstance(item, Times) for item in items[:n])
    if refused or not (n and hours and named and timed):
        return list(items)
    weekdays = {day.weekday() for days in named for day in days.dates} | {w for days in named for w in days.habit or ()}
    return [*items[:n], Days(habit=(WORKDAYS - weekdays) or _WEEKEND, loose=True), *items[n + 1 :]]


def _is_habit_with_exception(items: Sequence[Item]) -> bool:
    """Whether hours of no day come first, and other such hours of one day: "after four, on Fridays after one"."""
    hours = [*takewhile(lambda item: isinstance(item, Times), items)]
    rest = items[len(hours) :]
    if len(hours) != 1 or len(rest) < _SHORTEST or rest[0] not in _APART:
        return False
    day, *own = [item for item in rest[1:] if not _is_behind(item)]
    if not isinstance(day, Days) or one_weekday(day) is None or len(own) != 1:
        return False
    first, last = hours[0], own[0]
    if not (isinstance(first, Times) and isinstance(last, Times)):
        return False
    return first.shape is last.shape and first.shape in (Shape.FROM, Shape.UNTIL, Shape.PART) and first != last


def _has_exception(items: Sequence[Item], n: int) -> bool:
    """Whether a comma and a day with hours of its own follow on an "every day", or the weekend with none."""
    if not _is_every(items[n]):
        return False
    k = n + 1
    while k < len(items) and isinstance(items[k], Times):
        k += 1
    if k + 1 >= len(items) or items[k] not in _APART:
        return False
    day, after = items[k + 1], [item for item in items[k + 2 :] if not _is_behind(item)]
    if not isinstance(day, Days):
        return False
    weekdays = day.habit or frozenset(date.weekday() for date in day.dates)
    timed = bool(after) and isinstance(after[0], Times)
    return (timed and one_weekday(day) is not None) or (not after and weekdays <= _WEEKEND)


def _is_every(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind in (Kind.ANY, Kind.EVERY) and item.of_every_day


def _is_behind(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind in _BEHIND
