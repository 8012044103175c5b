"""German answers in a talk: doubt, no time at all, slots taken, and our own moments said back to us."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speaking import long_moment, plain_moment, short_moment
from bot.understanding.understood import Asked, MomentReading, Question
from bot.windows import Window, Windows
from handlers.words import load_sayings
from tests.bot.understanding.moments.asking import AMSTERDAM, READER, line, read, slots

SAYINGS = load_sayings()


def test_every_second_day_may_begin_today_or_tomorrow() -> None:
    reading = read("jeden zweiten Tag ab 15 Uhr", "de")
    assert (line(reading.windows), reading.sure) == ("10/2 15:00-18:00, 12/2 15:00-18:00, 16/2 15:00-18:00", False)


@pytest.mark.parametrize("text", ["nächsten Freitag", "Mittwoch um drei", "morgen um acht", "am 29. Februar 2027"])
def test_german_with_two_readings_is_asked_about(text: str) -> None:
    assert not read(text, "de").sure


NOTHING = [
    "meine Nummer ist 0176 24681012",
    "+43 664 2468101",
    "079 246 81 01",
    "ich bin 41 Jahre alt",
    "mindestens 3.200 Euro brutto im Monat",
    "4.500.- CHF",
    "zwischen 2.500 und 3.000 €",
    "38,5 Stunden pro Woche",
    "ich suche 20 Stunden die Woche",
    "8 Jahre Erfahrung als Schlosser",
    "zwei bis drei Jahre",
    "Hauptstraße 14",
    "einen Moment bitte",
    "1 Moment",
    "ich habe 3 Kinder",
    "keine Ahnung, ich melde mich",
    "Guten Morgen!",
    "schönes Wochenende",
    "es sind 15 km",
    "ich kenne Python 3.11",
    "8010 Graz",
    "was zahlt ihr so?",
    "ich bin gerade auf Jobsuche",
    "nichts",
    "wir mögen das",
    "im Dienste der Firma",
    "vor Ort oder im Homeoffice?",
    "ich nehme jede Stelle",
    "bis bald!",
    "Entgeltgruppe 9",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_time_in_german_is_no_time(text: str) -> None:
    assert read(text, "de") == MomentReading()


THURSDAY = slots("2027-02-11T10:00", "2027-02-11T13:00", "2027-02-11T15:30")
SPREAD = slots("2027-02-11T10:00", "2027-02-12T15:00", "2027-02-15T10:00")
PICKS = [
    ("die zweite bitte", THURSDAY, 1),
    ("Nr. 3", THURSDAY, 2),
    ("Option 1", THURSDAY, 0),
    ("die 2. passt", THURSDAY, 1),
    ("der letzte Termin", THURSDAY, 2),
    ("halb vier passt", THURSDAY, 2),
    ("den um 13 Uhr nehme ich", THURSDAY, 1),
    ("nicht der erste, sondern der zweite", THURSDAY, 1),
    ("der Freitag", SPREAD, 1),
    ("Montag um zehn", SPREAD, 2),
    ("der 12.", SPREAD, 1),
    ("der spätere", THURSDAY[:2], 1),
    ("2", THURSDAY, 1),
]


@pytest.mark.parametrize(("text", "offered", "index"), PICKS)
def test_a_slot_is_taken_in_german(text: str, offered: Windows, index: int) -> None:
    reading = read(text, "de", asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.windows, reading.sure) == (index, (offered[index],), True)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(AMSTERDAM)),  # noqa: DTZ001
    days=st.integers(1, 363),
    quarter=st.integers(8 * 4, 21 * 4),
    asked=st.sampled_from((Asked.ASK_MOMENT, Asked.ANY)),
)
def test_a_moment_said_back_in_german_is_understood_as_itself(
    at: datetime, days: int, quarter: int, asked: Asked
) -> None:
    then = datetime.combine(at.date() + timedelta(days=days), time(quarter // 4, quarter % 4 * 15), AMSTERDAM)
    said = (
        long_moment(then, AMSTERDAM, "de", SAYINGS, at),
        plain_moment(then, AMSTERDAM, "de", SAYINGS),
        short_moment(then, AMSTERDAM, "de", SAYINGS),
    )
    question = Question(at=at, zone=AMSTERDAM, asked=asked)
    understood = [READER.read(text, "de", question) for text in said]
    assert [(reading.windows, reading.exclude, reading.sure) for reading in understood] == [
        ((Window(then, then + timedelta(minutes=30)),), (), True)
    ] * 3
