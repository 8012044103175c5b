"""What is wanted and what is refused: each clause's moments, and whether its words speak for or against them."""

from collections.abc import Iterator, Sequence

from bot.understanding.moments.against import against_it, is_bound
from bot.understanding.moments.clauses import AGAINST, ENDS, Clause, clauses
from bot.understanding.moments.dates import WORKDAYS
from bot.understanding.moments.freed import moments_of, told_otherwise, working_day
from bot.understanding.moments.said import Claims, Days, Instant, Item, Mark, Scene, Shape, Times
from bot.understanding.moments.thereafter import after_that, before_that, off
from bot.understanding.moments.tokens import Kind

_FLIPPED = {Shape.FROM: Shape.UNTIL, Shape.UNTIL: Shape.FROM}
_CLAIMS = AGAINST | {Kind.BUSY, Kind.HAVE, Kind.DONE, Kind.ANY, Kind.EVERY, Kind.AFTER_THAT}
"""Without any of these all moments are wanted."""
_THEN = 4
"""What a "then I'm free" is worth, which may also only say why."""
_ASKED = 2
"""What an "any" is worth that only answers when it would suit, as "I don't mind"."""
_QUESTION = 1
"""What the end of a sentence is worth that asks."""
_NO = 3
"""What a "no" is worth that is said by itself."""
_HOME = 1
"""What a "done" is worth that says where they are then."""
Moment = Days | Times | Instant


def claims(items: Sequence[Item], scene: Scene) -> Claims:
    """The moments of a message, parted into those wanted and those refused."""
    if scene.said.isdisjoint(_CLAIMS) and not any(_claims(item) for item in items):
        return Claims(wanted=list(_joined(items)))
    asked = scene.bare
    every = any(isinstance(item, Mark) and item.of_every_day for item in items)
    made = Claims(any=every and any(map(_of_every_day, clauses(items))))
    made.whenever = every and any(_says_whenever(clause, asked) for clause in clauses(items))
    refusing = excepting = False
    before: Clause | None = None
    for said in clauses(items):
        clause = _perhaps_busy(said)
        then = clause.joint is not None and clause.joint.kind is Kind.AFTER_THAT
        if clause.joint and then and not _ends_there(clause, made) and not _only_then(clause, made):
            if clause.joint.value % 2:
                before_that(made, scene)
            elif _free_until(clause, before, made):
                made.wanted = [_perhaps(item) for item in made.wanted]
            else:
                after_that(made)
        # "Except Friday, after ten": the day is refused, and the hour is not.
        hour = excepting and all(isinstance(clause.items[n], Times) for n in clause.moments())
        if hour and _is_why(clause):
            continue
        against = against_it(clause, refusing and not (hour or _is_every_day(clause)))
        if made.refused_last and clause.says(Kind.ALSO) and _only_days(clause):
            against = set(clause.moments())
        if before and (_denies(clause, made) or (not made.refused_last and _is_answered_no(clause, made))):
            _take_back(before, made)
        refused = len(made.refused)
        _add(clause, against, made)
        made.refused_last = len(made.refused) > refused if clause.moments() else made.refused_last
        excepting = clause.says(Kind.EXCEPT) and all(isinstance(clause.items[n], Days) for n in against)
        refusing = clause.says(Kind.EXCEPT) or (refusing and bool(against) and not clause.says(Kind.FINE))
        before = clause if clause.moments() else before
    return told_otherwise(made)


def _says_whenever(clause: Clause, asked: bool) -> bool:
    """Whether every moment would do; "the other days I work" says the contrary."""
    values = {item.value for item in clause.items if isinstance(item, Mark) and item.kind is Kind.ANY}
    refuses = clause.says(Kind.BUSY) or clause.says(Kind.NOT) or clause.says(Kind.NOT_BEFORE_IT)
    others = any(isinstance(item, Mark) and item.of_others for item in clause.items)
    return 1 in values or (asked and _ASKED in values and not clause.says(Kind.BUSY)) or (others and not refuses)


