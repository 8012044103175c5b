"""Words to stretches of days: weeks, weekends, months, their beginnings and ends, and days counted from now."""

from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.beginnings import Beginning
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.tokens import Kind, Tokens, ahead, skip, unit, value

Said = tuple[Days, int]
_POINTS = frozenset({Kind.THIS, Kind.NEXT, Kind.COMING})
_FILL = frozenset({Kind.THE, Kind.ON, Kind.OF, Kind.IN, Kind.DASH, Kind.AROUND})
_THIRDS = {Kind.BEGIN: 0, Kind.MIDDLE: 1, Kind.END: 2}


def _rest(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "rest van de week", "later this month"."""
    found = whole(tokens, skip(tokens, i + 1, _FILL), scene)
    if found is None or not found[0].dates:
        return None
    start = scene.today if Kind.REST in tokens[i].meanings else scene.day(1)
    left = tuple(day for day in found[0].dates if day >= start)
    return (Days(dates=left, loose=True), found[1]) if left else None


def _part_of(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "begin volgende week", "end of April", "half november"."""
    third = next((third for kind, third in _THIRDS.items() if kind in tokens[i].meanings), None)
    half = third is None and Kind.FRACTION in tokens[i].meanings and Kind.MONTH in tokens[i + 1].meanings
    if third is None and not half:
        return None
    j = skip(tokens, i + 1, _FILL)
    found = whole(tokens, j, scene)
    if found is None or len(found[0].dates) < 5:
        return None
    which = 1 if third is None else third
    dates = third_of(found[0].dates, which)
    if dates[-1] < scene.today and unit(tokens[j]):
        dates = third_of(following(found[0].dates), which)
    return Days(dates=dates, loose=True), found[1]


def following(days: tuple[date, ...]) -> tuple[date, ...]:
    """The week or month after: where the beginning of this one is over, the next one's is meant."""
    first = days[-1] + calendar.DAY
    return calendar.run(first, 7) if len(days) <= 7 else calendar.month_of(first)


def third_of(days: tuple[date, ...], which: int) -> tuple[date, ...]:
    """Of a week Monday and Tuesday, Wednesday, or Thursday and Friday; of a month ten days."""
    if len(days) <= 7:
        return (days[:2], days[2:3], days[3:5])[which]
    return (days[:10], days[10:20], days[20:])[which]


def whole(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """A week, a weekend or a month."""
    return _week(tokens, i, scene) or _weekend(tokens, i, scene) or one_month(tokens, i, scene)


def _week(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "volgende week", "week 50", "de week erna"."""
    weeks_on = ahead(tokens[i])
    if weeks_on is not None and unit(tokens[i + 1]) == "week":
        return week_from(calendar.monday(scene.today) + weeks_on * calendar.WEEK, i + 2)
    weeks = value(tokens[i], Kind.WEEK)
    if weeks:
        return week_from(calendar.monday(scene.today) + weeks * calendar.WEEK, i + 1)
    if _is_nth(tokens, i) and unit(tokens[i + 2]) == "week":
        found = calendar.iso_week(scene.today, value(tokens[i], Kind.NUMBER) or 0)
        return week_from(found, i + 3) if found else None
    if unit(tokens[i]) != "week" and weeks is None:
        return None
    number = value(tokens[i + 1], Kind.NUMBER)
    if number is not None and unit(tokens[i]) == "week":
        found = calendar.iso_week(scene.today, number)
        return week_from(found, i + 2) if found else None
    return _plain_week(tokens, i, scene)


def _is_nth(tokens: Tokens, i: int) -> bool:
    """Whether a number in digits with its ordinal sign stands here: "50.", "50e"."""
    suffix = tokens[i + 1].meanings.get(Kind.ORDINAL)
    return Kind.NUMBER in tokens[i].meanings and suffix is not None and not suffix.value


def week_from(first: date, j: int) -> Said:
    """The week that begins on that Monday."""
    return Days(dates=calendar.run(first, 7), week=first, loose=True), j


def _plain_week(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "de week" by itself is the present one; so is the week of "rest van de week"."""
    before = tokens[i - 1].meanings if i else {}
    if not {Kind.THE, Kind.REST, Kind.OF, Kind.BEGIN, Kind.END, Kind.MIDDLE}.isdisjoint(before):
        return week_from(calendar.monday(scene.today), i + 1)
    return None


def _weekend(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "het weekend", "volgend weekend"; "na het weekend" is Monday."""
    monday = calendar.monday(scene.today)
    if Kind.AFTER_WEEKEND in tokens[i].meanings:
        return Days(dates=(monday + calendar.WEEK,)), i + 1
    j = i if ahead(tokens[i]) is None else i + 1
    if Kind.WEEKEND not in tokens[j].meanings:
        return None
    coming = monday + 5 * calendar.DAY
    if tokens[j].meanings[Kind.WEEKEND].doubtful:
        return _end_of_week(coming + (ahead(tokens[i]) or 0) * calendar.WEEK), j + 1
    if Kind.NEXT in tokens[i].meanings:
        after, this = calendar.run(coming + calendar.WEEK, 2), calendar.run(coming, 2)
        first, other = (this, after) if Kind.COMING in tokens[i].meanings else (after, this)
        return Days(dates=first, others=other), j + 1
    return Days(dates=calendar.run(coming, 2)), j + 1


def _end_of_week(saturday: date) -> Days:
    """ "La fin de semaine": Thursday and Friday, and the weekend where it is called so."""
    return Days(
        dates=calendar.run(saturday - 2 * calendar.DAY, 2), others=calendar.run(saturday, 2), loose=True, doubtful=True
    )


def one_month(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "in mei", "volgende maand"."""
    months_on = ahead(tokens[i])
    if unit(tokens[i]) == "month" and Kind.OF in tokens[i + 1].meanings and Kind.MONTH in tokens[i + 2].meanings:
        i += 2
    if unit(tokens[i if months_on is None else i + 1]) == "month":
        before = tokens[i - 1].meanings if i else {}
        if months_on is None and {Kind.THE, Kind.REST, Kind.OF, Kind.END}.isdisjoint(before):
            return None
        first = calendar.first_of_month(scene.today, months_on or 0)
        return Days(dates=calendar.month_of(first), loose=True), i + (1 if months_on is None else 2)
    j = i + 1 if Kind.IN in tokens[i].meanings or months_on is not None else i
    month = tokens[j].meanings.get(Kind.MONTH)
    after = tokens[skip(tokens, j + 1, frozenset({Kind.THE, Kind.DASH, Kind.SLASH}), 1)]
    if month is None or value(after, Kind.NUMBER) in range(1, 32) or Kind.ORDINAL in after.meanings:
        return None
    unlikely = not {Kind.NUMBER, Kind.WEEKDAY}.isdisjoint(tokens[i].meanings)
    if month.doubtful and j == i and (unlikely or not _is_month(tokens, i)):
        return None
    return Days(dates=calendar.month_of(calendar.next_month(scene.today, month.value)), loose=True), j + 1


def _is_month(tokens: Tokens, i: int) -> bool:
    """Whether a word that may be a month ("may", "march") is one here."""
    before = set(tokens[i - 1].meanings) if i else set()
    beside = {Kind.IN, Kind.OF, Kind.UNTIL, Kind.THROUGH, Kind.FROM, Kind.BETWEEN, Kind.AND, *_THIRDS}
    return not beside.isdisjoint(before) or (i == 0 and not tokens[1].text)


def _coming(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "de komende 3 dagen", "next two weeks", "the 2 next days"."""
    count = value(tokens[i + 1], Kind.NUMBER) or value(tokens[i + 1], Kind.SEVERAL)
    counted = unit(tokens[i + 2])
    if ahead(tokens[i]) is None or not count:
        count = value(tokens[i], Kind.NUMBER) or value(tokens[i], Kind.SEVERAL)
        after_the = i > 0 and not {Kind.THE, Kind.IN}.isdisjoint(tokens[i - 1].meanings)
        pointing = Kind.COMING in tokens[i + 1].meanings or (after_the and Kind.NEXT in tokens[i + 1].meanings)
        if not count or not pointing:
            return None
    return _counted(scene, min(count, 60), counted, i + 3)


def _counted(scene: Scene, count: int, counted: str, j: int) -> Said | None:
    match counted:
        case "day":
            return Days(dates=calendar.run(scene.day(1), count), loose=count > 2), j
        case "workday":
            last = calendar.working_days_later(scene.today, count, scene.hours.working_days)
            return Days(dates=calendar.between(scene.day(1), last), loose=True), j
        case "week":
            first = calendar.monday(scene.today) + calendar.WEEK
            weeks = calendar.run(first, count * 7)
            return Days(dates=calendar.run(scene.day(1), count * 7), others=weeks, loose=True), j
        case "month":
            last = calendar.first_of_month(scene.day(1), count).replace(day=min(scene.today.day, 28))
            return Days(dates=calendar.between(scene.day(1), last), loose=True), j
        case _:
            return None


_COUNTS = frozenset({Kind.NUMBER, Kind.SEVERAL})
STRETCHES = (
    Beginning(_rest, frozenset({Kind.REST, Kind.LATER})),
    Beginning(_part_of, frozenset({Kind.BEGIN, Kind.MIDDLE, Kind.END})),
    Beginning(_part_of, frozenset({Kind.FRACTION}), frozenset({Kind.MONTH})),
    Beginning(_week, frozenset({Kind.WEEK, Kind.UNIT})),
    Beginning(_week, _POINTS, frozenset({Kind.UNIT})),
    Beginning(_week, frozenset({Kind.NUMBER}), frozenset({Kind.ORDINAL})),
    Beginning(_weekend, frozenset({Kind.WEEKEND, Kind.AFTER_WEEKEND})),
    Beginning(_weekend, _POINTS, frozenset({Kind.WEEKEND})),
    Beginning(one_month, frozenset({Kind.UNIT, Kind.MONTH})),
    Beginning(one_month, _POINTS | {Kind.IN}, frozenset({Kind.UNIT, Kind.MONTH})),
    Beginning(_coming, _POINTS, _COUNTS),
    Beginning(_coming, _COUNTS, frozenset({Kind.COMING, Kind.NEXT})),
)
"""What reads stretches of days, in order, and the words that they begin with."""
