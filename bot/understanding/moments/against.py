"""Which moments of a clause its words speak against: what a "not" or a "busy" denies, and what it leaves alone."""

from collections.abc import Sequence
from itertools import pairwise

from bot.understanding.moments.clauses import AGAINST, Clause
from bot.understanding.moments.said import OPEN_ENDS, Days, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind

_EXCEPT = Mark(Kind.EXCEPT)
_OF_ALL_DAYS = frozenset({Shape.FROM, Shape.RANGE, Shape.AROUND})
"""Said behind an exception, these are hours of the days that are left."""


def against_it(clause: Clause, refusing: bool) -> set[int]:
    """The places of the moments that the clause speaks against."""
    places = clause.moments()
    if _is_not_busy(clause):
        return set()
    if clause.says(Kind.BUSY) and not clause.says(Kind.DONE):
        return _while_busy(clause, places)
    if refusing and not (clause.says(Kind.FINE) or clause.says(Kind.ANY)):
        return set(places)
    if listed := _each_refused(clause):
        return listed
    refused: set[int] = set()
    since = 0
    for n, item in enumerate(clause.items):
        if _is_against(item) and isinstance(item, Mark):
            before = [place for place in places if since <= place < n and place not in refused]
            after = [place for place in places if n < place < min(_next_against(clause, n), _next_hour(clause, n))]
            refused.update(_scope(clause, item, n, before, after))
            since = n
    return refused


def _each_refused(clause: Clause) -> set[int]:
    """ "Donnerstag nicht Freitag nicht Montag ja": the days before each "not", and not those behind."""
    pairs = [clause.items[n : n + 2] for n in range(0, len(clause.items), 2)]
    plain = Mark(Kind.NOT)
    count = next((k for k, pair in enumerate(pairs) if not (isinstance(pair[0], Days) and pair[1:] == [plain])), 0)
    return {2 * k for k in range(count)} if count > 1 else set()


def _is_not_busy(clause: Clause) -> bool:
    """Whether a "not" denies being busy, and no moment: "I'm not working on Monday"."""
    if any(is_bound(clause.items, n) for n in clause.moments()):
        return False
    # "Not this week, I'm away": the moment between them takes the "not" to itself.
    held = [item for n, item in enumerate(clause.items) if isinstance(item, Mark) or _is_not(clause.items[n - 1 : n])]
    return any(
        isinstance(mark, Mark) and isinstance(after, Mark) and _denies_busy(mark, after)
        for mark, after in pairwise(held)
    )


def _is_not(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Mark) and item.kind is Kind.NOT for item in items)


def _denies_busy(mark: Mark, after: Mark) -> bool:
    return {mark.kind, after.kind} == {Kind.NOT, Kind.BUSY} and _denies(mark, after)


def _denies(*marks: Mark) -> bool:
    return all(not mark.value for mark in marks if mark.kind is Kind.NOT)


def _while_busy(clause: Clause, places: list[int]) -> set[int]:
    """All of its moments, but "not before five, I work in the daytime": there the hours before it suit."""
    busy = next(n for n, item in enumerate(clause.items) if isinstance(item, Mark) and item.kind is Kind.BUSY)
    bounds = [n for n in places if n < busy and is_bound(clause.items, n)]
    if bounds or any(_is_denied(clause.items[n]) for n in places if n < busy):
        return {*bounds, *(n for n in places if n > busy)}
    before, after = [n for n in places if n < busy], [n for n in places if n > busy]
    excepted = next((n for n in range(busy) if clause.items[n] == _EXCEPT), busy)
    if any(n > excepted for n in before):
        return {n for n in places if n > excepted}
    timed = all(any(isinstance(clause.items[n], Times) for n in side) for side in (before, after))
    opened = any(isinstance(item := clause.items[n], Times) and item.shape in OPEN_ENDS for n in before)
    return set(after if timed and opened else places)


def is_bound(items: Sequence[Item], n: int) -> bool:
    """The end of "not before ten I'm asleep", where no comma stands."""
    item, before = items[n], items[n - 1] if n else None
    return isinstance(item, Times) and item.shape is Shape.UNTIL and before == Mark(Kind.NOT)


def _is_denied(item: Item) -> bool:
    return isinstance(item, Times) and item.shape is Shape.FROM and item.denied


def _next_against(clause: Clause, n: int) -> int:
    """Where the next "not" after place `n` stands; the clause's end, where there is none."""
    places = range(n + 1, len(clause.items))
    return next((k for k in places if _is_against(clause.items[k])), len(clause.items))


def _next_hour(clause: Clause, n: int) -> int:
    """Where after place `n` "except Friday and from ten on" says an hour of all other days; else the clause's end."""
    for k in range(n + 3, len(clause.items)):
        day, mark, hour = clause.items[k - 2 : k + 1]
        if isinstance(day, Days) and isinstance(mark, Mark) and mark.kind is Kind.AND and isinstance(hour, Times):
            return k
    return len(clause.items)


def _open_hour(clause: Clause, n: int) -> int:
    """Where after place `n` "every day except Friday from ten on" says an hour of the others; else the clause's end."""
    for k in range(n + 2, len(clause.items)):
        day, hour = clause.items[k - 1], clause.items[k]
        if isinstance(day, Days) and isinstance(hour, Times) and hour.shape in _OF_ALL_DAYS:
            return k
    return len(clause.items)


def _next_any(clause: Clause, n: int) -> int:
    """Where after place `n` "except Monday any day after three" goes on; the clause's end, where it doesn't."""
    places = range(n + 1, len(clause.items))
    found = (k for k in places if isinstance(mark := clause.items[k], Mark) and mark.kind in (Kind.ANY, Kind.EVERY))
    return next(found, len(clause.items))


def _is_against(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind in AGAINST


def _scope(clause: Clause, mark: Mark, n: int, before: list[int], after: list[int]) -> list[int]:
    """What a "not" denies: what follows it, or what it closes."""
    if mark.kind is Kind.NOT_BEFORE_IT or mark.value == 3:
        return before
    if mark.kind is Kind.EXCEPT:
        until = min(_next_any(clause, n), _open_hour(clause, n))
        return [place for place in after if place < until] if after else before[-1:]  # "donderdag uitgezonderd"
    follows = bool(after) and after[0] == n + 1
    if mark.value in (2, 4):
        return after if follows else []
    if follows and (isinstance(clause.items[after[0]], Times) or _day_of_week(clause, before, after)):
        return after
    if before and (mark.value or not follows or _fine_after(clause, after)):
        return before
    return after or before


def _day_of_week(clause: Clause, before: list[int], after: list[int]) -> bool:
    """ "La semana que viene no puedo el jueves": the day is refused and not its week."""
    week, day = clause.items[before[-1]] if before else None, clause.items[after[0]]
    return isinstance(week, Days) and isinstance(day, Days) and week.week is not None and day.weekday is not None


def _fine_after(clause: Clause, after: list[int]) -> bool:
    rest = clause.items[after[-1] + 1 :]
    return any(isinstance(item, Mark) and item.kind is Kind.FINE for item in rest)
