"""Times as people type them at a terminal: "2026-11-25T10:20", "10:20", "2h30m"."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

YEARS = range(1970, 2200)


def read_moment(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A date with a time, or a time of day (the next one after `now`), on the wall in `zone`; raises ValueError."""
    if clock := re.fullmatch(r"(\d{1,2}):(\d\d)", written):
        try:
            then = now.astimezone(zone).replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
        except ValueError:
            raise ValueError(f"{written!r} is not a time of day.") from None
        return then if then > now else then + timedelta(days=1)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"{written!r} is not a time; write it as 2026-11-25T10:20 or 10:20.") from None
    if moment.year not in YEARS:
        raise ValueError(f"{written!r} lies too far from today.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def read_length(written: str) -> timedelta:
    """A length of time in days, hours and minutes, as "1d", "2h30m" or "15m"; raises ValueError."""
    parts = re.fullmatch(r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?", written.replace(" ", ""))
    if not parts or not any(parts.groups()):
        raise ValueError(f"{written!r} is not a length of time; write it as 15m, 2h30m or 1d.")
    days, hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