def _is_every_day(clause: Clause) -> bool:
    """Whether it is the "every day" behind "except Monday"."""
    moments = [clause.items[n] for n in clause.moments()]
    return bool(moments) and all(isinstance(item, Days) and item.habit == WORKDAYS for item in moments)


def _is_why(clause: Clause) -> bool:
    """Whether it only says what they do on the day that was excepted: "but Thursday, I have choir at five"."""
    hours = [item for item in clause.items if isinstance(item, Times)]
    return bool(hours) and clause.says(Kind.BUSY) and all(item.shape not in _FLIPPED for item in hours)


def _only_days(clause: Clause) -> bool:
    """Whether it names days, or parts of them, and says nothing of them: the "Tuesday too" behind "Monday I work"."""
    moments = [clause.items[n] for n in clause.moments()]
    parts = (isinstance(item, Times) and item.shape is Shape.PART for item in moments)
    named = all(isinstance(item, Days) or part for item, part in zip(moments, parts, strict=True))
    return named and not (clause.says(Kind.FINE) or clause.says(Kind.NOT))


def _only_then(clause: Clause, made: Claims) -> bool:
    """ "Friday at three, then I'm free" is at three, "Friday until three, then I'm free" is after it."""
    last = made.refused[-1] if made.refused_last else [item for item in made.wanted if not isinstance(item, Mark)]
    hours = [item for item in last if isinstance(item, Times)]
    ends = bool(hours) and hours[-1].shape in (Shape.UNTIL, Shape.FROM, Shape.RANGE)
    return clause.joint is not None and clause.joint.value == _THEN and not ends


def _ends_there(clause: Clause, made: Claims) -> bool:
    """ "Until three, not after that", "bis vier, danach arbeite ich": behind the time nothing suits."""
    refuses = clause.says(Kind.NOT) or clause.says(Kind.NOT_BEFORE_IT) or clause.says(Kind.BUSY)
    return refuses and not (made.refused_last or clause.moments() or clause.says(Kind.FINE))


def _free_until(clause: Clause, before: Clause | None, made: Claims) -> bool:
    """ "I can until three, after that I have to …"; but "I can sleep until ten, call after that".

    "Between two and three, after that I have to …" as well.
    """
    if made.refused_last or before is None or clause.moments() or clause.says(Kind.FINE) or clause.says(Kind.ANY):
        return False
    shapes = {item.shape for item in before.items if isinstance(item, Times)}
    return Shape.RANGE in shapes or (Shape.UNTIL in shapes and before.says(Kind.FINE))


def _perhaps_busy(clause: Clause) -> Clause:
    """ "Not before ten I'm asleep", where no comma stands, with an end to ask about: "niet voor tien op kantoor"."""
    if not clause.says(Kind.BUSY) or not any(is_bound(clause.items, n) for n in clause.moments()):
        return clause
    items = [_perhaps(item) if is_bound(clause.items, n) else item for n, item in enumerate(clause.items)]
    return Clause(clause.joint, items)


def _perhaps(item: Item) -> Item:
    """An end that is asked about."""
    if isinstance(item, Times) and item.shape in (Shape.UNTIL, Shape.RANGE) and item.start:
        return item._replace(start=item.start._replace(doubtful=True))
    return item


def _of_every_day(clause: Clause) -> bool:
    """Whether it is said of every day; "half past four or five, I don't mind" is of one."""
    points = [item for item in clause.items if isinstance(item, Times) and item.shape is Shape.POINT]
    chosen = len(points) > 1 and clause.says(Kind.OR)
    marks = [item for item in clause.items if isinstance(item, Mark)]
    joints = [clause.joint] if clause.joint else []
    if clause.says(Kind.BUSY) and not clause.moments():  # "then I'm on site all day"
        return False
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
            done = _done(item, clause) if clause.says(Kind.DONE) else item
            made.wanted.append(done)
            made.freed += [done] if done is not item and isinstance(done, Times) else []
    if against:
        _refuse(refused, context, made, busy=clause.says(Kind.BUSY) and not clause.says(Kind.DONE))


