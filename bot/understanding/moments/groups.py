"""Days and the times that belong to them: "dinsdag of woensdag na 3" is one group, "ma om 10 of di na 3" are two."""

from collections.abc import Sequence
from itertools import takewhile

from bot.understanding.moments.days_beside import (
    in_week,
    moves,
    repeats,
)
from bot.understanding.moments.group import EITHER, PAUSES, Group
from bot.understanding.moments.laying import put_days
from bot.understanding.moments.limits import ONLY, is_limited, is_perhaps_limited, is_refined
from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

_FRAMES = frozenset({Shape.FROM, Shape.UNTIL, Shape.PART})
_EXACT = frozenset({Shape.POINT, Shape.RANGE})
_WEEKEND = frozenset({5, 6})


def groups(items: Sequence[Item]) -> list[Group]:
    """The moments in their groups, in order."""
    made = [Group()]
    joint: Kind | None = None
    for n, item in enumerate(items):
        if isinstance(item, Mark):
            otherwise = item.kind is Kind.FALLBACK and _follows(items, n, Times)
            if item.kind is Kind.FALLBACK and _is_timed_day(items, n + 1) and not made[-1].times:
                made.append(Group())
            joint = Kind.OR if otherwise else _stronger(joint, item.kind)
            continue
        if joint is None and _is_only_now(item, made[-1]):
            continue
        if joint is None:
            _meet(made, item)
        if isinstance(item, Days) and _moves_all(item, made[-1], joint, items, n):
            for group in made:
                group.days = [in_week(days, item) for days in group.days]
            joint = None
            continue
        if isinstance(item, Days) and joint is Kind.BUT and _follows(items, n, Times):
            _correct(made, item, _own(items, n))
        elif isinstance(item, Days) and made[-1].days and is_refined(items, n, made[-1].days):
            _correct(made, in_week(item, made[-1].days[-1]), _own(items, n))
        elif isinstance(item, Days) and made[-1].days and is_limited(items, n):
            made.append(Group(doubtful=is_perhaps_limited(items, n)))
        elif _begins_group(made[-1], item, joint, items, n):
            # "Next week Tuesday morning or Friday afternoon": the week holds for both.
            made.append(Group(scope=made[-1].scope if isinstance(item, Days) else None))
        _put(made[-1], item, joint)
        joint = None
    kept = [group for group in made if not group.empty]
    return [group for n, group in enumerate(kept) if not (n and _repeats(group, kept[:n]))]


def _meet(made: list[Group], item: Item) -> None:
    """What an item right behind another makes of that: "today in two hours", "later today before twelve"."""
    if isinstance(item, Instant) and _is_on(item, made[-1]):
        made[-1] = Group()
    elif isinstance(item, Times) and (later := _later_today(made[-1])):
        made[-1] = Group(days=[later])
    elif isinstance(item, Days):
        made[-1].instants = [now for now in made[-1].instants if not _is_only_now(now, Group([item]))]


def _repeats(group: Group, before: Sequence[Group]) -> bool:
    """Whether it only names the day again: "Sunday around six if you work Sundays", "if you work weekends"."""
    if group.times or group.instants or len(group.days) != 1:
        return False
    day = group.days[0]
    weekdays = day.habit or {date.weekday() for date in day.dates[:2]}
    timed = (said for other in before if other.times for said in other.days if len(said.dates) == 1)
    one = len(weekdays) == 1 or _WEEKEND.issuperset(weekdays)
    return one and any(said.dates[0].weekday() in weekdays for said in timed)


def _own(items: Sequence[Item], n: int) -> Times | None:
    """The hours behind the day at place `n`."""
    return next((item for item in items[n + 1 :] if isinstance(item, Times)), None)


def _correct(made: list[Group], item: Days, own: Times | None) -> None:
    """ "Ma, di en do, maar di pas na 3": what follows says of those days what holds instead."""
    dated = [group for group in made if group.days]
    shared = _shared(made, own) if own else []
    for group in dated:
        group.days = [_without(days, item) for days in group.days]
        group.days = [days for days in group.days if days.dates or days.habit]
    made[:] = [*(group for group in made if group.days or group not in dated), Group(times=shared)]


def _shared(made: Sequence[Group], own: Times) -> list[list[Times]]:
    """The end that holds for the day, too, of "Thursday and Friday after three, Friday only until five"."""
    last = next((group for group in reversed(made) if group.days and len(group.times) == 1), None)
    held = last.times[0] if last else []
    ends = {Shape.FROM, Shape.UNTIL}
    return [[*held]] if len(held) == 1 and {held[0].shape, own.shape} == ends else []


def _without(days: Days, item: Days) -> Days:
    weekdays = item.habit or (frozenset() if item.weekday is None else frozenset({item.weekday}))
    dates = tuple(day for day in days.dates if day not in item.dates and day.weekday() not in (item.habit or ()))
    return days._replace(dates=dates, habit=None if days.habit is None else days.habit - weekdays)


def _stronger(joint: Kind | None, mark: Kind) -> Kind | None:
    if joint in EITHER:
        return joint
    return mark if mark in EITHER or mark in (Kind.COMMA, Kind.STOP, Kind.BUT) else joint


