"""A booked call as a calendar entry that every calendar program takes (iCalendar, RFC 5545 and 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.model import Recruiter
from bot.outgoing import Invite

if TYPE_CHECKING:  # else loaded with the first entry: many servers never write one
    from icalendar import Alarm, Calendar, Event, vCalAddress

WARNING = timedelta(minutes=10)
"""How long before the call the recruiter's calendar speaks up."""
READ_AGAIN = timedelta(minutes=15)
"""How often programs that subscribe to the calls should ask for them."""
OWN = "@belmoment"
"""Ends the UID of every entry of ours, so that none is read back as a meeting."""


def method(invite: Invite) -> str:
    """What the entry asks of the calendar: REQUEST (put in or move) or CANCEL."""
    return "CANCEL" if invite.cancelled else "REQUEST"


def calendar_text(invite: Invite, recruiter: Recruiter, organiser: str, now: datetime) -> str:
    """The entry as text, lines ended by CRLF. `organiser` is the mail address that it comes from; `now` is aware.

    The same `uid` with a higher `sequence` replaces what the calendar holds.
    """
    calendar = _calendar()
    calendar.add("method", method(invite))
    calendar.add_component(_entry(invite, recruiter, organiser, now))
    return str(calendar.to_ical().decode())


def stored_text(invite: Invite, now: datetime) -> str:
    """The entry as it is kept in a calendar: nobody is invited, and no mail goes out for it."""
    calendar = _calendar()
    calendar.add_component(_plain_entry(invite, now))
    return str(calendar.to_ical().decode())


def feed_text(name: str, invites: Iterable[Invite]) -> str:
    """A whole calendar of these calls, to be asked for again and again; the same calls give the same text."""
    calendar = _calendar()
    calendar.add("x-wr-calname", f"Belmoment · {name}")
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for invite in invites:
        calendar.add_component(_plain_entry(invite, invite.start))
    return str(calendar.to_ical().decode())


def own_uid(uid: str) -> str:
    """The entry's name in calendars, by the call's."""
    return uid if uid.endswith(OWN) else uid + OWN


def _calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Belmoment//Calls//EN")
    calendar.add("version", "2.0")
    return calendar


def _entry(invite: Invite, recruiter: Recruiter, organiser: str, now: datetime) -> Event:
    entry = _plain_entry(invite, now)
    entry.add("organizer", _person("Belmoment", organiser))
    entry.add("attendee", _attendee(recruiter), encode=False)
    return entry


def _plain_entry(invite: Invite, now: datetime) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", own_uid(invite.uid))
    entry.add("sequence", invite.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    # In UTC an entry needs no table of zones, and each calendar shows its owner's own.
    entry.add("dtstart", invite.start.astimezone(UTC))
    entry.add("dtend", invite.end.astimezone(UTC))
    entry.add("summary", invite.summary)
    entry.add("description", invite.description)
    entry.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
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
    from icalendar import vCalAddress

    person = vCalAddress(f"mailto:{email}")
    # A quotation mark can't stand in a parameter, not even escaped.
    person.params["CN"] = name.replace('"', "'")
    return person


def _alarm(summary: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -WARNING)
    return alarm
