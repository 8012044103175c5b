"""Words to calendar days: "dinsdag", "volgende week vrijdag", "de 27e", "27/11", "ma t/m do", "eind van de maand"."""

from functools import cache

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.beginnings import Beginning, Reader, asked
from bot.understanding.moments.month_days import FILL, MONTH_DAYS, OF, days_of_month, month_day
from bot.understanding.moments.month_edges import MONTH_EDGES
from bot.understanding.moments.parts import said_as_part
from bot.understanding.moments.recurring import recurring
from bot.understanding.moments.said import Days, Scene, Shape
from bot.understanding.moments.stretches import STRETCHES, week_from
from bot.understanding.moments.times import onwards
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value
from bot.understanding.moments.weekdays import weekday_day, weeks_hence

Said = tuple[Days, int]
_OF_MONTH = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.MONTH})
_NTH = frozenset({Kind.ORDINAL, Kind.UNIT})
_CONNECT = frozenset({Kind.THROUGH, Kind.DASH, Kind.UNTIL})
_COURTESY = frozenset({Kind.POLITE, Kind.PLAIN, Kind.FINE, Kind.COMMA, Kind.STOP, Kind.AND, Kind.BUT})
_TIME = frozenset({Kind.AT, Kind.NUMBER, Kind.CLOCK, Kind.NAMED, Kind.PART, Kind.FRACTION})
BEGINS = frozenset(
    {
        Kind.WEEKDAY,
        Kind.MONTH,
        Kind.DAY,
        Kind.DATE,
        Kind.EASTER,
        Kind.WEEKEND,
        Kind.AFTER_WEEKEND,
        Kind.WEEKDAYS,
        Kind.WEEK,
    }
    | {Kind.THIS, Kind.NEXT, Kind.COMING, Kind.EVERY, Kind.NUMBER, Kind.ORDINAL, Kind.SEVERAL, Kind.UNIT, Kind.IN}
    | {Kind.BEGIN, Kind.MIDDLE, Kind.END, Kind.REST, Kind.LATER, Kind.FRACTION, Kind.EXTREME}
)
"""The kinds of words that may stand first."""
_LONG = 21
_OPEN = {
    Kind.AFTER: Shape.FROM,
    Kind.FROM: Shape.FROM,
    Kind.BEFORE: Shape.UNTIL,
    Kind.UNTIL: Shape.UNTIL,
    Kind.THROUGH: Shape.UNTIL,
}
OPENS_DAYS = frozenset(_OPEN) | {Kind.BETWEEN}
"""The kinds of words that may stand before the first, and say that it is one end of them."""