def _begins_group(group: Group, item: Item, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if group.empty:
        return False
    if isinstance(item, Instant) or group.instants:
        return True
    if isinstance(item, Days):
        return _day_begins(group, joint, items, n)
    if isinstance(item, Times):
        if joint is Kind.OR and group.days and not group.times and not _follows(items, n, Days):
            return not any(day.open for day in group.days)  # "Saturday or after five"
        return _time_begins(group, item, joint, items, n)
    return False


def _day_begins(group: Group, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if group.days and group.times:
        if joint is None and moves(items[n], group.days[-1]):
            return False
        if repeats(items[n], group.days[-1]) and joint in (None, *PAUSES) and not _follows(items, n, Times):
            return False
        return not group.times_first or _follows(items, n, Times) or _all_day(items, n)
    return (bool(group.times) and joint in EITHER) or (
        bool(group.days) and joint is not None and _all_day_before(items, n)
    )


def _is_timed_day(items: Sequence[Item], n: int) -> bool:
    """Whether a day with a time of its own stands there: "Saturday, otherwise Monday first thing"."""
    return n < len(items) and isinstance(items[n], Days) and _follows(items, n, Times)


def _is_only_now(item: Item, beside: Group) -> bool:
    """Whether it is the "now" of "Thursday is free now", of "if I have to say now, Monday"."""
    if not isinstance(item, Instant) or item.kind is not Kind.NOW or not beside.days:
        return False
    return all(item.start.date() not in day.dates and day.habit is None for day in beside.days)


def _is_on(item: Instant, beside: Group) -> bool:
    """Whether the one day that was named before it is its own."""
    named = len(beside.days) == 1 and not (beside.times or beside.instants)
    return named and beside.days[0].dates == (item.start.date(),)


def _later_today(group: Group) -> Days | None:
    """The day of the "later today" of "later today before twelve", which then says no more than that day."""
    only = len(group.instants) == 1 and not (group.days or group.times)
    later = group.instants[0] if only else None
    if later is None or later.kind is not Kind.LATER or later.doubtful:
        return None
    return Days(dates=(later.start.date(),))


def _moves_all(week: Days, last: Group, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    """ "Tuesday at ten or Thursday at two, both next week": by itself behind them, the week moves all weekdays."""
    alone = all(isinstance(item, Mark) and item.kind in PAUSES for item in items[n + 1 :])
    dated = bool(last.times) and any(day.weekday is not None for day in last.days)
    return week.week is not None and joint in PAUSES and alone and dated and not last.times_first


def _all_day(items: Sequence[Item], n: int) -> bool:
    """ "After 3 tomorrow, all day Friday": the time before it isn't meant for this day."""
    beside = (items[n - 1], *items[n + 1 : n + 2])
    return any(isinstance(item, Mark) and item.kind is Kind.ANY for item in beside)


def _all_day_before(items: Sequence[Item], n: int) -> bool:
    """ "Thursday all day, Friday till twelve": a time after it isn't meant for the day before it."""
    marks = [*takewhile(lambda item: isinstance(item, Mark), reversed(items[:n]))]
    day = n - len(marks) - 1
    marks += items[max(0, day - 1) : day] if day > 0 else []
    return any(isinstance(item, Mark) and item.kind is Kind.ANY for item in marks)


def _time_begins(group: Group, item: Times, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if _closes(item, group, joint) and not _follows(items, n, Days):
        return False
    if group.days and group.times and group.times_first:
        framed = all(said.shape in _FRAMES for said in group.times[-1])
        only_part = all(said.shape is Shape.PART for said in group.times[-1])
        clocked = item.shape is not Shape.PART
        if joint in EITHER and clocked and not (only_part or _follows(items, n, Days)):
            return False
        if only_part and joint in PAUSES and clocked and not _follows(items, n, Days):
            return False
        if joint is None and clocked and (only_part or (framed and not _follows(items, n, Days))):
            return False
        return joint is not None or clocked
    return bool(group.days and group.times) and joint is not None and _follows(items, n, Days)


def _closes(item: Times, group: Group, joint: Kind | None) -> bool:
    """ "Four tomorrow, five at the latest" is all of tomorrow."""
    pointed = bool(group.times) and group.times[-1][-1].shape is Shape.POINT
    return pointed and item.shape is Shape.UNTIL and joint in PAUSES


def _follows(items: Sequence[Item], n: int, kind: type[Days] | type[Times]) -> bool:
    """Whether the very next item is of the kind, with nothing but an "only" between."""
    after = n + 1 + (ONLY in items[n + 1 : n + 2])
    return after < len(items) and isinstance(items[after], kind)


def _put(group: Group, item: Item, joint: Kind | None) -> None:
    if isinstance(item, Days):
        put_days(group, item, joint)
    elif isinstance(item, Times):
        _put_times(group, item, joint)
    elif isinstance(item, Instant):
        group.instants.append(item)


def _put_times(group: Group, item: Times, joint: Kind | None) -> None:
    group.times_first = group.times_first or not group.days
    if group.times and _together(group.times[-1][-1], item, joint):
        group.times[-1].append(item)
    else:
        group.times.append([item])


def _together(last: Times, item: Times, joint: Kind | None) -> bool:
    """Whether two times say one thing: "'s avonds na 7", "na 3 en voor 5", "vanavond, 8 uur"."""
    if {last.shape, item.shape} == {Shape.FROM, Shape.UNTIL}:
        return joint is not Kind.OR and not _apart(last, item)
    if joint is None:
        return not (last.shape in _EXACT and item.shape is last.shape and _far_apart(last, item))
    mixed = (last.shape is Shape.PART) != (item.shape is Shape.PART)
    return joint not in EITHER and mixed


def _far_apart(last: Times, item: Times) -> bool:
    """Whether two times side by side are two, "9h-12h 14h-17h", "demain 10h 14h", and not one said twice."""
    if not (last.start and item.start):
        return False
    return not set(last.start.readings) & set(item.start.readings)


def _apart(last: Times, item: Times) -> bool:
    """ "Before nine and after six" is twice a day."""
    ends = last.start if last.shape is Shape.UNTIL else None
    return bool(ends and item.start and ends.readings[0] <= item.start.readings[0])
