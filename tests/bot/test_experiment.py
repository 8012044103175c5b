"""Variants are compared honestly: rarely a false winner, and a plain word where there is too little to say."""

from datetime import UTC, datetime, timedelta

import pytest

from bench.experiments import share
from bot.experiment import ENOUGH, Arm, evidence, halted, trials
from bot.funnel import Passage, Stage

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def person(number: int, arm: str, *, answered: bool = False, stopped: bool = False) -> Passage:
    """Somebody who read this variant of the opening, four a day."""
    return Passage(
        talk=f"talk-{number}",
        script="first-contact",
        version=2,
        vacancy="monteur",
        channel="telegram",
        language="nl",
        opening=arm,
        variants=(("opening", arm),),
        begun_at=NOW - timedelta(days=100) + timedelta(hours=6 * number),
        stage=Stage.ANSWERED if answered else Stage.REPLIED,
        step="call",
        status="stopped" if stopped else "open",
        last_words="",
        missed=(),
    )


@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_variants_that_are_the_same_are_rarely_told_apart_however_often_one_looks(rate: float) -> None:
    assert share(200, {"text": rate, "other": rate}) <= 0.05


def test_a_variant_that_is_much_better_is_found() -> None:
    assert share(20, {"text": 0.1, "other": 0.4}) == 1.0


def test_a_day_with_one_arm_alone_says_nothing() -> None:
    assert list(evidence([{"text": (5, 2)}, {"other": (4, 1)}])) == [1.0, 1.0]


def test_little_data_gives_no_verdict_and_much_names_the_better_one() -> None:
    few = [person(n, "text" if n % 2 else "shorter", answered=n % 2 == 0) for n in range(6)]
    (trial,) = trials(few, NOW)
    assert (trial.people, trial.better, trial.to_stop) == (6, None, None)
    many = [person(n, "text" if n % 2 else "shorter", answered=n % 2 == 0) for n in range(200)]
    (trial,) = trials(many, NOW)
    assert trial.arms == (
        Arm(name="shorter", people=100, answered=100, seen=100, stopped=0),
        Arm(name="text", people=100, answered=0, seen=100, stopped=0),
    )
    assert trial.evidence > ENOUGH and trial.better == trial.arms[0]


def test_a_variant_that_drives_people_away_is_named() -> None:
    people = [person(n, "text" if n % 2 else "pushy", stopped=n % 2 == 0) for n in range(200)]
    (trial,) = trials(people, NOW)
    assert trial.to_stop is not None and trial.to_stop.name == "pushy"
    assert halted([trial]) == {("first-contact", 2, "opening", "pushy")}


def test_who_began_only_days_ago_may_have_said_stop_but_no_call_of_theirs_counts_yet() -> None:
    (trial,) = trials([person(n, "text", answered=True, stopped=True) for n in range(380, 400)], NOW)
    (arm,) = trial.arms
    assert (arm.people, arm.answered) == (0, 0)
    assert arm.seen == arm.stopped > 0
