"""Words to the minutes of an hour, said before it or after it, and whether a number is one at all."""

from bot.understanding.moments.numerals import EXACT
from bot.understanding.moments.said import Clock
from bot.understanding.moments.tokens import Kind, Tokens, unit, value

Found = tuple[Clock, int]
_HALF_DAY = 720
NOT_AFTER = frozenset({Kind.UNIT, Kind.COUNTED, Kind.MONEY, Kind.PER, Kind.MONTH, Kind.SEVERAL, Kind.ORDINAL})
"""After a number these say that it is no hour."""
_SAID = frozenset({5, 10, 20, 25})
"""Minutes that are said before and past an hour."""
_NOT_BEFORE = frozenset({Kind.MONEY, Kind.LABEL})


def readings(minutes: int) -> tuple[int, ...]:
    """What a time on the 12-hour clock may be, the likelier first: 8 to 11 in the morning, 12 noon, 1 to 7 pm."""
    early = minutes % _HALF_DAY
    late = early + _HALF_DAY
    return (early, late) if 8 * 60 <= early < _HALF_DAY else (late, early)


def hour_readings(minutes: int, name: str) -> tuple[int, ...]:
    """What an hour said as that number may be, in minutes since midnight; "08" is on the 24-hour clock."""
    padded = name == EXACT and minutes > 0
    return (minutes % 1440,) if padded or not 60 <= minutes < 780 else readings(minutes)


def moved(clock: Clock, minutes: int) -> tuple[int, ...]:
    """What the clock time may be, so many minutes later."""
    if len(clock.readings) == 1:
        return ((clock.readings[0] + minutes) % 1440,)
    return readings(clock.readings[0] + minutes)


def minutes_said(tokens: Tokens, i: int) -> int | None:
    """The minutes before or past an hour that stand here; None where none do."""
    quarter = value(tokens[i], Kind.QUARTER)
    if quarter is not None:
        return quarter
    number = value(tokens[i], Kind.NUMBER)
    if number is None or not 1 <= number <= 30:
        return None
    bounded = i > 0 and Kind.AFTER in tokens[i - 1].kinds and Kind.BEFORE in tokens[i + 1].kinds
    return None if bounded and number not in _SAID else number  # "after two before four"


def is_minutes(tokens: Tokens, i: int) -> bool:
    """Whether a number stands here that can be the minutes of the hour before it."""
    minutes = value(tokens[i], Kind.NUMBER)
    if minutes is None or counted(tokens, i, i + 1) or Kind.PAST in tokens[i + 1].kinds:
        return False
    if Kind.TO in tokens[i + 1].kinds and (minutes in _SAID or Kind.THROUGH not in tokens[i + 1].kinds):
        return False  # "nine thirty to eleven" is from half past nine
    if Kind.HOUR in tokens[i + 1].kinds and (tokens[i + 1].glued or (i > 0 and Kind.HOUR in tokens[i - 1].kinds)):
        return False  # "14 Uhr 16 Uhr" are two
    if minutes == 0 and tokens[i].text != "00":
        return (value(tokens[i + 1], Kind.NUMBER) or 60) < 10
    return 10 <= minutes < 60 or (minutes < 10 and tokens[i].text == f"0{minutes}")


def is_minute(tokens: Tokens, i: int) -> bool:
    """Whether the word "minutes" stands here."""
    return unit(tokens[i]) == "minute"


def with_minutes(tokens: Tokens, i: int, j: int) -> Found:
    """The hour at token `i` with the minutes at token `j`, and where the words go on."""
    hour = tokens[i].meanings[Kind.NUMBER]
    minutes = tokens[j].meanings[Kind.NUMBER].value
    if minutes == 0 and tokens[j].text != "00":
        j += 1
        minutes = tokens[j].meanings[Kind.NUMBER].value
    return Clock(hour_readings(hour.value * 60 + minutes, hour.name)), past_hour(tokens, j + 1)


def after_hour(tokens: Tokens, clock: Clock, i: int) -> Found:
    """ "trois heures et demie", "las tres menos cuarto": minutes said after the hour."""
    minutes = value(tokens[i], Kind.AFTER_HOUR)
    if minutes is not None:
        return Clock(moved(clock, minutes), clock.told), i + 1
    less = value(tokens[i + 1], Kind.NUMBER)
    if Kind.LESS in tokens[i].meanings and less is not None and less < 60:
        return Clock(moved(clock, -less), clock.told), i + 2
    j = i + (Kind.AND in tokens[i].meanings)
    minutes = value(tokens[j], Kind.NUMBER)
    if minutes is not None and minutes < 60 and is_minute(tokens, j + 1):
        return Clock(moved(clock, minutes), clock.told), j + 2
    if value(tokens[i], Kind.AND) and _adds_minutes(tokens, i + 1):
        minutes = tokens[i + 1].meanings[Kind.NUMBER].value
        return Clock(moved(clock, minutes), clock.told), i + 2 + is_minute(tokens, i + 2)
    return clock, i


def _adds_minutes(tokens: Tokens, i: int) -> bool:
    """Whether this is the twenty of "las tres y veinte", and not the four of "a las 3 y 4"."""
    minutes = value(tokens[i], Kind.NUMBER) or 0
    if not {Kind.DASH, Kind.THROUGH}.isdisjoint(tokens[i + 1].kinds):  # "de 9 a 14 y 16 a 18"
        return False
    fits = minutes > 12 or minutes == 10 or (minutes == 5 and not tokens[i].text.isdigit())
    return fits and minutes < 60 and not counted(tokens, i, i + 1 + is_minute(tokens, i + 1))


def past_hour(tokens: Tokens, i: int) -> int:
    """Where the words go on after the word for the hour, if it stands here."""
    return i + 1 if Kind.HOUR in tokens[i].meanings else i


def counted(tokens: Tokens, i: int, j: int) -> bool:
    """Whether the words beside a number say that it counts something."""
    if Kind.ARTICLE in tokens[j].meanings and unit(tokens[j + 1]) and Kind.QUARTER not in tokens[j + 1].meanings:
        return True
    after = set(tokens[j].meanings) - ({Kind.UNIT} if Kind.HOUR in tokens[j].meanings else set())
    return not NOT_AFTER.isdisjoint(after) or (i > 0 and not _NOT_BEFORE.isdisjoint(tokens[i - 1].meanings))
