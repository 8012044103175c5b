"""Words to dates: "27/11", "22-4", "27 november", "the 3rd of May", "de 27e", "13 t/m 15 juli"."""

from datetime import date
from functools import cache

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.beginnings import Beginning, Reader, asked
from bot.understanding.moments.said import Days, Scene
from bot.understanding.moments.tokens import Kind, Tokens, ahead, skip, unit, value

Said = tuple[Days, int]
FILL = frozenset({Kind.THE, Kind.ON, Kind.AT})
_MARKS = frozenset({Kind.ON, Kind.THE})
_IN_THE = frozenset({Kind.IN, Kind.THE})
_HOUR = frozenset({Kind.HOUR, Kind.MERIDIEM, Kind.COUNTED, Kind.UNIT, Kind.MONEY, Kind.PART, Kind.DASH})
_COUNTS = frozenset({Kind.HOUR, Kind.MERIDIEM, Kind.COUNTED, Kind.UNIT, Kind.MONEY, Kind.OPTION})
_LISTS = frozenset({Kind.OR, Kind.AND, Kind.SLASH, Kind.COMMA})
_SEVERAL = 2
_MONTHS = 12
_HOURS = 24
_HOURS_LONG = 4
"""Behind a weekday "9-12" are hours rather than a date of that weekday, and "4-12" are none."""
OF = frozenset({Kind.OF, Kind.THE, Kind.IN, Kind.ON, Kind.COMMA})


