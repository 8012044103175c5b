"""Numbers and words that say nothing about when."""

import pytest

from bot.understanding.understood import Asked, MomentReading
from tests.bot.understanding.moments.asking import read

NOTHING = [
    ("nl", "mijn nummer is 06-24681012"),
    ("nl", "+31 6 24 68 10 12"),
    ("nl", "ik ben 41 jaar oud"),
    ("nl", "minimaal € 2.950,- bruto per maand"),
    ("nl", "tussen 2.500 en 3.000 euro"),
    ("nl", "32 uur per week"),
    ("nl", "ik wil 16 uur per week werken"),
    ("nl", "8 jaar ervaring als monteur"),
    ("nl", "2 tot 3 jaar"),
    ("nl", "Kerkstraat 14"),
    ("nl", "1 momentje hoor"),
    ("nl", "ik heb 3 kinderen"),
    ("nl", "geen idee, ik laat het weten"),
    ("nl", "goedemorgen!"),
    ("nl", "fijn weekend"),
    ("nl", "nou"),
    ("nl", "het is 15 km rijden"),
    ("nl", "ik ken python 3.11"),
    ("nl", "1234 AB"),
    ("nl", "12345678"),
    ("nl", ""),
    ("nl", "👍🏽"),
    ("en", "call me on 020 7946 0018"),
    ("en", "I'm 29 years old"),
    ("en", "5 years of experience"),
    ("en", "40 hours a week"),
    ("en", "£32,000 a year"),
    ("en", "between 2 and 3 years"),
    ("en", "good morning"),
    ("en", "I may be interested"),
    ("en", "just one moment"),
    ("en", "what does it pay?"),
    ("en", "any questions?"),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_no_time_is_no_time(language: str, text: str) -> None:
    assert read(text, language) == MomentReading()


@pytest.mark.parametrize("asked", [Asked.OPENING, Asked.CONFIRM, Asked.BOOKED, Asked.ANY])
def test_a_bare_number_is_a_time_only_when_we_asked_for_one(asked: Asked) -> None:
    assert read("2", asked=asked) == MomentReading()
    assert read("2").windows == read("om 14:00").windows
