"""A booked call as a calendar entry that every calendar program takes (iCalendar, RFC 5545 and 5546)."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

from bot.model import Recruiter
from bot.outgoing import Invite

WARNING = timedelta(minutes=10)
"""How long before the call the recruiter's calendar speaks up."""


def method(invite: Invite) -> str:
    """What the entry asks of the calendar: REQUEST (put in or move) or CANCEL."""
    return "CANCEL" if invite.cancelled else "REQUEST"


def calendar_text(invite: Invite, recruiter: Recruiter, organiser: str, now: datetime) -> str:
    """The entry as text, lines ended by CRLF. `organiser` is the mail address that it comes from; `now` is aware.

    The same `uid` with a higher `sequence` replaces what the calendar holds.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Belmoment//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(invite))
    calendar.add_component(_entry(invite, recruiter, organiser, now))
    return str(calendar.to_ical().decode())


def _entry(invite: Invite, recruiter: Recruiter, organiser: str, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", invite.uid)
    entry.add("sequence", invite.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    # In UTC an entry needs no table of zones, and each calendar shows its owner's own.
    entry.add("dtstart", invite.start.astimezone(UTC))
    entry.add("dtend", invite.end.astimezone(UTC))
    entry.add("summary", invite.summary)
    entry.add("description", invite.description)
    entry.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    entry.add("organizer", _person("Belmoment", organiser))
    entry.add("attendee", _attendee(recruiter), encode=False)
    if not invite.cancelled:
        entry.add_component(_alarm(invite.summary))
    return entry


def _attendee(recruiter: Recruiter) -> vCalAddress:
    person = _person(recruiter.name, recruiter.email)
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = "ACCEPTED"
    person.params["RSVP"] = "FALSE"
    return person


def _person(name: str, email: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    # A quotation mark can't stand in a parameter, not even escaped.
    person.params["CN"] = name.replace('"', "'")
    return person


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -WARNING)
    return alarm
