"""Words to calendar days: "dinsdag", "volgende week vrijdag", "de 27e", "27/11", "ma t/m do", "eind van de maand"."""

from dataclasses import replace
from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.month_days import FILL, OF, day_number, days_of_month, month_day
from bot.understanding.moments.recurring import recurring
from bot.understanding.moments.said import Days, Scene, Shape
from bot.understanding.moments.stretches import stretch, week_from
from bot.understanding.moments.times import onwards, said_as_part
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

Said = tuple[Days, int]
_CONNECT = frozenset({Kind.THROUGH, Kind.DASH, Kind.UNTIL})
_BESIDE = frozenset({Kind.WEEKDAY, Kind.SLASH, Kind.THROUGH, Kind.DASH})
_BEHIND = frozenset({Kind.PART, Kind.ORDINAL})
_COURTESY = frozenset({Kind.POLITE, Kind.PLAIN, Kind.FINE, Kind.COMMA, Kind.STOP, Kind.AND, Kind.BUT})
_TIME = frozenset({Kind.AT, Kind.NUMBER, Kind.CLOCK, Kind.NAMED, Kind.PART, Kind.FRACTION})
_HOUR = frozenset({Kind.HOUR, Kind.MERIDIEM, Kind.DASH, Kind.THROUGH, Kind.PAST, Kind.TO})
_BEGINS = frozenset(
    {Kind.WEEKDAY, Kind.MONTH, Kind.DAY, Kind.DATE, Kind.WEEKEND, Kind.AFTER_WEEKEND, Kind.WEEKDAYS, Kind.WEEK}
    | {Kind.THIS, Kind.NEXT, Kind.COMING, Kind.EVERY, Kind.NUMBER, Kind.ORDINAL, Kind.SEVERAL, Kind.UNIT, Kind.IN}
    | {Kind.BEGIN, Kind.MIDDLE, Kind.END, Kind.REST, Kind.LATER, Kind.FRACTION}
)
_OPEN = {
    Kind.AFTER: Shape.FROM,
    Kind.FROM: Shape.FROM,
    Kind.BEFORE: Shape.UNTIL,
    Kind.UNTIL: Shape.UNTIL,
    Kind.THROUGH: Shape.UNTIL,
}


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
    found = None if _BEGINS.isdisjoint(meanings) else _range(tokens, i, scene, _CONNECT)
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
    if found and alone and found[1] == alone[1]:
        return None
    return found if found and (len(found[0].dates) > 1 and not found[0].week) else None


def _range(tokens: Tokens, i: int, scene: Scene, joints: frozenset[Kind]) -> Said | None:
    """ "ma t/m do", "13 to 15 July"; or the one day that stands here."""
    first = days_of_month(tokens, i, scene, joints) or one_day(tokens, i, scene)
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


def _any(tokens: Tokens, i: int, *kinds: Kind) -> bool:
    return any(kind in tokens[i].meanings for kind in kinds)


