"""When somebody agreed, as people and spreadsheets write it."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.inviting.saying import Amiss

WRITTEN = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::\d{2})?)?")


def moment_in(text: str, zone: ZoneInfo) -> datetime:
    """The moment, aware; in `zone` where it says none. Raises Amiss."""
    written = WRITTEN.fullmatch(text)
    try:
        moment = _by_day(written) if written else datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        moment.astimezone(UTC)  # which the first and the last day of all days can't be brought to
    except (ValueError, OverflowError):
        raise Amiss("row.moment.none", text=text) from None
    return moment


def _by_day(written: "re.Match[str]") -> datetime:
    """As 2-11-2026 14:30: the day comes first, unless slashes leave it open."""
    first, sign, second, year, hour, minute = written.groups()
    if sign == "/" and int(first) <= 12 and int(second) <= 12 and first != second:
        raise Amiss("row.moment.two", text=written[0])
    day, month = (second, first) if sign == "/" and int(second) > 12 else (first, second)
    return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001 (its zone follows)
