"""The clauses of a message: what stands between commas, full stops and words like "but"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.moments.said import Days, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT, Kind.AFTER_THAT})
"""What parts clauses."""
AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT})
_BEFORE_BUT = 2
_JUDGES = AGAINST | {Kind.FINE, Kind.BUSY, Kind.DONE}


@dataclass(frozen=True, slots=True)
class Clause:
    """Moments, and the words that say whether they suit."""

    joint: Mark | None
    """What joins it to the one before."""
    items: list[Item]

    def moments(self) -> list[int]:
        """The places of its moments."""
        return [n for n, item in enumerate(self.items) if not isinstance(item, Mark)]

    def judges(self) -> bool:
        """Whether it names moments and says whether they suit."""
        return bool(self.moments()) and any(isinstance(item, Mark) and item.kind in _JUDGES for item in self.items)

    def says(self, kind: Kind) -> bool:
        """Whether a word of that kind is in it."""
        return any(isinstance(item, Mark) and item.kind is kind for item in self.items)


def clauses(items: Sequence[Item]) -> Iterator[Clause]:
    """The clauses in order."""
    joint: Mark | None = None
    clause: list[Item] = []
    for n, item in enumerate(items):
        if _is_all_but(items, n):
            clause.append(Mark(Kind.EXCEPT))
        elif isinstance(item, Mark) and item.kind in ENDS:
            yield from _halves(Clause(joint, clause))
            joint, clause = item, []
        else:
            clause.append(item)
    yield from _halves(Clause(joint, clause))


def _is_all_but(items: Sequence[Item], n: int) -> bool:
    """Whether this is the "but" of "any evening but Thursday"."""
    if n < _BEFORE_BUT or items[n] != Mark(Kind.BUT) or not isinstance(items[n - 1], Times):
        return False
    lists, after, rest = items[n - 2], items[n + 1 : n + 2], items[n + 2 : n + 3]
    listed = isinstance(lists, Mark) and lists.kind in (Kind.ANY, Kind.EVERY)
    ends = all(item.kind in ENDS if isinstance(item, Mark) else isinstance(item, Times) for item in rest)
    return listed and ends and all(isinstance(item, Days) for item in after) and len(after) == 1


def _halves(clause: Clause) -> Iterator[Clause]:
    """ "Monday works and Tuesday doesn't" is two clauses, "Monday and Tuesday don't work" is one."""
    for n, item in enumerate(clause.items):
        if isinstance(item, Mark) and item.kind in (Kind.AND, Kind.OR):
            left, right = Clause(clause.joint, clause.items[:n]), Clause(item, clause.items[n + 1 :])
            if left.judges() and right.judges():
                yield left
                yield from _halves(right)
                return
    for half in _refused_and_busy(clause):
        yield from _busy_and_free(half)


def _refused_and_busy(clause: Clause) -> Iterator[Clause]:
    """ "Not before five I work in the daytime" is two clauses: the hours, and why."""
    for n, item in enumerate(clause.items):
        if n > 1 and isinstance(item, Mark) and item.kind is Kind.BUSY and _refuses_an_end(clause.items[:n]):
            yield Clause(clause.joint, clause.items[:n])
            yield Clause(None, clause.items[n:])
            return
    yield clause


def _refuses_an_end(items: Sequence[Item]) -> bool:
    pairs = pairwise(items)
    return any(
        isinstance(mark, Mark)
        and mark.kind is Kind.NOT
        and isinstance(after, Times)
        and after.shape in (Shape.FROM, Shape.UNTIL)
        for mark, after in pairs
    )


def _busy_and_free(clause: Clause) -> Iterator[Clause]:
    """ "Vandaag druk morgen vrij", "busy today free tomorrow" are two clauses without a sign between them."""
    if clause.says(Kind.BUSY) and clause.says(Kind.FINE):
        begins = isinstance(clause.items[0], Mark)
        for n in range(2, len(clause.items) - 1):
            left, right = Clause(clause.joint, clause.items[:n]), Clause(None, clause.items[n:])
            alike = isinstance(clause.items[n], Mark) is begins and isinstance(clause.items[n - 1], Mark) is not begins
            parted = left.says(Kind.BUSY) != right.says(Kind.BUSY) and left.says(Kind.FINE) != right.says(Kind.FINE)
            dated = all(isinstance(half.items[half.moments()[0]], Days) for half in (left, right) if half.moments())
            if alike and parted and dated and left.judges() and right.judges():
                yield from (left, right)
                return
    yield clause
