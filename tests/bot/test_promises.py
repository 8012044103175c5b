"""A booked call is kept by people and by clocks: it is looked at ahead of its time, and looked for when it is there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import read_button
from bot.events import Action, RecruiterActed
from bot.model import CallOutcome, CallStatus, Pending, Status, Vacancy
from bot.outgoing import Notify, Say
from bot.windows import Window
from tests.bot.conftest import MakePhone
from tests.bot.talking import MONTEUR, SANNE, Phone

MARIT = replace(SANNE, id="marit", name="Marit Bos", phone="+31207654321", email="marit@example.org")
TEAM: Vacancy = replace(MONTEUR, recruiters=("sanne", "marit"))
To = Callable[..., None]


@pytest.fixture
def phone(a_phone: MakePhone) -> Phone:
    """A candidate with a call booked for Thursday at two, whose recruiters do nothing by themselves."""
    phone = a_phone(recruiters=(SANNE, MARIT), vacancy=TEAM)
    phone.talk.punctual = False
    phone.book()
    return phone


def act(phone: Phone, action: Action, recruiter: str = "sanne", **values: Any) -> str:
    number = phone.talk.conversation.turns
    event = RecruiterActed(
        id=f"act{number}", at=phone.talk.now, conversation="talk", recruiter=recruiter, action=action, **values
    )
    return phone._keep(phone.talk.happen(event))


def told(phone: Phone) -> list[tuple[str, list[str]]]:
    """Who was told last, with which buttons."""
    return [
        (message.recruiter, [str(tap.outcome or tap.action) for tap in map(read_button, ids(message)) if tap])
        for message in phone.heard
        if isinstance(message, Notify)
    ]


def ids(message: Notify) -> list[str]:
    return [button.id for button in message.buttons]


def at(phone: Phone, **before: float) -> str:
    """Time goes on until so long before (less than nothing: after) the call; what was said meanwhile."""
    call = phone.talk.conversation.call
    assert call is not None
    then = call.slot.start - timedelta(**before)
    return phone._keep([said for _, said in phone.talk.wait_until(then)])


def test_an_hour_ahead_all_is_well_and_nothing_is_said(phone: Phone) -> None:
    at(phone, minutes=61)
    assert (at(phone, minutes=59), phone.heard) == ("", [])


def test_an_hour_ahead_a_busy_recruiter_is_told_what_can_be_done(phone: Phone) -> None:
    at(phone, minutes=61)
    call = phone.talk.conversation.call
    assert call is not None
    phone.talk.busy = (Window(call.slot.start, call.slot.end),)
    assert at(phone, minutes=59) == ""
    assert told(phone) == [("sanne", ["ask_to_move", "ask_colleagues", "cancel"])]
    assert "iets tussen" in act(phone, Action.ASK_TO_MOVE, call=call.id)
    assert phone.booked == "2026-11-26 14:00"


def test_when_the_recruiter_has_left_a_colleague_takes_the_call_over(phone: Phone) -> None:
    left = replace(SANNE, hours={})
    phone.talk.setting = replace(phone.talk.setting, recruiters=(left, MARIT))
    assert "Even ter herinnering" not in at(phone, minutes=59)
    assert told(phone) == [("marit", ["claim"])]
    assert "gebeld door Marit Bos" in act(phone, Action.CLAIM, "marit")
    assert "Marit" in at(phone, minutes=9)


def test_when_nobody_takes_it_over_the_candidate_hears_it_ahead_of_the_time_with_other_moments(phone: Phone) -> None:
    left = replace(SANNE, hours={})
    at(phone, minutes=61)
    phone.talk.setting = replace(phone.talk.setting, recruiters=(left, MARIT))
    said = at(phone, minutes=9)
    assert "niet bellen" in said and "Zo belt" not in said
    assert (phone.booked, len(phone.buttons)) == ("", 3)


def test_a_vacancy_that_closed_meanwhile_is_said_plainly_and_the_call_stands(phone: Phone) -> None:
    at(phone, minutes=61)
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(TEAM, open=False))
    said = at(phone, minutes=59)
    assert "intussen gesloten" in said and "14:00" in said
    assert told(phone) == [("sanne", ["ask_to_move", "ask_colleagues", "cancel"])]
    assert phone.booked == "2026-11-26 14:00"


def test_ten_minutes_ahead_both_know_and_one_tap_frees_the_moment(phone: Phone) -> None:
    at(phone, minutes=11)
    said = at(phone, minutes=9)
    assert "Zo belt Sanne je" in said and "+31 20 123 4567" in said
    assert told(phone) == [("sanne", ["dial", "ask_colleagues"])]
    said = phone.tap("Nu niet")
    assert said.startswith("Prima, Sanne belt je nu niet.")
    assert (phone.booked, len(phone.buttons)) == ("", 2)
    assert [invite.cancelled for invite in phone.invites] == [True]
    call = phone.talk.conversation.call
    assert call and (call.status, phone.talk.conversation.status) == (CallStatus.CANCELLED, Status.OPEN)
    phone.tap(phone.buttons[0])
    call = phone.talk.conversation.call
    assert call and (call.id, call.status) == ("talk-2", CallStatus.BOOKED)


def test_three_minutes_after_its_time_a_colleague_is_asked_and_at_five_the_candidate_is_told(phone: Phone) -> None:
    at(phone, minutes=-2)
    assert at(phone, minutes=-4) == ""
    assert told(phone) == [("sanne", ["dial", "ask_colleagues"]), ("marit", ["claim"])]
    said = at(phone, minutes=-5)
    assert "Sorry dat je moet wachten" in said
    forms = [message.template.name if message.template else "" for message in phone.heard if isinstance(message, Say)]
    assert forms == ["waiting_for_call", ""]
    assert phone.buttons[-1] == "Al gebeld" and len(phone.buttons) == 3


def test_who_steps_in_calls_at_once_and_all_know(phone: Phone) -> None:
    at(phone, minutes=-4)
    said = act(phone, Action.CLAIM, "marit")
    assert "Zo meteen belt Marit Bos je" in said and "+31 20 765 4321" in said
    call = phone.talk.conversation.call
    assert call and (call.id, call.slot.recruiter, call.slot.start) == ("talk-1", "marit", phone.talk.now)
    assert [(invite.recruiter, invite.cancelled) for invite in phone.invites] == [("sanne", True), ("marit", False)]
    assert act(phone, Action.CLAIM, "sanne") == ""
    assert phone.notified == ["+31 6 12345678: niet meer nodig"] or "was je voor" in phone.notified[0]


def test_with_a_sign_of_the_call_nobody_is_asked_and_thanks_follow(phone: Phone) -> None:
    at(phone, minutes=-1)
    assert act(phone, Action.DIAL, call="talk-1") == ""
    assert "fijn gesprek" in at(phone, hours=-2)
    assert told(phone) == [("sanne", [*map(str, outcomes())])]


def outcomes() -> list[CallOutcome]:
    return [outcome for outcome in CallOutcome if outcome is not CallOutcome.UNKNOWN]


def test_the_candidate_can_say_that_they_are_talking(phone: Phone) -> None:
    at(phone, minutes=-5)
    assert "Fijn gesprek" in phone.tap("Al gebeld")
    assert [recruiter for recruiter, _ in told(phone)] == ["marit"]
    assert phone.talk.conversation.pending is Pending.NOTHING
    assert "fijn gesprek" in at(phone, hours=-1)


def test_who_was_not_called_is_not_thanked_and_may_still_choose(phone: Phone) -> None:
    at(phone, minutes=-5)
    assert at(phone, hours=-2) == ""
    assert "Dit kan nog" in phone.tap(phone.buttons[0])


def test_a_call_that_nobody_closes_is_asked_for_and_then_kept_as_unknown(phone: Phone) -> None:
    act(phone, Action.DIAL, call="talk-1")
    at(phone, minutes=-19)
    act(phone, Action.DIAL, call="talk-1")
    at(phone, hours=-23)
    at(phone, hours=-25)
    call = phone.talk.conversation.call
    assert call and (call.status, call.outcome) == (CallStatus.UNKNOWN, CallOutcome.UNKNOWN)
    assert (phone.talk.conversation.timers, phone.wait(days=9)) == ({}, "")


def test_a_recruiter_who_can_not_call_asks_the_others_and_keeps_the_call_until_one_can(phone: Phone) -> None:
    at(phone, minutes=20)
    assert act(phone, Action.ASK_COLLEAGUES, call="talk-1") == ""
    assert told(phone) == [("marit", ["claim"]), ("sanne", [])]
    assert phone.booked == "2026-11-26 14:00"
    assert "gebeld door Marit Bos" in act(phone, Action.CLAIM, "marit")


def test_in_quiet_hours_the_word_on_a_call_that_is_due_goes_out_and_the_friendly_one_after_it_waits(
    a_phone: MakePhone,
) -> None:
    late = {day: (stretch[0], (stretch[1][0], stretch[1][1].replace(hour=22))) for day, stretch in SANNE.hours.items()}
    phone = a_phone(recruiters=(replace(SANNE, hours=late),), vacancy=replace(TEAM, recruiters=("sanne",)))
    phone.talk.punctual = False
    phone.start()
    phone.write("ja leuk")
    phone.write("morgen om 20:30")
    phone.write("ja")
    phone.write("06 12345678")
    assert phone.booked == "2026-11-26 20:30"
    at(phone, minutes=-5)
    assert [message.not_before for message in phone.heard if isinstance(message, Say)][-1] is None
    act(phone, Action.CLOSE, outcome=CallOutcome.NO_ANSWER)
    waits = {message.not_before is not None for message in phone.heard if isinstance(message, Say)}
    assert waits == {True}


def test_a_word_that_a_call_is_off_has_no_nudge_on_its_heels(phone: Phone) -> None:
    at(phone, minutes=60)
    assert "toch niet bellen" in act(phone, Action.CANCEL, call="talk-1")
    assert phone.wait(hours=19) == ""
    assert "geen haast" in phone.wait(hours=2)


def test_a_greeting_is_answered_with_the_open_question(phone: Phone) -> None:
    act(phone, Action.CANCEL, call="talk-1")
    assert phone.write("hoi").startswith("Deze momenten zijn nog vrij:")


def test_nobody_is_nudged_for_a_vacancy_that_closed(phone: Phone) -> None:
    act(phone, Action.CANCEL, call="talk-1")
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(TEAM, open=False))
    assert (phone.wait(days=9), phone.talk.conversation.nudges) == ("", 0)


@pytest.mark.parametrize("said", ["ok", "ik wacht nog wel even", "dankjewel"])
def test_while_they_wait_a_word_of_theirs_sends_no_colleague_away(phone: Phone, said: str) -> None:
    at(phone, minutes=-6)
    phone.write(said)
    assert "Zo meteen belt Marit Bos je" in act(phone, Action.CLAIM, "marit")


def test_while_they_wait_the_call_can_be_called_off_with_the_button_of_its_reminder(phone: Phone) -> None:
    at(phone, minutes=9)
    cancel = phone.talk.conversation.buttons[1]
    at(phone, minutes=-6)
    assert "afgezegd" in phone.tap_on(cancel)
    assert phone.booked == ""


def test_whoever_waits_can_say_under_every_list_of_moments_that_the_call_came(phone: Phone) -> None:
    at(phone, minutes=-6)
    assert "nog vrij" in phone.write("hoi")
    assert (len(phone.buttons), phone.buttons[-1]) == (3, "Al gebeld")


def test_a_moment_that_was_read_back_can_be_taken_with_its_button_after_the_reminder_too(phone: Phone) -> None:
    at(phone, minutes=11)
    phone.write("kan het vrijdag om 10 uur?")
    assert at(phone, minutes=9) == "Zo belt Sanne je, om 14:00. Je ziet +31 20 123 4567 in beeld."
    assert phone.buttons == ["Ja, klopt", "Ander moment", "Nu niet", "Afzeggen"]
    phone.tap("Ja, klopt")
    assert phone.booked == "2026-11-27 10:00"


@pytest.mark.parametrize("answer", ["Ja, klopt", "ja"])
def test_who_waits_is_told_so_beside_a_moment_that_was_read_back_and_a_yes_to_it_still_moves_the_call(
    phone: Phone, answer: str
) -> None:
    at(phone, minutes=1)
    assert phone.write("kan het vrijdag om 10 uur?").endswith("Klopt dat?")
    assert at(phone, minutes=-6).startswith("Ik zie nog niet dat Sanne je belt. Sorry dat je moet wachten.")
    phone.tap(answer) if answer in phone.buttons else phone.write(answer)
    assert phone.booked == "2026-11-27 10:00"


def test_who_waits_beside_a_moment_that_was_read_back_can_say_that_the_call_came(phone: Phone) -> None:
    at(phone, minutes=1)
    phone.write("kan het vrijdag om 10 uur?")
    at(phone, minutes=-6)
    assert phone.buttons == ["Ja, klopt", "Ander moment", "Al gebeld"]
    assert phone.tap("Al gebeld") == "Mooi, dan ben ik stil. Fijn gesprek."
    call = phone.talk.conversation.call
    assert call and (call.sign_at, phone.booked) == (phone.talk.now, "2026-11-26 14:00")


def test_that_others_were_asked_is_said_where_somebody_was(a_phone: MakePhone, phone: Phone) -> None:
    alone = a_phone(recruiters=(SANNE,), vacancy=replace(TEAM, recruiters=("sanne",)))
    alone.talk.punctual = False
    alone.book()
    assert ["rondgevraagd" in at(one, minutes=-6) for one in (phone, alone)] == [True, False]


@pytest.mark.parametrize("said", ["er belt niemand", "dankjewel"])
def test_a_time_that_has_come_is_not_told_as_one_to_come(phone: Phone, said: str) -> None:
    at(phone, minutes=-2)
    assert phone.write(said).endswith(
        "Sanne zou je om 14:00 bellen, maar daar zie ik nog niets van. Sorry dat je moet wachten. "
        "Liever een ander moment, dan kan dat."
    )
    assert phone.buttons == ["Al gebeld", "Verzetten", "Afzeggen"]


def test_while_they_talk_little_is_said(phone: Phone) -> None:
    at(phone, minutes=-1)
    act(phone, Action.DIAL, call="talk-1")
    assert phone.write("dankjewel") == "Graag gedaan. Fijne dag nog."


@pytest.mark.parametrize("action", [Action.ASK_TO_MOVE, Action.CANCEL])
def test_the_moment_at_which_the_recruiter_can_not_is_not_offered_again(a_phone: MakePhone, action: Action) -> None:
    phone = a_phone(recruiters=(SANNE,), vacancy=replace(TEAM, recruiters=("sanne",)))
    phone.talk.punctual = False
    phone.book()
    at(phone, hours=2)
    act(phone, action, call="talk-1")
    call = phone.talk.conversation.call
    assert call is not None
    starts = [slot.start for slot in phone.talk.conversation.offered]
    assert starts and call.slot.start not in starts


def test_after_a_vacancy_closed_no_other_moments_are_offered(phone: Phone) -> None:
    at(phone, minutes=0)
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(TEAM, open=False))
    said = act(phone, Action.CLOSE, call="talk-1", outcome=CallOutcome.NO_ANSWER)
    assert said == (
        "Het gesprek met Sanne is er niet van gekomen, en de vacature servicemonteur is intussen gesloten. "
        "Sorry daarvoor. Wil je Sanne nog iets vragen, dan kan dat hier."
    )
    assert (phone.buttons, phone.talk.conversation.status) == (["Vraag de recruiter"], Status.DONE)


@pytest.mark.parametrize("days", [9, 60])
def test_who_comes_back_long_after_reads_what_is_free_and_nothing_that_was_never_said(
    a_phone: MakePhone, days: int
) -> None:
    phone = a_phone(recruiters=(SANNE, MARIT), vacancy=TEAM)
    phone.start()
    phone.write("ja leuk")
    phone.write("morgenmiddag")
    phone.talk.now += timedelta(days=days)
    said = phone.write("hoi")
    assert "Misschien past een van deze momenten:" in said
    assert "onthoud" not in said and "lukt het helaas niet" not in said
