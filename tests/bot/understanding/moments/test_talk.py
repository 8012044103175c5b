"""What people type of all ages and places in answer to when a call would suit, in Dutch and English."""

import re

import pytest

from tests.bot.understanding.moments import talk_in_dutch, talk_in_english
from tests.bot.understanding.moments.asking import line, read

TALK = {"nl": talk_in_dutch, "en": talk_in_english}
NOW = "10:20"
WORKING_DAYS = ("10/2", "11/2", "12/2", "15/2", "16/2")


def meant(shorthand: str) -> str:
    """The windows that "every 12:00-18:00" stands for; other windows as they are."""
    hours = re.fullmatch(r"every(?: (\S+)-(\S+))?", shorthand)
    if hours is None:
        return shorthand
    start, end = hours[1] or "09:00", hours[2] or "18:00"
    first, *others = WORKING_DAYS
    return ", ".join([f"{first} {max(start, NOW)}-{end}", *(f"{day} {start}-{end}" for day in others)])


@pytest.mark.parametrize(
    ("language", "text", "windows"), [(code, *row) for code, talk in TALK.items() for row in talk.SURE.items()]
)
def test_what_is_understood_is_acted_on(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (meant(windows), True)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, talk in TALK.items() for text in talk.ASKED])
def test_what_leaves_a_doubt_is_asked_about(language: str, text: str) -> None:
    reading = read(text, language)
    assert not (reading.windows and reading.sure)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, talk in TALK.items() for text in talk.NOTHING])
def test_a_story_is_no_offer(language: str, text: str) -> None:
    assert read(text, language).windows == ()
