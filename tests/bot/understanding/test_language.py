"""The language follows the candidate, and is not thrown by a word or a name."""

import pytest

from bot.understanding.wording import words
from tests.bot.understanding.learnt import spoken


def read(text: str, known: str | None) -> str:
    return spoken().read(words(text), known)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik heb morgen geen tijd om te bellen", "nl"),
        ("I don't have time for a call tomorrow", "en"),
        ("Ich habe morgen leider keine Zeit", "de"),
        ("Je ne suis pas disponible demain matin", "fr"),
        ("Mañana no puedo, tengo mucho trabajo", "es"),
        ("hallo wie viel verdient man da", "de"),
        ("hola cuanto pagan por hora", "es"),
        ("salut c'est payé combien", "fr"),
        ("hi what does it pay", "en"),
    ],
)
@pytest.mark.parametrize("known", [None, "nl", "en"])
def test_a_whole_sentence_tells_its_language(text: str, language: str, known: str | None) -> None:
    assert read(text, known) == language


@pytest.mark.parametrize("text", ["ok", "yes", "super", "Sanne", "No", "sorry!", "👍", "2", "14:30", "nice", ""])
def test_one_word_does_not_change_the_language(text: str) -> None:
    assert read(text, "nl") == "nl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("halb drei", "de"),
        ("am Freitag gegen Mittag", "de"),
        ("tomorrow around 3", "en"),
        ("lundi matin", "fr"),
        ("el jueves por la tarde", "es"),
        ("woensdag na drieën", "nl"),
    ],
)
def test_a_moment_in_few_words_tells_its_language(text: str, language: str) -> None:
    assert {read(text, known) for known in ("nl", "en", "de", "fr", "es")} == {language}


def test_a_mixed_message_keeps_the_known_language() -> None:
    assert read("sounds good, maar ik kan pas na vijf uur", "nl") == "nl"
    assert read("sure, doe maar", "en") == "en"


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("can we do this in English?", "nl", "en"),
        ("Nederlands aub", "en", "nl"),
        ("english please", "nl", "en"),
        ("kan het ook in het Engels?", "nl", "en"),
        ("auf Deutsch bitte", "en", "de"),
        ("Nederlands", "en", "nl"),
    ],
)
def test_a_language_that_is_asked_for_is_spoken(text: str, known: str, language: str) -> None:
    assert read(text, known) == language


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("I don't speak Dutch", "nl", "en"),
        ("je ne parle pas anglais", "en", "fr"),
        ("no hablo inglés", "en", "es"),
        ("ik spreek geen Engels", "en", "nl"),
        ("not English, Spanish please", "en", "es"),
        ("can't we speak English?", "nl", "en"),
    ],
)
def test_a_language_that_is_not_spoken_gives_way(text: str, known: str, language: str) -> None:
    assert read(text, known) == language


def test_a_mixed_message_is_shared_among_its_languages() -> None:
    reader = spoken()
    assert reader.shares(words("ik kan morgen wel even bellen"), "nl") == {"nl": 1.0}
    mixed = reader.shares(words("yes sounds great, morgen dan"), "nl")
    assert set(mixed) == {"nl", "en"}
    assert sum(mixed.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["is Engels verplicht voor deze baan?", "moet ik Duits spreken op kantoor", "wat is de voertaal, Engels?"]
)
def test_a_question_about_languages_at_work_changes_nothing(text: str) -> None:
    assert read(text, "nl") == "nl"


def test_without_a_word_that_tells_the_first_language_is_spoken() -> None:
    assert read("👍", None) == "nl"
    assert read("👍", "it") == "nl"
