"""When somebody is busy by their calendar; recurring events also against a second implementation."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.windows import Window, merge
from handlers.calendars.busy import NoCalendar, Reading, busy_times, relevant

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WITHIN = Window(datetime(2026, 10, 19, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
READING = Reading(within=WITHIN, zone=AMSTERDAM, owners={"anna@kade.example"})


def calendar(*events: str, head: str = "") -> str:
    """A calendar with events of these lines, as a server writes it."""
    written = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{written}END:VCALENDAR\n".replace("\n", "\r\n")


def busy(*events: str, head: str = "") -> list[str]:
    """The busy times in Amsterdam's time."""
    return [
        f"{window.start.astimezone(AMSTERDAM):%a %d %H:%M}-{window.end.astimezone(AMSTERDAM):%H:%M}"
        for window in busy_times([calendar(*events, head=head)], READING)
    ]


def test_a_meeting_keeps_its_owner_busy() -> None:
    assert busy("UID:a\nDTSTART:20261020T080000Z\nDTEND:20261020T083000Z") == ["Tue 20 10:00-10:30"]
    assert busy("UID:a\nDTSTART;TZID=America/New_York:20261020T080000\nDURATION:PT45M") == ["Tue 20 14:00-14:45"]


def test_what_has_no_zone_is_meant_where_its_owner_is() -> None:
    assert busy("UID:a\nDTSTART:20261020T080000\nDTEND:20261020T083000") == ["Tue 20 08:00-08:30"]
    assert busy("UID:a\nDTSTART;VALUE=DATE:20261020\nDTEND;VALUE=DATE:20261022") == ["Tue 20 00:00-00:00"]
    assert busy("UID:a\nDTSTART;VALUE=DATE:20261025") == ["Sun 25 00:00-00:00"]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:Anna@kade.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@kade.example\nATTENDEE;PARTSTAT=DECLINED:MAILTO:anna@kade.example",
    ],
)
def test_what_leaves_its_owner_free_does_not_count(line: str) -> None:
    assert busy(f"UID:a\nDTSTART:20261020T080000Z\nDTEND:20261020T083000Z\n{line}") == []


def test_who_else_declined_or_is_not_sure_does_not_matter() -> None:
    declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:ben@kade.example\nSTATUS:TENTATIVE"
    assert busy(f"UID:a\nDTSTART:20261020T080000Z\nDTEND:20261020T083000Z\n{declined}") == ["Tue 20 10:00-10:30"]


def test_our_own_entries_are_not_read_back() -> None:
    assert busy("UID:talk-1@belmoment\nDTSTART:20261020T080000Z\nDTEND:20261020T083000Z") == []


def test_a_series_keeps_the_clock_on_the_wall_when_the_clocks_change() -> None:
    weekly = "UID:a\nDTSTART;TZID=Europe/Amsterdam:20260105T090000\nDTEND;TZID=Europe/Amsterdam:20260105T100000"
    assert busy(f"{weekly}\nRRULE:FREQ=WEEKLY;BYDAY=MO") == ["Mon 19 09:00-10:00", "Mon 26 09:00-10:00"]


def test_one_time_of_a_series_can_be_moved_left_out_or_declined() -> None:
    daily = "UID:a\nDTSTART;TZID=Europe/Amsterdam:20261019T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5"
    moved = (
        "UID:a\nRECURRENCE-ID;TZID=Europe/Amsterdam:20261020T090000\n"
        "DTSTART;TZID=Europe/Amsterdam:20261020T150000\nDURATION:PT30M"
    )
    declined = (
        "UID:a\nRECURRENCE-ID:20261022T070000Z\nDTSTART:20261022T070000Z\nDTEND:20261022T080000Z\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:anna@kade.example"
    )
    left_out = "EXDATE;TZID=Europe/Amsterdam:20261021T090000\nRDATE;TZID=Europe/Amsterdam:20261030T110000"
    assert busy(f"{daily}\n{left_out}", moved, declined) == [
        "Mon 19 09:00-10:00",
        "Tue 20 15:00-15:30",
        "Fri 23 09:00-10:00",
        "Fri 30 11:00-12:00",
    ]


def test_a_series_can_be_changed_from_one_time_on() -> None:
    weekly = "UID:a\nDTSTART;TZID=Europe/Amsterdam:20261006T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH"
    later = (
        "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20261022T090000\n"
        "DTSTART;TZID=Europe/Amsterdam:20261022T100000\nDURATION:PT30M"
    )
    assert busy(weekly, later) == [
        "Tue 20 09:00-10:00",
        "Thu 22 10:00-10:30",
        "Tue 27 10:00-10:30",
        "Thu 29 10:00-10:30",
    ]
    assert busy(weekly, f"{later}\nSTATUS:CANCELLED") == ["Tue 20 09:00-10:00"]


