"""“I can talk now”: the free recruiters are asked, the first who claims it calls, and nobody waits in vain."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import Action
from bot.model import CallStatus, Pending, Status
from bot.outgoing import Notify
from bot.windows import Window
from tests.bot.conftest import MakePhone
from tests.bot.talking import SANNE, Phone
from tests.bot.test_promises import MARIT, TEAM, act, told

KIM = replace(SANNE, id="kim", name="Kim Smit", phone="+31207654322")


@pytest.fixture
def phone(a_phone: MakePhone) -> Phone:
    """A candidate on Wednesday at twenty past ten, when three recruiters are at work."""
    phone = a_phone(recruiters=(SANNE, MARIT, KIM), vacancy=replace(TEAM, recruiters=("sanne", "marit", "kim")))
    phone.talk.punctual = False
    phone.start()
    phone.write("ja leuk")
    return phone


def sought(phone: Phone) -> None:
    phone.write("ik kan nu")
    phone.write("06 12345678")


def test_the_number_is_asked_first_and_then_all_who_are_free(phone: Phone) -> None:
    assert "nummer" in phone.write("ik kan nu")
    assert told(phone) == []
    said = phone.write("06 12345678")
    assert "Ik vraag wie je nu kan bellen" in said
    assert told(phone) == [(one, ["claim"]) for one in ("sanne", "marit", "kim")]
    assert any("in het Nederlands" in one.text for one in phone.heard if isinstance(one, Notify))


def test_the_first_who_claims_calls_and_the_others_know(phone: Phone) -> None:
    sought(phone)
    said = act(phone, Action.CLAIM, "marit")
    assert said.startswith("Zo meteen belt Marit Bos je, op +31 6 12345678.") and "+31 20 765 4321" in said
    assert [recruiter for recruiter, _ in told(phone)] == ["marit", "sanne", "kim"]
    call = phone.talk.conversation.call
    assert call and (call.slot.recruiter, call.slot.start, call.status) == ("marit", phone.talk.now, CallStatus.BOOKED)
    assert act(phone, Action.CLAIM, "kim") == ""
    assert phone.notified == ["+31 6 12345678: Marit was je voor"]
    assert phone.talk.conversation.call == call


def test_unclaimed_after_three_minutes_two_near_moments_come_with_an_apology(phone: Phone) -> None:
    sought(phone)
    assert phone.wait(seconds=179) == ""
    said = phone.wait(seconds=1)
    assert said.startswith("Sorry, er kon nu toch niemand bellen.")
    assert len(phone.buttons) == 2
    assert act(phone, Action.CLAIM, "kim") == ""
    assert phone.notified == ["+31 6 12345678: niet meer nodig"]
    assert "Staat genoteerd" in phone.tap(phone.buttons[0])
    assert phone.booked.startswith("2026-11-25")


def test_nobody_is_asked_outside_calling_hours(phone: Phone) -> None:
    phone.talk.now += timedelta(hours=9)
    phone.write("ik kan nu")
    assert told(phone) == []
    assert phone.talk.conversation.pending is Pending.SLOTS


def test_who_is_busy_is_not_asked(phone: Phone) -> None:
    phone.talk.busy = (Window(phone.talk.now, phone.talk.now + timedelta(hours=1)),)
    phone.write("ik kan nu")
    assert told(phone) == []


def test_who_has_a_call_tomorrow_may_be_called_now_and_it_moves_only_once_somebody_can(phone: Phone) -> None:
    phone.write("morgen om 14:00")
    phone.write("ja")
    phone.write("06 12345678")
    phone.write("bel me nu maar")
    assert phone.booked == "2026-11-26 14:00"
    assert "blijft staan" in phone.wait(minutes=4)
    phone.write("bel me nu maar")
    act(phone, Action.CLAIM, "kim")
    assert phone.booked == "2026-11-25 10:24"


def test_whoever_claims_and_does_not_call_is_followed_as_any_call_is(phone: Phone) -> None:
    sought(phone)
    act(phone, Action.CLAIM, "marit")
    assert "Sorry dat je moet wachten" in phone.wait(minutes=6)


def test_while_somebody_is_sought_the_candidate_may_choose_another_moment(phone: Phone) -> None:
    sought(phone)
    assert "rond" in phone.write("ok")
    assert "Klopt dat?" in phone.write("doe toch maar morgen om 15:00")
    assert phone.talk.conversation.seeking is None


@pytest.mark.parametrize(
    ("said", "answer", "booked"),
    [
        ("annuleer mijn afspraak", "Je afspraak is afgezegd", ""),
        ("nee, toch geen interesse", "staat op morgen", "2026-11-26 14:00"),
    ],
)
def test_who_has_a_call_tomorrow_can_still_say_no_while_somebody_is_sought(
    phone: Phone, said: str, answer: str, booked: str
) -> None:
    for text in ("morgen om 14:00", "ja", "06 12345678", "bel me nu maar"):
        phone.write(text)
    assert answer in phone.write(said)
    assert (act(phone, Action.CLAIM, "marit"), phone.booked) == ("", booked)


@pytest.mark.parametrize("said", ["stop", "verwijder mijn gegevens", "verkeerd nummer, ik ben iemand anders"])
def test_whoever_wants_nothing_more_is_called_by_nobody_who_was_asked(phone: Phone, said: str) -> None:
    sought(phone)
    phone.write(said)
    assert phone.talk.conversation.status is Status.STOPPED
    act(phone, Action.CLAIM, "marit")
    assert (phone.notified, phone.booked) == (["+31 6 12345678: niet meer nodig"], "")


def test_when_the_vacancy_closes_meanwhile_nobody_who_was_asked_calls(phone: Phone) -> None:
    sought(phone)
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(phone.talk.setting.vacancy, open=False))
    assert "intussen gesloten" in phone.write("ok")
    assert (act(phone, Action.CLAIM, "marit"), phone.booked) == ("", "")


def test_whether_to_stop_can_be_answered_after_somebody_claimed_the_call(phone: Phone) -> None:
    sought(phone)
    assert "Zal ik stoppen" in phone.write("stop, wacht even")
    yes = phone.talk.conversation.buttons[0]
    act(phone, Action.CLAIM, "marit")
    assert "geen berichten meer" in phone.tap_on(yes)
    assert phone.booked == ""


def test_what_is_said_of_a_call_as_it_rings_means_no_later_one(phone: Phone) -> None:
    sought(phone)
    act(phone, Action.CLAIM, "marit")
    not_now = phone.talk.conversation.buttons[0]
    phone.wait(minutes=6)
    called = phone.talk.conversation.buttons[-1]
    assert [not_now.title, called.title] == ["Nu niet", "Al gebeld"]
    phone.write("morgen om 14:00")
    phone.write("ja")
    for button in (not_now, called):
        assert "eerder bericht" in phone.tap_on(button)
    call = phone.talk.conversation.call
    assert call and (phone.booked, call.sign_at) == ("2026-11-26 14:00", None)


def test_a_tap_under_a_message_means_that_call(phone: Phone) -> None:
    sought(phone)
    act(phone, Action.CLAIM, "marit")
    assert "belt je nu niet" in phone.tap("Nu niet")
    assert phone.booked == ""


def test_when_the_vacancy_closed_meanwhile_no_moments_are_offered_for_it(phone: Phone) -> None:
    sought(phone)
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(phone.talk.setting.vacancy, open=False))
    said = phone.wait(minutes=3)
    assert "is intussen gesloten" in said
    assert (phone.buttons, phone.talk.conversation.status) == (["Vraag de recruiter"], Status.DONE)
