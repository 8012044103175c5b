"""`belmoment check`: every mistake in an agency's folder, and the talks in its tests/ held."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.journey import Journey, play, read_journeys
from bot.lint import lint, missing_facts
from bot.reader import read_script
from bot.script import Problem
from bot.simulator import Simulator
from handlers.agency.fields import FileProblem, Notebook
from handlers.agency.folder import BadFolder, read_folder, sample_folder
from handlers.agency.own_phrases import OWN_PHRASES, doubts, read_own_phrases
from handlers.agency.rehearsal import setting_of
from handlers.house import load_house
from handlers.languages import known_texts
from handlers.unusable import Unusable
from storage.agency import AgencyContents
from storage.premises import House

Begin = Callable[[Journey], Simulator]


def run_check(folder: Path | None) -> int:
    """Prints what it found; 1 where that is anything, else 0. Raises Unusable where there is no such folder."""
    place = folder or sample_folder()
    try:
        contents = read_folder(place)
    except BadFolder as bad:
        return _report(place, bad.problems, "Tests were not run: mend these first.")
    house = load_house(contents.agency.phrases)
    tests, found = _played(place, partial(_simulator, contents, house))
    linted = tuple(_linted(place, contents, house))
    return _report(
        place,
        (*(one for one in linted if not one.advice), *_doubts(place), *found),
        f"Recruiters {len(contents.recruiters)}, vacancies {len(contents.vacancies)}, "
        f"scripts {len(contents.scripts)}, tests {tests}.",
        tuple(one for one in linted if one.advice),
    )


def problems_of(folder: Path, contents: AgencyContents, house: House) -> tuple[FileProblem, ...]:
    """What stands against publishing contents that were read without a mistake."""
    grave = (one for one in _linted(folder, contents, house) if not one.advice)
    return (*grave, *_played(folder, partial(_simulator, contents, house))[1])


def _doubts(folder: Path) -> Iterator[FileProblem]:
    """What is odd about the agency's own phrases; none of it stands against publishing them."""
    path = folder / OWN_PHRASES
    if path.exists():
        lines = read_own_phrases(path.read_text(encoding="utf-8-sig"), Notebook(str(path)))
        yield from doubts(str(path), lines, known_texts())


def _linted(folder: Path, contents: AgencyContents, house: House) -> Iterator[FileProblem]:
    for name, text in contents.scripts.items():
        path = folder / "scripts" / f"{name}.yaml"
        script = read_script(text)
        yield from _in(path, lint(script, house.sayings))
        for vacancy in contents.vacancies:
            if vacancy.script == name and vacancy.open:
                yield from _in(path, missing_facts(script, vacancy))


def _played(folder: Path, begin: Begin) -> tuple[int, list[FileProblem]]:
    """How many talks were held, and what went wrong in them."""
    held, found = 0, list[FileProblem]()
    for path in sorted((folder / "tests").glob("*.yaml")):
        problems: list[Problem] = []
        try:
            journeys = read_journeys(path.read_bytes().decode(), problems)
        except (OSError, UnicodeDecodeError):
            found.append(FileProblem(str(path), 1, "The file can't be read as text in UTF-8; save it as UTF-8."))
            continue
        for journey in journeys if not problems else ():
            held += 1
            problems += _misses(journey, begin)
        found += _in(path, problems)
    return held, found


def _misses(journey: Journey, begin: Begin) -> Iterator[Problem]:
    try:
        yield from play(journey, begin)
    except Unusable as unusable:
        yield from (Problem(journey.line, f"“{journey.name}”: {line}") for line in unusable.lines)


def _simulator(contents: AgencyContents, house: House, journey: Journey) -> Simulator:
    setting = setting_of(contents, house, vacancy=journey.vacancy or None)
    now = journey.at.replace(tzinfo=ZoneInfo(setting.agency.zone))
    return Simulator(setting, now, journey.language, journey.channel, journey.phone or None)


def _in(path: Path, problems: "tuple[Problem, ...] | list[Problem]") -> list[FileProblem]:
    return [FileProblem(str(path), one.line, one.message, one.rule, one.advice) for one in problems]


def _report(folder: Path, problems: tuple[FileProblem, ...], counts: str, advice: tuple[FileProblem, ...] = ()) -> int:
    for tip in advice:
        sys.stdout.write(f"{tip}\n")
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    verdict = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}" if problems else "no problem"
    worth = f", {len(advice)} worth a thought" if advice else ""
    sys.stdout.write(f"{folder}: {verdict}{worth}. {counts}\n")
    return 1 if problems else 0
