"""Words to the first and the last day of a month: "de laatste dag van de maand", "the first of next month"."""

from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.beginnings import Beginning
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.stretches import one_month
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

_FILL = frozenset({Kind.THE, Kind.ON, Kind.OF, Kind.IN})
_EDGES = frozenset({Kind.ORDINAL, Kind.EXTREME})


def _edge(tokens: Tokens, i: int, scene: Scene) -> tuple[Days, int] | None:
    """ "First day of December", "last working day of the month", "el primero del mes que viene"."""
    extreme = tokens[i].meanings.get(Kind.EXTREME)
    last = extreme is not None and extreme.name == "last"
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
        following = calendar.month_of(days[-1] + calendar.DAY)
        day = _nearest(following, scene, last=last, working=counted == "workday")
    return Days(dates=(day,)), found[1]


def _nearest(days: tuple[date, ...], scene: Scene, *, last: bool, working: bool) -> date:
    fit = [day for day in days if not working or day.weekday() in scene.hours.working_days]
    return fit[-1 if last else 0]


MONTH_EDGES = (Beginning(_edge, _EDGES), Beginning(_edge, frozenset({Kind.NUMBER}), frozenset({Kind.ORDINAL})))
"""What reads the first and the last day of a month."""
