"""What is wanted and what is refused: each clause's moments, and whether its words speak for or against them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.understanding.moments.clauses import AGAINST, ENDS, Clause, clauses
from bot.understanding.moments.said import Claims, Days, Instant, Item, Mark, Scene, Shape, Times
from bot.understanding.moments.thereafter import after_that, before_that, off
from bot.understanding.moments.tokens import Kind

_FLIPPED = {Shape.FROM: Shape.UNTIL, Shape.UNTIL: Shape.FROM}
_OF_ALL_DAYS = frozenset({Shape.FROM, Shape.RANGE, Shape.AROUND})
"""Said behind an exception, these are hours of the days that are left."""
_HOURS = frozenset({Shape.POINT, Shape.AROUND})
_CLAIMS = AGAINST | {Kind.BUSY, Kind.HAVE, Kind.DONE, Kind.ANY, Kind.EVERY, Kind.AFTER_THAT}
"""Without any of these all moments are wanted."""
_ASKED = 2
"""What an "any" is worth that only answers when it would suit, as "I don't mind"."""
Moment = Days | Times | Instant


def claims(items: Sequence[Item], scene: Scene) -> Claims:
    """The moments of a message, parted into those wanted and those refused."""
    if scene.said.isdisjoint(_CLAIMS) and not any(_claims(item) for item in items):
        return Claims(wanted=list(_joined(items)))
    asked = scene.bare
    every = any(isinstance(item, Mark) and item.of_every_day for item in items)
    made = Claims(any=every and any(map(_of_every_day, clauses(items))))
    made.whenever = any(
        isinstance(item, Mark) and item.kind is Kind.ANY and item.value and (asked or item.value != _ASKED) for item in items
    )
    refusing = excepting = False
    before: Clause | None = None
    for clause in clauses(items):
        then = clause.joint is not None and clause.joint.kind is Kind.AFTER_THAT
        if clause.joint and then and not _ends_there(clause, made):
            if clause.joint.value % 2:
                before_that(made, scene)
            elif _free_until(clause, before, made):
                made.wanted = [_perhaps(item) for item in made.wanted]
            else:
                after_that(made)
        # "Except Friday, after ten": the day is refused, and the hour is not.
        hour = excepting and all(isinstance(clause.items[n], Times) for n in clause.moments())
        against = _against(clause, refusing and not hour)
        if clause.says(Kind.NOT_BEFORE_IT) and not (clause.moments() or then) and before and not made.refused:
            _take_back(before, made)
        refused = len(made.refused)
        _add(clause, against, made)
        made.refused_last = len(made.refused) > refused if clause.moments() else made.refused_last
        excepting = clause.says(Kind.EXCEPT) and all(isinstance(clause.items[n], Days) for n in against)
        refusing = clause.says(Kind.EXCEPT) or (refusing and bool(against) and not clause.says(Kind.FINE))
        before = clause if clause.moments() else before
    return _told_otherwise(made)


def _ends_there(clause: Clause, made: Claims) -> bool:
    """ "Until three, not after that", "bis vier, danach arbeite ich": behind the time nothing suits."""
    refuses = clause.says(Kind.NOT) or clause.says(Kind.NOT_BEFORE_IT) or clause.says(Kind.BUSY)
    return refuses and not (made.refused_last or clause.moments() or clause.says(Kind.FINE))


def _free_until(clause: Clause, before: Clause | None, made: Claims) -> bool:
    """ "I can until three, after that I have to …"; but "I can sleep until ten, call after that"."""
    if made.refused_last or before is None or clause.moments() or clause.says(Kind.FINE) or clause.says(Kind.ANY):
        return False
    ends = any(isinstance(item, Times) and item.shape is Shape.UNTIL for item in before.items)
    return ends and before.says(Kind.FINE)


def _perhaps(item: Item) -> Item:
    """An end that is asked about."""
    if isinstance(item, Times) and item.shape is Shape.UNTIL and item.start:
        return item._replace(start=item.start._replace(doubtful=True))
    return item


def _told_otherwise(made: Claims) -> Claims:
    """ "Asleep in the daytime, call after four": the hour that they name, though they are busy then."""
    told = [item for item in made.wanted if isinstance(item, Times) and item.start]
    if made.freed:
        made.wanted = list(_without_freed(made))
    if not (made.off_work and told):
        made.wanted += made.off_work
        return made
    starts = [item.start.readings[0] for item in told if item.start]
    made.refused = [said for said in made.refused if not all(_spans(item, starts) for item in _moments(said))]
    return made


def _without_freed(made: Claims) -> Iterator[Item]:
    """What is wanted, without an end beside which an hour is said: "6pm? I work until half past five"."""
    for n, item in enumerate(made.wanted):
        beside = (_moments(made.wanted[:n])[-1:], _moments(made.wanted[n + 1 :])[:1])
        if item not in made.freed or not any(_lies_within(hour, item) for side in beside for hour in side):
            yield item


def _lies_within(hour: Item, end: Item) -> bool:
    if not (isinstance(hour, Times) and isinstance(end, Times) and hour.start and end.start):
        return False
    minute, limit = hour.start.readings[0], end.start.readings[0]
    return hour.shape in _HOURS and (minute >= limit if end.shape is Shape.FROM else minute < limit)


def _moments(said: Sequence[Item]) -> list[Item]:
    return [item for item in said if not isinstance(item, Mark)]


def _spans(item: Item, starts: Sequence[int]) -> bool:
    """Whether it is a part of the day in which one of those minutes lies."""
    if not isinstance(item, Times) or item.shape is not Shape.PART or not _working_day(item):
        return False
    return any(item.bounds[0] < start < item.bounds[1] for start in starts)


def _of_every_day(clause: Clause) -> bool:
    """Whether it is said of every day; "half past four or five, I don't mind" is of one."""
    points = [item for item in clause.items if isinstance(item, Times) and item.shape is Shape.POINT]
    chosen = len(points) > 1 and clause.says(Kind.OR)
    marks = [item for item in clause.items if isinstance(item, Mark)]
    joints = [clause.joint] if clause.joint else []
    return any(mark.of_every_day and not (chosen and mark.value > 1) for mark in (*joints, *marks))


def _claims(item: Item) -> bool:
    """Whether it says more than that moments are wanted, though no such word was said."""
    return isinstance(item, Mark) and item.kind in _CLAIMS


def _joined(items: Sequence[Item]) -> Iterator[Item]:
    """The items without the commas of clauses that name no moment."""
    joint: Mark | None = None
    held: list[Item] = []
    for item in items:
        if not isinstance(item, Mark):
            yield from (joint, *held, item) if joint else (*held, item)
            joint, held = None, []
        elif item.kind in ENDS:
            yield from held
            joint, held = item, []
        else:
            held.append(item)
    yield from held


def _against(clause: Clause, refusing: bool) -> set[int]:
    """The places of the moments that the clause speaks against."""
    places = clause.moments()
    if _is_not_busy(clause):
        return set()
    if clause.says(Kind.BUSY) and not clause.says(Kind.DONE):
        return _while_busy(clause, places)
    if refusing and not clause.says(Kind.FINE):
        return set(places)
    refused: set[int] = set()
    since = 0
    for n, item in enumerate(clause.items):
        if _is_against(item) and isinstance(item, Mark):
            before = [place for place in places if since <= place < n and place not in refused]
            after = [place for place in places if n < place < min(_next_against(clause, n), _next_hour(clause, n))]
            refused.update(_scope(clause, item, n, before, after))
            since = n
    return refused


def _is_not_busy(clause: Clause) -> bool:
    """Whether a "not" denies being busy, and no moment: "I'm not working on Monday"."""
    marks = [item for item in clause.items if isinstance(item, Mark)]
    pairs = [(mark.kind, after.kind, mark.value + after.value) for mark, after in pairwise(marks)]
    return any(pair in ((Kind.NOT, Kind.BUSY, 0), (Kind.BUSY, Kind.NOT, 0)) for pair in pairs)


def _while_busy(clause: Clause, places: list[int]) -> set[int]:
    """All of its moments, but "not before five, I work in the daytime": there the hours before it suit."""
    busy = next(n for n, item in enumerate(clause.items) if isinstance(item, Mark) and item.kind is Kind.BUSY)
    before, after = [n for n in places if n < busy], [n for n in places if n > busy]
    timed = all(any(isinstance(clause.items[n], Times) for n in side) for side in (before, after))
    opened = any(isinstance(item := clause.items[n], Times) and item.shape in _FLIPPED for n in before)
    return set(after if timed and opened else places)


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
        return [place for place in after if place < min(_next_any(clause, n), _open_hour(clause, n))]
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


def _add(clause: Clause, against: set[int], made: Claims) -> None:
    if clause.moments() and clause.joint:
        made.wanted.append(clause.joint)
    refused: list[Item] = []
    context = [item for n, item in enumerate(clause.items) if n not in against and isinstance(item, Days)]
    for n, item in enumerate(clause.items):
        if isinstance(item, Mark):
            (refused if against and n > min(against) else made.wanted).append(item)
        elif n in against:
            refused.append(item)
        else:
            made.wanted.append(_done(item) if clause.says(Kind.DONE) else item)
    if against:
        _refuse(refused, context, made, busy=clause.says(Kind.BUSY) and not clause.says(Kind.DONE))


def _done(item: Moment) -> Moment:
    """Who is done, home or off at five can call from five on."""
    if isinstance(item, Times) and item.shape in (Shape.POINT, Shape.UNTIL, Shape.AROUND):
        return item._replace(shape=Shape.FROM)
    return item


def _refuse(refused: list[Item], context: list[Days], made: Claims, *, busy: bool) -> None:
    """ "Not before ten" says from ten on; all else that is refused is kept as such."""
    flipped = [item for item in refused if isinstance(item, Times) and item.shape in _FLIPPED]
    if flipped and (busy or not isinstance(refused[0], Days)):
        limited = any(isinstance(item, Times) and item.shape in _FLIPPED for item in made.wanted)
        made.wanted.extend(item for item in refused if isinstance(item, Days))
        ends = [item._replace(shape=_FLIPPED[item.shape], or_point=False) for item in flipped]
        made.wanted.extend(ends)
        made.freed += ends if busy else []
        made.any = made.any or limited or len(flipped) > 1
        return
    if busy and any(_working_day(item) for item in refused):
        days = [item for item in refused if isinstance(item, Days)]
        made.wanted += days
        (made.wanted if days else made.off_work).extend(off(item) for item in refused if isinstance(item, Times))
        made.any = True
    has_days = any(isinstance(item, Days | Instant) for item in refused)
    made.any = made.any or (not has_days and not context and any(_is_habit(item) for item in refused))
    if any(isinstance(item, Days) and item.weekday is not None for item in refused):
        refused = [*_weeks(made)[-1:], *refused]
    made.refused.append(refused if has_days else [*context, *refused])


def _is_habit(item: Item) -> bool:
    return isinstance(item, Times) and item.habit


def _weeks(made: Claims) -> list[Days]:
    """The weeks that are wanted: "next week except Thursday" is that week's Thursday."""
    return [item for item in made.wanted if isinstance(item, Days) and item.week is not None]


def _working_day(item: Item) -> bool:
    """Whether someone who is busy then can be called in the evening only."""
    if not isinstance(item, Times):
        return False
    starts = min(item.start.readings) if item.start else item.bounds[0]
    ends = max(item.end.readings) if item.end else item.bounds[1]
    return item.shape in (Shape.RANGE, Shape.PART) and starts <= 600 and ends >= 960


def _take_back(clause: Clause, made: Claims) -> None:
    """ "Morgen, dat lukt niet": what the clause before said is refused after all."""
    moments = _moments(clause.items)
    made.wanted = [item for item in made.wanted if not any(item is moment for moment in moments)]
    _refuse(moments, [], made, busy=False)
