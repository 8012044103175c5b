"""Whoever is with a person, or was asked whether to stop, stays so whatever becomes of their call meanwhile."""

import pytest

from bot.events import Action
from bot.model import CallOutcome, Pending, Status
from tests.bot.talking import Phone
from tests.bot.test_promises import act

ASKS = "ik wil een echt mens spreken"
DOUBTFUL = "misschien moet je maar stoppen denk ik"
OFF = (
    "Helaas kan Sanne je morgen, donderdag 26 november, om twee uur 's middags (14:00, Nederlandse tijd) toch niet "
    "bellen. Sorry daarvoor. Wanneer komt het je wel uit?"
)


def is_held(phone: Phone, said: str) -> bool:
    talk = phone.talk.conversation
    assert talk.person is not None
    return talk.status is Status.WITH_HUMAN if said == ASKS else talk.pending is Pending.SAFETY


@pytest.fixture
def booked(phone: Phone) -> Phone:
    """Somebody with a call on Thursday at two."""
    phone.talk.punctual = False
    phone.book()
    return phone


@pytest.mark.parametrize("said", [ASKS, DOUBTFUL])
def test_a_call_that_changes_hands_is_told_and_takes_nobody_from_their_person(booked: Phone, said: str) -> None:
    booked.write(said)
    assert "gebeld door Rui Costa" in act(booked, Action.HAND_OVER, call="talk-1", to="rui")
    assert is_held(booked, said)


@pytest.mark.parametrize("said", [ASKS, DOUBTFUL])
def test_a_call_that_is_off_is_told_without_moments_to_choose(booked: Phone, said: str) -> None:
    booked.write(said)
    assert act(booked, Action.CANCEL, call="talk-1") == OFF
    assert (is_held(booked, said), booked.booked) == (True, "")


def test_once_the_talk_is_handed_back_they_are_asked_when_else(booked: Phone) -> None:
    booked.write(ASKS)
    act(booked, Action.CANCEL, call="talk-1")
    assert act(booked, Action.HAND_BACK).endswith("Wanneer zou een belletje je uitkomen?")
    assert booked.write("vrijdag om 10 uur").endswith(
        "vrijdag 27 november om tien uur 's ochtends (10:00, Nederlandse tijd). Klopt dat?"
    )


def test_a_yes_to_the_doubtful_stop_counts_after_the_word_on_the_call(booked: Phone) -> None:
    booked.write(DOUBTFUL)
    act(booked, Action.CANCEL, call="talk-1")
    booked.write("ja")
    assert booked.talk.conversation.status is Status.STOPPED


def test_nobody_is_asked_to_move_a_call_while_that_is_unclear(booked: Phone) -> None:
    booked.write(DOUBTFUL)
    assert act(booked, Action.ASK_TO_MOVE, call="talk-1") == ""
    assert booked.talk.conversation.pending is Pending.SAFETY


def test_a_missed_call_offers_no_moments_to_who_is_with_a_person(booked: Phone) -> None:
    booked.write(ASKS)
    booked.wait(hours=28)
    said = act(booked, Action.CLOSE, call="talk-1", outcome=CallOutcome.NO_ANSWER)
    assert said
    assert (is_held(booked, ASKS), booked.buttons) == (True, [])
