"""Belmoment's own sentences, and those of the starter script."""

import re
import string
from collections.abc import Iterator

import pytest

from bot.phones import number_in
from bot.planning import planned
from bot.reader import read_script
from bot.sayings import Sayings, Unsaid
from bot.templates import TIMED
from handlers.words import load_sayings
from tests.bot.talking import SCRIPT

SAYINGS = load_sayings()
STARTER = read_script(SCRIPT.read_text("utf-8"))
LANGUAGES = ("nl", "en", "de", "fr", "es")
BUTTONS = sorted(name for name in SAYINGS.texts if name.startswith("button_"))
TITLES = ("share_phone", "confirm_yes", "other_moment", *BUTTONS)

NAMES = r"\{(name|recruiter|recruiter_full|candidate|vacancy|employer|agency|city)\}"
GOES_WRONG_BEFORE_A_NAME = {
    "nl": r"\b(de|het) ",
    "en": r"\ban? ",
    "de": r"\b(der|die|das|dem|den|des|eine?|eine[rmn]) ",
    "fr": r"\b(le|la|les|du|des|de|que|si|une?) |['’]",
    "es": r"\b(el|la|los|las|unas?|unos?|y|o|al|del) ",
}
"""Before some names or titles these are wrong: "an" or "a", a gender, a case, "d'Anne", "e Irene"."""


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence in the language, ours and the starter script's, with its name; no patterns."""
    for name, texts in SAYINGS.texts.items():
        if not name.endswith("_pattern"):
            yield name, texts[language]
    for step in STARTER.steps.values():
        for texts in step.texts():
            yield step.name, texts[language]


@pytest.mark.parametrize("name", sorted(SAYINGS.texts))
def test_every_sentence_is_there_in_every_language_with_the_same_values(name: str) -> None:
    texts = SAYINGS.texts[name]
    assert set(texts) == set(LANGUAGES)
    # Who and what the talk is about is known to every sentence, so that a language may name it or not.
    always = {"recruiter", "vacancy", "employer", "agency"}
    values = {
        frozenset({field for _, field, _, _ in string.Formatter().parse(text) if field} - always)
        for text in texts.values()
    }
    assert len(values) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shouts_or_hurries(language: str) -> None:
    pressure = re.compile(r"!!|alleen vandaag|only today|nur heute|seulement aujourd'hui|solo hoy", re.IGNORECASE)
    assert [name for name, text in said(language) if pressure.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_or_title_fits_wherever_it_is_put(language: str) -> None:
    wrong = re.compile(f"({GOES_WRONG_BEFORE_A_NAME[language]}){NAMES}", re.IGNORECASE)
    assert [(name, text) for name, text in said(language) if wrong.search(text)] == []


def test_a_moment_brings_its_own_preposition() -> None:
    twice = {"de": r"\b(am|um) \{(moment|stands|until)\}", "es": r"\b(el|al|del) \{(moment|stands|until)\}"}
    found = [
        (name, text) for language, wrong in twice.items() for name, text in said(language) if re.search(wrong, text)
    ]
    assert found == []


def test_french_punctuation_is_never_parted_from_its_word() -> None:
    parted = re.compile(r" [:;?!»]|« |[^\s\u00a0][;?!»]|«[^\u00a0]")
    assert [(name, text) for name, text in said("fr") if parted.search(text)] == []


def test_german_and_spanish_marks_come_in_pairs() -> None:
    assert [name for name, text in said("de") if text.count("„") != text.count("“")] == []
    assert [name for name, text in said("es") if text.count("¿") != text.count("?")] == []
    assert [name for name, text in said("es") if text.count("¡") != text.count("!")] == []


@pytest.mark.parametrize("title", TITLES)
def test_the_title_of_a_button_has_twenty_characters_at_most(title: str) -> None:
    assert {language: text for language, text in SAYINGS.texts[title].items() if len(text) > 20} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_that_we_give_as_an_example_can_be_read(language: str) -> None:
    example = SAYINGS.say("phone_again", language)
    first, last = re.findall(r"\+?\d[\d ]{8,}\d", example)
    assert number_in(first, "NL") and number_in(last, "NL")


@pytest.mark.parametrize("name", TIMED)
def test_what_whatsapp_must_approve_neither_begins_nor_ends_with_a_value(name: str) -> None:
    for text in SAYINGS.texts[name].values():
        assert not text.startswith("{") and not text.rstrip(".!?").endswith("}")


def test_nothing_that_the_starter_script_needs_approved_begins_or_ends_with_a_value() -> None:
    bodies = [say.text for say in planned(STARTER, SAYINGS)]
    assert len(bodies) == len(LANGUAGES) * (
        len(TIMED) + 1 + 2
    )  # thanks of its own, and the opening with a name and without
    assert [body for body in bodies if body.startswith("{") or body.rstrip(".!?").endswith("}")] == []


def test_a_missing_sentence_or_value_is_named() -> None:
    with pytest.raises(Unsaid, match="'nothing' in 'nl'"):
        SAYINGS.say("nothing", "nl")
    with pytest.raises(Unsaid, match="lacks 'moment'"):
        Sayings({"x": {"nl": "om {moment}"}}).say("x", "nl")
