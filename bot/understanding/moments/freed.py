"""When those who are busy are free again, and what is left of that beside the hours that they name."""

from collections.abc import Iterator, Sequence

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.said import Claims, Days, Item, Mark, Shape, Times

_HOURS = frozenset({Shape.POINT, Shape.AROUND, Shape.RANGE})


def told_otherwise(made: Claims) -> Claims:
    """ "Asleep in the daytime, call after four": the hour that they name, though they are busy then."""
    told = [item for item in made.wanted if isinstance(item, Times) and item.start]
    if made.freed:
        made.wanted = list(_without_freed(made))
        made.wanted = list(_without_days_at_work(made))
    if not (made.off_work and told):
        made.wanted += made.off_work
        return made
    starts = [item.start.readings[0] for item in told if item.start]
    made.refused = [said for said in made.refused if not all(_spans(item, starts) for item in moments_of(said))]
    return made


def _without_freed(made: Claims) -> Iterator[Item]:
    """What is wanted, without an end beside which an hour is said: "6pm? I work until half past five"."""
    for n, item in enumerate(made.wanted):
        before, after = moments_of(made.wanted[:n]), moments_of(made.wanted[n + 1 :])
        day_between = bool(after) and isinstance(after[0], Days) and not any(isinstance(one, Days) for one in before)
        earlier = [hour for hour in before if hour not in made.freed]
        later = [hour for hour in after[day_between:] if hour not in made.freed]
        beside = (*earlier[-1:], *later[:1])
        if item not in made.freed or not any(_lies_within(hour, item) for hour in beside):
            yield item


def _without_days_at_work(made: Claims) -> Iterator[Item]:
    """What is wanted, without a day of which only an end is told: "Thursday I have class until five, Friday none"."""
    clauses: list[list[Item]] = [[]]
    for item in made.wanted:
        if isinstance(item, Mark) and item.kind in ENDS:
            clauses.append([])
        clauses[-1].append(item)
    told = [any(item in made.freed for item in clause) and any(map(_is_day, clause)) for clause in clauses]
    offered = any(any(map(_is_day, clause)) for clause, only in zip(clauses, told, strict=True) if not only)
    for clause, only in zip(clauses, told, strict=True):
        if not (only and offered):
            yield from clause


def _is_day(item: Item) -> bool:
    return isinstance(item, Days)


def _lies_within(hour: Item, end: Item) -> bool:
    if not (isinstance(hour, Times) and isinstance(end, Times) and hour.start and end.start):
        return False
    minute, limit = hour.start.readings[0], end.start.readings[0]
    hours = _HOURS | {end.shape}
    return hour.shape in hours and (minute >= limit if end.shape is Shape.FROM else minute < limit)


def _spans(item: Item, starts: Sequence[int]) -> bool:
    """Whether it is a part of the day in which one of those minutes lies."""
    if not isinstance(item, Times) or item.shape is not Shape.PART or not working_day(item):
        return False
    return any(item.bounds[0] < start < item.bounds[1] for start in starts)


def working_day(item: Item) -> bool:
    """Whether someone who is busy then can be called in the evening only."""
    if not isinstance(item, Times):
        return False
    starts = min(item.start.readings) if item.start else item.bounds[0]
    later = [minute for minute in item.end.readings if minute > starts] if item.end else []
    ends = min(later, default=item.bounds[1])
    return item.shape in (Shape.RANGE, Shape.PART) and starts <= 600 and ends >= 960


def moments_of(said: Sequence[Item]) -> list[Item]:
    """The days and times among what was said."""
    return [item for item in said if not isinstance(item, Mark)]
