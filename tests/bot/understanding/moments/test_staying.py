"""Somebody who says where they are for a while is understood by the clock there, and by their own from then on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.understood import Stay
from tests.bot.understanding.moments.asking import line, read

LONDON = Stay(ZoneInfo("Europe/London"), datetime(2027, 2, 12, tzinfo=ZoneInfo("Europe/London")))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ik zit tot vrijdag in Londen, bel donderdag om 3 uur"),
        ("nl", "in Londen tot vrijdag. donderdag 15 uur"),
        ("en", "I'm in London till Friday, call me Thursday at 3"),
        ("en", "Thursday at 3 please, I'm in London for work until Friday"),
        ("de", "bin bis Freitag in London, Donnerstag um 15 Uhr passt"),
        ("fr", "je suis à Londres jusqu'à vendredi, appelez jeudi à 15h"),
        ("es", "estoy en Londres hasta el viernes, el jueves a las 3"),
    ],
)
def test_three_in_london_is_four_in_amsterdam(language: str, text: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.stay, reading.sure) == ("11/2 16:00-16:30", LONDON, True)


def test_where_they_are_is_no_answer_to_when_a_call_would_suit() -> None:
    reading = read("I'm in London till Friday", "en")
    assert (reading.windows, reading.exclude, reading.stay) == ((), (), LONDON)


def test_after_they_left_their_own_clock_counts_again() -> None:
    assert line(read("I'm in London till Friday, Monday at 3 is fine", "en").windows) == "15/2 15:00-15:30"


def test_on_the_day_of_leaving_it_is_asked_which_clock_is_meant() -> None:
    assert not read("I'm in London till Friday, Friday at 10", "en").sure


@pytest.mark.parametrize("text", ["I'm in Portugal till the 20th, any time after that", "in London, Friday at 10"])
def test_a_place_that_says_nothing_of_a_clock_moves_nothing(text: str) -> None:
    assert read(text, "en").stay is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "over twee weken, begin van de week"),
        ("en", "in two weeks, early in the week"),
        ("de", "in zwei Wochen, Anfang der Woche"),
        ("fr", "dans deux semaines, en début de semaine"),
        ("es", "en dos semanas, a principios de semana"),
    ],
)
def test_the_beginning_of_a_week_is_of_the_week_that_was_named(language: str, text: str) -> None:
    assert line(read(text, language).windows) == "22/2 09:00-18:00, 23/2 09:00-18:00"
