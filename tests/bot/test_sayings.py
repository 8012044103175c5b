"""Belmoment's own sentences."""

import string

import pytest

from bot.sayings import Sayings, Unsaid
from bot.templates import TIMED
from handlers.words import load_sayings

SAYINGS = load_sayings()


@pytest.mark.parametrize("name", sorted(SAYINGS.texts))
def test_every_sentence_is_there_in_every_language_with_the_same_values(name: str) -> None:
    texts = SAYINGS.texts[name]
    assert set(texts) == {"nl", "en"}
    values = {
        language: {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for language, text in texts.items()
    }
    allowed = {"recruiter", "vacancy", "employer", "agency"}
    assert values["nl"] - allowed == values["en"] - allowed


def test_no_sentence_shouts_or_hurries() -> None:
    for texts in SAYINGS.texts.values():
        for text in texts.values():
            assert "!!" not in text
            assert "only today" not in text and "alleen vandaag" not in text


@pytest.mark.parametrize("name", TIMED)
def test_what_whatsapp_must_approve_neither_begins_nor_ends_with_a_value(name: str) -> None:
    for text in SAYINGS.texts[name].values():
        assert not text.startswith("{") and not text.endswith("}")


def test_a_missing_sentence_or_value_is_named() -> None:
    with pytest.raises(Unsaid, match="'nothing' in 'nl'"):
        SAYINGS.say("nothing", "nl")
    with pytest.raises(Unsaid, match="lacks 'moment'"):
        Sayings({"x": {"nl": "om {moment}"}}).say("x", "nl")
