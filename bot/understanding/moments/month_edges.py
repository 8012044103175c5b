"""Words to what a month begins and ends with: "de laatste dag van de maand", "the first two weeks of May", halves."""

from datetime import date

from bot.understanding.moments.beginnings import Beginning
from bot.understanding.moments.parts import half_at
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.stretches import following, one_month, third_of, whole
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

Said = tuple[Days, int]
_FILL = frozenset({Kind.THE, Kind.ON, Kind.OF, Kind.IN})
_EDGES = frozenset({Kind.ORDINAL, Kind.EXTREME})
_COUNTS = frozenset({Kind.NUMBER, Kind.SEVERAL})


def _edge(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "First day of December", "last working day of the month", "el primero del mes que viene"."""
    last = _is_last(tokens, i)
    if value(tokens[i], Kind.NUMBER) == 1 and Kind.ORDINAL in tokens[i + 1].kinds:  # "1st"
        i += 1
    elif not last and value(tokens[i], Kind.ORDINAL) != 1:
        return None
    counted = unit(tokens[i + 1])
    named = counted in ("day", "workday")
    j = skip(tokens, i + 1 + named, _FILL)
    if j == i + 1 + named or not (named or unit(tokens[j]) == "month" or unit(tokens[j + 1]) == "month"):
        return None
    found = one_month(tokens, j, scene)
    if found is None or (last and not named):
        return None
    days = found[0].dates
    day = _nearest(days, scene, last=last, working=counted == "workday")
    if day < scene.today:
        day = _nearest(following(days), scene, last=last, working=counted == "workday")
    return Days(dates=(day,)), found[1]


def _nearest(days: tuple[date, ...], scene: Scene, *, last: bool, working: bool) -> date:
    fit = [day for day in days if not working or day.weekday() in scene.hours.working_days]
    return fit[-1 if last else 0]


def _several(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "The first two weeks of December", "les deux dernières semaines du mois", "de eerste paar dagen van mei"."""
    edge, number = (i, i + 1) if Kind.ORDINAL in tokens[i].kinds or _is_last(tokens, i) else (i + 1, i)
    last = _is_last(tokens, edge)
    count = value(tokens[number], Kind.NUMBER) or value(tokens[number], Kind.SEVERAL)
    counted = "workday" if Kind.WEEKDAYS in tokens[i + 2].kinds else unit(tokens[i + 2])
    if not count or not (last or value(tokens[edge], Kind.ORDINAL) == 1) or counted not in ("day", "workday", "week"):
        return None
    found = one_month(tokens, skip(tokens, i + 3, _FILL), scene)
    if found is None:
        return None
    working = counted == "workday"
    days = [day for day in found[0].dates if not working or day.weekday() in scene.hours.working_days]
    many = min(count * 7 if counted == "week" else count, len(days))
    return Days(dates=tuple(days[-many:] if last else days[:many]), loose=many > 2), found[1]


def _half(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "De eerste helft van januari", "la seconde quinzaine de mai", "in der zweiten Wochenhälfte"."""
    extreme = tokens[i].meanings.get(Kind.EXTREME)
    latter = extreme is not None and extreme.name in ("last", "later") and Kind.HALF_OF in tokens[i + 1].kinds
    half = (2, i + 1) if latter else half_at(tokens, i)
    if half is None:
        return None
    which, j = half
    j = skip(tokens, j + 1, _FILL)
    found = whole(tokens, j, scene) or whole(tokens, j - 1, scene)
    if found is None or len(found[0].dates) < 5:
        return None
    dates = _halved(found[0].dates, which)
    if dates[-1] < scene.today:
        dates = _halved(following(found[0].dates), which)
    return Days(dates=dates, loose=True), found[1]


def _halved(days: tuple[date, ...], which: int) -> tuple[date, ...]:
    """Of a month up to the 15th, or what follows; of a week as of its thirds, since on its middle people differ."""
    if len(days) <= 7:
        return third_of(days, which)
    return days[15:] if which else days[:15]


def _is_last(tokens: Tokens, i: int) -> bool:
    extreme = tokens[i].meanings.get(Kind.EXTREME)
    return extreme is not None and extreme.name == "last"


MONTH_EDGES = (
    Beginning(_half, _EDGES, frozenset({Kind.HALF_OF})),
    Beginning(_half, frozenset({Kind.NUMBER}), frozenset({Kind.ORDINAL})),
    Beginning(_several, _EDGES, _COUNTS),
    Beginning(_several, _COUNTS, _EDGES),
    Beginning(_edge, _EDGES),
    Beginning(_edge, frozenset({Kind.NUMBER}), frozenset({Kind.ORDINAL})),
)
"""What reads what a month begins and ends with."""
