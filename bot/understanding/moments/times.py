"""Words to times of day: points, ranges, open ends and parts of the day."""

from functools import cache

from bot.understanding.moments.clocks import Found, clock
from bot.understanding.moments.parts import SHAPES, begins_part, half_at, part
from bot.understanding.moments.said import Clock, Scene, Shape, Times
from bot.understanding.moments.tokens import END, Kind, Token, Tokens, skip, value

Said = tuple[Times, int]
_FILL = frozenset({Kind.THE, Kind.AT, Kind.AROUND, Kind.HOUR})
_AT_MOST = frozenset({Kind.OR_EARLIER})
_UP_TO = frozenset({Kind.THROUGH, Kind.DASH, Kind.UNTIL, Kind.AND})
_CONNECT = frozenset({Kind.THROUGH, Kind.DASH, Kind.UNTIL})
_FIRST = frozenset(
    {Kind.NUMBER, Kind.CLOCK, Kind.NAMED, Kind.FRACTION, Kind.QUARTER, Kind.ARTICLE, Kind.PART}
    | {Kind.BETWEEN, Kind.FROM, Kind.AT, Kind.AFTER, Kind.BEFORE, Kind.UNTIL, Kind.THROUGH, Kind.AROUND}
    | {Kind.BEGIN, Kind.MIDDLE, Kind.END, Kind.SAME_TIME, Kind.OR_EARLIER}
)
BEGINS = _FIRST | {Kind.ORDINAL}
"""The kinds of words that may stand first; an ordinal only in halves."""
_DASH = frozenset({Kind.DASH})
_EITHER = frozenset({Kind.OR, Kind.AND})
_LISTS = frozenset({Kind.OR, Kind.AND, Kind.SLASH, Kind.COMMA})
_LISTED = 8
_NEAR = 8
"""Words back to the "between" of a range."""
_IS = frozenset({Kind.POLITE})
_DATED = frozenset({Kind.DAY, Kind.WEEKDAY, Kind.PART})
_BEFORE_DAY = frozenset({Kind.ON, Kind.THE})
_CLAUSES = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT, Kind.OR, Kind.INSTEAD})
_DAYS = frozenset({Kind.DAY, Kind.WEEKDAY, Kind.NEXT, Kind.COMING, Kind.THIS})
MINUTES = {"minute": 1, "hour": 60}


