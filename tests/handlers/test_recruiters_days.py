"""A recruiter's days as the files have them: breaks, holidays, days off and calendars, and every mistake in them."""

from datetime import date, time

from bot.model import CalendarAccess, Recruiter
from handlers.agency.fields import Notebook
from handlers.agency.files import read_recruiters

HEAD = """\
recruiters:
  anna:
    name: Anna Bos
    phone: +31 6 12345678
"""


def read(*lines: str) -> tuple[Recruiter | None, list[str]]:
    """Anna with these lines, and what is wrong with them."""
    book = Notebook("recruiters.yaml")
    (anna,) = read_recruiters(HEAD + "".join(f"    {line}\n" for line in lines), book, "Europe/Amsterdam") or (None,)
    return anna, [f"{problem.line}: {problem.message}" for problem in sorted(book.problems)]


def test_a_recruiters_days_are_read_as_they_are_written() -> None:
    anna, problems = read(
        "hours: {mon-tue: 9:00-17:00, sat: 20:00-24:00}",
        "breaks: {mon: 12:30-13:00, sat: [22:00-22:15]}",
        "holidays: de-by",
        "days_off: [2026-12-24, 2026-12-28 to 2027-01-03]",
        "buffer_before_minutes: 5",
        "calls_a_day: 8",
    )
    assert problems == []
    assert anna == Recruiter(
        id="anna",
        name="Anna Bos",
        phone="+31612345678",
        zone="Europe/Amsterdam",
        hours={
            0: ((time(9), time(12, 30)), (time(13), time(17))),
            1: ((time(9), time(17)),),
            5: ((time(20), time(22)), (time(22, 15), time(0))),
        },
        holidays="DE-BY",
        days_off=((date(2026, 12, 24), date(2026, 12, 24)), (date(2026, 12, 28), date(2027, 1, 3))),
        buffer_before_minutes=5,
        calls_a_day=8,
    )


def test_a_calendar_is_read_and_its_secrets_stay_in_the_environment() -> None:
    anna, problems = read(
        "hours: {mon: 9:00-17:00}",
        "calendar:",
        "  ics: webcal://outlook.example/anna.ics",
        "  ics_from: ANNA_GOOGLE",
        "  caldav: {url: 'https://cloud.example/dav/', user: anna, password_from: ANNA_CALDAV, name: Werk}",
        "  feed: 2",
    )
    assert problems == []
    assert anna is not None
    assert anna.calendar == CalendarAccess(
        ics="https://outlook.example/anna.ics",
        ics_from="ANNA_GOOGLE",
        caldav="https://cloud.example/dav/",
        user="anna",
        password_from="ANNA_CALDAV",
        name="Werk",
        feed=2,
    )


def test_every_mistake_is_named_with_its_line_and_its_mend() -> None:
    _, problems = read(
        "hours: {mon: 9:00-17:00, tue: 22:00-02:00, wed: 9:00-24:30}",
        "breaks: {mon: 18:00-19:00}",
        "holidays: DE-BX",
        "days_off: [24-12-2026, 2026-12-24 to 2026-12-20]",
        "calls_a_day: 0",
        "calendar:",
        "  ics: calendar.example/anna.ics",
        "  ics_from: geheim",
        "  caldav:",
        "    url: https://anna:secret@cloud.example/",
        "    user: anna",
        "    password: secret",
    )
    assert problems == [
        "5: '22:00-02:00' is not a stretch of time; one that goes on after midnight is two: until 24:00, and from "
        "00:00 on the day after.",
        "5: '9:00-24:30' is not a stretch of time; write it as 09:00-12:30.",
        "6: The break on Monday lies outside the hours; leave it out.",
        "7: 'DE-BX': DE has no region BX; there is Augsburg, BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, "
        "SL, SN, ST, TH.",
        "8: '2026-12-24 to 2026-12-20' ends before it begins; turn it round.",
        "8: '24-12-2026' is not a day or a stretch of days; write 2026-12-24, or 2026-12-24 to 2027-01-03.",
        "9: calls_a_day must be a whole number from 1 to 200, not '0'.",
        "11: ics must be a whole address, beginning with https://.",
        "12: ics_from names a setting of the environment, as ANNA_CALENDAR, and is not the secret itself.",
        "14: 'password_from' is missing in caldav.",
        "14: url bears a password; name it in password_from instead.",
        "16: 'password' is not a key of caldav; did you mean 'password_from'?",
        "16: A password doesn't belong in this file: set it in the environment, and name it in password_from.",
    ]


def test_an_address_that_lets_anybody_read_is_not_kept_in_the_file() -> None:
    _, problems = read(
        "hours: {mon: 9:00-17:00}",
        "calendar: {ics: 'https://calendar.google.com/calendar/ical/a%40b.example/private-0123456789abcdef/basic.ics'}",
    )
    assert problems == ["6: This address is secret: set it in the environment, and name it in ics_from."]


def test_a_country_that_nobody_knows_is_named() -> None:
    _, problems = read("hours: {mon: 9:00-17:00}", "holidays: Holland")
    assert problems == ["6: 'Holland' is no country whose holidays we know; write its two letters, as NL or DE-BY."]