def days(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The days that begin at token `i`, and where the words go on; None where there are none."""
    meanings = tokens[i].meanings
    if Kind.FROM in meanings or Kind.BETWEEN in meanings:
        found = _opened_range(tokens, i, scene)
        if found:
            return found
    if not _OPEN.keys().isdisjoint(meanings):
        return _open(tokens, i, scene)
    if scene.hours_named and i and _farewell(tokens, i):
        return None
    found = None if BEGINS.isdisjoint(meanings) else _range(tokens, i, scene, _CONNECT)
    return _ending(*found, tokens, scene) if found and found[0].dates else found


def _farewell(tokens: Tokens, i: int) -> bool:
    """Whether this is the day of "merci, à demain !"."""
    ends = not tokens[i + 1].text or Kind.STOP in tokens[i + 1].meanings
    named = not {Kind.DAY, Kind.WEEKDAY}.isdisjoint(tokens[i].meanings)
    greets = ends and named and tokens[i - 1].meanings.keys() >= {Kind.AT, Kind.THROUGH}
    return greets and all(not _COURTESY.isdisjoint(token.meanings) for token in tokens[: i - 1])


def _ending(said: Days, i: int, tokens: Tokens, scene: Scene) -> Said:
    """A day with what may follow it: "vendredi au plus tard", "Monday or later"; not "demain au plus tard à 16h"."""
    if not _TIME.isdisjoint(tokens[i + 1].meanings):
        return said, i
    if Kind.OR_EARLIER in tokens[i].meanings:
        return Days(dates=calendar.between(scene.today, said.dates[-1]), others=said.dates, loose=True), i + 1
    if onwards(tokens, i):
        return _opened(said, Shape.FROM, scene, after=False), i + onwards(tokens, i)
    return said, i


def _opened_range(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "tussen 19 en 20 november", "van 1-10 tot 7-11", "from Monday to Friday"."""
    joints = _CONNECT | {Kind.AND} if Kind.BETWEEN in tokens[i].meanings else _CONNECT
    start = skip(tokens, i + 1, FILL)
    hours = Kind.NUMBER in tokens[start].meanings and not (joints - {Kind.DASH}).isdisjoint(tokens[start + 1].meanings)
    found = days_of_month(tokens, start, scene, joints) if hours else _range(tokens, start, scene, joints)
    alone = one_day(tokens, start, scene) if found else None
    listed = Kind.BETWEEN in tokens[i].kinds and alone is not None and len(alone[0].dates) > 1
    if found and alone and found[1] == alone[1] and not listed:
        return None
    if found is None or len(found[0].dates) < 2 or found[0].week:
        return None
    once = found[0]._replace(habit=None) if Kind.BETWEEN in tokens[i].meanings else found[0]
    return once, found[1]


def _range(tokens: Tokens, i: int, scene: Scene, joints: frozenset[Kind]) -> Said | None:
    """ "ma t/m do", "13 to 15 July"; or the one day that stands here."""
    kinds, after = tokens[i].kinds, tokens[i + 1].kinds
    two = Kind.MONTH in kinds or not (_OF_MONTH.isdisjoint(kinds) or (joints | _NTH).isdisjoint(after))
    span = days_of_month(tokens, i, scene, joints) if two else None
    first = span or one_day(tokens, i, scene)
    if first is None or joints.isdisjoint(tokens[first[1]].meanings) or not first[0].dates:
        return first
    start = skip(tokens, first[1] + 1, FILL)
    last = one_day(tokens, start, scene)
    if last is None or not last[0].dates or _rather_at(tokens, first[1], start, last[1]):
        return first
    return _from_to(first[0], last[0]), last[1]


def _rather_at(tokens: Tokens, joint: int, i: int, j: int) -> bool:
    """Whether a number follows a word that is "at" as well as "to", and no month tells that it is a day."""
    number = Kind.NUMBER in tokens[i].meanings and Kind.MONTH not in tokens[j - 1].meanings
    return Kind.AT in tokens[joint].meanings and number


def _from_to(first: Days, last: Days) -> Days:
    start, end = first.dates[0], last.dates[-1]
    if end.year < start.year and last.weekday is None:
        start = calendar.dated(end.year, start.month, start.day) or start
    if end < start:
        ahead = last.weekday is not None or end.year == start.year
        end = calendar.next_weekday(start, last.weekday) if last.weekday is not None else end
        end = calendar.next_date(start, end.month, end.day) or start if ahead and end < start else end
    meant = calendar.between(start, end)
    weekend = start.weekday() > 4 or end.weekday() > 4
    every = first.weekday is not None and last.weekday is not None
    habit = frozenset(day.weekday() for day in meant) if every else None
    return Days(dates=meant, loose=not weekend, habit=habit, doubtful=first.doubtful or last.doubtful)


def _open(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vanaf maandag", "before Friday", "from tomorrow onwards"."""
    kind, word = next((kind, tokens[i].meanings[kind]) for kind in _OPEN if kind in tokens[i].meanings)
    start = skip(tokens, i + 1, FILL | {Kind.OF})
    found = None if word.doubtful and kind is not Kind.BEFORE else one_day(tokens, start, scene)
    if found is None or not found[0].dates:
        return None
    said, j = found
    if kind is Kind.THROUGH or (_OPEN[kind] is Shape.UNTIL and word.value) or _to_the_end(tokens, kind, start):
        timed = not _TIME.isdisjoint(tokens[j].meanings)
        dates = calendar.between(scene.today, said.dates[-1])
        shape = Shape.UNTIL if kind is Kind.UNTIL and word.value else None
        return Days(dates=dates, others=said.dates, loose=True, open=shape, doubtful=timed), j
    if word.doubtful:
        return said._replace(others=said.others or (said.dates[0],)), j
    return _opened(said, _OPEN[kind], scene, after=kind is Kind.AFTER), j + onwards(tokens, j)


def _to_the_end(tokens: Tokens, kind: Kind, i: int) -> bool:
    """ "tot het einde van de maand": the end is within."""
    return _OPEN[kind] is Shape.UNTIL and Kind.END in tokens[i].meanings


def _opened(said: Days, shape: Shape, scene: Scene, *, after: bool) -> Days:
    """The days from the first (with `after`: from the day after the last) or up to the first, and without other end."""
    if shape is Shape.UNTIL:
        return Days(dates=calendar.between(scene.today, said.dates[0] - calendar.DAY), loose=True, open=shape)
    start = said.dates[-1] + calendar.DAY if after else said.dates[0]
    # Who is there "from April on" hardly means the call.
    months = len(said.dates) > _LONG
    return Days(dates=calendar.run(start, 7), loose=True, open=shape, doubtful=said.doubtful or months)


def one_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The day or stretch of days that begins at token `i`, without what it may be joined to."""
    for reader in _readers(tokens[i].kinds, tokens[i + 1].kinds):
        found = reader(tokens, i, scene)
        if found:
            return found
    return None


@cache
def _readers(kinds: frozenset[Kind], after: frozenset[Kind]) -> tuple[Reader[Days], ...]:
    """What reads days that begin with words of these kinds, in order."""
    pointed = frozenset({Kind.NEXT, Kind.COMING, Kind.THIS})
    return asked(
        (
            Beginning(_week_of, frozenset({Kind.UNIT})),
            *MONTH_EDGES,
            *STRETCHES,
            Beginning(recurring, frozenset({Kind.WEEKDAYS, Kind.WEEKDAY, Kind.EVERY})),
            Beginning(_near, frozenset({Kind.EASTER, Kind.DAY})),
            Beginning(weekday_day, frozenset({Kind.WEEKDAY})),
            Beginning(weekday_day, pointed, frozenset({Kind.WEEKDAY})),
            *MONTH_DAYS,
        ),
        kinds,
        after,
    )


def _week_of(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "week of the 7th", "the week beginning February 4"."""
    if unit(tokens[i]) != "week":
        return None
    j = skip(tokens, i + 1, OF | {Kind.FROM, Kind.BEGIN, Kind.AT, Kind.AROUND} - {Kind.COMMA}, 4)
    if j == i + 1:
        return None
    found = month_day(tokens, j, scene)
    return week_from(calendar.monday(found[0].dates[0]), found[1]) if found else None


def _near(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vandaag", "tomorrow", "overmorgen"; "Ostermontag"."""
    from_easter = value(tokens[i], Kind.EASTER)
    if from_easter is not None:
        return Days(dates=(calendar.next_from_easter(scene.today, from_easter),)), i + 1
    ahead = value(tokens[i], Kind.DAY)
    if ahead is None or (Kind.PART in tokens[i].meanings and said_as_part(tokens, i)):
        return None
    weeks, j = weeks_hence(tokens, i + 1)
    return Days(dates=(scene.day(ahead + 7 * weeks),)), j