def times(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Said | None:
    """The times of day that begin at token `i`, and where the words go on; None where there are none."""
    kinds = tokens[i].kinds
    if Kind.HALF_OF in scene.said and half_at(tokens, i):
        return part(tokens, i, scene)
    if _FIRST.isdisjoint(kinds):
        return None
    if Kind.OR_EARLIER in kinds and Kind.BEFORE not in kinds:
        return _at_most(tokens, i, scene)
    if Kind.SAME_TIME in kinds:
        return _same(tokens, i, scene)
    return (
        (_range(tokens, i, scene, alone=bare) if _may_range(tokens[i], scene) else None)
        or (part(tokens, i, scene) if Kind.PART in scene.said and begins_part(tokens[i].kinds) else None)
        or _with_operator(tokens, i, scene)
        or _plain(tokens, i, scene, bare=bare)
    )


def _at_most(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "Max 16h", and not the "max" of "16h max"."""
    opens = not i or not _CLAUSES.isdisjoint(tokens[i - 1].kinds)
    found = clock(tokens, i + 1, scene, bare=False) if opens else None
    return (Times(shape=Shape.UNTIL, start=found[0]), found[1]) if found else None


def _may_range(first: Token, scene: Scene) -> bool:
    """Whether a word that joins the two ends of a range is said at all."""
    again = Kind.BETWEEN in scene.said and Kind.AND in scene.said
    return not _CONNECT.isdisjoint(scene.said) or (again and not first.kinds.isdisjoint({Kind.BETWEEN, Kind.NUMBER}))


def _same(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The time of the slots that were offered: "vrijdag zelfde tijd"; or that of now: "this time tomorrow"."""
    word = tokens[i].meanings[Kind.SAME_TIME]
    if word.value and word.doubtful and _DATED.isdisjoint(tokens[skip(tokens, i + 1, _BEFORE_DAY)].kinds):
        return None
    minute = scene.minute if word.value else scene.offered_minute
    return None if minute is None else (Times(shape=Shape.POINT, start=Clock((minute,), told=True)), i + 1)


def _range(tokens: Tokens, i: int, scene: Scene, *, alone: bool) -> Said | None:
    """ "tussen 9 en half 11", "from 2 to 4", "14:00 - 15:30"."""
    between = Kind.BETWEEN in tokens[i].meanings
    again = not between and _is_between_again(tokens, i, scene)
    opened = between or Kind.FROM in tokens[i].meanings or _at_range(tokens, i)
    start = skip(tokens, i + 1, _FILL) if opened else i
    opened = opened or again or (alone and not _reads_as_time(tokens, i, value(tokens[i], Kind.NUMBER) or 0))
    ends = _ends(tokens, start, scene, bare=opened, joints=_UP_TO if between or again else _CONNECT)
    if ends is None and Kind.AROUND in tokens[i].meanings:
        ends = _ends(tokens, skip(tokens, i + 1, _FILL), scene, bare=True, joints=_DASH)
    if ends is None:
        return None
    first, last, j = ends
    if Kind.PER in tokens[j].meanings or Kind.WORK in tokens[j].meanings:
        return None
    return Times(shape=Shape.RANGE, start=first, end=last), j


def _is_between_again(tokens: Tokens, i: int, scene: Scene) -> bool:
    """Whether this is the "two and four" of "between nine and eleven or two and four"."""
    if Kind.BETWEEN not in scene.said or not i or _EITHER.isdisjoint(tokens[i - 1].kinds):
        return False
    near = any(Kind.BETWEEN in token.kinds for token in tokens[max(0, i - _NEAR) : i])
    joint = tokens[i + 1 + (Kind.HOUR in tokens[i + 1].kinds)]
    return near and Kind.AND in joint.kinds and not tokens[i].kinds.isdisjoint({Kind.NUMBER, Kind.CLOCK})


def _at_range(tokens: Tokens, i: int) -> bool:
    """ "at 2 - 4": with a dash, as "at 10 to 3" is one time."""
    return Kind.AT in tokens[i].meanings and Kind.DASH in tokens[i + 2].meanings


def _ends(
    tokens: Tokens, i: int, scene: Scene, *, bare: bool, joints: frozenset[Kind]
) -> tuple[Clock, Clock, int] | None:
    first = _start_of_range(tokens, i, scene, bare=bare, joints=joints)
    if first is None or joints.isdisjoint(tokens[first[1]].meanings):
        return None
    last = clock(tokens, skip(tokens, first[1] + 1, _FILL | _AT_MOST), scene, bare=True)
    if last is None:
        return None
    sure = bare or scene.bare or _is_time(tokens, i, first) or _is_time(tokens, first[1] + 1, last)
    if not (sure or not _DAYS.isdisjoint(tokens[skip(tokens, last[1], _FILL | {Kind.ON})].meanings)):
        return None
    return first[0], last[0], last[1]


def _start_of_range(tokens: Tokens, i: int, scene: Scene, *, bare: bool, joints: frozenset[Kind]) -> Found | None:
    """A range's first time; in "5 to 7" the 5 is an hour, although "5 to 7" may be a time as well."""
    number = value(tokens[i], Kind.NUMBER)
    if number is None or joints.isdisjoint(tokens[i + 1].meanings) or number > 24:
        return clock(tokens, i, scene, bare=True)
    if not bare and _reads_as_time(tokens, i, number):
        return None
    found = clock((*tokens[i : i + 1], END, END, END, END, END), 0, scene, bare=True)
    return (found[0], i + 1) if found else None


def _reads_as_time(tokens: Tokens, i: int, number: int) -> bool:
    """Whether "twenty to four", "ten to three" is one time: minutes that nobody would take for an hour."""
    if Kind.TO not in tokens[i + 1].meanings or number not in (5, 10, 20, 25):
        return False
    hour = value(tokens[i + 2], Kind.NUMBER) or 0
    no_range = _DAYS.isdisjoint(tokens[i + 3].meanings) or 0 < hour < number == 5
    spelt = not tokens[i].text.isdigit() and no_range
    later = hour > number
    return (spelt or number > 12) and not (later and number > 12)


def _is_time(tokens: Tokens, i: int, found: Found) -> bool:
    """Whether these words are a time by themselves, and not a mere number."""
    return found[1] - i > 1 or Kind.CLOCK in tokens[i].meanings or Kind.NAMED in tokens[i].meanings


def _with_operator(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "na 3 uur", "before noon", "rond vieren", "om 10"."""
    kind = _operator(tokens[i].kinds)
    if kind is None or _only_joins(tokens, i, kind) or _is_about_day(tokens, i, kind, scene):
        return None
    found = clock(tokens, skip(tokens, i + 1, _FILL), scene, bare=True)
    if found is None:
        return None
    said, j = found
    shape = SHAPES[kind]
    if kind is Kind.AT and Kind.AROUND in tokens[i + 1].meanings:
        return Times(shape=Shape.AROUND, start=said), j
    doubtful = tokens[i].meanings[kind].doubtful and kind is not Kind.BEFORE
    if shape is Shape.POINT or doubtful:
        ending = _ending(tokens, said, j)
        return None if _of_an_amount(tokens, i, kind, ending[0], scene) else ending
    if shape is Shape.FROM and Kind.FOR in tokens[j].meanings:
        return _ending(tokens, said, j)
    if shape is Shape.FROM:
        j += onwards(tokens, j)
    word = tokens[i].meanings[kind]
    # "Any time after five" is said of every day.
    return Times(shape=shape, start=said, or_point=word.doubtful, habit=word.plural, denied=bool(word.value)), j


def _is_about_day(tokens: Tokens, i: int, kind: Kind, scene: Scene) -> bool:
    """Whether this is the "vers" of "vers le 10", where hours are named."""
    day = scene.hours_named and kind is Kind.AROUND and Kind.ON in tokens[i + 1].kinds
    return day and Kind.NUMBER in tokens[i + 2].kinds and Kind.HOUR not in tokens[i + 3].kinds


@cache
def _operator(kinds: frozenset[Kind]) -> Kind | None:
    return next((kind for kind in SHAPES if kind in kinds), None)


def _of_an_amount(tokens: Tokens, i: int, kind: Kind, said: Times, scene: Scene) -> bool:
    """Whether this is the "de 20" of "algo de 20 horas": where hours are named, "of" before a number says no time."""
    return scene.hours_named and kind is Kind.FROM and said.shape is Shape.POINT and Kind.AT not in tokens[i].meanings


def _only_joins(tokens: Tokens, i: int, kind: Kind) -> bool:
    """Whether this is the "a" of "de 3 a 5", which says nothing by itself."""
    return kind is Kind.THROUGH and tokens[i].meanings[kind].value > 0 and Kind.AT not in tokens[i].meanings


def _plain(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Said | None:
    told = _is_ish(tokens, i) or _lists_hours(tokens, i) or _before_day(tokens, i, scene) or _judged(tokens, i, scene)
    last = scene.bare and Kind.OR_EARLIER in tokens[i + 1].kinds
    found = clock(tokens, i, scene, bare=bare or told or last)
    return _ending(tokens, *found) if found else None


def _is_ish(tokens: Tokens, i: int) -> bool:
    """Whether this is the two of "two-ish"."""
    return Kind.ABOUT in tokens[i + 1 + (Kind.DASH in tokens[i + 1].kinds)].kinds


def _before_day(tokens: Tokens, i: int, scene: Scene) -> bool:
    """Whether this is the 8 of "8 tomorrow", in answer to when it would suit."""
    return scene.bare and not {Kind.DAY, Kind.WEEKDAY}.isdisjoint(tokens[i + 1].meanings)


def _judged(tokens: Tokens, i: int, scene: Scene) -> bool:
    """Whether this is the 11 of "11 is better", or the 8 of "tonight once they sleep, 8?": all of a clause."""
    if not scene.bare or scene.offered or (i and _CLAUSES.isdisjoint(tokens[i - 1].kinds)):
        return False
    end = _after_courtesies(tokens, i + 1)
    if i and not (tokens[end].text and _CLAUSES.isdisjoint(tokens[end].kinds)):
        return not _DATED.isdisjoint(scene.said)
    return Kind.FINE in tokens[i + 1].kinds or (tokens[i + 1].kinds <= _IS and Kind.FINE in tokens[i + 2].kinds)


def _after_courtesies(tokens: Tokens, i: int) -> int:
    """Where the words go on behind the "it is" of "4 it is", the "please" of "4 please"."""
    return next((j for j in range(i, i + 3) if not tokens[j].kinds or not tokens[j].kinds <= _IS), i + 3)


def _lists_hours(tokens: Tokens, i: int) -> bool:
    """Whether this is the 3 of "3 of 4 uur", the 2 of "2, 3 or 4 tomorrow"."""
    j, joined = i, False
    while j < i + _LISTED and not _LISTS.isdisjoint(tokens[j + 1].kinds) and Kind.NUMBER in tokens[j + 2].kinds:
        joined = joined or Kind.COMMA not in tokens[j + 1].kinds
        j += 2
    told = {Kind.HOUR, Kind.MERIDIEM} | ({Kind.DAY, Kind.WEEKDAY} if j > i + 2 else set())
    return joined and not told.isdisjoint(tokens[j + 1].kinds)


def _ending(tokens: Tokens, said: Clock, i: int) -> Said:
    """A time with what may follow it: "4ish", "5 or later", "4pm for 30 minutes"."""
    ish = i + 1 if Kind.DASH in tokens[i].meanings else i
    if Kind.ABOUT in tokens[ish].meanings:
        return Times(shape=Shape.AROUND, start=said), ish + 1
    if onwards(tokens, i):
        return Times(shape=Shape.FROM, start=said), i + onwards(tokens, i)
    earlier = tokens[i].meanings.get(Kind.OR_EARLIER)
    if earlier and not (earlier.doubtful and tokens[i + 1].meanings):
        return Times(shape=Shape.UNTIL, start=said), i + 1
    unit = tokens[i + 2].meanings.get(Kind.UNIT)
    lasts = value(tokens[i + 1], Kind.NUMBER)
    if Kind.FOR in tokens[i].meanings and lasts and unit and unit.name in MINUTES:
        length = min(lasts, 600) * MINUTES[unit.name]
        end = Clock(tuple(minute + length for minute in said.readings), said.told)
        return Times(shape=Shape.RANGE, start=said, end=end), i + 3
    return Times(shape=Shape.POINT, start=said), i


def onwards(tokens: Tokens, i: int) -> int:
    """How many words say "onwards" here: one, or the two of "or after".

    The "on" of "from ten on" is one, those of "at ten on Monday" and "at ten on my mobile" are not.
    """
    word = tokens[i].meanings.get(Kind.ONWARDS)
    if word is not None:
        begun = any(Kind.FROM in token.meanings for token in tokens[max(0, i - 4) : i])
        named = Kind.ON in tokens[i].meanings and not begun
        return int(not (word.doubtful and (named or tokens[i + 1].meanings)))
    or_after = Kind.OR in tokens[i].meanings and Kind.AFTER in tokens[i + 1].meanings
    return 2 if or_after and not tokens[i + 2].text else 0
