"""Ends of days, weeks, months and years, nights on which clocks change, and other zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.moments.hours import Hours
from bot.understanding.moments.reader import MomentReader
from bot.understanding.understood import Question
from bot.windows import Window
from tests.bot.understanding.moments.asking import AMSTERDAM, VOCABULARIES, line, local, read

EDGES = [
    ("2027-12-31T15:00", "overmorgen om 10", "2/1 10:00-10:30"),
    ("2027-12-30T15:00", "morgenmiddag", "31/12 12:00-18:00"),
    ("2027-12-29T10:00", "4 januari", "4/1 09:00-18:00"),
    ("2027-02-26T10:00", "de 1e om 11 uur", "1/3 11:00-11:30"),
    ("2027-02-26T10:00", "de 30e", "30/3 09:00-18:00"),
    ("2028-02-27T10:00", "29 februari", "29/2 09:00-18:00"),
    (
        "2027-12-29T10:00",
        "week 1",
        "3/1 09:00-18:00, 4/1 09:00-18:00, 5/1 09:00-18:00, 6/1 09:00-18:00, 7/1 09:00-18:00",
    ),
    ("2027-02-12T17:50", "om 4 uur", "15/2 16:00-16:30"),
    ("2027-02-12T17:50", "na 4 uur", "15/2 16:00-18:00"),
    ("2027-02-12T21:30", "zo snel mogelijk", "15/2 09:00-18:00"),
    (
        "2027-02-13T12:00",
        "maakt niet uit, maar niet op dinsdag",
        "15/2 09:00-18:00, 17/2 09:00-18:00, 18/2 09:00-18:00, 19/2 09:00-18:00",
    ),
    ("2027-02-10T17:44", "vandaag nog", "10/2 17:44-18:00"),
    ("2027-02-10T23:40", "over een uur", "11/2 00:40-01:10"),
]


@pytest.mark.parametrize(("at", "text", "windows"), EDGES)
def test_the_calendar_turns(at: str, text: str, windows: str) -> None:
    assert line(read(text, at=at).windows) == windows


def test_an_hour_from_now_is_an_hour_also_when_clocks_go_forward() -> None:
    reading = read("over een uur", at="2027-03-28T01:30")
    assert reading.windows == (Window(local("2027-03-28T03:30"), local("2027-03-28T04:00")),)


def test_an_hour_from_now_is_an_hour_also_when_clocks_go_back() -> None:
    reading = read("over twee uur", at="2027-10-31T01:30")
    (window,) = reading.windows
    assert window.start.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_lies_after_the_gap() -> None:
    early = MomentReader(VOCABULARIES, Hours(earliest=0))
    question = Question(at=local("2027-03-27T12:00"), zone=AMSTERDAM)
    reading = early.read("morgen om 02:30", "nl", question)
    assert reading.windows == (Window(local("2027-03-28T03:30"), local("2027-03-28T04:00")),)


def test_a_range_around_the_gap_is_never_inverted() -> None:
    early = MomentReader(VOCABULARIES, Hours(earliest=0))
    question = Question(at=local("2027-03-27T12:00"), zone=AMSTERDAM)
    assert early.read("morgen tussen 02:30 en 03:10", "nl", question).windows == ()


def test_words_mean_the_candidates_clock() -> None:
    lisbon = ZoneInfo("Europe/Lisbon")
    reading = read("om 3 uur", at="2027-02-10T09:20", zone=lisbon)
    assert reading.windows == (Window(local("2027-02-10T15:00", lisbon), local("2027-02-10T15:30", lisbon)),)


def test_the_day_is_the_candidates_although_it_is_still_yesterday_here() -> None:
    at = datetime(2027, 2, 10, 23, 30, tzinfo=UTC)
    reading = MomentReader(VOCABULARIES).read("vandaag om 9 uur", "nl", Question(at=at, zone=AMSTERDAM))
    assert reading.windows == (Window(local("2027-02-11T09:00"), local("2027-02-11T09:30")),)


def test_contact_hours_are_the_agencys() -> None:
    hours = Hours(opens=8 * 60, closes=16 * 60, call=15)
    reader = MomentReader(VOCABULARIES, hours)
    question = Question(at=local("2027-02-10T10:20"), zone=AMSTERDAM)
    assert line(reader.read("morgen", "nl", question).windows) == "11/2 08:00-16:00"
    assert line(reader.read("morgen om 3 uur", "nl", question).windows) == "11/2 15:00-15:15"


def test_a_begun_minute_is_over() -> None:
    at = local("2027-02-10T10:20") + timedelta(seconds=30)
    reading = MomentReader(VOCABULARIES).read("vandaag", "nl", Question(at=at, zone=AMSTERDAM))
    assert line(reading.windows) == "10/2 10:21-18:00"
