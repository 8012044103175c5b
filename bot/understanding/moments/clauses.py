"""The clauses of a message: what stands between commas, full stops and words like "but"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.moments.contrasts import contrasted
from bot.understanding.moments.dates import WORKDAYS
from bot.understanding.moments.said import OPEN_ENDS, Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT, Kind.AFTER_THAT})
"""What parts clauses."""
AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT})
_BEFORE_BUT = _REFUSED = 2
_BEGINS = frozenset({Shape.FROM})
_OWN = frozenset({Shape.POINT, Shape.AROUND, Shape.FROM, Shape.UNTIL})
_SHIFT = Mark(Kind.BUSY, 1)
_WORKDAYS = Days(habit=WORKDAYS)
_PARTED = Mark(Kind.COMMA)
_JOINED = frozenset({Kind.AND, Kind.OR})
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
    found = _with_hours([*_clauses(items)])
    yield from (_in_shift(clause, found[n + 1 :]) for n, clause in enumerate(found))


def _with_hours(found: Sequence[Clause]) -> list[Clause]:
    """The clauses with the hours of being busy beside the days."""
    made: list[Clause] = []
    for n, clause in enumerate(found):
        if made and _tells_hours(clause, made[-1]) and any(later.moments() for later in found[n + 1 :]):
            made[-1] = Clause(made[-1].joint, [*made[-1].items, *clause.items])
        else:
            made.append(clause)
    return made


def _in_shift(clause: Clause, later: Sequence[Clause]) -> Clause:
    """ "Next week I'm on nights, after four is fine": who works in shifts is told of the days by their hours."""
    marks = [item for item in clause.items if isinstance(item, Mark)]
    days = [item for item in clause.items if isinstance(item, Days)]
    if not days or len(days) + len(marks) < len(clause.items) or marks != [_SHIFT]:
        return clause
    after = next((one for one in later if one.moments()), None)
    timed = after is not None and all(isinstance(after.items[n], Times) for n in after.moments())
    if after is None or not timed or after.says(Kind.NOT) or after.says(Kind.BUSY):
        return clause
    return Clause(clause.joint, [*days])


def _tells_hours(clause: Clause, before: Clause) -> bool:
    """Whether it is the "six to two" of "next week I'm on early shifts, six to two. Call between four and seven"."""
    hours = bool(clause.items) and all(_is_range(item) for item in clause.items)
    busy = before.says(Kind.BUSY) and not (before.says(Kind.FINE) or before.says(Kind.DONE) or before.says(Kind.NOT))
    pause = clause.joint is not None and clause.joint.kind is Kind.COMMA
    return hours and busy and pause and not any(isinstance(item, Times) for item in before.items)


def _is_range(item: Item) -> bool:
    return isinstance(item, Times) and item.shape is Shape.RANGE


def _clauses(items: Sequence[Item]) -> Iterator[Clause]:
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
    if parted := _but_for_one(clause):
        yield from parted
        return
    first, *others = contrasted(clause.items)
    if others:
        yield Clause(clause.joint, first)
        yield from (Clause(_PARTED, other) for other in others)
        return
    for n, item in enumerate(clause.items):
        if isinstance(item, Mark) and item.kind in (Kind.AND, Kind.OR):
            left, right = Clause(clause.joint, clause.items[:n]), Clause(item, clause.items[n + 1 :])
            if left.judges() and right.judges():
                yield left
                yield from _halves(right)
                return
    if parted := _now_and_then(clause):
        yield from parted
        return
    for half in _refused_and_busy(clause):
        yield from _busy_and_free(half)


def _refused_and_busy(clause: Clause) -> Iterator[Clause]:
    """ "Not before five I work in the daytime" is two clauses: the hours, and why."""
    for n, item in enumerate(clause.items):
        if n < _REFUSED or not _is_busy(item):
            continue
        # Busy at a time of its own: else "niet voor tien op kantoor" may mean the hours before ten.
        shapes = OPEN_ENDS if any(not isinstance(later, Mark) for later in clause.items[n:]) else _BEGINS
        if _refuses_an_end(clause.items[:n], shapes):
            yield Clause(clause.joint, clause.items[:n])
            yield Clause(None, clause.items[n:])
            return
    yield clause


def _refuses_an_end(items: Sequence[Item], shapes: frozenset[Shape]) -> bool:
    pairs = pairwise(items)
    return any(
        isinstance(mark, Mark) and mark.kind is Kind.NOT and isinstance(after, Times) and after.shape in shapes
        for mark, after in pairs
    )


def _but_for_one(clause: Clause) -> list[Clause]:
    """ "Off at five every day except Fridays, at two": the day that is excepted has a time of its own."""
    n = next((n for n, item in enumerate(clause.items) if isinstance(item, Mark) and item.kind is Kind.EXCEPT), 0)
    before, after = clause.items[:n], clause.items[n + 1 :]
    usual = [item.shape for item in before if isinstance(item, Times)]
    moments = [item for item in after if not isinstance(item, Mark)]
    if not usual or len(moments) != 2:
        return []
    day, time = moments
    if not (isinstance(day, Days) and isinstance(time, Times)) or time.shape not in _OWN or time.shape is not usual[-1]:
        return []
    rest = [item for item in (*before, *after) if isinstance(item, Mark) and item.kind is Kind.DONE]
    usually = before if any(isinstance(item, Days) for item in before) else [_WORKDAYS, *_without_every(before)]
    return [Clause(clause.joint, usually), Clause(Mark(Kind.BUT), [day, time, *rest])]


def _without_every(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if not (isinstance(item, Mark) and item.of_every_day)]


def _now_and_then(clause: Clause) -> list[Clause]:
    """ "I'm driving now in an hour I can", "Friday please I'm at work now": who is busy now is so no longer then."""
    marks = [n for n, item in enumerate(clause.items) if _is_busy(item)]
    nows = [n for n, item in enumerate(clause.items) if isinstance(item, Instant) and item.kind is Kind.NOW]
    if not (marks and nows) or len(clause.moments()) == 1 or clause.says(Kind.NOT):
        return []
    first, last = sorted((marks[0], nows[0]))
    before, after = clause.items[:first], clause.items[last + 1 :]
    joined = any(isinstance(item, Mark) and item.kind in _JOINED for item in (*before[-1:], *after[:1]))
    between = any(not isinstance(item, Mark) for item in clause.items[first + 1 : last])
    if joined or between or _is_same(before) or _is_same(after):
        return []
    return [Clause(clause.joint, before), Clause(None, clause.items[first : last + 1]), Clause(None, after)]


def _is_busy(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind is Kind.BUSY


def _is_same(side: Sequence[Item]) -> bool:
    """Whether what stands beside it belongs to being busy: "now I work evenings"."""
    own = any(isinstance(item, Instant) or (isinstance(item, Days) and item.habit is None) for item in side)
    judged = any(isinstance(item, Mark) and item.kind is Kind.FINE for item in side)
    return any(map(_is_busy, side)) or not (own or judged or all(isinstance(item, Mark) for item in side))


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
