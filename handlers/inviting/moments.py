"""When somebody agreed, as people and spreadsheets write it."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

WRITTEN = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
AS = "write it as 2026-11-02 14:30"


def moment_in(text: str, zone: ZoneInfo) -> datetime:
    """The moment, aware; in `zone` where it says none. Raises ValueError with a sentence."""
    written = WRITTEN.fullmatch(text)
    try:
        moment = _by_day(written) if written else datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError(str(wrong) if AS in str(wrong) else f"{text!r} is no day and time; {AS}.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _by_day(written: "re.Match[str]") -> datetime:
    """As 2-11-2026 14:30: the day comes first, unless slashes leave it open."""
    first, sign, second, year, hour, minute = written.groups()
    if sign == "/" and int(first) <= 12 and int(second) <= 12 and first != second:
        raise ValueError(f"{written[0]!r} can be two days, for slashes are read both ways; {AS}.")
    day, month = (second, first) if sign == "/" and int(second) > 12 else (first, second)
    return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001 (its zone follows)
