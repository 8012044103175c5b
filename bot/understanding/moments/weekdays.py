"""Words to a weekday: "vrijdag", "volgende vrijdag", "vrijdag de 26e", "Friday week", "vendredi en huit"."""

from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.month_days import day_number, month_day
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.tokens import Kind, Token, Tokens, skip, value

Said = tuple[Days, int]
_AFTER_NEXT = 2
"""What an "übernächsten" is worth."""
AFTER = "after"
"""The name of a weekday that comes after the one of its name that was spoken of."""
_BESIDE = frozenset({Kind.WEEKDAY, Kind.SLASH, Kind.THROUGH, Kind.DASH})
_WEEKDAY = frozenset({Kind.WEEKDAY})
_BEHIND = frozenset({Kind.PART, Kind.ORDINAL})
_COUNTED = frozenset({Kind.UNIT, Kind.LENGTH, Kind.HOUR, Kind.COUNTED})
_ABOUT_WEEKS = {8: 1, 15: 2}
"""A week is called eight days, and two are fifteen."""
_HOUR = frozenset({Kind.HOUR, Kind.MERIDIEM, Kind.DASH, Kind.THROUGH})
_PAST = frozenset({Kind.PAST, Kind.TO})
_MINUTES = frozenset({5, 10, 15, 20, 25})
"""Minutes that are said: "Friday 10 past 3" is an hour, "Friday 27 after 3" a date."""
_NOON = 12
_OF_THE = frozenset({Kind.OF, Kind.FROM, Kind.IN, Kind.THE})


def weekday_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The weekday that begins at token `i`, and where the words go on; None where there is none."""
    pointed = not {Kind.NEXT, Kind.COMING, Kind.THIS}.isdisjoint(tokens[i].meanings)
    j = i + 1 if pointed else i
    meaning = tokens[j].meanings.get(Kind.WEEKDAY)
    if meaning is None or (meaning.doubtful and not _is_weekday(tokens, i, j)):
        return None
    coming = calendar.next_weekday(scene.today, meaning.value)
    if Kind.NEXT in tokens[i].meanings and j > i:
        return _next(tokens[i], coming, scene), j + 1
    weeks, after = (1, j + 1) if meaning.name == AFTER else weeks_hence(tokens, j + 1)
    if weeks:
        return Days(dates=(coming + weeks * calendar.WEEK,)), after
    dated = _with_number(tokens, j + 1, meaning.value, scene)
    if dated:
        return dated
    if Kind.COMING in tokens[i].meanings and coming == scene.day(1):
        # Who means tomorrow rather says so.
        return Days(dates=(coming,), others=(coming + calendar.WEEK,), doubtful=True), j + 1
    today = (scene.today,) if scene.today.weekday() == meaning.value and Kind.COMING not in tokens[i].meanings else ()
    this_week = Kind.THIS in tokens[i].meanings and calendar.monday(coming) == calendar.monday(scene.today)
    return Days(dates=(coming,), others=today, weekday=None if this_week else meaning.value), j + 1


def weeks_hence(tokens: Tokens, i: int) -> tuple[int, int]:
    """How many weeks after it "in a week", "en huit" and "en 15" mean, and where the words go on."""
    hence = value(tokens[i], Kind.HENCE_WEEK)
    if hence is not None:
        return hence or 1, i + 1
    days = value(tokens[i + 1], Kind.NUMBER) if not {Kind.IN, Kind.AHEAD}.isdisjoint(tokens[i].meanings) else None
    if days not in _ABOUT_WEEKS or not _COUNTED.isdisjoint(tokens[i + 2].meanings):
        return 0, i
    return _ABOUT_WEEKS[days], i + 2


def _is_weekday(tokens: Tokens, i: int, j: int) -> bool:
    """Whether a word that may be a weekday ("zo", "sat") is one here, by what stands beside it."""
    if _either(tokens, j + 1, j + 2) or (i > 1 and _either(tokens, i - 1, i - 2)):
        return True
    before = set(tokens[i - 1].meanings) if i else set()
    after = set(tokens[j + 1].meanings)
    alone = (i == 0 and not tokens[j + 1].text) or (tokens[j].kinds == _WEEKDAY and _is_hour(tokens, j + 1))
    return j > i or alone or not (_BESIDE | {Kind.ON}).isdisjoint(before) or not (_BESIDE | _BEHIND).isdisjoint(after)


def _is_hour(tokens: Tokens, i: int) -> bool:
    """Whether this is the "10-12" of "sat 10-12", the "2pm" of "sun 2pm"."""
    said = Kind.CLOCK in tokens[i].kinds
    return said or (Kind.NUMBER in tokens[i].kinds and not _HOUR.isdisjoint(tokens[i + 1].kinds))


def _either(tokens: Tokens, joint: int, other: int) -> bool:
    """Whether an "or" joins it to another weekday: "sat or sun"."""
    return Kind.OR in tokens[joint].meanings and Kind.WEEKDAY in tokens[other].meanings


def _next(word: Token, coming: date, scene: Scene) -> Days:
    """ "volgende vrijdag" is next week's; where this week still has one, it may be that, and "vendredi prochain" is."""
    if value(word, Kind.NEXT) == _AFTER_NEXT:
        return Days(dates=(coming + calendar.WEEK,))
    either = Kind.COMING in word.kinds
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
        return date if date[0].dates[0].weekday() == weekday else None
    number, k = found
    if Kind.ARTICLE in tokens[j].meanings and Kind.QUARTER in tokens[k].meanings:
        return None
    if Kind.ORDINAL not in tokens[j].meanings and k == j + 1:
        dated = (
            Kind.THE in tokens[i].meanings
            or number > 24
            or number == calendar.next_weekday(scene.today, weekday).day
            or (number == scene.today.day and weekday == scene.today.weekday())
        )
        after = tokens[skip(tokens, k, _OF_THE, 2)]
        of_part = number <= _NOON and Kind.OF in tokens[k].kinds and Kind.PART in after.kinds
        if scene.hours_named and (Kind.AFTER_HOUR in tokens[k].kinds or of_part):
            return None  # "viernes 4 y media", "jueves 3 de la tarde"
        past = not _PAST.isdisjoint(tokens[k].kinds) and number in _MINUTES
        hour = past or not _HOUR.isdisjoint(tokens[k].kinds)
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
