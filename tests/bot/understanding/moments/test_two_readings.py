"""German, French and Spanish with two readings: the bot would ask, and both readings are kept."""

import pytest

from bot.understanding.understood import Span
from tests.bot.understanding.moments.asking import local, read

THURSDAY = "2027-02-11T10:20"
FRIDAY = "2027-02-12T10:20"

DAYS = [
    ("de", "am Freitag", FRIDAY, 19, 12),
    ("de", "Freitag passt mir gut", FRIDAY, 19, 12),
    ("de", "diesen Freitag", FRIDAY, 19, 12),
    ("de", "nächsten Freitag", THURSDAY, 19, 12),
    ("de", "kommenden Freitag", THURSDAY, 12, 19),
    ("fr", "vendredi", FRIDAY, 19, 12),
    ("fr", "ce vendredi", FRIDAY, 19, 12),
    ("fr", "vendredi prochain", THURSDAY, 12, 19),
    ("fr", "vendredi qui vient", THURSDAY, 12, 19),
    ("es", "el viernes", FRIDAY, 19, 12),
    ("es", "este viernes", FRIDAY, 19, 12),
    ("es", "el próximo viernes", THURSDAY, 12, 19),
    ("es", "el viernes que viene", THURSDAY, 12, 19),
]
HOURS = [
    ("de", "um 7", 19, 7),
    ("de", "morgen um acht", 8, 20),
    ("de", "gegen halb acht", 19.5, 7.5),
    ("fr", "à 7h", 19, 7),
    ("fr", "vers sept heures", 19, 7),
    ("es", "a las 7", 19, 7),
    ("es", "mañana a las ocho", 8, 20),
    ("es", "a las siete y media", 19.5, 7.5),
]
SURE = [
    ("de", "Freitag", "2027-02-12T19:00"),
    ("de", "kommenden Freitag", FRIDAY),
    ("de", "nächsten Dienstag", THURSDAY),
    ("de", "Freitag in einer Woche", FRIDAY),
    ("de", "um acht in der Früh", THURSDAY),
    ("fr", "vendredi en huit", FRIDAY),
    ("fr", "mardi prochain", THURSDAY),
    ("fr", "demain à 8h", THURSDAY),
    ("es", "el viernes que viene", FRIDAY),
    ("es", "el próximo martes", THURSDAY),
    ("es", "a las 8 de la mañana", THURSDAY),
]


def day(number: int) -> Span:
    return local(f"2027-02-{number}T00:00"), local(f"2027-02-{number + 1}T00:00")


@pytest.mark.parametrize(("language", "text", "at", "first", "second"), DAYS)
def test_a_weekday_that_may_be_this_one_or_the_next(language: str, text: str, at: str, first: int, second: int) -> None:
    reading = read(text, language, at)
    assert (reading.spans, reading.sure) == ((day(first), day(second)), False)


@pytest.mark.parametrize(("language", "text", "first", "second"), HOURS)
def test_an_hour_that_may_be_in_the_morning_or_in_the_evening(
    language: str, text: str, first: float, second: float
) -> None:
    reading = read(text, language, THURSDAY)
    said = [start.hour + start.minute / 60 for start, _ in reading.spans if start]
    assert (said[:2], reading.sure) == ([first, second], False)


@pytest.mark.parametrize(("language", "text", "at"), SURE)
def test_what_can_only_be_one_day_or_hour_is_sure(language: str, text: str, at: str) -> None:
    assert read(text, language, at).sure
