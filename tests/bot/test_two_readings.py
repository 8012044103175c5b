"""Words that may mean two moments: the bot asks which, shows both as buttons, and takes any answer that tells."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.understanding.understander import Understander
from tests.bot.talking import RUI, SANNE, WEDNESDAY, Phone
from tests.learnt import understander

YES = {"nl": "ja leuk", "en": "yes, sounds good", "de": "ja gerne", "fr": "oui avec plaisir", "es": "sí, me interesa"}
DAY_AND_NIGHT = {
    "hours": {day: ((time(7), time(22)),) for day in range(7)},
    "languages": ("nl", "en", "de", "fr", "es"),
    "days_ahead": 30,
}
"""Hours in which eight in the morning and eight in the evening can both be had."""


@pytest.fixture(scope="module", name="known")
def _known() -> Understander:
    return understander()


def asked(known: Understander, language: str, *said: str) -> tuple[Phone, str]:
    """The phone, and the answer to the last thing said; it is Wednesday 25 November 2026, 10:20."""
    callers = tuple(replace(recruiter, **DAY_AND_NIGHT) for recruiter in (SANNE, RUI))  # type: ignore[arg-type]
    phone = Phone(known.understand, language, recruiters=callers)
    phone.start()
    answers = [phone.write(text) for text in (YES[language], *said)]
    return phone, answers[-1]


@pytest.mark.parametrize(
    ("language", "said", "question", "buttons"),
    [
        ("nl", "woensdag", "Bedoel je woensdag 25 november, of woensdag 2 december?", ["wo 25 nov", "wo 2 dec"]),
        (
            "en",
            "tomorrow at 8",
            "Do you mean Thursday 26 November, 08:00, or Thursday 26 November, 20:00? (Dutch time)",
            ["Thu 26 Nov 08:00", "Thu 26 Nov 20:00"],
        ),
        (
            "de",
            "morgen um acht",
            "Meinst du Donnerstag, 26. November, 08:00 Uhr, oder Donnerstag, 26. November, 20:00 Uhr?"
            " (niederländische Zeit)",
            ["Do, 26. Nov, 08:00", "Do, 26. Nov, 20:00"],
        ),
        (
            "fr",
            "mercredi",
            "Voulez-vous dire mercredi 25 novembre, ou mercredi 2 décembre\u00a0?",
            ["mer. 25 nov.", "mer. 2 déc."],
        ),
        (
            "es",
            "el miércoles",
            "¿Te refieres al miércoles 25 de noviembre, o al miércoles 2 de diciembre?",
            ["mié 25 nov", "mié 2 dic"],
        ),
    ],
)
def test_two_readings_are_asked_about_in_one_sentence_with_both_as_buttons(
    known: Understander, language: str, said: str, question: str, buttons: list[str]
) -> None:
    phone, answer = asked(known, language, said)
    assert (answer, phone.buttons) == (question, buttons)


@pytest.mark.parametrize("answer", ["de tweede", "'s avonds", "om 20 uur", "8 uur 's avonds", "de laatste", "2"])
def test_a_moment_that_was_read_out_is_taken_in_whatever_words(known: Understander, answer: str) -> None:
    said = asked(known, "nl", "morgen om 8 uur", answer)[1]
    assert "morgen, donderdag 26 november, om acht uur 's avonds (20:00, Nederlandse tijd)" in said


def test_each_reading_is_told_by_the_clock_where_they_are_then(known: Understander) -> None:
    phone, _ = asked(known, "en")
    back = WEDNESDAY + timedelta(days=1)  # on Thursday at 10:20
    phone.talk.candidate = replace(phone.talk.candidate, away_zone="Europe/London", away_until=back)
    assert phone.write("tomorrow at 8") == (
        "Do you mean Thursday 26 November, 08:00, or Thursday 26 November, 20:00? (UK time / Dutch time)"
    )


def test_a_tap_on_a_moment_is_a_yes(known: Understander) -> None:
    phone, _ = asked(known, "nl", "morgen om 8 uur")
    assert "morgen, donderdag 26 november, om acht uur 's ochtends (08:00, Nederlandse tijd)" in phone.tap(
        "do 26 nov 08:00"
    )


@pytest.mark.parametrize("answer", ["2 december", "die van volgende week", "de tweede", "volgende week"])
def test_of_a_day_that_was_meant_times_are_offered(known: Understander, answer: str) -> None:
    phone, _ = asked(known, "nl", "woensdag na 3 uur", answer)
    assert phone.buttons == ["wo 2 dec 15:00", "wo 2 dec 16:00", "wo 2 dec 17:00"]


def test_a_yes_to_both_asks_again_and_neither_asks_for_another_moment(known: Understander) -> None:
    assert "Bedoel je" in asked(known, "nl", "woensdag", "ja")[1]
    assert asked(known, "nl", "woensdag", "geen van beide")[1] == "Geen probleem. Wanneer komt het je wel uit?"


def test_where_only_one_reading_is_free_it_is_read_back(known: Understander) -> None:
    phone = Phone(known.understand)  # nobody calls at eight in the evening
    phone.start()
    phone.write("ja leuk")
    assert "Bedoel je" not in phone.write("vrijdag om 8 uur")


def test_another_moment_instead_is_heard(known: Understander) -> None:
    said = asked(known, "nl", "woensdag", "doe toch maar vrijdag om 10 uur")[1]
    assert "vrijdag 27 november om tien uur 's ochtends (10:00" in said


def test_what_was_ruled_out_before_is_no_reading(known: Understander) -> None:
    said = asked(known, "nl", "vandaag kan ik niet", "woensdag")[1]
    assert "2 december" in said
    assert "25 november" not in said
