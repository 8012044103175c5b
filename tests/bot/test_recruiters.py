"""What a recruiter does to a call, and what the candidate hears of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.closing import LONGEST_IMPRESSION, MOST_MISSED
from bot.events import Action, RecruiterActed
from bot.model import CallOutcome, CallStatus, Pending, Recruiter, Status
from bot.outgoing import Say
from tests.bot.conftest import MakePhone
from tests.bot.talking import RUI, SANNE, Phone

MARIT = replace(SANNE, id="rui", name="Marit Bos", phone="+31207654321")


def act(phone: Phone, action: Action, recruiter: str = "sanne", **values: Any) -> str:
    """The recruiter does that now; what the candidate reads."""
    number = phone.talk.conversation.turns
    event = RecruiterActed(
        id=f"act{number}", at=phone.talk.now, conversation="talk", recruiter=recruiter, action=action, **values
    )
    return phone._keep(phone.talk.happen(event))


def close(phone: Phone, outcome: CallOutcome, **values: Any) -> str:
    return act(phone, Action.CLOSE, outcome=outcome, **values)


def call_time(phone: Phone) -> None:
    """The clock shows the booked call's start."""
    call = phone.talk.conversation.call
    assert call
    phone.talk.now = call.slot.start + timedelta(minutes=1)


@pytest.fixture
def called(phone: Phone) -> Phone:
    """At the time of a booked call."""
    phone.book()
    call_time(phone)
    return phone


def test_who_spoke_is_thanked_and_the_talk_is_done(called: Phone) -> None:
    assert "fijn gesprek" in close(called, CallOutcome.SPOKEN, impression=" Rustig,\n wil dichter bij huis werken. ")
    talk = called.talk.conversation
    assert talk.call is not None
    assert (talk.status, talk.timers) == (Status.DONE, {})
    assert (talk.call.status, talk.call.outcome) == (CallStatus.HELD, CallOutcome.SPOKEN)
    assert talk.call.impression == "Rustig, wil dichter bij huis werken."


def test_who_turned_out_not_to_be_interested_hears_no_more(called: Phone) -> None:
    assert close(called, CallOutcome.NOT_INTERESTED) == ""
    assert (called.talk.conversation.status, called.wait(days=8)) == (Status.DECLINED, "")


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL])
def test_who_was_missed_gets_a_friendly_word_and_new_moments(called: Phone, outcome: CallOutcome) -> None:
    said = close(called, outcome)
    assert "liepen elkaar mis" in said and "Misschien" in said
    assert called.buttons
    call = called.talk.conversation.call
    assert call and (call.status, call.outcome) == (CallStatus.NOT_ANSWERED, outcome)


def test_outside_of_the_window_the_friendly_word_alone_goes_out(called: Phone) -> None:
    close(called, CallOutcome.NO_ANSWER)
    forms = [message.template for message in called.heard if isinstance(message, Say)]
    assert [form and form.name for form in forms] == ["missed_each_other", None]
    assert forms[0] and forms[0].body.endswith("Wanneer komt het je uit?")


def test_who_was_missed_twice_is_left_in_peace_the_third_time(called: Phone) -> None:
    for _ in range(MOST_MISSED):
        assert "liepen elkaar mis" in close(called, CallOutcome.NO_ANSWER)
        called.tap(called.buttons[0])
        call_time(called)
    assert close(called, CallOutcome.NO_ANSWER) == ""
    assert (called.talk.conversation.status, called.wait(days=8)) == (Status.LATER, "")


def test_a_call_at_a_bad_moment_is_followed_by_better_ones(called: Phone) -> None:
    assert "onhandig moment" in close(called, CallOutcome.NOT_CONVENIENT)
    assert called.buttons and called.talk.conversation.pending == Pending.SLOTS


def test_a_wrong_number_is_asked_anew(called: Phone) -> None:
    assert "+31 6 12345678" in close(called, CallOutcome.WRONG_NUMBER)
    assert called.talk.candidate.phone is None
    assert "nummer" in called.tap(called.buttons[0])
    assert "+31 6 87654321" in called.write("06 87654321")


def test_the_first_word_on_a_call_stands_and_the_impression_may_be_written_anew(called: Phone) -> None:
    close(called, CallOutcome.SPOKEN, impression="Eerste indruk")
    assert close(called, CallOutcome.NO_ANSWER, impression="x" * (LONGEST_IMPRESSION + 9)) == ""
    call = called.talk.conversation.call
    assert call and (call.outcome, call.impression) == (CallOutcome.SPOKEN, "x" * LONGEST_IMPRESSION)


def test_a_call_that_is_still_to_come_can_not_be_closed(phone: Phone) -> None:
    phone.book()
    before = phone.talk.conversation
    assert close(phone, CallOutcome.NO_ANSWER) == ""
    assert phone.talk.conversation == before


def test_a_page_that_shows_an_earlier_call_does_nothing_to_this_one(called: Phone) -> None:
    close(called, CallOutcome.NO_ANSWER, call="talk-1")
    called.tap(called.buttons[0])
    call_time(called)
    assert close(called, CallOutcome.NO_ANSWER, call="talk-1") == ""
    call = called.talk.conversation.call
    assert call and (call.id, call.status) == ("talk-2", CallStatus.BOOKED)


def test_a_recruiter_asks_to_move_and_the_call_stands_until_it_is_agreed(phone: Phone) -> None:
    phone.book()
    said = act(phone, Action.ASK_TO_MOVE)
    assert "iets tussen" in said and "blijft staan" in said
    assert (phone.booked, len(phone.buttons)) == ("2026-11-26 14:00", 3)
    assert "Verzet" in phone.tap(phone.buttons[0])
    assert phone.booked != "2026-11-26 14:00"


def test_a_colleague_takes_a_call_over_and_the_candidate_knows_who_will_call(a_phone: MakePhone) -> None:
    phone = a_phone(recruiters=(SANNE, MARIT))
    phone.book()
    said = act(phone, Action.HAND_OVER, "rui", to="rui")
    assert "gebeld door Marit Bos" in said and "+31 20 765 4321" in said
    assert phone.booked == "2026-11-26 14:00"
    assert phone.notified == [
        "+31 6 12345678: nu bij Marit Bos",
        "Verzet, +31 6 12345678: donderdag 26 november om 14:00 (Nederlandse tijd)",
    ]
    assert [(invite.recruiter, invite.cancelled) for invite in phone.invites] == [("sanne", True), ("rui", False)]


def test_who_is_not_free_then_can_not_be_given_the_call(a_phone: MakePhone) -> None:
    closed: Recruiter = replace(MARIT, hours={})
    phone = a_phone(recruiters=(SANNE, closed))
    phone.book()
    assert act(phone, Action.HAND_OVER, to="rui") == ""
    assert phone.notified == ["+31 6 12345678: niet overgedragen"]
    call = phone.talk.conversation.call
    assert call and call.slot.recruiter == "sanne"


def test_nobody_from_elsewhere_is_given_a_call(phone: Phone) -> None:
    phone.book()
    before = phone.talk.conversation
    assert act(phone, Action.HAND_OVER, to="stranger") == act(phone, Action.HAND_OVER, to="sanne") == ""
    assert phone.talk.conversation == before
    assert RUI.id in {one.id for one in phone.talk.setting.recruiters}
