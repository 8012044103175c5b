"""`belmoment check`: every mistake in an agency's folder, and the talks in its tests/ held."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from handlers.agency.fields import FileProblem, Notebook
from handlers.agency.folder import BadFolder, read_folder, sample_folder
from handlers.agency.own_phrases import OWN_PHRASES, doubts, read_own_phrases
from handlers.agency.trial import linted, played
from handlers.house import load_house
from handlers.languages import known_texts, phrase_encoder
from storage.agency import AgencyContents
from storage.premises import House


def run_check(folder: Path | None) -> int:
    """Prints what it found; 1 where that is anything, else 0. Raises Unusable where there is no such folder."""
    place = folder or sample_folder()
    try:
        contents = read_folder(place)
    except BadFolder as bad:
        return _report(place, bad.problems, "Tests were not run: mend these first.")
    house = load_house(contents.agency.phrases)
    tests, failed = played(contents, house)
    found = _in(place, linted(contents, house))
    return _report(
        place,
        (*(one for one in found if not one.advice), *_doubts(place), *_in(place, failed)),
        f"Recruiters {len(contents.recruiters)}, vacancies {len(contents.vacancies)}, "
        f"scripts {len(contents.scripts)}, tests {tests}.",
        tuple(one for one in found if one.advice),
    )


def problems_of(folder: Path, contents: AgencyContents, house: House) -> tuple[FileProblem, ...]:
    """What stands against publishing contents that were read without a mistake."""
    return tuple(
        _in(folder, [*(one for one in linted(contents, house) if not one.advice), *played(contents, house)[1]])
    )


def _doubts(folder: Path) -> Iterator[FileProblem]:
    """What is odd about the agency's own phrases; none of it stands against publishing them."""
    path = folder / OWN_PHRASES
    if path.exists():
        lines = read_own_phrases(path.read_text(encoding="utf-8-sig"), Notebook(str(path)))
        yield from doubts(str(path), lines, known_texts(), phrase_encoder)


def _in(folder: Path, found: Iterable[FileProblem]) -> list[FileProblem]:
    return [replace(one, path=str(folder / one.path)) for one in found]


def _report(folder: Path, problems: tuple[FileProblem, ...], counts: str, advice: tuple[FileProblem, ...] = ()) -> int:
    for tip in advice:
        sys.stdout.write(f"{tip}\n")
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    verdict = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}" if problems else "no problem"
    worth = f", {len(advice)} worth a thought" if advice else ""
    sys.stdout.write(f"{folder}: {verdict}{worth}. {counts}\n")
    return 1 if problems else 0
