"""A step that lets time pass: it goes on by itself, or with the candidate's next word; and nobody is nagged by it."""

from dataclasses import replace

import pytest

from bot.engine import decide
from bot.events import Started
from bot.model import Pending, Status
from bot.outgoing import Purpose, Say
from bot.planning import planned
from bot.reader import read_script
from handlers.words import load_sayings
from tests.bot.conftest import MakePhone
from tests.bot.talking import MONTEUR, Phone

TEXT = """\
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
      later: {title: {nl: Later}, intents: [maybe_later], next: promise}
      "no": {title: {nl: Nee}, intents: [not_interested, deny], next: bye}
  promise: {kind: say, text: {nl: Dan vraag ik het nog eens.}, next: breather}
  breather: {kind: wait, for: 3d, next: again}
  again: {kind: ask, answer: choice, text: {nl: "Hier ben ik weer, over {vacancy}. Bellen?"}, choices:
    {"yes": {title: {nl: Ja}, intents: [interested, affirm], next: call},
     "no": {title: {nl: Nee}, intents: [not_interested, deny], next: bye},
     later: {title: {nl: Later}, intents: [maybe_later], next: breather}}}
  bye: {kind: end, outcome: declined, text: {nl: Dank je.}}
  call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
"""
SCRIPT = read_script(TEXT)
AGAIN = "Hier ben ik weer, over servicemonteur. Bellen?"


def waiting(a_phone: MakePhone) -> Phone:
    """Somebody who said "later" on a Wednesday morning."""
    phone = a_phone(script=SCRIPT)
    phone.start()
    assert phone.tap("Later") == "Dan vraag ik het nog eens."
    assert (phone.talk.conversation.step, phone.talk.conversation.pending) == ("breather", Pending.NOTHING)
    return phone


def test_the_talk_goes_on_by_itself_once_the_time_is_over(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    assert phone.wait(days=2, hours=23) == ""
    assert phone.wait(hours=2) == AGAIN
    (said,) = [message for message in phone.heard if isinstance(message, Say)][-1:]
    assert (said.buttons, said.purpose) == ((), Purpose.NUDGE)
    assert said.template and said.template.body == "Hier ben ik weer, over {{1}}. Bellen?"
    assert (said.template.body, said.buttons) in [(one.text, one.buttons) for one in planned_forms()]
    assert phone.write("ja").endswith("Wanneer komt een belletje uit?")


def planned_forms() -> list[Say]:
    return [say for say in planned(SCRIPT, load_sayings()) if say.template and say.template.name == "follow_up"]


def test_what_comes_after_a_wait_is_known_ahead_for_whatsapp_to_approve() -> None:
    assert [(say.text, say.buttons) for say in planned_forms()] == [("Hier ben ik weer, over {{1}}. Bellen?", ())]


def test_who_writes_before_goes_on_at_once(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    phone.wait(hours=5)
    assert AGAIN in phone.write("eigenlijk kan het nu wel")
    assert phone.talk.conversation.nudges == 0


def test_who_comes_through_the_door_again_goes_on_too_and_keeps_what_was_said(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    phone.wait(hours=5)
    answers = phone.talk.conversation.answers
    assert phone.start() == AGAIN
    assert (phone.talk.conversation.step, phone.talk.conversation.answers) == ("again", answers)


def test_the_door_of_another_job_lets_the_rested_talk_go_on_first(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    door = Started(id="door", at=phone.talk.now, address=phone.talk.candidate.address)
    other = replace(MONTEUR, id="other", title={"nl": "schilder"})
    context = replace(phone.talk._context(), elsewhere=other)
    decision = decide(phone.talk.conversation, door, context)
    (said,) = [message.text for message in decision.outgoing if isinstance(message, Say)]
    assert said == f"De vacature schilder komt daarna: ik kom erop terug zodra dit is afgerond.\n\n{AGAIN}"


def test_an_answer_that_comes_before_the_question_is_one(a_phone: MakePhone) -> None:
    assert waiting(a_phone).write("ja leuk") == "Wanneer komt een belletje uit?"
    declined = waiting(a_phone)
    assert declined.write("nee dank je") == "Dank je."
    assert declined.talk.conversation.status == Status.DECLINED


@pytest.mark.parametrize("said", ["ja leuk, bel maar", "lijkt me wel wat"])
def test_words_after_a_rest_are_read_as_those_about_the_opening(a_phone: MakePhone, said: str) -> None:
    phone = waiting(a_phone)
    phone.wait(days=1)
    assert phone.write(said) == "Wanneer komt een belletje uit?"


@pytest.mark.parametrize("said", ["ok", "prima", "dank je", "👍", "prima, tot later"])
def test_a_mere_ok_to_what_was_said_last_lets_the_time_pass(a_phone: MakePhone, said: str) -> None:
    phone = waiting(a_phone)
    assert phone.write(said) == "Graag gedaan. Fijne dag nog."
    assert phone.talk.conversation.step == "breather"
    assert phone.wait(days=2, hours=23) == ""
    assert phone.wait(hours=2) == AGAIN


def test_a_yes_of_some_days_later_is_asked_to_what(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    phone.wait(days=2)
    assert phone.write("ja") == AGAIN


def test_who_says_not_yet_hears_that_it_is_fine(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    assert phone.write("nog niet") == "Graag gedaan. Fijne dag nog."
    assert phone.talk.conversation.step == "breather"


def test_a_question_that_is_answered_leaves_the_wait_as_it_was(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    assert "computerprogramma" in phone.write("wie ben je?")
    assert phone.talk.conversation.step == "breather"
    assert AGAIN in phone.wait(days=3, hours=1)


def test_nobody_hears_of_it_more_than_twice(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    assert AGAIN in phone.wait(days=4)
    nudged = phone.wait(days=30)
    assert nudged and phone.talk.conversation.nudges == 2
    phone.write("later")
    assert (phone.talk.conversation.step, phone.wait(days=30)) == ("breather", "")


def test_a_wait_is_over_with_a_stop(a_phone: MakePhone) -> None:
    phone = waiting(a_phone)
    phone.write("stop")
    assert phone.talk.conversation.status == Status.STOPPED
    assert phone.wait(days=9) == ""
