"""Days and the times that belong to them: "dinsdag of woensdag na 3" is one group, "ma om 10 of di na 3" are two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from bot.understanding.moments.days_beside import (
    in_week,
    is_date_of,
    is_in,
    is_in_week,
    is_weekend_of,
    moves,
    repeats,
    usual,
    within,
)
from bot.understanding.moments.limits import ONLY, is_limited, is_perhaps_limited, is_refined
from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

_FRAMES = frozenset({Shape.FROM, Shape.UNTIL, Shape.PART})
_WEEKEND = frozenset({5, 6})
_PAUSES = frozenset({Kind.COMMA, Kind.STOP})
_EITHER = frozenset({Kind.OR, Kind.AND, Kind.SLASH})


@dataclass(slots=True)
class Group:
    """Days, and the times on each of them."""

    days: list[Days] = field(default_factory=list)
    times: list[list[Times]] = field(default_factory=list)
    """Any of these; of each, all together."""
    instants: list[Instant] = field(default_factory=list)
    times_first: bool = False
    doubtful: bool = False
    scope: Days | None = None
    """The week that the weekdays after it lie in."""
    stretch: Days | None = None
    """The days of which those after it are some: "end of next week, Thursday or Friday"."""

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.days or self.times or self.instants)

    def bounds(self) -> set[tuple[int, int]]:
        """The borders of the parts of the day among its times."""
        return {said.bounds for times in self.times for said in times if said.shape is Shape.PART}

    def has(self, shape: Shape) -> bool:
        """Whether one of its times is of that shape."""
        return any(said.shape is shape for times in self.times for said in times)


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
        if joint is None and isinstance(item, Times) and (later := _later_today(made[-1])):
            made[-1] = Group(days=[later])
        if joint is None and isinstance(item, Days):
            made[-1].instants = [now for now in made[-1].instants if not _is_only_now(now, Group([item]))]
        if isinstance(item, Days) and _moves_all(item, made[-1], joint, items, n):
            for group in made:
                group.days = [in_week(days, item) for days in group.days]
            joint = None
            continue
        if isinstance(item, Days) and joint is Kind.BUT and _follows(items, n, Times):
            _correct(made, item)
        elif isinstance(item, Days) and made[-1].days and is_refined(items, n, made[-1].days[-1]):
            _correct(made, in_week(item, made[-1].days[-1]))
        elif isinstance(item, Days) and made[-1].days and is_limited(items, n):
            made.append(Group(doubtful=is_perhaps_limited(items, n)))
        elif _begins_group(made[-1], item, joint, items, n):
            made.append(Group())
        _put(made[-1], item, joint)
        joint = None
    kept = [group for group in made if not group.empty]
    return [group for n, group in enumerate(kept) if not (n and _repeats(group, kept[:n]))]


def _repeats(group: Group, before: Sequence[Group]) -> bool:
    """Whether it only names the day again: "Sunday around six if you work Sundays", "if you work weekends"."""
    if group.times or group.instants or len(group.days) != 1:
        return False
    day = group.days[0]
    weekdays = day.habit or {date.weekday() for date in day.dates[:2]}
    timed = (said for other in before if other.times for said in other.days if len(said.dates) == 1)
    one = len(weekdays) == 1 or _WEEKEND.issuperset(weekdays)
    return one and any(said.dates[0].weekday() in weekdays for said in timed)


def _correct(made: list[Group], item: Days) -> None:
    """ "Ma, di en do, maar di pas na 3": what follows says of those days what holds instead."""
    dated = [group for group in made if group.days]
    for group in dated:
        group.days = [_without(days, item) for days in group.days]
        group.days = [days for days in group.days if days.dates or days.habit]
    made[:] = [*(group for group in made if group.days or group not in dated), Group()]


def _without(days: Days, item: Days) -> Days:
    weekdays = item.habit or (frozenset() if item.weekday is None else frozenset({item.weekday}))
    dates = tuple(day for day in days.dates if day not in item.dates and day.weekday() not in (item.habit or ()))
    return days._replace(dates=dates, habit=None if days.habit is None else days.habit - weekdays)


def _stronger(joint: Kind | None, mark: Kind) -> Kind | None:
    if joint in _EITHER:
        return joint
    return mark if mark in _EITHER or mark in (Kind.COMMA, Kind.STOP, Kind.BUT) else joint


def _begins_group(group: Group, item: Item, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if group.empty:
        return False
    if isinstance(item, Instant) or group.instants:
        return True
    if isinstance(item, Days):
        return _day_begins(group, joint, items, n)
    if isinstance(item, Times):
        return _time_begins(group, item, joint, items, n)
    return False


def _day_begins(group: Group, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if group.days and group.times:
        if joint is None and moves(items[n], group.days[-1]):
            return False
        if repeats(items[n], group.days[-1]) and joint in (None, *_PAUSES) and not _follows(items, n, Times):
            return False
        return not group.times_first or _follows(items, n, Times) or _all_day(items, n)
    return (bool(group.times) and joint in _EITHER) or (
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


def _later_today(group: Group) -> Days | None:
    """The day of the "later today" of "later today before twelve", which then says no more than that day."""
    only = len(group.instants) == 1 and not (group.days or group.times)
    later = group.instants[0] if only else None
    if later is None or later.kind is not Kind.LATER or later.doubtful:
        return None
    return Days(dates=(later.start.date(),))


def _moves_all(week: Days, last: Group, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    """ "Tuesday at ten or Thursday at two, both next week": by itself behind them, the week moves all weekdays."""
    alone = all(isinstance(item, Mark) and item.kind in _PAUSES for item in items[n + 1 :])
    dated = bool(last.times) and any(day.weekday is not None for day in last.days)
    return week.week is not None and joint in _PAUSES and alone and dated and not last.times_first


def _all_day(items: Sequence[Item], n: int) -> bool:
    """ "After 3 tomorrow, all day Friday": the time before it isn't meant for this day."""
    beside = (items[n - 1], *items[n + 1 : n + 2])
    return any(isinstance(item, Mark) and item.kind is Kind.ANY for item in beside)


