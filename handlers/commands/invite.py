"""`belmoment invite FILE.csv`: everybody on a list is checked, weighed and invited, or it is said why not."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from handlers.channels import whatsapp_of
from handlers.commands.databases import opened
from handlers.house import load_house
from handlers.inviting.costing import Estimate
from handlers.inviting.inviter import Answer, Inviter, published
from handlers.inviting.rows import Wrong
from handlers.inviting.spreadsheet import Aside, Line, Spreadsheet, inert, mended_cells, to_mend
from handlers.inviting.telling import reason
from handlers.settings import Settings, read_settings
from handlers.unusable import Unusable
from storage.invitations import Fate
from storage.origins import Way
from storage.premises import NothingPublished

AT_ONCE = 200
MOST_SHOWN = 20
SAY_EVERY = 5000


def run_invite(file: Path, preview: bool, now: datetime | None = None) -> int:
    """Prints what became of everybody; 1 where a line has to be mended, else 0. Raises Unusable."""
    settings = read_settings()
    with Spreadsheet(file) as sheet:
        return asyncio.run(_run(settings, sheet, preview, now or datetime.now(UTC)))


async def _run(settings: Settings, sheet: Spreadsheet, preview: bool, now: datetime) -> int:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url))
        house = await asyncio.to_thread(load_house)
        try:
            current = await published(database, house, now, Way.IMPORT)
        except NothingPublished:
            raise Unusable("No agency is published yet. Run `belmoment load FOLDER` first.") from None
        whatsapp = whatsapp_of(settings, lambda: now)
        platform = await stack.enter_async_context(whatsapp) if whatsapp else None
        key = settings.secret_key.get_secret_value().encode() if settings.secret_key else None
        inviter = Inviter(database=database, house=house, published=current, key=key, platform=platform)
        told = _Report(sheet, Estimate(current.agency), preview=preview, keyed=key is not None)
        for lines in _portions(sheet):
            told.add(lines, await _answers(inviter, lines, preview))
    return told.end()


def _portions(sheet: Spreadsheet) -> Iterator[Sequence[Line]]:
    lines = sheet.lines()
    while portion := list(islice(lines, AT_ONCE)):
        yield portion


async def _answers(inviter: Inviter, lines: Sequence[Line], preview: bool) -> Sequence[Answer]:
    read = [line.fields for line in lines if not line.broken]
    found = iter(await (inviter.weigh(read) if preview else inviter.invite(read)))
    return [Answer(wrong=[Wrong("line", line.broken)]) if line.broken else next(found) for line in lines]


@dataclass(slots=True)
class _Report:
    """What is said in the end, and written beside the list; its size does not grow with the list."""

    sheet: Spreadsheet
    estimate: Estimate
    preview: bool
    keyed: bool
    counts: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    to_mend: Aside = field(init=False)
    left_out: Aside = field(init=False)

    def __post_init__(self) -> None:
        self.to_mend = to_mend(self.sheet)
        self.left_out = Aside(self.sheet, "skipped", ["line", "name", "phone", "reason"])

    def add(self, lines: Sequence[Line], answers: Sequence[Answer]) -> None:
        """A portion of the list, and what became of it."""
        before = self.counts.total()
        for line, answer in zip(lines, answers, strict=True):
            self._count(line, answer)
        if self.counts.total() // SAY_EVERY > before // SAY_EVERY:
            sys.stderr.write(f"{self.counts.total():,} lines read, {self.counts[Fate.INVITED]:,} to be invited …\n")

    def end(self) -> int:
        """Prints it."""
        self.to_mend.close()
        self.left_out.close()
        for text in self._lines():
            sys.stdout.write(f"{text}\n")
        return 1 if self.counts["bad"] else 0

    def _count(self, line: Line, answer: Answer) -> None:
        why = reason(answer, self.estimate.agency.zone)
        self.estimate.add(answer, line.number)
        if answer.wrong:
            self.counts["bad"] += 1
            self.to_mend.write(mended_cells(self.sheet, line, why))
            _keep(self.bad, f"  line {line.number}: {why}")
        elif why:
            who = line.fields.get("name", "").strip() or line.fields.get("phone", "").strip()
            self.counts[answer.verdict.fate if answer.verdict and not answer.hindrance else "hindered"] += 1
            number = answer.invitation.address.peer if answer.invitation else ""
            self.left_out.write([str(line.number), inert(line.fields.get("name", "").strip()), number, why])
            _keep(self.skipped, f"  line {line.number}, {who}: {why}")
        else:
            self.counts[Fate.INVITED] += 1

    def _lines(self) -> Iterator[str]:
        invited, bad = self.counts[Fate.INVITED], self.counts["bad"]
        skipped = self.counts.total() - invited - bad
        done = "Would be invited" if self.preview else "Invited"
        yield f"{done}: {invited:,}. Skipped: {skipped:,}. To mend: {bad:,}."
        yield from _shown("Skipped:", self.skipped, skipped, self.left_out)
        yield from _shown("To mend:", self.bad, bad, self.to_mend)
        yield from self.estimate.lines()
        if not self.keyed:
            yield "BELMOMENT_SECRET_KEY is not set, so whoever had everything erased can't be told from others."
        if self.preview:
            yield "This was a preview: nobody was invited."


def _keep(kept: list[str], line: str) -> None:
    if len(kept) < MOST_SHOWN:
        kept.append(line)


def _shown(title: str, lines: Sequence[str], number: int, aside: Aside) -> Iterator[str]:
    if lines:
        yield title
        yield from lines
        more = f"  … and {number - len(lines):,} more; all" if number > len(lines) else "  All"
        yield f"{more} of them stand in {aside.path}."