def month_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The date that begins at token `i`, and where the words go on; None where there is none."""
    for reader in _readers(tokens[i].kinds, tokens[i + 1].kinds):
        found = reader(tokens, i, scene)
        if found:
            return found
    return None


@cache
def _readers(kinds: frozenset[Kind], after: frozenset[Kind]) -> tuple[Reader[Days], ...]:
    return asked(MONTH_DAYS, kinds, after)


def _written(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "27/11", "2026-11-27"; and "22-4", "op 9-11"."""
    written = value(tokens[i], Kind.DATE)
    amount = not {Kind.UNIT, Kind.COUNTED, Kind.MONEY, Kind.PER, Kind.HOUR}.isdisjoint(tokens[i + 1].meanings)
    amount = amount or (i > 0 and Kind.LABEL in tokens[i - 1].meanings)
    on = scene.hours_named or (i > 0 and Kind.ON in tokens[i - 1].meanings)
    if written is not None and not amount and (on or Kind.CLOCK not in tokens[i].meanings):
        return _dated(written // 10000, written // 100 % 100, written % 100, scene, i + 1)
    first, last = tokens[i].meanings.get(Kind.NUMBER), tokens[i + 2].meanings.get(Kind.NUMBER)
    if not (first and last and Kind.DASH in tokens[i + 1].meanings and first.name and last.name):
        return None
    marked = i > 0 and not _MARKS.isdisjoint(tokens[i - 1].meanings)
    found = _dated(0, last.value, first.value, scene, i + 3) if last.value <= _MONTHS else None
    weekday = value(tokens[i - 1], Kind.WEEKDAY) if i else None
    agrees = found is not None and found[0].dates[0].weekday() == weekday
    agrees = agrees and not 0 < last.value - first.value <= _HOURS_LONG
    return found if first.value > _MONTHS or marked or agrees else None


def _dated(year: int, month: int, day: int, scene: Scene, j: int) -> Said | None:
    found = calendar.dated(year, month, day) if year else calendar.next_date(scene.today, month, day)
    if found is None:
        return None
    swapped = calendar.next_date(scene.today, day, month) if scene.month_first and not year and day <= 12 else None
    others = (swapped,) if swapped and swapped != found else ()
    return Days(dates=(found,), others=others, doubtful=bool(others)), j


def _month_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "27 november", "the 3rd of May 2027", "Dec 3rd"."""
    number = day_number(tokens, i)
    j = skip(tokens, number[1], OF | {Kind.DASH}) if number else i
    month = value(tokens[j], Kind.MONTH)
    if number and j > number[1] and Kind.NUMBER in tokens[j].meanings:
        return None
    if month is None:
        return _numbered_month(tokens, i, number, scene) if number else None
    if number is None:
        number = day_number(tokens, skip(tokens, i + 1, FILL | {Kind.DASH, Kind.SLASH}))
        j = number[1] - 1 if number else i
    if number is None or Kind.HOUR in tokens[j + 1].meanings:
        return None
    year = value(tokens[j + 1], Kind.NUMBER) or 0
    year = year if 1900 <= year <= 2199 else 0
    return _dated(year, month, number[0], scene._replace(month_first=False), j + 2 if year else j + 1)


def _numbered_month(tokens: Tokens, i: int, number: tuple[int, int], scene: Scene) -> Said | None:
    """ "7. 4.", "am siebten vierten": the month as an ordinal behind the day's."""
    day, j = number
    month = value(tokens[j], Kind.ORDINAL)
    dotted = tokens[i + 1].text == "." and Kind.ORDINAL in tokens[i + 1].meanings
    if not month and dotted and tokens[j + 1].text == ".":
        month, j = value(tokens[j], Kind.NUMBER), j + 1
    if not month or month > 12 or not (dotted or Kind.ORDINAL in tokens[i].meanings):
        return None
    year = value(tokens[j + 1], Kind.NUMBER) or 0
    year = year if 1900 <= year <= 2199 else 0
    return _dated(year, month, day, scene._replace(month_first=False), j + 2 if year else j + 1)


def _either_day(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "3 of 4 december", "dec 3, 4 or 7", "the 1st and 2nd of March", "le 15 ou 16"; "between the 7th and 10th"."""
    if i and Kind.AT in tokens[i - 1].kinds and Kind.ON not in tokens[i - 1].kinds:
        return None
    month_first = Kind.MONTH in tokens[i].kinds
    start = skip(tokens, i + 1, FILL) if month_first else i
    numbers, j, joined = _listed(tokens, start)
    if len(numbers) < _SEVERAL or not _COUNTS.isdisjoint(tokens[j].kinds):
        return None
    k = skip(tokens, j, OF)
    month = _month_of(tokens, i if month_first else k, scene)
    if month and (month_first or Kind.COMMA not in tokens[k - 1].kinds):
        first = calendar.next_date(scene.today, month[0].month, numbers[0]) or month[0]
        days = [calendar.dated(first.year, month[0].month, number) for number in numbers]
        j = j if month_first else month[1]
    elif joined and (Kind.ORDINAL in tokens[start + 1].kinds or (scene.hours_named and _named(tokens, i, j))):
        days = [calendar.next_month_day(scene.today, number) for number in numbers]
    else:
        return None
    found = tuple(sorted(day for day in days if day))
    if len(found) < len(numbers):
        return None
    between = len(found) == _SEVERAL and Kind.AND in scene.said and _is_between(tokens, i)
    return Days(dates=calendar.between(*found), loose=True) if between else Days(dates=found), j


def _listed(tokens: Tokens, i: int) -> tuple[list[int], int, bool]:
    """The day numbers listed from `i` on, where the words go on, and whether an "or" or "and" is in the list."""
    numbers: list[int] = []
    end = i
    joined = False
    while number := day_number(tokens, i):
        numbers.append(number[0])
        end = number[1]
        if _LISTS.isdisjoint(tokens[end].kinds):
            break
        i = skip(tokens, end + 1, FILL)
        joined = joined or (Kind.COMMA not in tokens[end].kinds and day_number(tokens, i) is not None)
    return numbers, end, joined


def _is_between(tokens: Tokens, i: int) -> bool:
    """Whether a "between" stands right before, perhaps with an article."""
    return any(Kind.BETWEEN in tokens[k].kinds for k in range(max(0, i - 2), i))


def _nth_weekday(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "de eerste maandag van volgende maand", "the second Tuesday of March"."""
    extreme = tokens[i].meanings.get(Kind.EXTREME)
    if extreme and extreme.name == "last":
        return _last_in_month(tokens, i + 1, scene)
    which = value(tokens[i], Kind.ORDINAL)
    if which is None and value(tokens[i + 1], Kind.ORDINAL) == 0:
        which, i = value(tokens[i], Kind.NUMBER), i + 1
    weekday = value(tokens[i + 1], Kind.WEEKDAY)
    month = _month_of(tokens, skip(tokens, i + 2, OF), scene)
    if not which or which > 5 or month is None:
        return None
    if unit(tokens[i + 1]) == "week":
        first = calendar.monday(month[0]) + (which - 1) * calendar.WEEK
        return Days(dates=calendar.run(first, 7), loose=True), month[1]
    if weekday is None:
        return None
    day = calendar.next_weekday(month[0] - calendar.DAY, weekday) + (which - 1) * calendar.WEEK
    return Days(dates=(day,)), month[1]


def _last_in_month(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """The "Friday in March" or "week of March" behind a "last"."""
    weekday = value(tokens[i], Kind.WEEKDAY)
    if weekday is None and unit(tokens[i]) != "week":
        return None
    month = _month_of(tokens, skip(tokens, i + 1, OF), scene)
    if month is None:
        return None
    end = calendar.month_of(month[0])[-1]
    if weekday is None:
        return Days(dates=calendar.run(calendar.monday(end), 7), loose=True), month[1]
    return Days(dates=(calendar.next_weekday(end - calendar.WEEK, weekday),)), month[1]


def _day_of_month(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "de 27e", "the 15th of next month", "op 15"; "27 at 10"."""
    ordinal = Kind.ORDINAL in tokens[i].kinds or Kind.ORDINAL in tokens[i + 1].kinds
    late = scene.bare and Kind.AT in tokens[i + 1].kinds and (value(tokens[i], Kind.NUMBER) or 0) > _HOURS
    if not (ordinal or late) and (not i or _MARKS.isdisjoint(tokens[i - 1].kinds)):
        return None
    number = day_number(tokens, i)
    if number is None or not (late or _is_day_of_month(tokens, i, number[1], scene)):
        return None
    j = skip(tokens, number[1], OF)
    month = _month_of(tokens, j, scene)
    if month and Kind.MONTH not in tokens[j].meanings:
        found = calendar.dated(month[0].year, month[0].month, number[0])
        return (Days(dates=(found,)), month[1]) if found else None
    found = calendar.next_month_day(scene.today, number[0])
    return (Days(dates=(found,)), number[1]) if found else None


def _is_day_of_month(tokens: Tokens, i: int, j: int, scene: Scene) -> bool:
    """Whether a number is a day of the month: an ordinal, or one after "op" or "the" that is no hour."""
    before = {kind for token in tokens[max(i - 2, 0) : i] for kind in token.meanings}
    if Kind.ORDINAL not in tokens[i].meanings and scene.hours_named and _named(tokens, i, j):
        return True
    if Kind.ORDINAL in tokens[i].meanings:
        # "I have to do the shopping first" names no day.
        adverb = tokens[i].meanings[Kind.ORDINAL].value == 1 and i > 0 and _MARKS.isdisjoint(before)
        if tokens[i].meanings[Kind.ORDINAL].doubtful or adverb:
            return False
        marked = Kind.ON in before and not scene.hours_named
        first_of_something = bool(tokens[j].text) and not (set(tokens[j].meanings) - {Kind.OPTION}) and not marked
        return not first_of_something
    if j > i + 1:
        return _COUNTS.isdisjoint(tokens[j].meanings)
    if Kind.DAY in tokens[skip(tokens, j, frozenset({Kind.COMMA}), 1)].meanings:
        return False
    number = value(tokens[i], Kind.NUMBER) or 0
    minutes = not {Kind.PAST, Kind.TO}.isdisjoint(tokens[j].kinds) and number <= _HOURS + 1
    part = Kind.PART in tokens[skip(tokens, j, _IN_THE, 2)].kinds
    no_hour = not (minutes or part) and _HOUR.isdisjoint(tokens[j].kinds)
    marked = i > 0 and not _MARKS.isdisjoint(tokens[i - 1].meanings)
    return marked and no_hour and tokens[i].text.isdigit()


def _named(tokens: Tokens, i: int, j: int) -> bool:
    """Whether an article for dates stands before the number and nothing that is counted after it: "le 12", "du 12"."""
    return i > 0 and Kind.ON in tokens[i - 1].meanings and _COUNTS.isdisjoint(tokens[j].meanings)


def days_of_month(tokens: Tokens, i: int, scene: Scene, joints: frozenset[Kind]) -> Said | None:
    """ "13 t/m 15 juli", "november 19-20": two days of one month."""
    month_first = Kind.MONTH in tokens[i].meanings
    j = skip(tokens, i + 1, FILL) if month_first else i
    first = day_number(tokens, j)
    if first is None or joints.isdisjoint(tokens[first[1]].meanings):
        return None
    last = day_number(tokens, skip(tokens, first[1] + 1, FILL))
    hour = Kind.AT in tokens[first[1]].meanings and Kind.ON not in tokens[first[1]].meanings
    if last is None or last[0] < first[0] or (hour and last[0] == first[0]):
        return None
    k = skip(tokens, last[1], OF)
    month = _month_of(tokens, i if month_first else k, scene)
    nth = first[1] > j + 1 or (Kind.ORDINAL in tokens[j].meanings and not tokens[j].meanings[Kind.ORDINAL].doubtful)
    named = nth or (scene.hours_named and _named(tokens, i, first[1]))
    named = named and not hour and _COUNTS.isdisjoint(tokens[last[1]].meanings)
    if month is None and named:
        start = calendar.next_month_day(scene.today, first[0])
        month = (start, last[1]) if start else None
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
    months_on = ahead(tokens[i])
    if unit(tokens[i]) == "month" and i > 0 and Kind.THE in tokens[i - 1].meanings:
        return calendar.first_of_month(scene.today, 0), i + 1
    if months_on is None or unit(tokens[i + 1]) != "month":
        return None
    return calendar.first_of_month(scene.today, months_on), i + 2


def day_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The day of the month that begins at token `i`, with its "e" or "th" and the word "day", and where they go on."""
    nth = tokens[i].meanings.get(Kind.ORDINAL)
    if nth and 1 <= nth.value <= 31 and not nth.plural and Kind.HALF_OF not in tokens[i + 1].kinds:
        return nth.value, i + 1 + (unit(tokens[i + 1]) == "day")
    number = tokens[i].meanings.get(Kind.NUMBER)
    if number is None or not 1 <= number.value <= 31 or number.plural:
        return None
    suffix = tokens[i + 1].meanings.get(Kind.ORDINAL)
    if suffix is None or suffix.value:
        return number.value, i + 1
    if Kind.HALF_OF in tokens[i + 2].kinds:
        return None
    return number.value, i + 2 + (unit(tokens[i + 2]) == "day")


_NUMBER = frozenset({Kind.NUMBER, Kind.ORDINAL})
_NTH = frozenset({Kind.ORDINAL, Kind.UNIT})
MONTH_DAYS = (
    Beginning(_written, frozenset({Kind.DATE})),
    Beginning(_written, frozenset({Kind.NUMBER}), frozenset({Kind.DASH})),
    Beginning(_either_day, frozenset({Kind.MONTH}), _NUMBER | FILL),
    Beginning(_month_day, frozenset({Kind.MONTH})),
    Beginning(_either_day, _NUMBER, _NTH | _LISTS),
    Beginning(_month_day, _NUMBER, _NTH | OF | {Kind.DASH, Kind.MONTH}),
    Beginning(_nth_weekday, frozenset({Kind.EXTREME})),
    Beginning(_nth_weekday, _NUMBER, _NTH | {Kind.WEEKDAY}),
    Beginning(_day_of_month, _NUMBER),
)
"""What reads dates, in order, and the words that they begin with."""