def _open(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vanaf maandag", "before Friday", "from tomorrow onwards"."""
    kind, word = next((kind, tokens[i].meanings[kind]) for kind in _OPEN if kind in tokens[i].meanings)
    start = skip(tokens, i + 1, FILL)
    found = None if word.doubtful and kind is not Kind.BEFORE else one_day(tokens, start, scene)
    if found is None or not found[0].dates:
        return None
    said, j = found
    if kind is Kind.THROUGH or (kind is Kind.BEFORE and word.value) or _to_the_end(tokens, kind, start):
        timed = not _TIME.isdisjoint(tokens[j].meanings)
        return Days(
            dates=calendar.between(scene.today, said.dates[-1]), others=said.dates, loose=True, doubtful=timed
        ), j
    if word.doubtful:
        return replace(said, others=said.others or (said.dates[0],)), j
    return _opened(said, _OPEN[kind], scene, after=kind is Kind.AFTER), j + onwards(tokens, j)


def _to_the_end(tokens: Tokens, kind: Kind, i: int) -> bool:
    """ "tot het einde van de maand": the end is within."""
    return _OPEN[kind] is Shape.UNTIL and Kind.END in tokens[i].meanings


def _opened(said: Days, shape: Shape, scene: Scene, *, after: bool) -> Days:
    """The days from the first (with `after`: from the day after the last) or up to the first, and without other end."""
    if shape is Shape.UNTIL:
        return Days(dates=calendar.between(scene.today, said.dates[0] - calendar.DAY), loose=True, open=shape)
    start = said.dates[-1] + calendar.DAY if after else said.dates[0]
    return Days(dates=calendar.run(start, 7), loose=True, open=shape, doubtful=said.doubtful)


def one_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The day or stretch of days that begins at token `i`, without what it may be joined to."""
    return (
        _week_of(tokens, i, scene)
        or stretch(tokens, i, scene)
        or recurring(tokens, i, scene)
        or _near(tokens, i, scene)
        or _weekday(tokens, i, scene)
        or month_day(tokens, i, scene)
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
    """ "vandaag", "tomorrow", "overmorgen"."""
    ahead = value(tokens[i], Kind.DAY)
    if ahead is None or (Kind.PART in tokens[i].meanings and said_as_part(tokens, i)):
        return None
    return Days(dates=(scene.day(ahead),)), i + 1


def _weekday(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vrijdag", "volgende vrijdag", "vrijdag de 26e", "Friday week"."""
    j = i + 1 if _any(tokens, i, Kind.NEXT, Kind.COMING, Kind.THIS) else i
    meaning = tokens[j].meanings.get(Kind.WEEKDAY)
    if meaning is None or (meaning.doubtful and not _is_weekday(tokens, i, j)):
        return None
    coming = calendar.next_weekday(scene.today, meaning.value)
    if Kind.NEXT in tokens[i].meanings and j > i:
        return _next(coming, scene, either=Kind.COMING in tokens[i].meanings), j + 1
    hence = value(tokens[j + 1], Kind.HENCE_WEEK)
    if hence is not None:
        return Days(dates=(coming + (hence or 1) * calendar.WEEK,)), j + 2
    dated = _with_number(tokens, j + 1, meaning.value, scene)
    if dated:
        return dated
    today = (scene.today,) if scene.today.weekday() == meaning.value and j == i else ()
    return Days(dates=(coming,), others=today, weekday=meaning.value), j + 1


def _is_weekday(tokens: Tokens, i: int, j: int) -> bool:
    """Whether a word that may be a weekday ("zo", "sat") is one here, by what stands beside it."""
    if _either(tokens, j + 1, j + 2) or (i > 1 and _either(tokens, i - 1, i - 2)):
        return True
    before = set(tokens[i - 1].meanings) if i else set()
    after = set(tokens[j + 1].meanings)
    alone = i == 0 and not tokens[j + 1].text
    return j > i or alone or not (_BESIDE | {Kind.ON}).isdisjoint(before) or not (_BESIDE | _BEHIND).isdisjoint(after)


def _either(tokens: Tokens, joint: int, other: int) -> bool:
    """Whether an "or" joins it to another weekday: "sat or sun"."""
    return Kind.OR in tokens[joint].meanings and Kind.WEEKDAY in tokens[other].meanings


def _next(coming: date, scene: Scene, *, either: bool) -> Days:
    """ "volgende vrijdag" is next week's; where this week still has one, it may be that, and "vendredi prochain" is."""
    meant = calendar.monday(scene.today) + calendar.WEEK + coming.weekday() * calendar.DAY
    if either and coming < meant:
        return Days(dates=(coming,), others=(meant,), doubtful=True)
    return Days(dates=(meant,), others=(coming,) if coming != meant else (), doubtful=coming != meant)


def _with_number(tokens: Tokens, i: int, weekday: int, scene: Scene) -> Said | None:
    """ "vrijdag de 26e", "Monday 13th", "vrijdag 27": the next such day that is that weekday."""
    j = skip(tokens, i, frozenset({Kind.THE, Kind.COMMA}), 2)
    found = day_number(tokens, j)
    if found is None:
        return None
    date = month_day(tokens, j, scene)
    if date and date[1] > found[1]:
        return date if date and date[0].dates[0].weekday() == weekday else None
    number, k = found
    if Kind.ORDINAL not in tokens[j].meanings and k == j + 1:
        dated = (
            Kind.THE in tokens[i].meanings
            or number > 24
            or number in (calendar.next_weekday(scene.today, weekday).day, scene.today.day)
        )
        hour = not _HOUR.isdisjoint(tokens[k].meanings)
        dated = dated or (scene.hours_named and (not hour or not _agreeing(number, weekday, scene).doubtful))
        timed = Kind.AT in tokens[k].meanings and (dated or not hour)
        if not (dated or timed) or (hour and not timed) or (j > i + 1 and not scene.hours_named):
            return None
    return _agreeing(number, weekday, scene), k


def _agreeing(number: int, weekday: int, scene: Scene) -> Days:
    for ahead in range(5):
        month = calendar.first_of_month(scene.today, ahead)
        day = calendar.dated(month.year, month.month, number)
        if day and day >= scene.today and day.weekday() == weekday:
            return Days(dates=(day,), doubtful=ahead > 1)
    plain = calendar.next_month_day(scene.today, number)
    coming = calendar.next_weekday(scene.today, weekday)
    return Days(dates=(plain or coming,), others=(coming,), doubtful=True)
