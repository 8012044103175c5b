"""Whether data may be kept for a year: asked once, at a fitting moment, in the candidate's own language."""

from datetime import timedelta

import pytest

from tests.bot.conftest import MakePhone
from tests.bot.talking import Phone

LATER = {
    "nl": ("nu even niet, later misschien", "een jaar bewaren"),
    "en": ("not now, maybe later", "keep your data for a year"),
}


@pytest.fixture
def left(phone: Phone) -> Phone:
    """Somebody for whom it is not the moment, and who was asked."""
    phone.start()
    assert "een jaar bewaren" in phone.write("nu even niet, later misschien")
    return phone


def test_who_says_later_is_asked_and_a_yes_holds_for_a_year(left: Phone) -> None:
    assert left.buttons == ["Ja, een jaar", "Nee, wis ze dan"]
    assert "Ik bewaar ze een jaar" in left.tap("Ja, een jaar")
    assert left.talk.candidate.keep_until == left.talk.now + timedelta(days=365)
    assert left.buttons == []


def test_other_words_and_another_mind_leave_the_answer_open_to_be_tapped(left: Phone) -> None:
    yes, no = left.talk.conversation.buttons
    assert "Fijne dag" in left.write("bedankt!")
    assert "Ik bewaar ze een jaar" in left.tap_on(yes)
    assert left.tap_on(yes) == ""
    assert "na 28 dagen weg" in left.tap_on(no)
    assert left.talk.candidate.keep_until is None


@pytest.mark.parametrize(("said", "kept"), [("ja", True), ("ja hoor, prima", True), ("nee", False), ("2", False)])
def test_it_is_answered_in_their_own_words(left: Phone, said: str, kept: bool) -> None:
    left.write(said)
    assert (left.talk.candidate.keep_until is not None) == kept
    assert left.talk.conversation.buttons == ()


def test_it_is_asked_once(left: Phone) -> None:
    left.tap("Nee, wis ze dan")
    left.write("toch wel interesse, bel me maar")
    assert "een jaar" not in left.write("nee toch maar niet, later")
    assert left.talk.candidate.keep_until is None


def test_another_answer_leaves_it_open_and_the_talk_goes_on(left: Phone) -> None:
    assert "Misschien" in left.write("morgen om 14:00 kan wel") or left.buttons
    assert left.talk.candidate.keep_until is None


def test_who_declines_is_not_asked(phone: Phone) -> None:
    phone.start()
    assert "jaar" not in phone.write("nee bedankt, geen interesse")


def test_who_was_away_for_long_is_left_in_peace(phone: Phone) -> None:
    phone.book()
    assert "jaar" not in phone.wait(days=3)
    assert phone.talk.candidate.keep_asked_at is None


@pytest.mark.parametrize("language", sorted(LATER))
def test_it_is_asked_in_the_language_of_the_talk(a_phone: MakePhone, language: str) -> None:
    phone, (says, asked) = a_phone(language), LATER[language]
    phone.start()
    assert asked in phone.write(says)
