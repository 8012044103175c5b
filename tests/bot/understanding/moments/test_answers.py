"""Answers to when a call would suit, as different people give them; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from tests.bot.understanding.moments import (
    held_back_in_french,
    held_back_in_german,
    held_back_in_spanish,
    said_in_french,
    said_in_german,
    said_in_spanish,
    spoken_in_french,
    spoken_in_german,
    spoken_in_spanish,
)
from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import Meaning, meaning

TABLES = {
    "de": (said_in_german.SAID, held_back_in_german.HELD_BACK, spoken_in_german.SPOKEN),
    "fr": (said_in_french.SAID, held_back_in_french.HELD_BACK, spoken_in_french.SPOKEN),
    "es": (said_in_spanish.SAID, held_back_in_spanish.HELD_BACK, spoken_in_spanish.SPOKEN),
}
ANSWERS = [(language, *row) for language, tables in TABLES.items() for table in tables for row in table.items()]


@pytest.mark.parametrize(("language", "text", "shorthand"), ANSWERS)
def test_an_answer_means_what_its_table_says(language: str, text: str, shorthand: str) -> None:
    reading = read(text, language)
    if shorthand == "?":
        assert not reading.sure
    else:
        assert Meaning(reading.windows, reading.exclude, reading.sure) == meaning(shorthand)
