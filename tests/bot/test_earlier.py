"""A freed early moment is offered to who had wished for it: once, decently, and the call stands meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.events import Action, DeliveryReported, SlotFreed
from bot.hearing import question
from bot.model import Button, Pending, Slot
from bot.outgoing import Purpose, Say
from bot.planning import planned
from bot.turn import Heard, Turn
from bot.windows import Window
from handlers.words import load_sayings
from tests.bot.conftest import MakePhone
from tests.bot.talking import AMSTERDAM, MONTEUR, SANNE, Phone, starter
from tests.bot.test_promises import act

TEN = datetime(2026, 11, 26, 10, tzinfo=AMSTERDAM)
"""Thursday, which Sanne has no time for at first."""
MORNING = Window(TEN - timedelta(hours=1), TEN + timedelta(hours=3))
FREED = Slot(TEN, TEN + timedelta(minutes=20), "sanne")
OFFER = (
    "Er is een moment vrijgekomen zoals je het eerst wilde: Sanne kan je ook morgen, donderdag 26 november, om tien "
    "uur 's ochtends (10:00, Nederlandse tijd) bellen. Liever dan? Anders blijft het vrijdag 27 november om "
    "drie uur 's middags (15:00, Nederlandse tijd), zoals afgesproken."
)
BUTTONS = ["Ja, liever dan", "Laat het zo"]


@pytest.fixture
def phone(a_phone: MakePhone) -> Phone:
    """A candidate who wanted to be called on Thursday at ten, and has a call on Friday at three."""
    phone = a_phone(recruiters=(SANNE,), vacancy=replace(MONTEUR, recruiters=("sanne",)))
    phone.talk.punctual = False
    phone.talk.busy = (MORNING,)
    phone.start()
    for text in ("ja leuk", "morgen om 10 uur", "dan vrijdag om 15 uur", "ja", "06 12345678"):
        phone.write(text)
    assert phone.booked == "2026-11-27 15:00"
    return phone


def free(phone: Phone, slot: Slot = FREED) -> str:
    """That moment is given back, and is free."""
    phone.talk.busy = ()
    number = phone.talk.conversation.turns
    return phone._keep(
        phone.talk.happen(SlotFreed(id=f"freed{number}", at=phone.talk.now, conversation="talk", slot=slot))
    )


def not_delivered(phone: Phone, code: str) -> None:
    """The platform reports so of one of our messages."""
    phone.talk.happen(DeliveryReported(id="r", at=phone.talk.now, outgoing="o", status="undelivered", code=code))


def test_the_moment_that_they_first_wanted_is_offered_and_the_call_stands_until_they_take_it(phone: Phone) -> None:
    assert (free(phone), phone.buttons, phone.booked) == (OFFER, BUTTONS, "2026-11-27 15:00")
    (said,) = [message for message in phone.heard if isinstance(message, Say)]
    assert said.template and (said.template.name, said.purpose) == ("earlier_free", Purpose.NOTICE)
    assert said.until == TEN - timedelta(minutes=30)
    assert phone.tap("Ja, liever dan").startswith("Verzet: Sanne de Wit belt je morgen, donderdag 26 november")
    assert (phone.booked, phone.talk.conversation.hoped) == ("2026-11-26 10:00", ())
    decision = phone.talk.last
    assert decision and decision.freed == Slot(
        TEN + timedelta(days=1, hours=5), TEN + timedelta(days=1, hours=5, minutes=20), "sanne"
    )


@pytest.mark.parametrize("said", ["ja graag", "ja", "1", "dat is goed"])
def test_a_yes_in_words_takes_it(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said).startswith("Verzet:")


@pytest.mark.parametrize("said", ["nee", "nee dank je", "2", "liever niet"])
def test_a_no_leaves_the_call_and_ends_the_asking(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said).startswith(
        "Prima, het blijft zoals het is: Sanne belt je vrijdag 27 november om drie uur 's middags (15:00"
    )
    assert (phone.booked, free(phone)) == ("2026-11-27 15:00", "")


KEPT = "vrijdag 27 november om drie uur 's middags (15:00, Nederlandse tijd)."


@pytest.mark.parametrize("said", ["vrijdag blijft beter", "nee hoor, vrijdag is goed", "hoeft niet verzet te worden"])
def test_words_for_the_call_that_stands_keep_it(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said) == f"Prima, het blijft zoals het is: Sanne belt je {KEPT}"


@pytest.mark.parametrize("said", ["morgen 10 uur is prima", "10 uur graag"])
def test_who_names_the_very_moment_that_they_read_of_has_it(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said).startswith("Verzet:")


def test_another_moment_than_both_is_read_back(phone: Phone) -> None:
    free(phone)
    assert "(11:00, Nederlandse tijd). Klopt dat?" in phone.write("kan het ook om 11 uur?")


@pytest.mark.parametrize("said", ["laat maar", "annuleer de afspraak"])
def test_whether_the_offer_or_the_call_is_off_is_asked(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said) == (
        "Je gesprek met Sanne staat op vrijdag 27 november om drie uur 's middags (15:00, Nederlandse tijd). "
        "Laat ik dat zo, of wil je het afzeggen?"
    )
    off = phone.talk.conversation.buttons[1]
    assert phone.tap("Laat het zo") == f"Prima, het blijft zoals het is: Sanne belt je {KEPT}"
    assert phone.tap_on(off).startswith("Je afspraak is afgezegd")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "laat het maar zo"),
        ("nl", "zoals afgesproken"),
        ("en", "leave it as it is"),
        ("en", "let's stick with Friday"),
        ("en", "keep the appointment"),
        ("de", "lass es dabei"),
        ("de", "wie vereinbart"),
        ("fr", "laissez comme ça"),
        ("fr", "comme convenu"),
        ("es", "déjalo así"),
        ("es", "mejor el viernes"),
    ],
)
def test_leave_it_as_it_is_does_so_in_every_language(phone: Phone, language: str, said: str) -> None:
    phone.talk.conversation = replace(phone.talk.conversation, language=language)
    free(phone)
    phone.write(said)
    assert (phone.booked, phone.talk.conversation.pending) == ("2026-11-27 15:00", Pending.NOTHING)


def test_who_does_not_answer_is_not_asked_about_it_again(phone: Phone) -> None:
    free(phone)
    assert (free(phone), phone.wait(hours=3), free(phone)) == ("", "", "")


def test_where_somebody_was_first_that_is_said_kindly_and_the_call_stands(phone: Phone) -> None:
    free(phone)
    phone.talk.busy = (MORNING,)
    said = phone.tap("Ja, liever dan")
    assert said == (
        "Dat moment is net door iemand anders genomen, sorry. Je gesprek met Sanne blijft staan: "
        "vrijdag 27 november om drie uur 's middags (15:00, Nederlandse tijd)."
    )
    assert (phone.booked, phone.buttons) == ("2026-11-27 15:00", ["Verzetten", "Afzeggen"])


def test_a_yes_that_comes_too_late_is_told_so(phone: Phone) -> None:
    free(phone)
    yes = phone.talk.conversation.buttons[0]
    phone.wait(hours=23, minutes=20)
    assert phone.tap_on(yes).startswith("Dat moment is inmiddels voorbij of te dichtbij.")


def test_the_offer_can_be_taken_after_other_words(phone: Phone) -> None:
    free(phone)
    yes = phone.talk.conversation.buttons[0]
    phone.write("wat verdient het?")
    assert phone.tap_on(yes).startswith("Verzet:")


def offered_twice(phone: Phone) -> Button:
    """Ten was offered, then they moved the call with eleven in mind, and eleven is offered; gives the first button."""
    free(phone)
    first = phone.talk.conversation.buttons[0]
    phone.talk.busy = (MORNING,)
    phone.tap_on(Button("call.move", "Verzetten"))
    for text in ("morgen om 11 uur", "dan vrijdag om 16 uur", "ja"):
        phone.write(text)
    assert phone.booked == "2026-11-27 16:00"
    assert "(11:00" in free(phone, replace(FREED, start=TEN + timedelta(hours=1)))
    return first


def test_a_tap_under_an_older_offer_takes_nothing(phone: Phone) -> None:
    first = offered_twice(phone)
    assert phone.tap_on(first).startswith("Die knop hoort bij een eerder bericht.")
    assert phone.booked == "2026-11-27 16:00"


def test_a_tap_that_may_be_an_older_offers_is_asked_about(phone: Phone) -> None:
    offered_twice(phone)
    from_a_template = Button("call.earlier", "Ja, liever dan")
    assert "Sanne kan je ook morgen, donderdag 26 november, om elf uur 's ochtends (11:00" in phone.tap_on(
        from_a_template
    )
    assert phone.booked == "2026-11-27 16:00"
    assert phone.tap("Ja, liever dan").startswith("Verzet:")
    assert phone.booked == "2026-11-26 11:00"


def test_outside_the_24_hours_it_has_the_buttons_that_whatsapp_approved(phone: Phone) -> None:
    free(phone)
    (said,) = [message for message in phone.heard if isinstance(message, Say)]
    approved = [one for one in planned(starter(), load_sayings()) if one.template and one.template.language == "nl"]
    (form,) = [one for one in approved if one.template and one.template.name == "earlier_free"]
    assert said.template and (said.template.body, said.template.buttons) == (form.text, form.buttons)


def test_a_tap_on_a_template_takes_the_only_offer(phone: Phone) -> None:
    free(phone)
    assert phone.tap_on(Button("call.earlier", "Ja, liever dan")).startswith("Verzet:")


def test_in_quiet_hours_it_waits_and_is_not_made_where_no_time_would_be_left(phone: Phone) -> None:
    phone.wait(hours=11)
    assert free(phone)
    assert [one.not_before for one in phone.heard if isinstance(one, Say)] == [TEN - timedelta(hours=1, minutes=30)]
    phone.wait(hours=11)
    early = Slot(TEN - timedelta(hours=1), TEN - timedelta(minutes=40), "sanne")
    phone.talk.conversation = replace(phone.talk.conversation, earlier=None, hoped=(MORNING,))
    phone.talk.busy = (Window(TEN - timedelta(minutes=30), MORNING.end),)
    assert phone._keep(phone.talk.happen(SlotFreed(id="x", at=phone.talk.now, conversation="talk", slot=early))) == ""


@pytest.mark.parametrize("said", ["ok, dank je", "ja", "1", "Ja, liever dan"])
def test_words_of_the_evening_answer_no_offer_that_waits_for_the_morning(phone: Phone, said: str) -> None:
    phone.wait(hours=11)
    assert free(phone)
    phone.wait(hours=1)
    phone.write(said)
    assert phone.booked == "2026-11-27 15:00"


def test_a_yes_of_the_morning_in_which_it_was_read_takes_it(phone: Phone) -> None:
    phone.wait(hours=11)
    free(phone)
    phone.wait(hours=11, minutes=11)
    assert phone.write("ja graag").startswith("Verzet:")


@pytest.mark.parametrize("said", ["nee, niet om 10 uur", "10 uur lukt niet"])
def test_a_no_to_that_very_moment_leaves_the_call(phone: Phone, said: str) -> None:
    free(phone)
    assert phone.write(said).startswith("Prima, het blijft zoals het is:")


def test_after_other_words_what_is_said_of_a_time_means_the_call(phone: Phone) -> None:
    free(phone)
    phone.write("wat verdient het?")
    talk = replace(phone.talk.conversation, earlier=FREED)
    turn = Turn(conversation=talk, candidate=phone.talk.candidate, context=phone.talk._context())
    call = talk.call
    assert call
    asked = question(turn, Heard(event="e", at=phone.talk.now, text="kan het wat later?"))
    assert asked.offered == (call.slot.window,)


@pytest.mark.parametrize("ruled_out", ["donderdag kan ik niet meer, kan het zaterdag?", "Verzetten"])
def test_what_they_ruled_out_or_thought_over_is_not_offered(phone: Phone, ruled_out: str) -> None:
    if ruled_out == "Verzetten":
        phone.tap_on(Button("call.move", "Verzetten"))
        phone.write("vrijdag om 16 uur")
        phone.write("ja")
    else:
        phone.write(ruled_out)
        phone.write("laat maar, het blijft zo")
    assert free(phone) == ""


def test_who_stopped_cancelled_or_is_in_the_midst_of_something_is_not_asked(phone: Phone) -> None:
    middle = replace(phone.talk.conversation, moving=True)
    before, phone.talk.conversation = phone.talk.conversation, middle
    assert free(phone) == ""
    phone.talk.conversation = before
    phone.write("stop")
    assert free(phone) == ""


def test_who_has_what_they_wished_is_not_asked(a_phone: MakePhone) -> None:
    phone = a_phone(recruiters=(SANNE,), vacancy=replace(MONTEUR, recruiters=("sanne",)))
    phone.book()
    assert free(phone, replace(FREED, start=TEN - timedelta(hours=1))) == ""


@pytest.mark.parametrize(
    ("do", "free_again"),
    [
        (lambda phone: phone.write("annuleer mijn afspraak"), True),
        (lambda phone: phone.write("stop"), True),
        (lambda phone: not_delivered(phone, "63033"), True),
        (lambda phone: not_delivered(phone, "63003"), False),
        (lambda phone: act(phone, Action.CANCEL, call="talk-1"), False),
        (lambda phone: act(phone, Action.ASK_TO_MOVE, call="talk-1") and phone.tap(phone.buttons[0]), False),
        (lambda phone: phone.write("dank je"), False),
    ],
)
def test_only_a_moment_that_its_candidate_gave_back_is_offered_on(
    a_phone: MakePhone, do: Callable[[Phone], object], free_again: bool
) -> None:
    phone = a_phone(recruiters=(SANNE,), vacancy=replace(MONTEUR, recruiters=("sanne",)))
    phone.talk.punctual = False
    phone.book()
    do(phone)
    call = phone.talk.conversation.call
    assert call and phone.talk.last
    assert phone.talk.last.freed == (call.slot if free_again else None)


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr", "es"])
@pytest.mark.parametrize("button", ["button_earlier", "button_keep_time"])
def test_its_buttons_fit_everywhere(language: str, button: str) -> None:
    assert 0 < len(load_sayings().say(button, language)) <= 20
