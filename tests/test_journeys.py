"""Whole talks in five languages, as people really hold them, with the sample agency."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.journey import Journey, play, read_journeys
from bot.script import Problem
from bot.simulator import Simulator
from handlers.agency.folder import read_folder, sample_folder
from handlers.agency.rehearsal import setting_of
from handlers.house import load_house
from storage.agency import AgencyContents
from storage.premises import House

TALKS = Path(__file__).parent / "journeys"


@cache
def house() -> House:
    """Learnt once for all talks."""
    return load_house()


@cache
def agency() -> AgencyContents:
    """The sample agency."""
    return read_folder(sample_folder())


def begin(journey: Journey) -> Simulator:
    """The talk at its own moment, with nothing said yet."""
    setting = setting_of(agency(), house(), vacancy=journey.vacancy)
    now = journey.at.replace(tzinfo=ZoneInfo(setting.agency.zone))
    return Simulator(setting, now, journey.language, journey.channel, journey.phone or None)


def journeys() -> Iterator[object]:
    """Every talk, named by its file and its own name; a file that can't be read stops the tests."""
    for path in sorted(TALKS.glob("*.yaml")):
        problems: list[Problem] = []
        talks = read_journeys(path.read_text(encoding="utf-8"), problems)
        assert not problems, f"{path.name}: {problems}"
        yield from (pytest.param(talk, id=f"{path.stem}: {talk.name}") for talk in talks)


@pytest.mark.parametrize("journey", list(journeys()))
def test_a_whole_talk_goes_as_a_good_assistant_would_have_it(journey: Journey) -> None:
    missed = play(journey, begin)
    assert not missed, "\n" + "\n".join(f"line {problem.line}: {problem.message}" for problem in missed)
