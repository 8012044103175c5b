"""What a script asks once the call stands: the call is kept all the same, and may be moved in the midst of it."""

import pytest

from bot.events import Action
from bot.model import Button, Pending, Status
from bot.reader import read_script
from bot.windows import Window
from tests.bot.conftest import MakePhone
from tests.bot.talking import WEDNESDAY, Phone
from tests.bot.test_promises import act

SCRIPT = read_script("""\
name: first-contact
languages: [nl]
first: opening
steps:
  opening:
    kind: ask
    answer: choice
    text: {nl: "{disclosure} Over {vacancy}. Zin om te bellen?"}
    choices:
      "yes": {title: {nl: Ja}, intents: [interested, affirm], next: call}
      "no": {title: {nl: Nee}, intents: [not_interested, deny], next: bye}
  bye: {kind: end, outcome: declined, text: {nl: Dank je.}}
  call:
    kind: offer_call
    text: {nl: Wanneer komt een belletje uit?}
    thanks: {nl: Fijn je gesproken te hebben.}
    next: licence
  licence:
    kind: ask
    answer: choice
    text: {nl: Heb je een rijbewijs?}
    choices:
      have: {title: {nl: Ja}, intents: [affirm], next: years}
      lack: {title: {nl: Nee}, intents: [deny], next: done}
  years: {kind: ask, answer: number, text: {nl: Hoeveel jaar al?}, next: done}
  done: {kind: end, outcome: done, text: {nl: Tot dan.}}
""")
LICENCE, YEARS = "Heb je een rijbewijs?", "Hoeveel jaar al?"


@pytest.fixture
def phone(a_phone: MakePhone) -> Phone:
    """Somebody with a call on Thursday at two, who was just asked for their licence."""
    phone = a_phone(script=SCRIPT)
    phone.talk.punctual = False
    assert phone.book().endswith(LICENCE)
    return phone


def test_the_last_word_of_the_script_leaves_the_call_and_its_reminders_standing(phone: Phone) -> None:
    phone.write("ja")
    assert phone.write("3") == "Tot dan."
    assert (phone.booked, phone.talk.conversation.status) == ("2026-11-26 14:00", Status.BOOKED)
    assert {"reminder_soon", "check", "no_sign", "after"} <= phone.talk.conversation.timers.keys()
    thanked = (
        "Graag gedaan. Sanne belt je morgen, donderdag 26 november, om twee uur 's middags (14:00, Nederlandse tijd)."
    )
    assert phone.write("dank je") == thanked


def test_after_the_call_they_hear_the_thanks_of_the_step_that_booked_it(phone: Phone) -> None:
    phone.write("nee")
    phone.talk.punctual = True
    assert "Fijn je gesproken te hebben." in phone.wait(days=2)


@pytest.mark.parametrize("said", ["ik wil de afspraak verzetten", "kan het om 15 uur?", "Verzetten"])
def test_in_the_midst_of_it_the_call_can_be_moved_and_what_was_asked_is_asked_then(phone: Phone, said: str) -> None:
    if said == "Verzetten":
        assert phone.tap_on(Button("call.move", said)).endswith("Wanneer komt het beter uit?")
    else:
        phone.write(said)
    if phone.talk.conversation.pending is Pending.MOMENT:
        phone.write("morgen om 15:00")
    assert phone.write("ja").endswith(LICENCE)
    assert phone.booked == "2026-11-26 15:00"
    assert phone.write("ja") == YEARS


def test_what_was_answered_is_not_asked_again_after_a_move(phone: Phone) -> None:
    phone.write("ja")
    phone.write("3")
    phone.write("kan het om 15 uur?")
    moved = phone.write("ja")
    assert moved.startswith("Verzet:")
    assert LICENCE not in moved
    assert phone.booked == "2026-11-26 15:00"


def test_a_moment_that_was_taken_meanwhile_leaves_the_others_on_offer(phone: Phone) -> None:
    phone.write("kan het om 15 uur?")
    phone.talk.busy = (Window(WEDNESDAY.replace(day=26, hour=14), WEDNESDAY.replace(day=26, hour=16)),)
    assert phone.write("ja").startswith("Dat moment is net door iemand anders genomen")
    first = phone.buttons[0]
    assert phone.tap(first).startswith("Verzet:")


@pytest.mark.parametrize("further", [(), ("ja", "3")])
@pytest.mark.parametrize("action", [Action.ASK_TO_MOVE, Action.CANCEL])
def test_the_moments_that_a_recruiter_has_us_offer_can_be_taken(
    phone: Phone, further: tuple[str, ...], action: Action
) -> None:
    for text in further:
        phone.write(text)
    act(phone, action, call="talk-1")
    said = phone.tap(phone.buttons[0])
    assert phone.booked not in ("", "2026-11-26 14:00")
    assert said.endswith(LICENCE) is (further == ())


def test_who_waits_in_the_midst_of_it_for_a_call_that_does_not_come_is_told_so_and_the_question_stays(
    phone: Phone,
) -> None:
    told = phone.wait(days=1, hours=3, minutes=46)
    assert told.splitlines()[-1].startswith("Ik zie nog niet dat Sanne je belt. Sorry dat je moet wachten.")
    assert phone.write("ja") == YEARS


def test_who_was_called_in_the_midst_of_it_can_still_answer(phone: Phone) -> None:
    phone.wait(days=1, hours=3, minutes=46)
    assert phone.tap_on(Button("call.called", "Al gebeld")) == "Mooi, dan ben ik stil. Fijn gesprek."
    assert phone.write("ja") == YEARS


def test_who_cancels_in_the_midst_of_it_is_asked_no_more(phone: Phone) -> None:
    phone.write("zeg de afspraak maar af")
    assert (phone.booked, phone.talk.conversation.pending) == ("", Pending.NOTHING)


def test_a_hand_over_to_a_colleague_leaves_the_question_open(phone: Phone) -> None:
    act(phone, Action.HAND_OVER, call="talk-1", to="rui")
    assert phone.write("ja") == YEARS


def test_a_number_beside_a_question_books_the_call_and_the_script_goes_on(a_phone: MakePhone) -> None:
    phone = a_phone(script=SCRIPT)
    phone.start()
    for text in ("ja leuk", "morgen om 14:00", "ja"):
        phone.write(text)
    said = phone.write("06 12345678, wat verdient het eigenlijk?")
    assert phone.booked == "2026-11-26 14:00"
    assert said.endswith(LICENCE)
