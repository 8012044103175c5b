"""The candidate's quiet hours: when nothing goes out that they did not just ask for."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SUNDAY = 6


def is_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> bool:
    """Whether `moment` lies in the evening, the night or a Sunday where the candidate is."""
    local = moment.astimezone(zone)
    return local.weekday() == SUNDAY or not quiet_until <= local.time() < quiet_from


def after_quiet(moment: datetime, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    """`moment`, or the first one after it that is not quiet; in UTC."""
    while is_quiet(moment, zone, quiet_from, quiet_until):
        local = moment.astimezone(zone)
        day = local.date() + timedelta(days=0 if local.time() < quiet_until and local.weekday() != SUNDAY else 1)
        moment = datetime.combine(day, quiet_until, zone)
    return moment.astimezone(ZoneInfo("UTC"))
