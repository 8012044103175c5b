"""A list of people as spreadsheets write it: read line by line, and what has to be mended written beside it."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from handlers.inviting.rows import FIELDS, NEEDED
from handlers.inviting.saying import Told
from handlers.unusable import Unusable

SIGNS = (";", ",", "\t")
CHUNK = 1 << 20
PROBLEM = "problem"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person, where they stand in the file, and the cells as they were."""

    number: int
    fields: Mapping[str, str]
    cells: Sequence[str]
    broken: Told | None = None
    """Why the line can't be read at all."""


class NoList(Unusable):
    """A file that can be read lacks columns that a list needs; `told` says which."""

    def __init__(self, told: Told) -> None:
        super().__init__(str(told))
        self.told = told


class Spreadsheet:
    """A CSV file, open. Raises Unusable where it can't be read, NoList where it is no list of people."""

    def __init__(self, path: Path, name: str = "") -> None:
        """`name` is what its owner calls it, where that is not its path."""
        self.path = path
        self._file = _opened(path)
        first = self._file.readline()
        self.sign = max(SIGNS, key=first.count)
        self.header = [name.strip() for name in next(csv.reader([first], delimiter=self.sign), [])]
        self._names = [name.lower().replace(" ", "_").replace("-", "_") for name in self.header]
        lacking = [name for name in NEEDED if name not in self._names]
        if lacking:
            self._file.close()
            about = {"name": name or path, "lacking": ", ".join(lacking), "fields": ", ".join(FIELDS)}
            raise NoList(Told("list.lacks.one" if len(lacking) == 1 else "list.lacks.many", about))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def lines(self) -> Iterator[Line]:
        """Everybody on the list, one after the other; empty lines are passed by."""
        rows = csv.reader(self._file, delimiter=self.sign)
        while True:
            number = rows.line_num + 2
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number=number, fields={}, cells=[], broken=Told("line.broken", {"error": error}))
                continue
            if any(cell.strip() for cell in cells):
                yield Line(number=number, fields=dict(zip(self._names, cells, strict=False)), cells=cells)


class Aside:
    """A file beside the list, made once there is something to write into it."""

    def __init__(self, sheet: Spreadsheet, ending: str, header: Sequence[str]) -> None:
        self.path = sheet.path.with_name(f"{sheet.path.stem}.{ending}.csv")
        self._sign, self._header = sheet.sign, header
        self._file: TextIO | None = None
        with suppress(OSError):  # of an earlier run
            self.path.unlink(missing_ok=True)

    def write(self, cells: Sequence[str]) -> None:
        """One line more."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._row(self._header)
        self._row(cells)

    def close(self) -> None:
        """All of it is written."""
        if self._file is not None:
            self._file.close()

    def _row(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        csv.writer(self._file, delimiter=self._sign).writerow(cells)


def to_mend(sheet: Spreadsheet) -> Aside:
    """For the lines that could not be taken: as they were, each with what is wrong."""
    return Aside(sheet, "to-mend", [*(name for name in sheet.header if name != PROBLEM), PROBLEM])


def mended_cells(sheet: Spreadsheet, line: Line, problem: str) -> Sequence[str]:
    """The line for that file."""
    width = len(sheet.header)
    padded = [*line.cells[:width], *[""] * (width - len(line.cells))]
    return [*(cell for name, cell in zip(sheet.header, padded, strict=True) if name != PROBLEM), problem]


def inert(cell: str) -> str:
    """A text of somebody's own, as no spreadsheet reckons with it."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding=_encoding(path), errors="replace", newline="")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Unusable(f"{path} can't be read: {reason}. Name a CSV file; see belmoment invite --help.") from None


def _encoding(path: Path) -> str:
    """What its first bytes say; else UTF-8 where all of it is that, else what Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(CHUNK)
        for mark, name in MARKS.items():
            if start.startswith(mark):
                return name
        with suppress(UnicodeDecodeError):
            while start:
                decoder.decode(start)
                start = file.read(CHUNK)
            decoder.decode(b"", final=True)
            return "utf-8"
    return "cp1252"
