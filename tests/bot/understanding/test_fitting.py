"""An intent and a moment that were read from one message make one meaning."""

from operator import is_

import pytest

from bot.understanding.fitting import fitted
from bot.understanding.heard import Heard, joined
from bot.understanding.understood import Asked, Intent, MomentReading
from tests.bot.understanding.learnt import SLOTS

NOTHING = MomentReading()
TIME = MomentReading(windows=SLOTS[:1])
DOUBTFUL_TIME = MomentReading(windows=SLOTS[:1], sure=False)
RULED_OUT = MomentReading(windows=SLOTS[:1], exclude=SLOTS[1:2])
PICKED = MomentReading(windows=SLOTS[:1], picked=0)


def heard(intent: Intent, *also: Intent, sure: bool = True) -> Heard:
    return Heard(intent=intent, also=also, sure=sure, probability=0.97 if sure else 0.4)


@pytest.mark.parametrize(
    ("said", "moment", "asked", "expected"),
    [
        (Intent.OTHER, TIME, Asked.ASK_MOMENT, (Intent.GIVE_TIME, (Intent.OTHER,))),
        (Intent.AFFIRM, TIME, Asked.ASK_MOMENT, (Intent.GIVE_TIME, (Intent.AFFIRM,))),
        (Intent.AFFIRM, NOTHING, Asked.ASK_MOMENT, (Intent.AFFIRM, ())),
        (Intent.INTERESTED, TIME, Asked.OPENING, (Intent.INTERESTED, (Intent.GIVE_TIME,))),
        (Intent.GREETING, TIME, Asked.OPENING, (Intent.GREETING, (Intent.GIVE_TIME,))),
        (Intent.GREETING, TIME, Asked.ASK_MOMENT, (Intent.GIVE_TIME, (Intent.GREETING,))),
        (Intent.GIVE_TIME, PICKED, Asked.OFFER_SLOTS, (Intent.PICK_OPTION, (Intent.GIVE_TIME,))),
        (Intent.NONE_OF_THESE, TIME, Asked.OFFER_SLOTS, (Intent.NONE_OF_THESE, (Intent.GIVE_TIME,))),
        (Intent.AFFIRM, TIME, Asked.CONFIRM, (Intent.AFFIRM, (Intent.GIVE_TIME,))),
        (Intent.GIVE_TIME, TIME, Asked.BOOKED, (Intent.RESCHEDULE, (Intent.GIVE_TIME,))),
        (Intent.RESCHEDULE, TIME, Asked.BOOKED, (Intent.RESCHEDULE, (Intent.GIVE_TIME,))),
        (Intent.OTHER, RULED_OUT, Asked.BOOKED, (Intent.RESCHEDULE, (Intent.OTHER, Intent.GIVE_TIME))),
        (Intent.AFFIRM, TIME, Asked.BOOKED, (Intent.AFFIRM, ())),
        (Intent.STOP, TIME, Asked.ASK_MOMENT, (Intent.STOP, (Intent.GIVE_TIME,))),
    ],
)
def test_a_moment_settles_what_is_meant(
    said: Intent, moment: MomentReading, asked: Asked, expected: tuple[Intent, tuple[Intent, ...]]
) -> None:
    made = fitted(heard(said), moment, asked, ())
    assert (made.intent, made.also, made.sure) == (*expected, True)


def test_a_question_about_the_job_stays_one_beside_a_time() -> None:
    made = fitted(heard(Intent.NEED_MORE_INFO), TIME, Asked.ASK_MOMENT, ("pay",))
    assert (made.intent, made.also) == (Intent.NEED_MORE_INFO, (Intent.GIVE_TIME,))


def test_a_doubtful_time_is_asked_about() -> None:
    assert not fitted(heard(Intent.GIVE_TIME), DOUBTFUL_TIME, Asked.ASK_MOMENT, ()).sure


@pytest.mark.parametrize("said", [Intent.GIVE_TIME, Intent.PICK_OPTION])
def test_a_time_or_choice_that_cannot_be_told_is_asked_about(said: Intent) -> None:
    assert not fitted(heard(said), NOTHING, Asked.OFFER_SLOTS, ()).sure


def test_clear_clauses_settle_what_the_whole_leaves_in_doubt() -> None:
    parts = [heard(Intent.GREETING), heard(Intent.INTERESTED), heard(Intent.NEED_MORE_INFO)]
    made = joined(heard(Intent.OTHER, sure=False), parts, is_)
    assert (made.intent, made.also, made.sure) == (Intent.INTERESTED, (Intent.GREETING, Intent.NEED_MORE_INFO), True)


def test_clauses_that_contradict_each_other_settle_nothing() -> None:
    made = joined(heard(Intent.DENY, sure=False), [heard(Intent.DENY), heard(Intent.AFFIRM)], is_)
    assert (made.intent, made.also, made.sure) == (Intent.DENY, (Intent.AFFIRM,), False)


def test_a_clear_clause_is_acted_on_where_the_whole_leans_the_same_way_and_the_rest_says_little() -> None:
    leaning = Heard(intent=Intent.AFFIRM, sure=False, probability=0.6)
    made = joined(leaning, [heard(Intent.AFFIRM), heard(Intent.OTHER, sure=False)], is_)
    assert (made.intent, made.sure) == (Intent.AFFIRM, True)
    another = Heard(intent=Intent.RESCHEDULE, sure=False, probability=0.6)
    assert not joined(leaning, [heard(Intent.AFFIRM), another], is_).sure


def test_a_no_beside_what_is_not_clear_is_asked_about() -> None:
    leaning = Heard(intent=Intent.DENY, sure=False, probability=0.6)
    assert not joined(leaning, [heard(Intent.DENY), heard(Intent.OTHER, sure=False)], is_).sure


def test_a_greeting_does_not_hide_the_doubtful_rest() -> None:
    made = joined(
        heard(Intent.GREETING, sure=False), [heard(Intent.GREETING), heard(Intent.INTERESTED, sure=False)], is_
    )
    assert (made.intent, made.also, made.sure) == (Intent.INTERESTED, (Intent.GREETING,), False)


def test_a_clause_that_says_nothing_does_not_hide_a_doubtful_no_beside_thanks() -> None:
    nothing = Heard(intent=Intent.OTHER, sure=False, probability=0.6)
    parts = [nothing, heard(Intent.NONE_OF_THESE, sure=False), heard(Intent.THANKS)]
    made = joined(heard(Intent.NOT_INTERESTED, sure=False), parts, is_)
    assert (made.intent, made.also, made.sure) == (Intent.NONE_OF_THESE, (Intent.THANKS,), False)


@pytest.mark.parametrize(
    ("said", "moment", "asked", "expected"),
    [
        (Intent.OTHER, TIME, Asked.OPENING, Intent.GIVE_TIME),
        (Intent.MAYBE_LATER, TIME, Asked.ASK_MOMENT, Intent.GIVE_TIME),
        (Intent.GREETING, TIME, Asked.BOOKED, Intent.GREETING),
        (Intent.NONE_OF_THESE, PICKED, Asked.OFFER_SLOTS, Intent.PICK_OPTION),
    ],
)
def test_a_time_said_by_the_way_is_nothing_to_act_on(
    said: Intent, moment: MomentReading, asked: Asked, expected: Intent
) -> None:
    firm = Heard(intent=said, sure=False, probability=0.8)
    made = fitted(firm, moment, asked, ())
    assert (made.intent, made.sure) == (expected, False)
