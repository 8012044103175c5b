"""What a "so" or a "because" leaves of what it explains: "my boss leaves at four on Friday, so quarter past four"."""

from collections.abc import Sequence

from bot.understanding.moments.said import OPEN_ENDS, Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind
from bot.understanding.moments.worded import Worded

_SO, _BECAUSE = 1, 2
_CLOSING = (1, 3)
"""What a "not" is worth that denies what came before it."""
_JUDGES = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.INSTEAD, Kind.THAN, Kind.OR})
"""Whoever rules out, corrects or chooses says something that stands by itself."""
_STANDS = frozenset({Kind.FINE, Kind.BUSY})
_AGAINST = frozenset({Kind.BUSY, Kind.NOT})
_LISTS = frozenset({Kind.ANY, Kind.EVERY})


def explained(clauses: Sequence[Worded]) -> dict[int, list[Item]]:
    """The places of the clauses that only explain another one, each with what is left of it."""
    left: dict[int, list[Item]] = {}
    for n, clause in enumerate(clauses):
        why = clause.joined_by(Kind.BUT)
        if why == _SO:
            left |= _refused(clauses, n) | _at_leisure(clauses, n)
            concluded = _concluded(clauses, n)
            for k in _before(clauses, n):
                kept = _background(clauses[k], clause, concluded)
                if kept is not None and k not in left:
                    left[k] = [*clauses[k].joint, *kept]
        elif why == _BECAUSE and _reasons(clauses, n):
            left[n] = [*clause.joint]
    return left


def _before(clauses: Sequence[Worded], n: int) -> Sequence[int]:
    """The places of the clauses of the same sentence before place `n`."""
    # "I work till two. So after half past": the full stop parts what belongs together.
    first = n - 2 if n > 1 and not (clauses[n - 1].moments or clauses[n - 1].loose) else n
    while first and clauses[first].joined_by(Kind.STOP) is None:
        first -= 1
    return range(first, n)


def _refused(clauses: Sequence[Worded], n: int) -> dict[int, list[Item]]:
    """ "Thursday I've an exam, so I'm busy", "so that's out": the days from which it follows that nobody is there."""
    if not _says_no(clauses[n]) or Kind.FINE in clauses[n].kinds or clauses[n].moments:
        return {}
    days = [k for k in _before(clauses, n) if any(isinstance(item, Days) for item in clauses[k].moments)]
    told = [k for k in days if not clauses[k].timed and (_STANDS | _JUDGES).isdisjoint(clauses[k].kinds)]
    return {k: [*clauses[k].held(), Mark(Kind.BUSY)] for k in told}


def _at_leisure(clauses: Sequence[Worded], n: int) -> dict[int, list[Item]]:
    """ "Next week I'm on holiday, so any time works": the days on which somebody is away from work suit best."""
    clause = clauses[n]
    lists = any(isinstance(item, Mark) and item.kind in _LISTS and not item.of_others for item in clause.held())
    if not lists or clause.moments or not (_JUDGES | _AGAINST).isdisjoint(clause.kinds):
        return {}
    away = [k for k in _before(clauses, n) if clauses[k].moments]
    named = all(isinstance(item, Days) for k in away for item in clauses[k].moments)
    if not (away and named) or any(Kind.BUSY not in clauses[k].kinds for k in away):
        return {}
    days = {k: [*clauses[k].joint, *clauses[k].moments] for k in away}
    return {**days, n: [*clause.joint]}


def _says_no(clause: Worded) -> bool:
    marks = [item for item in clause.held() if isinstance(item, Mark)]
    return any(mark.kind is Kind.BUSY or (mark.kind is Kind.NOT and mark.value in _CLOSING) for mark in marks)


def _concluded(clauses: Sequence[Worded], n: int) -> Sequence[Item]:
    """The moments that follow from what was said before place `n`; behind a comma, where no time came before it."""
    found = [*clauses[n].moments]
    for clause in clauses[n + 1 :]:
        if clause.joined_by(Kind.COMMA) is None or any(isinstance(item, Times | Instant) for item in found):
            break
        found += clause.moments
    return found


