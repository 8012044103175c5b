"""A talk that is with a person: silence, their words, a promise that is not kept, and the way back."""

from datetime import datetime, timedelta

import pytest

from bot.events import Action, ContactShared, RecruiterActed
from bot.in_person import LONGEST_ANSWER
from bot.model import HandOver, Pending, Status
from bot.outgoing import Say
from tests.bot.conftest import MakePhone
from tests.bot.talking import AMSTERDAM, WEDNESDAY, Phone

ASKS = "ik wil een echt mens spreken"


def act(phone: Phone, action: Action, text: str = "", recruiter: str = "sanne") -> str:
    """The recruiter does that now; what the candidate reads."""
    id = f"act{phone.talk.conversation.turns}"
    event = RecruiterActed(
        id=id, at=phone.talk.now, conversation="talk", recruiter=recruiter, action=action, text=text
    )  # fmt: skip
    return phone._keep(phone.talk.happen(event))


@pytest.fixture
def asked(phone: Phone) -> Phone:
    """Somebody who was asked when it suits, and wants a person."""
    phone.start()
    phone.tap("Ja graag")
    phone.write(ASKS)
    return phone


def person(phone: Phone) -> HandOver:
    found = phone.talk.conversation.person
    assert found is not None
    return found


def test_who_asks_for_a_person_is_promised_a_time_and_heard_by_nobody_else(asked: Phone) -> None:
    talk = asked.talk.conversation
    assert (talk.status, talk.timers) == (Status.WITH_HUMAN, {"promise": person(asked).until})
    assert person(asked) == HandOver(
        reason="human_wanted", recruiter="sanne", since=WEDNESDAY, until=WEDNESDAY + timedelta(hours=2, minutes=10)
    )
    assert (asked.write("hallo?"), asked.write("morgen om 15:00"), asked.booked) == ("", "", "")
    assert asked.notified == ["candidate schreef"]


def test_a_recruiters_words_go_out_under_their_name_and_keep_the_promise(asked: Phone) -> None:
    assert act(asked, Action.ANSWER, "  Hoi, zeg het maar.  ") == "Hoi, zeg het maar.\n– Sanne de Wit"
    assert [message.by for message in asked.heard if isinstance(message, Say)] == ["sanne"]
    assert (person(asked).answered_at, asked.talk.conversation.timers) == (asked.talk.now, {})
    assert asked.wait(days=3) == ""


def test_a_word_of_theirs_makes_them_wait_again(asked: Phone) -> None:
    act(asked, Action.ANSWER, "Hoi")
    asked.wait(minutes=5)
    assert asked.write("wat verdien ik?") == ""
    assert (person(asked).since, person(asked).answered_at) == (asked.talk.now, None)
    assert asked.wait(days=3) == ""


def test_a_promise_that_is_not_kept_is_owned_up_to_once(asked: Phone) -> None:
    said = asked.wait(days=10)
    assert said.startswith("Sorry, het duurt langer dan beloofd: Sanne heeft nog niet kunnen antwoorden.")
    assert (said.count("Sorry"), asked.notified) == (1, ["candidate wacht nog op antwoord"])
    forms = [message.template for message in asked.heard if isinstance(message, Say)]
    assert [form and form.values for form in forms] == [("Sanne",)]
    assert act(asked, Action.ANSWER, "Daar ben ik") == "Daar ben ik\n– Sanne de Wit"


def test_nobody_is_told_in_the_evening_that_it_takes_longer(a_phone: MakePhone) -> None:
    phone = a_phone()
    phone.start()
    phone.talk.now = datetime(2026, 11, 27, 17, 0, tzinfo=AMSTERDAM)
    phone.write(ASKS)
    assert person(phone).until == datetime(2026, 11, 30, 10, 30, tzinfo=AMSTERDAM)
    assert phone.wait(hours=60) == ""
    assert "Sorry" in phone.wait(hours=6)


def test_the_talk_goes_on_where_it_was_with_one_line_of_recap(asked: Phone) -> None:
    said = act(asked, Action.HAND_BACK)
    assert said.split("\n\n") == [
        "Hier is de assistent weer.",
        "We hadden het over de vacature servicemonteur bij Warmteland.",
        "Wanneer zou een belletje je uitkomen?",
    ]
    talk = asked.talk.conversation
    assert (talk.status, talk.pending, talk.person) == (Status.OPEN, Pending.MOMENT, None)
    assert act(asked, Action.HAND_BACK) == ""
    asked.write("morgen om 14:00")
    asked.write("ja")
    asked.write("06 12345678")
    assert asked.booked == "2026-11-26 14:00"


