"""What days mean that are said beside each other: a weekday and its date or its week, a part of a stretch of days."""

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Days, Item


def one_weekday(days: Days) -> int | None:
    """The weekday of the one day or habit that is named; None where there are several, or none."""
    weekdays = days.habit or {day.weekday() for day in days.dates}
    return next(iter(weekdays)) if len(weekdays) == 1 and len(days.dates) <= 1 else None


def is_in(item: Days, last: Days) -> bool:
    """ "eind volgende week, liefst donderdag": the weekday is one of the stretch before it."""
    stretch = last.loose and last.habit is None and last.open is None and 1 < len(last.dates) <= 7
    return stretch and item.weekday is not None and any(day.weekday() == item.weekday for day in last.dates)


def is_weekend_of(item: Days, last: Days) -> bool:
    """ "En fin de semaine, samedi": the end of the week is its weekend here."""
    ends = last.loose and [day.weekday() for day in last.dates] == [3, 4]
    if not ends or item.weekday not in (5, 6) or not item.dates:
        return False
    return calendar.monday(item.dates[0]) == calendar.monday(last.dates[0])


def is_in_week(item: Days, last: Days) -> bool:
    """ "In two weeks, early in the week": the days lie in the week of the day before them."""
    counted = last.week is not None and len(last.dates) == 1
    return counted and bool(item.dates) and all(calendar.monday(day) == last.week for day in item.dates)


def is_date_of(weekday: Days, date: Days) -> bool:
    """ "vrijdag, 26 februari": the date that the weekday before or after it belongs to, though another comes sooner."""
    if weekday.weekday is None or date.weekday is not None or date.week or len(date.dates) != 1 or date.open:
        return False
    return date.dates[0].weekday() == weekday.weekday


def moves(item: Item, day: Days) -> bool:
    """ "Tuesday at three next week": it is the week of the weekday before it, or of "every morning"."""
    return isinstance(item, Days) and item.week is not None and (day.weekday is not None or day.habit is not None)


def repeats(item: Item, day: Days) -> bool:
    """ "Every day after five, Monday to Friday": only the same days are named again."""
    return isinstance(item, Days) and bool(item.habit and day.habit and item.habit <= day.habit)


def usual(days: Days, habit: Days) -> Days:
    """Of those days the ones on which it recurs: "elke ochtend volgende week"."""
    if days.habit is not None:
        return days if habit.habit is None else habit
    dates = tuple(day for day in days.dates if habit.habit is None or day.weekday() in habit.habit)
    return days._replace(dates=dates or days.dates, week=None)


def within(item: Days, last: Days) -> bool:
    """ "in het weekend, zaterdag bijvoorbeeld": the day is one of the days before it."""
    of_other = last.doubtful and set(item.dates) <= set(last.others)
    return of_other or (len(item.dates) < len(last.dates) and set(item.dates) <= set(last.dates))


def in_week(days: Days, week: Days) -> Days:
    """The weekday, moved into the week that was named with it."""
    if days.weekday is None or week.week is None:
        return days
    return days._replace(dates=(week.week + days.weekday * calendar.DAY,), others=(), weekday=None)
