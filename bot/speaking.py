"""Moments as people say them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, get_timezone_location

from bot.model import Slot
from bot.sayings import Sayings, Unsaid


def long_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings, now: datetime) -> str:
    """Weekday, date, time and zone: "morgen, donderdag 26 november, om 14:30 (Nederlandse tijd)"."""
    local = moment.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    near = {0: "today", 1: "tomorrow"}.get(days)
    return sayings.say(
        f"moment_{near}" if near else "moment",
        language,
        date=format_datetime(local, "EEEE d MMMM", locale=language),
        time=f"{local:%H:%M}",
        zone=zone_name(zone, language, sayings),
    )


def plain_moment(moment: datetime, zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """The same without "tomorrow": for what is read at another moment than it is written."""
    local = moment.astimezone(zone)
    date = format_datetime(local, "EEEE d MMMM", locale=language)
    return sayings.say("moment", language, date=date, time=f"{local:%H:%M}", zone=zone_name(zone, language, sayings))


def short_moment(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """For a button of 20 characters: "do 26 nov 14:30"."""
    return format_datetime(moment.astimezone(zone), "EEE d MMM HH:mm", locale=language).replace(".", "")


def zone_name(zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """ "Nederlandse tijd", or "tijd in Lissabon" where the language has no better word."""
    try:
        return sayings.say(f"zone {zone.key}", language)
    except Unsaid:
        city = get_timezone_location(zone, locale=language, return_city=True)
        return sayings.say("zone", language, city=city)


def listed(slots: Sequence[Slot], zone: ZoneInfo, language: str, sayings: Sayings) -> str:
    """The slots as numbered lines, each with weekday, date and time, and the zone once, at the end."""
    lines = [
        f"{n}. {format_datetime(slot.start.astimezone(zone), 'EEEE d MMMM, HH:mm', locale=language)}"
        for n, slot in enumerate(slots, 1)
    ]
    return "\n".join(lines) + f"\n({zone_name(zone, language, sayings)})"


def territory(zone: str) -> str:
    """The country of a zone, as "NL"; the one whose numbers need no prefix there."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, "NL"))


def language_name(code: str, language: str) -> str:
    """ "Engels" for "en" in Dutch."""
    return Locale.parse(code).get_display_name(language) or code
