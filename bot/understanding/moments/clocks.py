"""Words to one time of day: "half drie", "quarter past two", "3 uur 20", "15u30", "10 pm", "noon"."""

from bot.understanding.moments.minutes import (
    NOT_AFTER,
    after_hour,
    counted,
    hour_readings,
    is_minute,
    is_minutes,
    minutes_said,
    moved,
    past_hour,
    readings,
    with_minutes,
)
from bot.understanding.moments.numerals import EXACT
from bot.understanding.moments.said import Clock, Scene
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit, value

Found = tuple[Clock, int]
_HALF_DAY = 720
_YEARS = range(1950, 2050)
_BEFORE_PART = frozenset({Kind.IN, Kind.THE, Kind.ON, Kind.OF, Kind.COMMA})


def clock(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    """The time of day that begins at token `i`, and where the words go on; `bare`: a number alone may be one."""
    found = (_spoken(scene) and _to_or_past(tokens, i, scene, bare=bare)) or _core(tokens, i, scene, bare=bare)
    if found is None:
        return None
    said, j = _half_of_day(tokens, *found, scene)
    morning = scene.counts_to_24 and 8 * 60 <= said.readings[0] < _HALF_DAY and _names_hour(tokens[i:j])
    return Clock(said.readings, told=True, doubtful=said.doubtful) if morning else said, j


def _spoken(scene: Scene) -> bool:
    return Kind.PAST in scene.said or Kind.TO in scene.said


def _names_hour(tokens: Tokens) -> bool:
    """Whether the 24-hour clock is meant: "8h30", "huit heures"; "a las ocho" may be said in the evening."""
    written = any(Kind.CLOCK in token.meanings and "h" in token.text for token in tokens)
    return written or any(Kind.HOUR in token.meanings for token in tokens)


def nearest(clock: Clock, starts: int, ends: int) -> Clock:
    """The clock time with its half of the day settled by the part of the day that was named."""

    def away(minute: int) -> int:
        return min(max(starts - shifted, shifted - ends, 0) for shifted in (minute, minute + 1440))

    return Clock((min(clock.readings, key=away),), told=True, doubtful=clock.doubtful)


def _to_or_past(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    """ "kwart over 4", "tien voor half drie", "20 minutes past eight", "25 to 7"."""
    i = i + 1 if Kind.ARTICLE in tokens[i].meanings and Kind.QUARTER in tokens[i + 1].meanings else i
    minutes = minutes_said(tokens, i)
    j = i + 1
    spelt = is_minute(tokens, j)
    j += spelt
    sign = 1 if Kind.PAST in tokens[j].meanings else -1 if Kind.TO in tokens[j].meanings else 0
    if minutes is None or not sign:
        return None
    hour = _core(tokens, j + 1, scene, bare=True)
    sure = spelt or Kind.QUARTER in tokens[i].meanings or Kind.THROUGH not in tokens[j].meanings
    backwards = minutes == 5 and not tokens[i].text.isdigit() and hour is not None and hour[0].readings[0] % 720 < 300
    if hour is None or not (sure or _says_minutes_to(minutes, hour[0], bare or backwards)):
        return None
    said, k = hour
    return Clock(moved(said, sign * minutes), said.told, said.doubtful or not (sure or minutes > 12)), k


def _says_minutes_to(minutes: int, hour: Clock, bare: bool) -> bool:
    """Whether "25 to 7" or "5 to 18" counts minutes rather than spans hours."""
    return minutes % 5 == 0 and (minutes > 12 or (bare and minutes in (5, 10) and hour.readings[0] % 60 == 0))


def _core(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    meanings = tokens[i].meanings
    if Kind.NAMED in meanings:
        return _named(tokens, i)
    if Kind.FRACTION in meanings:
        return _fraction(tokens, i)
    if Kind.CLOCK in meanings:
        return _written(tokens, i, scene, bare=bare)
    if Kind.NUMBER in meanings:
        return _number(tokens, i, scene, bare=bare)
    return None


def _named(tokens: Tokens, i: int) -> Found:
    """ "noon", "midi et demi", "midi trente"."""
    minute = tokens[i].meanings[Kind.NAMED].value
    more = value(tokens[i + 1], Kind.NUMBER) or 60
    spelt = more < 60 and not tokens[i + 1].text.isdigit() and not counted(tokens, i + 1, i + 2)
    if is_minutes(tokens, i + 1) or (spelt and Kind.HOUR not in tokens[i + 2].meanings):
        return Clock(((minute + more) % 1440,), told=True), i + 2
    return after_hour(tokens, Clock((minute % 1440,), told=True), i + 1)


def _fraction(tokens: Tokens, i: int) -> Found | None:
    """ "half drie": the minutes that the fraction lies from the hour after it."""
    j = skip(tokens, i + 1, frozenset({Kind.DASH}), 1)
    hour = value(tokens[j], Kind.NUMBER)
    fraction = tokens[i].meanings[Kind.FRACTION]
    if hour is None or not 1 <= hour <= 24 or not NOT_AFTER.isdisjoint(set(tokens[j + 1].meanings) - {Kind.UNIT}):
        return None
    minutes = hour * 60 + fraction.value
    if hour > 12:
        return Clock((minutes % 1440,)), past_hour(tokens, j + 1)
    said = readings(minutes)
    if not fraction.doubtful:
        return Clock(said), past_hour(tokens, j + 1)
    return Clock((*said, *readings(minutes - 2 * fraction.value)), doubtful=True), past_hour(tokens, j + 1)


def _written(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    """ "15:30", "3.15"; a dot or comma needs a word beside it that says that it is a time."""
    meaning = tokens[i].meanings[Kind.CLOCK]
    j = past_hour(tokens, i + 1)
    j += is_minute(tokens, j) and tokens[j].glued
    bare = bare or (scene.bare and meaning.value >= 420 and meaning.value % 5 == 0)
    told = j > i + 1 or Kind.MERIDIEM in tokens[j].meanings
    if ":" in tokens[i].text and unit(tokens[j]) == "hour":
        return Clock((meaning.value,)), j + 1
    if (meaning.doubtful and not (bare or told or Kind.PART in tokens[j].meanings)) or counted(tokens, i, j):
        return None
    exact = meaning.name == EXACT or not 60 <= meaning.value < 780
    return Clock((meaning.value,) if exact else readings(meaning.value)), j


def _number(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    number = tokens[i].meanings[Kind.NUMBER]
    after = tokens[i + 1].meanings
    if number.value > 24:
        return _four_digits(tokens, i, scene, bare=bare) if number.value >= 100 else None
    if Kind.NAMED in after and (Kind.PART not in after or number.value == after[Kind.NAMED].value // 60):
        return Clock((after[Kind.NAMED].value % 1440,), told=True), i + 2
    if _hour_follows(tokens, i, bare=bare):
        return _hour_and_minutes(tokens, i)
    spelt = not (tokens[i].text.isdigit() or tokens[i + 1].text.isdigit())
    if is_minutes(tokens, i + 1) and (bare or spelt or _tells_half(tokens, i + 2)):
        return with_minutes(tokens, i, i + 1)
    alone = bare and number.value < 24 and not (number.doubtful and tokens[i + 1].text and not after)
    told = number.plural or not {Kind.AFTER_HOUR, Kind.ABOUT}.isdisjoint(after)
    told = told or _tells_half(tokens, i + 1, one=number.value == 1)
    if (alone or told) and not counted(tokens, i, i + 1):
        return after_hour(tokens, Clock(hour_readings(number.value * 60, number.name)), i + 1)
    return None


def _hour_follows(tokens: Tokens, i: int, *, bare: bool) -> bool:
    """Whether "uur" or "h" follows; "horas" may count them, and says the time of day only where one is expected."""
    hour = tokens[i + 1].meanings.get(Kind.HOUR)
    plural = Kind.PLURAL in tokens[i + 1].meanings
    return plural or (hour is not None and (bare or not hour.doubtful or _tells_half(tokens, i + 2)))


def _tells_half(tokens: Tokens, i: int, *, one: bool = False) -> bool:
    """Whether am, pm or a part of the day follows; "one morning" is no time."""
    j = skip(tokens, i, _BEFORE_PART, 2)
    if one and j == i and Kind.MERIDIEM not in tokens[j].meanings:
        return False
    j += Kind.DAY in tokens[j].meanings and Kind.PART in tokens[j + 1].meanings
    return Kind.MERIDIEM in tokens[j].meanings or Kind.PART in tokens[j].meanings


def _four_digits(tokens: Tokens, i: int, scene: Scene, *, bare: bool) -> Found | None:
    """ "330 pm", "om 1530"."""
    number = tokens[i].meanings[Kind.NUMBER].value
    after = tokens[i + 1].meanings
    told = Kind.MERIDIEM in after or Kind.HOUR in after
    bare = bare or (scene.bare and number % 5 == 0 and _before_day(tokens, i + 1))
    year = number in _YEARS and not told and (number % 5 > 0 or scene.hours_named)
    if (
        year
        or number > 2359
        or number % 100 > 59
        or not (told or (bare and number >= 600))
        or counted(tokens, i, i + 1)
    ):
        return None
    return Clock(hour_readings(number // 100 * 60 + number % 100, "")), past_hour(tokens, i + 1)


def _before_day(tokens: Tokens, i: int) -> bool:
    j = skip(tokens, i, frozenset({Kind.ON}), 1)
    return not {Kind.DAY, Kind.WEEKDAY}.isdisjoint(tokens[j].meanings)


def _hour_and_minutes(tokens: Tokens, i: int) -> Found | None:
    """ "drie uur", "3 uur 20", "zeven uur dertig"; not "16 uur per week"."""
    number = tokens[i].meanings[Kind.NUMBER]
    if i and Kind.LABEL in tokens[i - 1].meanings:
        return None
    j = i + 2
    if number.value == 24 or not {Kind.PER, Kind.WORK, Kind.WEEK}.isdisjoint(tokens[j].meanings) or _rate(tokens, j):
        return None
    if Kind.PLURAL in tokens[i + 1].meanings:
        return Clock(hour_readings(number.value * 60, number.name)), past_hour(tokens, j)
    if is_minutes(tokens, j) and Kind.UNIT not in tokens[j + 1].meanings:
        return with_minutes(tokens, i, j)
    return after_hour(tokens, Clock(hour_readings(number.value * 60, number.name)), j)


def _rate(tokens: Tokens, i: int) -> bool:
    """Whether "/semaine" or "/month" stands here."""
    return Kind.SLASH in tokens[i].meanings and unit(tokens[i + 1]) in ("week", "month", "day")


def _half_of_day(tokens: Tokens, clock: Clock, i: int, scene: Scene) -> Found:
    """The clock with its half of the day, if the words after it say which."""
    j = skip(tokens, i, _BEFORE_PART, 3)
    half = value(tokens[j], Kind.MERIDIEM)
    if half is not None and (j == i or Kind.THE in tokens[j - 1].meanings):
        return Clock(tuple(minute % _HALF_DAY + half for minute in clock.readings[:1]), told=True), j + 1
    named = tokens[j].meanings.get(Kind.PART)
    if named is None or Kind.COMMA in tokens[i].meanings or (j > i and named.plural):
        return clock, i
    if clock.told or (Kind.DAY in tokens[j].meanings and Kind.THE not in tokens[j - 1].meanings):
        return clock, i
    meant = scene.hours.parts[named.name]
    starts = 0 if meant.means_to <= _HALF_DAY else meant.means_from
    return nearest(clock, starts, meant.means_to), j + 1
