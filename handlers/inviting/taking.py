"""A whole list of people, taken or previewed portion by portion: what is remembered of it does not grow with it."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from handlers.console.wording import Wording
from handlers.inviting.costing import Estimate
from handlers.inviting.inviter import Answer, Inviter
from handlers.inviting.rows import Wrong
from handlers.inviting.saying import ENGLISH
from handlers.inviting.spreadsheet import Aside, Line, Spreadsheet, inert, mended_cells, to_mend
from handlers.inviting.telling import reason
from storage.invitations import Fate

AT_ONCE = 200
MOST_SHOWN = 20
BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the list that is told about by itself."""

    number: int
    name: str
    phone: str
    answer: Answer

    @property
    def who(self) -> str:
        """As the list calls them."""
        return self.name or self.phone


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of the list so far; the first few lines of each kind stand here, all of them in a file beside it."""

    sheet: Spreadsheet
    estimate: Estimate
    reader: Wording = ENGLISH
    """Who reads what became of them."""
    counts: Counter[str] = field(default_factory=Counter)
    bad: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    """Who is not invited, though nothing is wrong with their line."""
    to_mend: Aside = field(init=False)
    left_out: Aside = field(init=False)

    def __post_init__(self) -> None:
        self.to_mend = to_mend(self.sheet)
        self.left_out = Aside(self.sheet, "skipped", ["line", "name", "phone", "reason"])

    @property
    def lines(self) -> int:
        """How many were read."""
        return self.counts.total()

    @property
    def invited(self) -> int:
        """How many are invited, or would be."""
        return self.counts[Fate.INVITED]

    @property
    def waiting(self) -> int:
        """How many wait for the end of another talk."""
        return self.counts[Fate.WAITS]

    @property
    def wrong(self) -> int:
        """How many have to be mended."""
        return self.counts[BAD]

    @property
    def skipped(self) -> int:
        """How many are left in peace, or can't be written to yet."""
        return self.lines - self.invited - self.waiting - self.wrong

    def add(self, lines: Sequence[Line], answers: Sequence[Answer]) -> None:
        """A portion of the list, and what became of it."""
        for line, answer in zip(lines, answers, strict=True):
            self._count(line, answer)

    def close(self) -> None:
        """All of it was added."""
        self.to_mend.close()
        self.left_out.close()

    def _count(self, line: Line, answer: Answer) -> None:
        name, phone = (line.fields.get(one, "").strip() for one in ("name", "phone"))
        told, why = Told(number=line.number, name=name, phone=phone, answer=answer), self.reason(answer)
        self.estimate.add(answer, line.number)
        if answer.wrong:
            self.counts[BAD] += 1
            self.to_mend.write(mended_cells(self.sheet, line, why))
            _keep(self.bad, told)
        elif why:
            self.counts[answer.verdict.fate if answer.verdict and not answer.hindrance else "hindered"] += 1
            number = answer.invitation.address.peer if answer.invitation else ""
            self.left_out.write([str(line.number), inert(name), number, why])
            _keep(self.left, told)
        else:
            self.counts[Fate.INVITED] += 1

    def reason(self, answer: Answer) -> str:
        """Why this person is not invited now; empty where they are."""
        return reason(answer, self.estimate.agency.zone, self.reader)


async def take(inviter: Inviter, taken: Taken, *, preview: bool, at_once: int = AT_ONCE) -> AsyncGenerator[None]:
    """Takes the whole list, or weighs it; comes up for air after each portion, and closes what it wrote."""
    try:
        for lines in _portions(taken.sheet, at_once):
            taken.add(lines, await _answers(inviter, lines, preview))
            yield
            await asyncio.sleep(0)
    finally:
        taken.close()


def _portions(sheet: Spreadsheet, at_once: int) -> Iterator[Sequence[Line]]:
    lines = sheet.lines()
    while portion := list(islice(lines, at_once)):
        yield portion


async def _answers(inviter: Inviter, lines: Sequence[Line], preview: bool) -> Sequence[Answer]:
    read = [line.fields for line in lines if not line.broken]
    found = iter(await (inviter.weigh(read) if preview else inviter.invite(read)))
    return [Answer(wrong=[Wrong("line", line.broken)]) if line.broken else next(found) for line in lines]


def _keep(kept: list[Told], one: Told) -> None:
    if len(kept) < MOST_SHOWN:
        kept.append(one)
