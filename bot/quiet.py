"""The candidate's quiet hours: when nothing goes out that they did not just ask for."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.public_holidays import UnknownPlace, public_holidays
from bot.territories import territory

SUNDAY = 6


def is_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> bool:
    """Whether `moment` lies in the evening, the night, a Sunday or a public holiday where the candidate is."""
    local = moment.astimezone(zone)
    return not quiet_until <= local.time() < quiet_from or is_day_of_rest(local.date(), zone)


def is_day_of_rest(day: date, zone: ZoneInfo) -> bool:
    """Whether it is a Sunday, or a holiday in the zone's whole country."""
    return day.weekday() == SUNDAY or day in _holidays(territory(zone.key), day.year)


def after_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    """`moment`, or the first one after it that is not quiet; in UTC."""
    while is_quiet(moment, zone, quiet_from, quiet_until):
        local = moment.astimezone(zone)
        day = local.date() + timedelta(days=0 if local.time() < quiet_until else 1)
        moment = datetime.combine(day, quiet_until, zone)
    return moment.astimezone(ZoneInfo("UTC"))


def _holidays(country: str, year: int) -> Set[date]:
    try:
        return public_holidays(country, year)
    except UnknownPlace:
        return frozenset()
