"""Contrasts without a comma: "Monday yes Tuesday no", "niet morgen wel overmorgen", "busy mornings free after 2"."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from bot.understanding.moments.said import Days, Item, Mark, Times
from bot.understanding.moments.tokens import Kind

_AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.BUSY})
_PAIR = 2
_NOT = Mark(Kind.NOT)
_NO = 3
"""What a "no" is worth that stands by itself."""


def contrasted(items: Sequence[Item]) -> list[list[Item]]:
    """The parts of a clause of which each says of its own moments whether they suit; one where they don't differ."""
    if not _against(items):
        return [list(items)]
    runs = [(judges, [item for _, item in run]) for judges, run in groupby(map(_judged, items), key=itemgetter(0))]
    said = [items for _, items in runs]
    if len(runs) == _PAIR and _against(said[0] if runs[0][0] else said[1]):
        return _with_last_offered(said) if runs[0][0] else _with_last_refused(said)
    before = bool(runs) and runs[0][0]
    if len(runs) < 3 or None in (judges for judges, _ in runs) or not _are_alike(said[bool(before) :: 2]):
        return [list(items)]
    if before and len(runs) == 3 and len(said[1]) > 1 and _differ(said[0], said[2]):  # "not tomorrow Friday yes"
        return _parted_at_last_day(said)
    if len(runs) % 2 or not any(_differ(one, other) for one, other in pairwise(said[not before :: 2])):
        return [list(items)] if not _is_denied_only(said, before=bool(before)) else [[*said[0], *said[1]], said[2]]
    pairs = [[*one, *other] for one, other in zip(said[::2], said[1::2], strict=True)]
    return pairs if before else list(_with_closing_no(pairs))


def _judged(item: Item) -> tuple[bool | None, Item]:
    """Whether it judges moments, or None where it is neither of these; and the item."""
    if not isinstance(item, Mark) or item.of_every_day:
        return False, item
    return (True if item.kind in _AGAINST or item.kind is Kind.FINE else None), item


def _against(marks: Sequence[Item]) -> bool:
    return any(isinstance(mark, Mark) and mark.kind in _AGAINST for mark in marks)


def _differ(one: Sequence[Item], other: Sequence[Item]) -> bool:
    return _against(one) != _against(other)


def _are_alike(moments: Sequence[Sequence[Item]]) -> bool:
    """Whether all begin with days, or all with times, which is not so of "the 18th not before 3 works"."""
    return len({type(part[0]) for part in moments}) == 1


def _is_denied_only(said: Sequence[Sequence[Item]], *, before: bool) -> bool:
    """Whether only the first is judged: "Monday no Tuesday", "Monday not Tuesday after two"."""
    if len(said) != 3 or before:
        return False
    offered = said[1] == [_NOT] and _is_timed_day(said[2]) and not _lies_within(said[2][0], said[0])
    return offered or list(said[1]) == [Mark(Kind.NOT, _NO)]


def _lies_within(day: Item, moments: Sequence[Item]) -> bool:
    """Whether a day is one of those before it, as in "early next week not Monday morning", or these are no days."""
    days = [item for item in moments if isinstance(item, Days)]
    return len(days) < len(moments) or any(
        set(one.dates) & set(day.dates) or len(one.dates) > 1 for one in days if isinstance(day, Days)
    )


def _is_timed_day(moments: Sequence[Item]) -> bool:
    return len(moments) > 1 and isinstance(moments[0], Days) and all(isinstance(item, Times) for item in moments[1:])


def _with_last_offered(said: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """ "Not tomorrow Friday after two": of two days without a word between the one with a time is offered."""
    first, *rest = said[1]
    apart = said[0] == [_NOT] and isinstance(first, Days) and first.open is None and _is_timed_day(rest)
    return [[*said[0], first], rest] if apart and rest[0] != first else [[*said[0], *said[1]]]


def _parted_at_last_day(said: Sequence[Sequence[Item]]) -> list[list[Item]]:
    moments = said[1]
    last = max((n for n, item in enumerate(moments) if isinstance(item, Days)), default=0)
    if not last:
        return [[item for part in said for item in part]]
    return [[*said[0], *moments[:last]], [*moments[last:], *said[2]]]


def _with_last_refused(said: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """ "Thursday after ten Friday not at all": a day with a time of its own is not refused with the next."""
    moments = said[0]
    last = max((n for n, item in enumerate(moments) if isinstance(item, Days)), default=0)
    timed = any(isinstance(item, Times) for item in moments[:last]) and isinstance(moments[0], Days | Mark)
    apart = timed and last == len(moments) - 1 and said[1][0] == Mark(Kind.NOT)
    return [[*moments[:last]], [*moments[last:], *said[1]]] if apart else [[*moments, *said[1]]]


def _with_closing_no(parts: Sequence[Sequence[Item]]) -> Iterator[list[Item]]:
    for part in parts:
        yield [Mark(Kind.NOT, _NO) if item == Mark(Kind.NOT, 2) else item for item in part]
