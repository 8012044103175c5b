"""Who was kept waiting hears a word of excuse; once, and only where it helps."""

from datetime import timedelta

import pytest

from bot.events import MediaReceived, MessageReceived, Started, Tapped
from bot.outgoing import Say
from handlers.words import load_sayings
from tests.bot.conftest import MakePhone
from tests.bot.talking import AMSTERDAM, Phone

SORRY = "Sorry dat je zo lang op antwoord moest wachten."


def hears(phone: Phone, text: str, *, late: timedelta) -> list[str]:
    """What is said to a message that was written so long ago."""
    talk = phone.talk
    written = talk.now - late
    said = talk.happen(MessageReceived(id=f"late-{text}", at=written, address=talk.candidate.address, text=text))
    return [message.text for message in said if isinstance(message, Say)]


def after_an_outage(phone: Phone, **length: float) -> Phone:
    """The talk was begun; then nobody was there for so long."""
    phone.start()
    phone.talk.now += timedelta(**length)
    return phone


def test_an_answer_that_comes_late_begins_with_an_excuse(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    (said,) = hears(phone, "ja leuk", late=timedelta(hours=2))
    assert said.startswith(f"{SORRY}\n\n")
    assert "Wanneer" in said


def test_an_answer_within_the_hour_needs_none(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    (said,) = hears(phone, "ja leuk", late=timedelta(hours=1))
    assert SORRY not in said


def test_one_excuse_is_enough_for_all_that_was_left_lying(phone: Phone) -> None:
    after_an_outage(phone, hours=4)
    first = hears(phone, "wat schuift het?", late=timedelta(hours=3))
    second = hears(phone, "en waar is het?", late=timedelta(hours=2))
    assert [SORRY in text for text in (*first, *second)] == [True, False]


def test_so_it_is_where_working_it_off_takes_a_while(phone: Phone) -> None:
    after_an_outage(phone, hours=4)
    first = hears(phone, "wat schuift het?", late=timedelta(minutes=70))
    phone.talk.now += timedelta(minutes=5)
    second = hears(phone, "en waar is het?", late=timedelta(minutes=63))
    assert [SORRY in text for text in (*first, *second)] == [True, False]


def test_what_was_lost_while_its_neighbour_was_answered_is_late_all_the_same(phone: Phone) -> None:
    phone.start()
    phone.talk.now += timedelta(seconds=3)
    hears(phone, "wat schuift het?", late=timedelta(seconds=1))
    phone.talk.now += timedelta(hours=2)
    (said,) = hears(phone, "en waar is het?", late=timedelta(hours=2))
    assert said.startswith(SORRY)


def test_the_next_outage_has_an_excuse_of_its_own(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    hears(phone, "wat schuift het?", late=timedelta(hours=2))
    phone.talk.now += timedelta(hours=3)
    (said,) = hears(phone, "en waar is het?", late=timedelta(hours=2))
    assert said.startswith(SORRY)


def test_who_says_stop_is_not_bothered_with_it(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    assert [SORRY in text for text in hears(phone, "stop", late=timedelta(hours=2))] == [False]
    assert hears(phone, "hallo?", late=timedelta(hours=2)) == []


def test_who_blocked_or_talks_with_a_person_hears_nothing(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    hears(phone, "ik wil een mens spreken", late=timedelta(0))
    assert hears(phone, "wanneer dan?", late=timedelta(hours=2)) == []


def test_the_very_first_message_may_be_late_too(a_phone: MakePhone) -> None:
    phone = a_phone()
    talk = phone.talk
    said = talk.happen(Started(id="s", at=talk.now - timedelta(hours=2), address=talk.candidate.address))
    assert [message.text.split("\n\n")[0] for message in said if isinstance(message, Say)] == [SORRY]
    assert "digitale assistent" in said[0].text  # type: ignore[union-attr]


def test_an_answer_that_waits_for_the_morning_is_late_by_then(phone: Phone) -> None:
    phone.start()
    phone.talk.now = phone.talk.now.replace(hour=20, minute=10)
    talk = phone.talk
    late = MessageReceived(id="m", at=talk.now - timedelta(minutes=20), address=talk.candidate.address, text="ja leuk")
    (said,) = [message for message in talk.happen(late) if isinstance(message, Say)]
    assert said.text.startswith(SORRY)
    assert said.not_before is not None
    assert said.not_before.astimezone(AMSTERDAM).hour == 8


def test_a_tap_without_a_time_and_a_picture_with_one(phone: Phone) -> None:
    after_an_outage(phone, hours=3)
    address = phone.talk.candidate.address
    tapped = phone.talk.happen(Tapped(id="t", at=phone.talk.now, address=address, title="Ja graag"))
    assert [SORRY in message.text for message in tapped if isinstance(message, Say)] == [False]
    phone.talk.now += timedelta(hours=3)
    picture = MediaReceived(id="p", at=phone.talk.now - timedelta(hours=2), address=address, kind="image")
    assert [SORRY in message.text for message in phone.talk.happen(picture) if isinstance(message, Say)] == [True]


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr", "es"])
def test_it_is_one_short_sentence_in_every_language(language: str) -> None:
    said = load_sayings().say("kept_waiting", language)
    assert said.count(".") == 1 and said.endswith(".") and len(said) < 80


def test_it_is_said_in_the_language_of_the_talk(english: Phone) -> None:
    after_an_outage(english, hours=3)
    (said,) = hears(english, "sounds good", late=timedelta(hours=2))
    assert said.startswith("Sorry to have kept you waiting.")
