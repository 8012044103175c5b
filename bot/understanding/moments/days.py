"""Words to calendar days: "dinsdag", "volgende week vrijdag", "de 27e", "27/11", "ma t/m do", "eind van de maand"."""

from dataclasses import replace
from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.numerals import DIGITS
from bot.understanding.moments.said import Days, Scene, Shape
from bot.understanding.moments.stretches import stretch
from bot.understanding.moments.tokens import Kind, Tokens, skip, value

Said = tuple[Days, int]
_FILL = frozenset({Kind.THE, Kind.ON, Kind.AT})
_OF = frozenset({Kind.OF, Kind.THE, Kind.IN, Kind.ON, Kind.COMMA})
_CONNECT = frozenset({Kind.THROUGH, Kind.DASH, Kind.UNTIL})
_OPEN = {Kind.AFTER: Shape.FROM, Kind.FROM: Shape.FROM, Kind.BEFORE: Shape.UNTIL, Kind.UNTIL: Shape.UNTIL}


def days(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The days that begin at token `i`, and where the words go on; None where there are none."""
    return _range(tokens, i, scene) or _open(tokens, i, scene) or _one(tokens, i, scene)


def _range(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "ma t/m do", "13 to 15 July", "tussen 19 en 20 november", "van 1-10 tot 7-11"."""
    between = Kind.BETWEEN in tokens[i].meanings
    opened = between or Kind.FROM in tokens[i].meanings
    start = skip(tokens, i + 1, _FILL) if opened else i
    joints = _CONNECT | {Kind.AND} if between else _CONNECT
    shared = _sharing_month(tokens, start, scene, joints)
    if shared:
        return shared
    first = _one(tokens, start, scene)
    if first is None or joints.isdisjoint(tokens[first[1]].meanings):
        return None
    last = _one(tokens, skip(tokens, first[1] + 1, _FILL), scene)
    if last is None or not (first[0].dates and last[0].dates):
        return None
    return _from_to(first[0], last[0]), last[1]


def _from_to(first: Days, last: Days) -> Days:
    start, end = first.dates[0], last.dates[-1]
    if end < start:
        ahead = last.weekday is not None or end.year == start.year
        end = calendar.next_weekday(start, last.weekday) if last.weekday is not None else end
        end = calendar.next_date(start, end.month, end.day) or start if ahead and end < start else end
    weekend = start.weekday() > 4 or end.weekday() > 4
    return Days(dates=calendar.between(start, end), loose=not weekend, doubtful=first.doubtful or last.doubtful)


def _sharing_month(tokens: Tokens, i: int, scene: Scene, joints: frozenset[Kind]) -> Said | None:
    """ "13 t/m 15 juli", "november 19-20": two days of one month."""
    month_first = Kind.MONTH in tokens[i].meanings
    j = skip(tokens, i + 1, _FILL) if month_first else i
    first = _day_number(tokens, j)
    if first is None or joints.isdisjoint(tokens[first[1]].meanings):
        return None
    last = _day_number(tokens, skip(tokens, first[1] + 1, _FILL))
    if last is None or last[0] < first[0]:
        return None
    k = skip(tokens, last[1], _OF)
    month = _month_of(tokens, i if month_first else k, scene)
    if month is None or (not month_first and value(tokens[month[1]], Kind.NUMBER)):
        return None
    start = calendar.dated(month[0].year, month[0].month, first[0])
    end = calendar.dated(month[0].year, month[0].month, last[0])
    if start is None or end is None:
        return None
    return Days(dates=calendar.between(start, end), loose=True), last[1] if month_first else month[1]


def _month_of(tokens: Tokens, i: int, scene: Scene) -> tuple[date, int] | None:
    """The month named at `i`: "juli", "deze maand", "next month"."""
    month = value(tokens[i], Kind.MONTH)
    if month is not None:
        return calendar.next_month(scene.today, month), i + 1
    ahead = 1 if _any(tokens, i, Kind.NEXT, Kind.COMING) else 0 if Kind.THIS in tokens[i].meanings else None
    if ahead is None or not _is_unit(tokens, i + 1, "month"):
        return None
    return calendar.first_of_month(scene.today, ahead), i + 2


def _any(tokens: Tokens, i: int, *kinds: Kind) -> bool:
    return any(kind in tokens[i].meanings for kind in kinds)


def _is_unit(tokens: Tokens, i: int, name: str) -> bool:
    unit = tokens[i].meanings.get(Kind.UNIT)
    return unit is not None and unit.name == name


def _day_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    for kind in (Kind.ORDINAL, Kind.NUMBER):
        number = tokens[i].meanings.get(kind)
        if number and 1 <= number.value <= 31:
            marked = kind is Kind.NUMBER and Kind.ORDINAL in tokens[i + 1].meanings and not tokens[i + 1].meanings[
                Kind.ORDINAL
            ].value
            return number.value, i + 2 if marked else i + 1
    return None


def _open(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vanaf maandag", "before Friday", "from tomorrow onwards"."""
    shape = next((shape for kind, shape in _OPEN.items() if kind in tokens[i].meanings), None)
    if shape is None:
        return None
    found = _one(tokens, skip(tokens, i + 1, _FILL), scene)
    if found is None or not found[0].dates:
        return None
    said, j = found
    perhaps = Kind.BEFORE in tokens[i].meanings and tokens[i].meanings[Kind.BEFORE].doubtful
    if perhaps:
        return replace(said, others=said.others or (said.dates[0],)), j
    after = Kind.AFTER in tokens[i].meanings
    return opened(said, shape, scene, after=after), j + (Kind.ONWARDS in tokens[j].meanings)


def opened(said: Days, shape: Shape, scene: Scene, *, after: bool) -> Days:
    """The days from the first (with `after`: from the day after the last) or up to the first, and without other end."""
    if shape is Shape.UNTIL:
        return Days(dates=calendar.between(scene.today, said.dates[0] - calendar.DAY), loose=True, open=shape)
    start = said.dates[-1] + calendar.DAY if after else said.dates[0]
    return Days(dates=calendar.run(start, 7), loose=True, open=shape, doubtful=said.doubtful)


def _one(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    return (
        stretch(tokens, i, scene)
        or _recurring(tokens, i)
        or _near(tokens, i, scene)
        or _weekday(tokens, i, scene)
        or _written(tokens, i, scene)
        or _month_day(tokens, i, scene)
        or _day_of_month(tokens, i, scene)
    )


def _recurring(tokens: Tokens, i: int) -> Said | None:
    """ "elke dag", "every Friday", "Thursdays", "doordeweeks"."""
    if Kind.WEEKDAYS in tokens[i].meanings:
        return Days(habit=frozenset(range(5))), i + 1
    weekday = tokens[i].meanings.get(Kind.WEEKDAY)
    if weekday and weekday.plural:
        return Days(habit=frozenset({weekday.value})), i + 1
    if Kind.EVERY not in tokens[i].meanings:
        return None
    weekday = tokens[i + 1].meanings.get(Kind.WEEKDAY)
    if weekday:
        return Days(habit=frozenset({weekday.value})), i + 2
    unit = tokens[i + 1].meanings.get(Kind.UNIT)
    if unit and unit.name in ("day", "workday"):
        return Days(habit=frozenset(range(5))), i + 2
    return (Days(habit=frozenset(range(5))), i + 1) if Kind.PART in tokens[i + 1].meanings else None


def _near(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vandaag", "tomorrow", "overmorgen"."""
    ahead = value(tokens[i], Kind.DAY)
    return None if ahead is None else (Days(dates=(scene.day(ahead),)), i + 1)


def _weekday(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "vrijdag", "volgende vrijdag", "vrijdag de 26e", "Friday week"."""
    j = i + 1 if _any(tokens, i, Kind.NEXT, Kind.COMING, Kind.THIS) else i
    meaning = tokens[j].meanings.get(Kind.WEEKDAY)
    if meaning is None or (meaning.doubtful and not _is_weekday(tokens, i, j)):
        return None
    coming = calendar.next_weekday(scene.today, meaning.value)
    if Kind.NEXT in tokens[i].meanings and j > i:
        return _next(coming, scene), j + 1
    if Kind.HENCE_WEEK in tokens[j + 1].meanings:
        return Days(dates=(coming + calendar.WEEK,)), j + 2
    dated = _with_number(tokens, j + 1, meaning.value, scene)
    if dated:
        return dated
    today = (scene.today,) if scene.today.weekday() == meaning.value and j == i else ()
    return Days(dates=(coming,), others=today, weekday=meaning.value), j + 1


def _is_weekday(tokens: Tokens, i: int, j: int) -> bool:
    """Whether a word that may be a weekday ("zo", "sat") is one here, by what stands beside it."""
    before = set(tokens[i - 1].meanings) if i else set()
    beside = {Kind.WEEKDAY, Kind.SLASH, Kind.ON, Kind.THROUGH, Kind.DASH}
    after = set(tokens[j + 1].meanings)
    alone = i == 0 and not tokens[j + 1].text
    return j > i or alone or not beside.isdisjoint(before) or not (beside - {Kind.ON} | {Kind.PART}).isdisjoint(after)


def _next(coming: date, scene: Scene) -> Days:
    """ "volgende vrijdag" is next week's; where this week still has one, it may be that."""
    meant = calendar.monday(scene.today) + calendar.WEEK + coming.weekday() * calendar.DAY
    return Days(dates=(meant,), others=(coming,) if coming != meant else (), doubtful=coming != meant)


def _with_number(tokens: Tokens, i: int, weekday: int, scene: Scene) -> Said | None:
    """ "vrijdag de 26e", "Monday 13th", "vrijdag 27": the next such day that is that weekday."""
    j = skip(tokens, i, _FILL | {Kind.COMMA}, 2)
    found = _day_number(tokens, j)
    if found is None or Kind.MONTH in tokens[skip(tokens, found[1], _OF)].meanings:
        return None
    number, k = found
    if Kind.ORDINAL not in tokens[j].meanings and k == j + 1:
        named = calendar.next_weekday(scene.today, weekday)
        hour = {Kind.HOUR, Kind.MERIDIEM, Kind.DASH, Kind.THROUGH, Kind.PAST, Kind.TO}
        if (number <= 24 and number != named.day) or not hour.isdisjoint(tokens[k].meanings) or j > i + 1:
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


def _written(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "27/11", "2026-11-27"; and "22-4", "op 9-11"."""
    written = value(tokens[i], Kind.DATE)
    if written is not None and Kind.CLOCK not in tokens[i].meanings:
        return _dated(written // 10000, written // 100 % 100, written % 100, scene, i + 1)
    first, last = tokens[i].meanings.get(Kind.NUMBER), tokens[i + 2].meanings.get(Kind.NUMBER)
    if not (first and last and Kind.DASH in tokens[i + 1].meanings and first.name == DIGITS == last.name):
        return None
    on = i > 0 and not _FILL.isdisjoint(tokens[i - 1].meanings) or tokens[i - 1].text == "van"
    if not (last.value <= 12 and (first.value > 12 or on) and tokens[i + 1].glued is False):
        return None
    return _dated(0, last.value, first.value, scene, i + 3)


def _dated(year: int, month: int, day: int, scene: Scene, j: int) -> Said | None:
    found = calendar.dated(year, month, day) if year else calendar.next_date(scene.today, month, day)
    if found is None:
        return None
    swapped = calendar.next_date(scene.today, day, month) if scene.month_first and not year and day <= 12 else None
    others = (swapped,) if swapped and swapped != found else ()
    return Days(dates=(found,), others=others, doubtful=bool(others)), j


def _month_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "27 november", "the 3rd of May 2027", "Dec 3rd"."""
    number = _day_number(tokens, i)
    j = skip(tokens, number[1], _OF) if number else i
    month = value(tokens[j], Kind.MONTH)
    if month is None:
        return None
    if number is None:
        number = _day_number(tokens, skip(tokens, i + 1, _FILL))
        j = number[1] - 1 if number else i
    if number is None or Kind.HOUR in tokens[j + 1].meanings:
        return None
    year = value(tokens[j + 1], Kind.NUMBER) or 0
    year = year if 1900 <= year <= 2199 else 0
    return _dated(year, month, number[0], replace(scene, month_first=False), j + 2 if year else j + 1)


def _day_of_month(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "de 27e", "the 15th of next month", "op 15"."""
    number = _day_number(tokens, i)
    if number is None or not _is_day_of_month(tokens, i, number[1]):
        return None
    j = skip(tokens, number[1], _OF)
    month = _month_of(tokens, j, scene)
    if month and Kind.MONTH not in tokens[j].meanings:
        found = calendar.dated(month[0].year, month[0].month, number[0])
        return (Days(dates=(found,)), month[1]) if found else None
    found = calendar.next_month_day(scene.today, number[0])
    return (Days(dates=(found,)), number[1]) if found else None


def _is_day_of_month(tokens: Tokens, i: int, j: int) -> bool:
    """Whether a number is a day of the month: an ordinal, or one after "op" or "the" that is no hour."""
    if Kind.ORDINAL in tokens[i].meanings or j > i + 1:
        return Kind.ORDINAL not in tokens[i].meanings or not tokens[i].meanings[Kind.ORDINAL].doubtful
    after = {Kind.HOUR, Kind.MERIDIEM, Kind.COUNTED, Kind.UNIT, Kind.MONEY, Kind.PART, Kind.PAST, Kind.TO, Kind.DASH}
    marked = i > 0 and (Kind.ON in tokens[i - 1].meanings or Kind.THE in tokens[i - 1].meanings)
    return marked and after.isdisjoint(tokens[j].meanings) and Kind.ARTICLE not in tokens[i].meanings
