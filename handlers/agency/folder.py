"""An agency's folder -> what is published of it, or every problem in it with its file and line."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.model import USUAL_ZONE, OwnPhrases, Prices
from bot.reader import Unreadable, read_script
from bot.script import Script
from handlers.agency.fields import FileProblem, Notebook
from handlers.agency.files import read_agency, read_recruiters, read_vacancies
from handlers.agency.own_phrases import OWN_PHRASES, as_phrases, read_own_phrases
from handlers.agency.prices import PRICES, read_prices
from handlers.unusable import Unusable
from storage.agency import AgencyContents

T = TypeVar("T")


class BadFolder(Exception):
    """The folder can't be published; the problems are those of all its files."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_folder(folder: Path) -> AgencyContents:
    """What the folder holds; raises `BadFolder`, or `Unusable` where it is no agency's folder at all."""
    if not folder.is_dir():
        raise Unusable(f"There is no folder {folder}. Name the one that holds agency.yaml and its neighbours.")
    return _Reading(folder).contents()


def sample_folder() -> Path:
    """The sample agency that comes with the program."""
    return Path(__file__).parents[1] / "sample"


class _Reading:
    """One pass over a folder, which gathers the problems of all its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[FileProblem] = []

    def contents(self) -> AgencyContents:
        agency = self._file("agency.yaml", read_agency)
        zone = agency.zone if agency else USUAL_ZONE
        recruiters = self._file("recruiters.yaml", lambda text, book: read_recruiters(text, book, zone)) or ()
        texts = self._scripts()
        scripts = {name: script for name, text in texts.items() if (script := self._script(name, text))}
        languages = {name: scripts[name].languages if name in scripts else () for name in texts}
        known = {recruiter.id for recruiter in recruiters}
        own, prices = self._own_phrases(), self._prices()
        vacancies = self._file("vacancies.yaml", lambda text, book: read_vacancies(text, book, languages, known))
        if self._problems or agency is None:
            raise BadFolder(tuple(self._problems))
        agency = replace(agency, phrases=own, prices=prices)
        return AgencyContents(
            agency=agency, recruiters=recruiters, vacancies=vacancies or (), scripts=texts, files=self._files()
        )

    def _files(self) -> Mapping[str, str]:
        """Everything but the scripts, as it is written: what is published can be written out again to the letter."""
        names = ["agency.yaml", "recruiters.yaml", "vacancies.yaml", OWN_PHRASES, PRICES]
        paths = [self._folder / name for name in names] + sorted((self._folder / "tests").glob("*.yaml"))
        texts = {path: self._text(path) for path in paths if path.exists()}
        return {path.relative_to(self._folder).as_posix(): text for path, text in texts.items() if text is not None}

    def _file(self, name: str, read: Callable[[str, Notebook], T]) -> T | None:
        book = Notebook(str(self._folder / name))
        text = self._text(self._folder / name)
        result = None if text is None else read(text, book)
        self._problems += sorted(book.problems)
        return result

    def _own_phrases(self) -> OwnPhrases:
        """The agency's own; it needs none."""
        if not (self._folder / OWN_PHRASES).exists():
            return {}
        return as_phrases(self._file(OWN_PHRASES, read_own_phrases) or ())

    def _prices(self) -> Prices | None:
        """The agency's price table; it needs none."""
        return self._file(PRICES, read_prices) if (self._folder / PRICES).exists() else None

    def _scripts(self) -> Mapping[str, str]:
        paths = sorted((self._folder / "scripts").glob("*.yaml"))
        if not paths:
            self._note(self._folder / "scripts", 1, "There is no script; write one as scripts/first-contact.yaml.")
        return {path.stem: text for path in paths if (text := self._text(path)) is not None}

    def _script(self, name: str, text: str) -> Script | None:
        path = self._folder / "scripts" / f"{name}.yaml"
        try:
            script = read_script(text)
        except Unreadable as unreadable:
            for problem in unreadable.problems:
                self._note(path, problem.line, problem.message)
            return None
        if script.name != name:
            self._note(
                path, 1, f"The script is called {script.name!r}; give the file that name, or the script this one."
            )
        return script

    def _text(self, path: Path) -> str | None:
        """The file's words; a file that isn't there or isn't text is noted."""
        try:
            if path.exists() and not path.is_file():  # a pipe or a device would be read without end
                self._note(path, 1, "This is not a file with words in it; put one here.")
                return None
            return path.read_bytes().decode("utf-8")  # line ends and all, so that it can be written out again
        except FileNotFoundError:
            self._note(path, 1, "The file is missing.")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self._note(path, line, "The file is not text in UTF-8; save it as UTF-8.")
        except OSError as error:
            self._note(path, 1, f"The file can't be read: {(error.strerror or 'unknown reason').lower()}.")
        return None

    def _note(self, path: Path, line: int, message: str) -> None:
        self._problems.append(FileProblem(str(path), line, message))