def _done(item: Moment, clause: Clause) -> Moment:
    """Who is done, home or off at five can call from five on; who is home until twelve, until then."""
    home = any(isinstance(mark, Mark) and mark.kind is Kind.DONE and mark.value == _HOME for mark in clause.items)
    ends = (Shape.POINT, Shape.AROUND) if home else (Shape.POINT, Shape.UNTIL, Shape.AROUND)
    if isinstance(item, Times) and item.shape in ends:
        return item._replace(shape=Shape.FROM)
    return item


def _refuse(refused: list[Item], context: list[Days], made: Claims, *, busy: bool) -> None:
    """ "Not before ten" says from ten on; all else that is refused is kept as such."""
    flipped = [item for item in refused if isinstance(item, Times) and item.shape in _FLIPPED]
    if flipped and (busy or not isinstance(refused[0], Days)):
        limited = any(isinstance(item, Times) and item.shape in _FLIPPED for item in made.wanted)
        made.wanted.extend(item for item in refused if isinstance(item, Days))
        ends = [item._replace(shape=_FLIPPED[item.shape], or_point=False, denied=not busy) for item in flipped]
        made.wanted.extend(ends)
        made.freed += ends if busy else []
        made.any = made.any or limited or len(flipped) > 1
        return
    if busy and any(working_day(item) for item in refused):
        days = [item for item in refused if isinstance(item, Days)]
        if days and _offers_others(made, days):
            return
        free = [off(item) for item in refused if isinstance(item, Times)]
        made.wanted += days
        (made.wanted if days else made.off_work).extend(free)
        made.freed += free if days else []
        made.any = True
    has_days = any(isinstance(item, Days | Instant) for item in refused)
    made.any = made.any or (not has_days and not context and any(_is_habit(item) for item in refused))
    if any(isinstance(item, Days) and item.weekday is not None for item in refused):
        refused = [*_weeks(made)[-1:], *refused]
    made.refused.append(refused if has_days else [*context, *refused])


def _offers_others(made: Claims, days: Sequence[Days]) -> bool:
    """Whether only other days are offered: "this weekend, I work Monday to Friday from eight to six"."""
    at_work = {day for said in days for day in (*said.dates, *said.others)}
    weekdays = frozenset[int]().union(*(said.habit or () for said in days))
    offered = [item for item in made.wanted if isinstance(item, Days)]
    free = (day for item in offered for day in item.dates)
    return bool(offered) and not any(day in at_work or day.weekday() in weekdays for day in free)


def _is_habit(item: Item) -> bool:
    return isinstance(item, Times) and item.habit


def _weeks(made: Claims) -> list[Days]:
    """The weeks that are wanted: "next week except Thursday" is that week's Thursday."""
    return [item for item in made.wanted if isinstance(item, Days) and item.week is not None]


def _denies(clause: Clause, made: Claims) -> bool:
    """Whether it is the "that doesn't work" behind a moment."""
    then = clause.joint is not None and clause.joint.kind is Kind.AFTER_THAT
    return clause.says(Kind.NOT_BEFORE_IT) and not (clause.moments() or then or made.refused)


def _is_answered_no(clause: Clause, made: Claims) -> bool:
    """Whether it is the "no" of "Tomorrow? No. Friday then", or a "that neither" behind such a one."""
    if clause.joint != Mark(Kind.STOP, _QUESTION):
        return False
    return clause.items == [Mark(Kind.NOT, _NO)] or (clause.items == [Mark(Kind.NOT, 1)] and bool(made.refused))


def _take_back(clause: Clause, made: Claims) -> None:
    """ "Morgen, dat lukt niet": what the clause before said is refused after all."""
    moments = moments_of(clause.items)
    made.wanted = [item for item in made.wanted if not any(item is moment for moment in moments)]
    _refuse(moments, [], made, busy=False)
