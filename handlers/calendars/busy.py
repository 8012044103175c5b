"""The text of a calendar -> when its owner is busy."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.windows import Window, Windows, intersect, merge
from handlers.calendars.entries import OWN
from handlers.calendars.recurrence import Meaningless, happenings, moment_of, times_of

FREE = {"FREE", "WORKINGELSEWHERE"}
"""What Outlook calls times at which somebody has time."""


class NoCalendar(ValueError):
    """The text is no calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is asked of a calendar."""

    within: Window
    """Only these days count; what reaches into them is cut."""
    zone: ZoneInfo
    """The owner's: whole days, and times without a zone, are meant there."""
    owners: Collection[str] = ()
    """The owner's mail addresses, in lower case: what they declined does not keep them."""


def busy_times(texts: Collection[str], reading: Reading) -> Windows:
    """When the owner is busy by these calendars; in UTC, sorted and disjoint. Raises NoCalendar.

    An event that can't be understood is left out, and the others count.
    """
    windows = [window for text in texts for events in _by_uid(text, reading) for window in _taken(events, reading)]
    return intersect(merge(windows), [reading.within])


def _by_uid(text: str, reading: Reading) -> Iterator[list[Event]]:
    """The events that may matter, those of one series together."""
    if "BEGIN:VCALENDAR" not in text[:1000].upper() or not text.rstrip()[-13:].upper() == "END:VCALENDAR":
        raise NoCalendar
    try:
        calendars = Calendar.from_ical(relevant(text, reading.within), multiple=True)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise NoCalendar from error
    series: dict[str, list[Event]] = {}
    for number, event in enumerate(event for calendar in calendars for event in calendar.walk("VEVENT")):
        uid = str(event.get("UID") or f"without {number}")
        if not uid.endswith(OWN):
            series.setdefault(uid, []).append(event)  # type: ignore[arg-type]
    yield from series.values()


def _taken(series: list[Event], reading: Reading) -> Iterator[Window]:
    """When a series keeps its owner busy; what was changed for one time stands in the place of that time."""
    changes = {moment: event for event in series if (moment := _replaces(event, reading)) is not None}
    from_then_on = sorted(moment for moment, event in changes.items() if _lasts(event))
    for event in series:
        single = _replaces(event, reading) is not None
        if _is_free(event, reading):
            continue
        try:
            for moment, window in happenings(event, reading.zone, reading.within.end):
                if single:
                    yield window
                elif moment not in changes:
                    since = max((each for each in from_then_on if each < moment), default=None)
                    yield from [window] if since is None else _as_changed(moment, since, changes[since], reading)
        except (Meaningless, ValueError, TypeError, OverflowError):
            continue


def _lasts(change: Event) -> bool:
    """Whether it is changed for all later times, too."""
    return str(getattr(change.get("RECURRENCE-ID"), "params", {}).get("RANGE", "")).upper() == "THISANDFUTURE"


def _as_changed(moment: datetime, since: datetime, change: Event, reading: Reading) -> Iterator[Window]:
    """The time that was planned at `moment`, moved as the one at `since` was."""
    if _is_free(change, reading):
        return
    times = times_of(change, reading.zone)
    moved = times.start - since.astimezone(times.zone).replace(tzinfo=None)
    yield times.window(moment.astimezone(times.zone).replace(tzinfo=None) + moved)


def _replaces(event: Event, reading: Reading) -> datetime | None:
    try:
        given = event.get("RECURRENCE-ID")
        return None if given is None else moment_of(getattr(given, "dt", None), reading.zone)
    except (Meaningless, ValueError, OverflowError):
        return None


def _is_free(event: Event, reading: Reading) -> bool:
    """Whether its owner has time for a call beside it."""
    if _word(event, "TRANSP") == "TRANSPARENT" or _word(event, "STATUS") == "CANCELLED":
        return True
    if _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") in FREE:
        return True
    attendees = event.get("ATTENDEE") or []
    return any(_declined(one, reading) for one in (attendees if isinstance(attendees, list) else [attendees]))


def _declined(attendee: Any, reading: Reading) -> bool:
    address = re.sub("^mailto:", "", str(attendee), flags=re.IGNORECASE).lower()
    answer = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
    return address in reading.owners and answer == "DECLINED"


def _word(event: Event, name: str) -> str:
    return str(event.get(name) or "").strip().upper()


def relevant(text: str, within: Window) -> str:
    """The calendar without what is surely over, or comes later: years of meetings take long to read."""
    flat = re.sub(r"\r?\n[ \t]", "", text)
    first, last = (f"{moment:%Y%m%d}" for moment in (within.start - timedelta(days=2), within.end + timedelta(days=2)))
    kept: list[str] = []
    event: list[str] | None = None
    for line in flat.splitlines():
        if line.upper().startswith("BEGIN:VEVENT"):
            event = []
        (kept if event is None else event).append(line)
        if line.upper().startswith("END:VEVENT") and event is not None:
            kept += event if _may_matter(event, first, last) else []
            event = None
    return "\r\n".join(kept) + "\r\n"


def _may_matter(event: list[str], first: str, last: str) -> bool:
    """By its dates alone, as they are written."""
    lines = "\n".join(event).upper()
    if re.search(r"^(RDATE|RECURRENCE-ID|DURATION)[;:]", lines, re.MULTILINE):
        return True
    begins = _date(lines, r"^DTSTART[^\n]*?:(\d{8})")
    if begins is None or begins > last:
        return begins is None
    if re.search(r"^RRULE[;:]", lines, re.MULTILINE):
        until = _date(lines, r"^RRULE[^\n]*UNTIL=(\d{8})")
        return until is None or until >= first
    ends = _date(lines, r"^DTEND[^\n]*?:(\d{8})")
    return max(begins, ends or begins) >= first


def _date(lines: str, pattern: str) -> str | None:
    found = re.search(pattern, lines, re.MULTILINE)
    return found[1] if found else None
