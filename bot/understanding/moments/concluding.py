"""What a "so" or a "because" leaves of what it explains: "my boss leaves at four on Friday, so quarter past four"."""

from collections.abc import Sequence

from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind
from bot.understanding.moments.worded import Worded

_SO, _BECAUSE = 1, 2
_JUDGES = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.INSTEAD, Kind.THAN, Kind.OR})
"""Whoever rules out, corrects or chooses says something that stands by itself."""
_LISTS = frozenset({Kind.ANY, Kind.EVERY})


def explained(clauses: Sequence[Worded]) -> dict[int, list[Item]]:
    """The places of the clauses that only explain another one, each with what is left of it."""
    left: dict[int, list[Item]] = {}
    for n, clause in enumerate(clauses):
        why = clause.joined_by(Kind.BUT)
        if why == _SO:
            for k in _before(clauses, n):
                kept = _background(clauses[k], clause)
                if kept is not None:
                    left[k] = [*clauses[k].joint, *kept]
        elif why == _BECAUSE and _reasons(clauses, n):
            left[n] = [*clause.joint]
    return left


def _before(clauses: Sequence[Worded], n: int) -> Sequence[int]:
    """The places of the clauses of the same sentence before place `n`."""
    first = n
    while first and clauses[first].joined_by(Kind.STOP) is None:
        first -= 1
    return range(first, n)


def _background(clause: Worded, conclusion: Worded) -> list[Item] | None:
    """What the clause adds to what is concluded from it; None where all of it stands."""
    held, concluded = clause.held(), conclusion.moments
    if not any(isinstance(item, Times | Instant) for item in concluded) or not _JUDGES.isdisjoint(clause.kinds):
        return None
    days = [item for item in held if isinstance(item, Days)]
    if any(isinstance(item, Days) for item in concluded):
        stands = Kind.FINE in clause.kinds or Kind.BUSY in clause.kinds or not clause.moments
        return None if stands else []
    if Kind.FINE in clause.kinds and not any(isinstance(item, Times | Instant) for item in held):
        return None
    listed = [item for item in held if isinstance(item, Mark) and item.kind in _LISTS]
    parts = [] if Kind.BUSY in clause.kinds else [item for item in held if _agrees(item, concluded)]
    return [*listed, *days, *parts]


def _agrees(item: Item, concluded: Sequence[Item]) -> bool:
    """Whether it is the part of the day in which the time lies: "in the evening …, so from half past eight"."""
    if not isinstance(item, Times) or item.shape is not Shape.PART:
        return False
    starts = [minute for said in concluded if isinstance(said, Times) and said.start for minute in said.start.readings]
    return any(item.bounds[0] <= minute < item.bounds[1] for minute in starts)


def _reasons(clauses: Sequence[Worded], n: int) -> bool:
    """Whether the clause at place `n` only says why, as a time was said before it."""
    timed = any(clauses[k].timed for k in _before(clauses, n))
    return timed and clauses[n].timed and _JUDGES.isdisjoint(clauses[n].kinds) and Kind.FINE not in clauses[n].kinds
