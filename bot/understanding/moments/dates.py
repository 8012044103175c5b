"""Calendar arithmetic: the next such weekday, day of the month, week or month."""

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WORKDAYS = frozenset(range(5))
"""Monday to Friday, as weekdays are numbered."""


def monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - day.weekday() * DAY


@lru_cache(maxsize=256)
def run(first: date, days: int) -> tuple[date, ...]:
    """So many days in a row."""
    return tuple([first + ahead * DAY for ahead in range(days)])


def between(first: date, last: date) -> tuple[date, ...]:
    """All days from the first to the last, both included; at most a hundred."""
    return run(first, min((last - first).days + 1, 100))


def easter(year: int) -> date:
    """Easter Sunday of the Western churches: the Sunday after the first full moon of spring."""
    golden, century = year % 19 + 1, year // 100 + 1
    leap_days_left_out = 3 * century // 4 - 12
    epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - leap_days_left_out) % 30
    epact += epact == 24 or (epact == 25 and golden > 11)
    full_moon = date(year, 3, 1) + (43 - epact + (30 if epact > 23 else 0)) * DAY
    return next_weekday(full_moon, 6)


def next_from_easter(today: date, days: int) -> date:
    """The next day that lies so many days after an Easter Sunday; today is one."""
    found = easter(today.year) + days * DAY
    return found if found >= today else easter(today.year + 1) + days * DAY


def next_weekday(today: date, weekday: int) -> date:
    """The first such weekday after today; Monday is 0."""
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY


def first_of_month(day: date, ahead: int) -> date:
    """The first of the month that many months after the day's."""
    months = day.year * 12 + day.month - 1 + ahead
    return date(min(max(months // 12, 1), 9998), months % 12 + 1, 1)


def month_of(first: date) -> tuple[date, ...]:
    """Every day of the month that begins there."""
    return run(first, (first_of_month(first, 1) - first).days)


def dated(year: int, month: int, day: int) -> date | None:
    """That date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_month_day(today: date, day: int) -> date | None:
    """The first date from today on that is the so-many-eth of its month."""
    for ahead in range(3):
        month = first_of_month(today, ahead)
        found = dated(month.year, month.month, day)
        if found and found >= today:
            return found
    return None


def next_date(today: date, month: int, day: int) -> date | None:
    """The first date from today on with that day and month; a leap day waits for its year."""
    for year in range(today.year, today.year + 9):
        found = dated(year, month, day)
        if found and found >= today:
            return found
    return None


def next_month(today: date, month: int) -> date:
    """The first of the coming month of that name, or of the present one."""
    return first_of_month(today, (month - today.month) % 12)


def iso_week(today: date, week: int) -> date | None:
    """The Monday of the coming calendar week of that number, or of the present one."""
    for year in range(today.isocalendar().year, today.isocalendar().year + 8):
        try:
            found = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if found + WEEK > today:
            return found
    return None


def working_days_later(today: date, days: int, working: frozenset[int]) -> date:
    """The date so many working days after today."""
    found = today
    while days > 0:
        found += DAY
        days -= found.weekday() in working
    return found


@lru_cache(maxsize=64)
def next_working_days(first: date, count: int, working_days: frozenset[int]) -> tuple[date, ...]:
    """The first so many working days from that day on."""
    found: list[date] = []
    while len(found) < count:
        if first.weekday() in working_days:
            found.append(first)
        first += DAY
    return tuple(found)