def _all_day_before(items: Sequence[Item], n: int) -> bool:
    """ "Thursday all day, Friday till twelve": a time after it isn't meant for the day before it."""
    marks = takewhile(lambda item: isinstance(item, Mark), reversed(items[:n]))
    return any(isinstance(item, Mark) and item.kind is Kind.ANY for item in marks)


def _time_begins(group: Group, item: Times, joint: Kind | None, items: Sequence[Item], n: int) -> bool:
    if _closes(item, group, joint) and not _follows(items, n, Days):
        return False
    if group.days and group.times and group.times_first:
        framed = all(said.shape in _FRAMES for said in group.times[-1])
        only_part = all(said.shape is Shape.PART for said in group.times[-1])
        clocked = item.shape is not Shape.PART
        if joint in _EITHER and clocked and not (only_part or _follows(items, n, Days)):
            return False
        if only_part and joint in _PAUSES and clocked and not _follows(items, n, Days):
            return False
        if joint is None and clocked and (only_part or (framed and not _follows(items, n, Days))):
            return False
        return joint is not None or clocked
    return bool(group.days and group.times) and joint is not None and _follows(items, n, Days)


def _closes(item: Times, group: Group, joint: Kind | None) -> bool:
    """ "Four tomorrow, five at the latest" is all of tomorrow."""
    pointed = bool(group.times) and group.times[-1][-1].shape is Shape.POINT
    return pointed and item.shape is Shape.UNTIL and joint in _PAUSES


def _follows(items: Sequence[Item], n: int, kind: type[Days] | type[Times]) -> bool:
    """Whether the very next item is of the kind, with nothing but an "only" between."""
    after = n + 1 + (ONLY in items[n + 1 : n + 2])
    return after < len(items) and isinstance(items[after], kind)


def _put(group: Group, item: Item, joint: Kind | None) -> None:
    if isinstance(item, Days):
        _put_days(group, item, joint)
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
        return True
    mixed = (last.shape is Shape.PART) != (item.shape is Shape.PART)
    return joint not in _EITHER and mixed


def _apart(last: Times, item: Times) -> bool:
    """ "Before nine and after six" is twice a day."""
    ends = last.start if last.shape is Shape.UNTIL else None
    return bool(ends and item.start and ends.readings[0] <= item.start.readings[0])


def _put_days(group: Group, item: Days, joint: Kind | None) -> None:
    last = group.days[-1] if group.days else None
    if last and item.week and joint not in _EITHER and last.weekday is not None:
        group.days = [in_week(days, item) for days in group.days]
        group.scope = item
        return
    if item.weekday is not None and joint not in _EITHER and last and last.week:
        group.scope = group.days.pop()
    if item.weekday is not None and group.scope:
        item = in_week(item, group.scope)
        last = None
    if last and joint in _PAUSES and is_weekend_of(item, last):
        group.days[-1] = item
        return
    if group.stretch and is_in(item, group.stretch):
        item, last = _of(item, group.stretch), None
    elif last and joint not in _EITHER and is_in(item, last):
        group.stretch = last
        item = _of(item, last)
    if last and joint not in _EITHER and (is_in_week(item, last) or is_in_week(last, item)):
        group.days[-1] = item if last.week else last
    elif last and joint not in _EITHER and (is_date_of(last, item) or is_date_of(item, last)):
        group.days[-1] = item if item.weekday is None else last
    elif last and (joint is None or (joint is Kind.COMMA and within(item, last))):
        _narrow(group, last, item)
    else:
        group.days.append(item)


def _of(item: Days, stretch: Days) -> Days:
    """The weekday as that of the stretch in which it lies."""
    return item._replace(dates=tuple(day for day in stretch.dates if day.weekday() == item.weekday), others=())


def _narrow(group: Group, last: Days, item: Days) -> None:
    """Two days without a word between mean what they share: "vrijdag 27 november"."""
    if item.habit and last.habit and item.habit.isdisjoint(last.habit):
        group.days.append(item)
        return
    if item.habit is not None or last.habit is not None:
        group.days[-1] = usual(last, item) if item.habit is not None else usual(item, last)
        return
    if item.open is Shape.FROM and last.week and item.dates[0] < last.dates[0]:  # "the week after next from Tuesday"
        kept = tuple(day for day in last.dates if day.weekday() >= item.dates[0].weekday())
        group.days[-1] = item._replace(dates=kept)
        return
    shared = tuple(day for day in (*item.dates, *item.others) if day in last.dates or day in last.others)
    if shared:
        loose = item.loose and last.loose
        group.days[-1] = item._replace(dates=shared, others=(), loose=loose, open=item.open or last.open)
    else:
        group.days.append(item)
        group.doubtful = group.doubtful or last.weekday is None or item.weekday is None