def test_slots_that_were_offered_are_offered_again(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgenmiddag")
    offered = phone.buttons
    phone.write(ASKS)
    assert phone.buttons == []
    assert "nog vrij" in act(phone, Action.HAND_BACK)
    assert phone.buttons == offered


def test_a_booked_call_is_named_again_and_its_reminder_comes_meanwhile(phone: Phone) -> None:
    phone.book()
    phone.write(ASKS)
    assert "Even ter herinnering" in phone.wait(hours=20)
    assert "Je gesprek met Sanne staat op" in act(phone, Action.HAND_BACK)
    assert phone.talk.conversation.status == Status.BOOKED


def test_a_recruiter_who_writes_takes_over(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    assert act(phone, Action.ANSWER, "Hoi, Rui hier", "rui") == "Hoi, Rui hier\n– Rui Costa"
    assert (person(phone).reason, person(phone).recruiter) == ("taken_over", "rui")
    assert phone.write("morgen om 14:00") == ""
    assert [message.recruiter for message in phone.heard if hasattr(message, "recruiter")] == ["rui"]


def test_a_talk_that_was_over_is_over_again_when_it_is_handed_back(phone: Phone) -> None:
    phone.start()
    phone.write("nee bedankt, geen interesse")
    assert phone.talk.conversation.status == Status.DECLINED
    act(phone, Action.ANSWER, "Jammer, veel plezier")
    assert act(phone, Action.HAND_BACK) == "Hier is de assistent weer."
    assert (phone.talk.conversation.status, phone.wait(days=9)) == (Status.DECLINED, "")


def test_nothing_goes_out_to_who_said_stop(phone: Phone) -> None:
    phone.start()
    phone.write("stop")
    before = phone.talk.conversation
    assert act(phone, Action.ANSWER, "Toch nog even") == act(phone, Action.KNOCK) == act(phone, Action.HAND_BACK) == ""
    assert phone.talk.conversation == before


def test_an_empty_or_a_strangers_answer_is_none(asked: Phone) -> None:
    before = asked.talk.conversation
    assert act(asked, Action.ANSWER, " \n ") == act(asked, Action.ANSWER, "Hoi", "stranger") == ""
    assert asked.talk.conversation == before
    assert len(act(asked, Action.ANSWER, "x" * 5000)) == LONGEST_ANSWER + len("\n– Sanne de Wit")


def test_who_wrote_long_ago_is_asked_to_write_back_in_approved_words(asked: Phone) -> None:
    asked.talk.now += timedelta(days=2)
    assert "Sanne wil je graag zelf antwoorden" in act(asked, Action.KNOCK)
    assert [message.template.name for message in asked.heard if isinstance(message, Say) and message.template] == [
        "knock"
    ]


def test_a_recruiters_answer_waits_for_the_morning_unless_the_candidate_has_just_written(asked: Phone) -> None:
    asked.talk.now = datetime(2026, 11, 25, 21, 0, tzinfo=AMSTERDAM)
    asked.write("ben je er nog?")
    act(asked, Action.ANSWER, "Ja")
    asked.talk.now += timedelta(hours=1)
    at_once = asked.heard[0]
    act(asked, Action.ANSWER, "Nog iets")
    later = asked.heard[0]
    assert isinstance(at_once, Say) and isinstance(later, Say)
    assert (at_once.not_before, later.not_before) == (None, datetime(2026, 11, 26, 8, 30, tzinfo=AMSTERDAM))


def test_an_unsure_stop_waits_for_a_person_too_until_it_is_settled(phone: Phone) -> None:
    phone.start()
    phone.write("stop, wacht even")
    talk = phone.talk.conversation
    assert (talk.pending, person(phone).reason) == (Pending.SAFETY, "told_unsure")
    assert act(phone, Action.HAND_BACK).startswith("Goed, dan gaan we verder.")
    assert (phone.talk.conversation.pending, phone.talk.conversation.person) == (Pending.ANSWER, None)


def test_a_contact_that_is_shared_meanwhile_is_kept_without_a_word(asked: Phone) -> None:
    address = asked.talk.candidate.address
    own = ContactShared(id="c", at=asked.talk.now, address=address, number="31612345678", own=True)
    assert asked._keep(asked.talk.happen(own)) == ""
    assert (asked.talk.candidate.phone, len(asked.notified)) == ("+31612345678", 1)
