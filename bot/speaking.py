"""Moments as people say them."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, get_timezone_location
from babel.lists import format_list

from bot.model import Slot
from bot.sayings import Sayings, Unsaid

_QUARTER, _AN_HOUR = 15, 60
"""Minutes."""
_HOURS = 12
"""Of a clock face."""


def long_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings, now: datetime) -> str:
    """Weekday, date, time and zone: "morgen, donderdag 26 november, om half drie 's middags (14:30, Nederlandse tijd)".

    The time stands there only as the clock shows it, "om 14:35 (Nederlandse tijd)", where nobody says it otherwise.
    """
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    said = _as_people_say(moment.astimezone(zone), language, sayings)
    if said:
        return _said(
            {0: "said_today", 1: "said_tomorrow"}.get(days, "said_moment"), moment, zone, language, sayings, said
        )
    return _said({0: "moment_today", 1: "moment_tomorrow"}.get(days, "moment"), moment, zone, language, sayings)


def plain_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """Without "tomorrow", and by the clock: for a recruiter, who reads it at another moment than it is written."""
    return _said("moment", moment, zone, language, sayings)


def clock_time(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """Only the time: "14:30", or "14h30" where people write it so."""
    return _written(moment.astimezone(zone), "time_pattern", language, sayings)


def short_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """For a button of 20 characters: "do 26 nov 14:30"."""
    return _written(moment.astimezone(zone), "short_pattern", language, sayings)


def slot_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """Weekday, date and time, as one of several: "donderdag 26 november, 14:30"."""
    return _written(moment.astimezone(zone), "slot_pattern", language, sayings)


def date_of(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """Only the day: "donderdag 26 november"."""
    return _written(moment.astimezone(zone), "date_pattern", language, sayings)


def short_day(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """The day for a button: "do 26 nov"."""
    return _written(moment.astimezone(zone), "short_day_pattern", language, sayings)


def zone_name(zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """ "Nederlandse tijd", or "tijd in Lissabon" where the language has no better word."""
    try:
        return sayings.say(f"zone {zone.key}", language)
    except Unsaid:
        city = get_timezone_location(zone, locale=language, return_city=True)
        return sayings.say("zone", language, city=city)


def listed(slots: Sequence[Slot], zones: Sequence[ZoneInfo], language: str, sayings: Sayings) -> str:
    """The slots as numbered lines, each with weekday, date and time on its own zone's clock.

    The zone stands once, at the end; with each, where they are not all the same.
    """
    moments = [slot_moment(slot.start, zone, language, sayings) for slot, zone in zip(slots, zones, strict=True)]
    names = [f"({zone_name(zone, language, sayings)})" for zone in zones]
    if len(set(names)) > 1:
        moments = [f"{moment} {name}" for moment, name in zip(moments, names, strict=True)]
    lines = [f"{n}. {moment}" for n, moment in enumerate(moments, 1)]
    return "\n".join(lines if len(set(names)) > 1 else [*lines, names[0]])


def language_name(code: str, language: str) -> str:
    """ "Engels" for "en" in Dutch."""
    return Locale.parse(code).get_display_name(language) or code


def languages_named(codes: Sequence[str], language: str) -> str:
    """ "Nederlands of Engels" for "nl" and "en" in Dutch."""
    return format_list([language_name(code, language) for code in codes], style="or", locale=language)


def _said(name: str, moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings, said: str = "") -> str:
    local = moment.astimezone(zone)
    return sayings.say(
        name,
        language,
        said=said,
        date=_written(local, "date_pattern", language, sayings),
        time=_written(local, "time_pattern", language, sayings),
        zone=zone_name(zone, language, sayings),
    )


def _as_people_say(local: datetime, language: str, sayings: Sayings) -> str:
    """ "Half drie 's middags"; empty for what is no quarter of an hour, and where people say what the clock shows.

    So it is where a script names other than twelve hours or four quarters.
    """
    hours = _listed("hours_said", language, sayings)
    if local.minute % _QUARTER or len(hours) != _HOURS:
        return ""
    starts = (part.partition(" ") for part in _listed("parts_said", language, sayings))
    part = max(((start, name) for start, _, name in starts if start <= f"{local:%H:%M}"), default=("", ""))[1]
    full, _, hour = hours[local.hour % _HOURS].rpartition("/")
    following = hours[(local.hour + 1) % _HOURS].rpartition("/")[2]
    quarters = _listed("quarters_said", language, sayings, full=full or hour, hour=hour, next=following, part=part)
    return quarters[local.minute // _QUARTER] if len(quarters) == _AN_HOUR // _QUARTER else ""


def _listed(name: str, language: str, sayings: Sayings, **values: str) -> list[str]:
    return [one.strip() for one in sayings.say(name, language, **values).split("|") if one.strip()]


def _written(local: datetime, pattern: str, language: str, sayings: Sayings) -> str:
    """As the language's own pattern has it; the first of a month may have a form of its own ("1er" in French)."""
    day = sayings.say("first_day", language) if local.day == 1 else "d"
    return _formatted(local.replace(tzinfo=None), sayings.say(pattern, language, day=day), language)


@lru_cache(maxsize=4096)  # slots are a few hundred moments, said again and again
def _formatted(wall: datetime, pattern: str, language: str) -> str:
    """As the wall clock shows it: moments that are equal in two zones are not the same text."""
    return format_datetime(wall, pattern, locale=language)
