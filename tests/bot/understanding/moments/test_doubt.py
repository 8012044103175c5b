"""Where two readings are possible, both are kept and the bot would ask."""

from zoneinfo import ZoneInfo

import pytest

from bot.understanding.understood import Span
from tests.bot.understanding.moments.asking import local, read


def span(start: str, end: str) -> Span:
    return local(start), local(end)


def test_the_name_of_today_may_be_today_or_next_week() -> None:
    reading = read("woensdag om 3 uur")
    assert {span("2027-02-17T15:00", "2027-02-17T15:00"), span("2027-02-10T15:00", "2027-02-10T15:00")} <= set(
        reading.spans
    )
    assert not reading.sure


def test_the_name_of_today_is_next_week_once_today_is_over() -> None:
    assert read("woensdag", at="2027-02-10T19:00").sure


def test_volgende_vrijdag_may_be_this_week() -> None:
    reading = read("volgende vrijdag")
    assert reading.spans == (
        span("2027-02-19T00:00", "2027-02-20T00:00"),
        span("2027-02-12T00:00", "2027-02-13T00:00"),
    )
    assert not reading.sure


def test_volgende_dinsdag_can_only_be_next_week() -> None:
    assert read("volgende dinsdag").sure


def test_eight_may_be_in_the_morning_or_in_the_evening() -> None:
    assert not read("morgen om 8 uur").sure
    assert read("morgenavond om 8 uur").sure
    assert read("morgen om 08:00").sure


def test_british_half_two_may_be_meant_by_a_dutchman() -> None:
    reading = read("half two", "en")
    assert {span("2027-02-10T14:30", "2027-02-10T14:30"), span("2027-02-10T13:30", "2027-02-10T13:30")} <= set(
        reading.spans
    )
    assert not reading.sure


def test_an_english_date_may_have_the_month_first() -> None:
    reading = read("3/4", "en")
    assert reading.spans == (
        span("2027-04-03T00:00", "2027-04-04T00:00"),
        span("2027-03-04T00:00", "2027-03-05T00:00"),
    )
    assert not reading.sure
    assert read("25/4", "en").sure
    assert read("3/4", "nl").sure


@pytest.mark.parametrize("text", ["vandaag om 9 uur", "vanavond om 23 uur", "vrijdag 27 februari"])
def test_a_time_that_cannot_be_called_is_asked_about(text: str) -> None:
    assert not read(text).sure


def test_a_time_of_another_zone_is_asked_about() -> None:
    assert not read("tomorrow 3pm UK time", "en").sure
    assert not read("morgen 15 uur Britse tijd").sure
    assert read("tomorrow 3pm UK time", "en", zone=ZoneInfo("Europe/London")).sure
    assert read("morgen 15 uur Nederlandse tijd").sure