def _background(clause: Worded, conclusion: Worded, concluded: Sequence[Item]) -> list[Item] | None:
    """What the clause adds to what is concluded from it; None where all of it stands."""
    days = [item for item in clause.moments if isinstance(item, Days)]
    told = Kind.BUSY in clause.kinds and not _refuses(conclusion) and _lies_within(concluded, days)
    if told or _only_ends(clause, concluded):
        return []
    if not _JUDGES.isdisjoint(clause.kinds):
        return None
    if _narrowed(days, concluded):
        return []
    if days and _refuses(conclusion) and _STANDS.isdisjoint(clause.kinds):
        return [*clause.held(), Mark(Kind.BUSY)]
    if _is_another_day(clause, days, concluded):
        return []
    timed = any(isinstance(item, Times | Instant) for item in concluded)
    return _beside_times(clause, days, concluded) if timed else None


def _only_ends(clause: Worded, concluded: Sequence[Item]) -> bool:
    """ "I can't before lunch, so two o'clock": whoever says a time need not say what it isn't."""
    ends = bool(clause.moments) and all(isinstance(item, Times) and item.shape in OPEN_ENDS for item in clause.moments)
    return ends and Kind.NOT in clause.kinds and any(isinstance(item, Times) and item.start for item in concluded)


def _is_another_day(clause: Worded, days: Sequence[Days], concluded: Sequence[Item]) -> bool:
    """ "Well, today's Wednesday, so let's say Friday": only the day that follows from it is meant."""
    meant = {day for item in concluded if isinstance(item, Days) for day in item.dates}
    plain = len(days) == len(clause.moments) and (_STANDS | _LISTS).isdisjoint(clause.kinds)
    return bool(days) and bool(meant) and plain and meant.isdisjoint(day for item in days for day in item.dates)


def _beside_times(clause: Worded, days: Sequence[Days], concluded: Sequence[Item]) -> list[Item] | None:
    """What the clause adds to times: its days, where they name none."""
    held = clause.held()
    if any(isinstance(item, Days) for item in concluded):
        stands = not _STANDS.isdisjoint(clause.kinds) or not clause.moments
        return None if stands else []
    if Kind.FINE in clause.kinds and not any(isinstance(item, Times | Instant) for item in held):
        return None
    listed = [item for item in held if isinstance(item, Mark) and item.kind in _LISTS]
    parts = [] if Kind.BUSY in clause.kinds else [item for item in held if _agrees(item, concluded)]
    return [*listed, *days, *parts]


def _lies_within(concluded: Sequence[Item], days: Sequence[Days]) -> bool:
    """ "I'm on nights this week, so tomorrow before ten": who is busy then is so at other hours."""
    told = {day for item in days for day in item.dates}
    meant = {day for item in concluded if isinstance(item, Days) for day in item.dates}
    return bool(meant) and meant <= told


def _narrowed(days: Sequence[Days], concluded: Sequence[Item]) -> bool:
    """ "I only have Wednesdays off, so next Wednesday": the one day stands for what recurs."""
    dated = any(isinstance(item, Days) and item.habit is None for item in concluded)
    return bool(days) and dated and all(day.habit is not None for day in days)


def _refuses(conclusion: Worded) -> bool:
    """ "We move on Saturday, so this week is chaos": neither suits."""
    dated = any(isinstance(item, Days) for item in conclusion.moments)
    return dated and not _AGAINST.isdisjoint(conclusion.kinds) and Kind.FINE not in conclusion.kinds


def _agrees(item: Item, concluded: Sequence[Item]) -> bool:
    """Whether it is the part of the day in which the time lies: "in the evening …, so from half past eight"."""
    if not isinstance(item, Times) or item.shape is not Shape.PART:
        return False
    starts = [minute for said in concluded if isinstance(said, Times) and said.start for minute in said.start.readings]
    return any(item.bounds[0] <= minute < item.bounds[1] for minute in starts)


def _reasons(clauses: Sequence[Worded], n: int) -> bool:
    """Whether the clause at place `n` only says why, as a time was said before it."""
    said = any(map(_names_hours, [clauses[k] for k in _before(clauses, n)]))
    judges = _JUDGES - {Kind.THAN} | {Kind.FINE}
    return said and _names_hours(clauses[n]) and judges.isdisjoint(clauses[n].kinds)


def _names_hours(clause: Worded) -> bool:
    return any(isinstance(item, Times | Instant) for item in clause.moments)
