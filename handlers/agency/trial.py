"""An agency's contents, tried before they are published: what lint finds, and whether the talks in tests/ go well."""

from collections.abc import Iterable, Iterator
from functools import partial
from zoneinfo import ZoneInfo

from bot.journey import Journey, play, read_journeys
from bot.lint import lint, missing_facts
from bot.reader import read_script
from bot.script import Problem
from bot.simulator import Simulator
from handlers.agency.fields import FileProblem
from handlers.agency.rehearsal import setting_of
from handlers.unusable import Unusable
from storage.agency import AgencyContents
from storage.premises import House


def linted(contents: AgencyContents, house: House) -> Iterator[FileProblem]:
    """What is likely a mistake in scripts that can be read; paths are those in the folder."""
    for name, text in contents.scripts.items():
        script = read_script(text)
        found = [*lint(script, house.sayings)]
        for vacancy in contents.vacancies:
            if vacancy.script == name and vacancy.open:
                found += missing_facts(script, vacancy)
        yield from _in(f"scripts/{name}.yaml", found)


def played(contents: AgencyContents, house: House) -> tuple[int, list[FileProblem]]:
    """How many talks were held, and what went wrong in them."""
    held, failed = 0, list[FileProblem]()
    for path, text in contents.files.items():
        if path.startswith("tests/"):
            problems: list[Problem] = []
            journeys = read_journeys(text, problems)
            for journey in journeys if not problems else ():
                held += 1
                problems += _misses(journey, contents, house)
            failed += _in(path, problems)
    return held, failed


def _misses(journey: Journey, contents: AgencyContents, house: House) -> Iterator[Problem]:
    try:
        yield from play(journey, partial(_simulator, contents, house))
    except Unusable as unusable:
        yield from (Problem(journey.line, f"“{journey.name}”: {line}") for line in unusable.lines)


def _simulator(contents: AgencyContents, house: House, journey: Journey) -> Simulator:
    setting = setting_of(contents, house, vacancy=journey.vacancy or None)
    now = journey.at.replace(tzinfo=ZoneInfo(setting.agency.zone))
    return Simulator(setting, now, journey.language, journey.channel, journey.phone or None)


def _in(path: str, problems: Iterable[Problem]) -> list[FileProblem]:
    return [FileProblem(path, one.line, one.message, one.rule, one.advice) for one in problems]
