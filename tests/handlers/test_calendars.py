"""Calendar entries, read back by a calendar library."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar, Component, Event

from bot.model import Recruiter
from bot.outgoing import Invite
from handlers.calendars.entries import calendar_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
SANNE = Recruiter(
    id="sanne",
    name='Sanne "S." de Wit; é',
    phone="+31612345678",
    zone="Europe/Amsterdam",
    hours={},
    email="s@k.example",
)
INVITE = Invite(
    recruiter="sanne",
    uid="talk-1@belmoment",
    sequence=2,
    start=datetime(2026, 11, 26, 15, 0, tzinfo=AMSTERDAM),
    end=datetime(2026, 11, 26, 15, 20, tzinfo=AMSTERDAM),
    summary="Bellen: Anna, planner",
    description='+31 6 87654321\n"morgen na drieën; of later, graag"\n' + "lang " * 40,
)


def entry(invite: Invite) -> tuple[Component, Event]:
    calendar = Calendar.from_ical(calendar_text(invite, SANNE, "bot@k.example", NOW))
    (event,) = calendar.events
    return calendar, event


def test_a_booked_call_asks_to_be_put_into_the_calendar() -> None:
    calendar, event = entry(INVITE)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("talk-1@belmoment", 2, "CONFIRMED")
    assert (event.start, event.end, event.stamp) == (INVITE.start, INVITE.end, NOW)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (INVITE.summary, INVITE.description)
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:bot@k.example", "mailto:s@k.example")
    assert event["ATTENDEE"].params["CN"] == "Sanne 'S.' de Wit; é"
    (alarm,) = event.alarms.times
    assert alarm.trigger == INVITE.start - timedelta(minutes=10)


def test_a_cancelled_call_takes_it_out_again() -> None:
    calendar, event = entry(replace(INVITE, sequence=3, cancelled=True))
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("CANCEL", "talk-1@belmoment", 3)
    assert (event["STATUS"], event.subcomponents) == ("CANCELLED", [])


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_second_implementation_reads_the_same(cancelled: bool) -> None:
    invite = replace(INVITE, cancelled=cancelled)
    calendar = vobject.readOne(calendar_text(invite, SANNE, "bot@k.example", NOW))
    event = calendar.vevent
    assert (calendar.method.value, event.uid.value) == ("CANCEL" if cancelled else "REQUEST", "talk-1@belmoment")
    assert (event.dtstart.value, event.dtend.value) == (INVITE.start, INVITE.end)
    assert (event.summary.value, event.description.value) == (INVITE.summary, INVITE.description)
    assert (event.sequence.value, event.attendee.value) == ("2", "mailto:s@k.example")


def test_no_line_is_longer_than_calendars_take() -> None:
    text = calendar_text(INVITE, SANNE, "bot@k.example", NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