def test_outlooks_names_for_zones_and_zones_that_a_calendar_brings_along() -> None:
    meeting = "UID:a\nDTSTART;TZID={0}:20261020T090000\nDTEND;TZID={0}:20261020T100000"
    assert busy(meeting.format("W. Europe Standard Time")) == ["Tue 20 09:00-10:00"]
    own = (
        "BEGIN:VTIMEZONE\nTZID:Kantoor\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert busy(meeting.format("Kantoor"), head=own) == ["Tue 20 08:00-09:00"]
    assert busy(meeting.format("Nowhere/At All")) == ["Tue 20 09:00-10:00"]


def test_what_can_not_be_a_meeting_is_left_out_and_the_others_count() -> None:
    good = "UID:good\nDTSTART:20261020T080000Z\nDTEND:20261020T083000Z"
    bad = [
        "UID:1\nDTSTART:yesterday\nDTEND:20261020T083000Z",
        "UID:2",
        "UID:3\nDTSTART:20261020T080000Z\nDTEND:20261019T083000Z",
        "UID:4\nDTSTART:20261020T080000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY",
        "UID:5\nDTSTART:20261020T080000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES",
        "UID:6\nDTSTART:20261020T080000Z\nDTEND:20261020T080000Z",
    ]
    assert busy(*bad, good) == ["Tue 20 10:00-10:30"]


@pytest.mark.parametrize("text", ["", "<html><title>Sign in</title></html>", "\0\1\2", "BEGIN:VCALENDAR", "[]"])
def test_what_is_no_calendar_is_known(text: str) -> None:
    with pytest.raises(NoCalendar):
        busy_times([text], READING)


def test_a_series_that_was_ended_before_its_first_time_never_comes() -> None:
    begins = "UID:a\nDTSTART:20261028T080000Z\nDTEND:20261028T090000Z\nRRULE:FREQ=WEEKLY"
    assert busy(f"{begins};UNTIL=20261027T080000Z") == []
    assert busy(f"{begins};UNTIL=20261028T080000Z") == ["Wed 28 09:00-10:00"]
    assert busy("UID:b\nDTSTART;VALUE=DATE:20261028\nRRULE:FREQ=DAILY;UNTIL=20261027") == []


def test_years_of_old_meetings_are_left_aside_before_reading() -> None:
    old = "UID:a\nDTSTART:20160105T090000Z\nDTEND:20160105T100000Z"
    ended = "UID:b\nDTSTART:20160105T090000Z\nDTEND:20160105T100000Z\nRRULE:FREQ=WEEKLY;UNTIL=20170101T000000Z"
    lasting = "UID:c\nDTSTART:20160105T090000Z\nDTEND:20160105T100000Z\nRRULE:FREQ=WEEKLY;UNT\n IL=20270101T000000Z"
    kept = icalendar.Calendar.from_ical(relevant(calendar(old, ended, lasting), WITHIN))
    assert [event["UID"] for event in kept.events] == ["c"]


rules = st.sampled_from(
    [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=DAILY;COUNT=400",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
        "FREQ=WEEKLY;UNTIL=20261027T120000Z",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=4SU",
        "FREQ=HOURLY;INTERVAL=7;COUNT=900",
    ]
)
zones = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC"])


@settings(max_examples=60)
@given(rules, zones, st.integers(0, 300), st.integers(0, 23), st.integers(15, 600), st.integers(0, 20))
def test_series_come_when_a_second_implementation_says(
    rule: str, zone: str, day: int, hour: int, minutes: int, excepted: int
) -> None:
    begins = datetime(2026, 1, 5, hour, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    event = icalendar.Event()
    event.add("uid", "a")
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=minutes))
    event.add("exdate", begins + timedelta(days=7 * excepted))
    event["rrule"] = icalendar.vRecur.from_ical(rule)
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    query = recurring_ical_events.of(calendar, skip_bad_series=False)
    theirs = merge(
        Window(max(one.start.astimezone(UTC), WITHIN.start), min(one.end.astimezone(UTC), WITHIN.end))
        for one in query.between(WITHIN.start, WITHIN.end)
    )
    ours = busy_times([calendar.to_ical().decode()], READING)
    assert ours == theirs
