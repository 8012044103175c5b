"""`belmoment invite FILE.csv`: everybody on a list is checked, weighed and invited, or it is said why not."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, aclosing
from datetime import UTC, datetime
from pathlib import Path

from handlers.channels import whatsapp_of
from handlers.commands.databases import opened
from handlers.house import mute_house
from handlers.inviting.costing import Estimate
from handlers.inviting.inviter import Inviter, published
from handlers.inviting.spreadsheet import Aside, Spreadsheet
from handlers.inviting.taking import Taken, take
from handlers.settings import Settings, read_settings
from handlers.unusable import Unusable
from storage.origins import Way
from storage.premises import NothingPublished

SAY_EVERY = 5000


def run_invite(file: Path, preview: bool, now: datetime | None = None) -> int:
    """Prints what became of everybody; 1 where a line has to be mended, else 0. Raises Unusable."""
    settings = read_settings()
    with Spreadsheet(file) as sheet:
        return asyncio.run(_run(settings, sheet, preview, now or datetime.now(UTC)))


async def _run(settings: Settings, sheet: Spreadsheet, preview: bool, now: datetime) -> int:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url))
        house = mute_house()
        try:
            current = await published(database, house, now, Way.IMPORT)
        except NothingPublished:
            raise Unusable("No agency is published yet. Run `belmoment load FOLDER` first.") from None
        whatsapp = whatsapp_of(settings, lambda: now)
        platform = await stack.enter_async_context(whatsapp) if whatsapp else None
        key = settings.secret_key.get_secret_value().encode() if settings.secret_key else None
        inviter = Inviter(database=database, house=house, published=current, key=key, platform=platform)
        taken, told = Taken(sheet=sheet, estimate=Estimate(current.agency)), 0
        portions = await stack.enter_async_context(aclosing(take(inviter, taken, preview=preview)))
        async for _ in portions:
            if taken.lines // SAY_EVERY > told:
                told = taken.lines // SAY_EVERY
                sys.stderr.write(f"{taken.lines:,} lines read, {taken.invited:,} to be invited …\n")
    for text in _lines(taken, preview=preview, keyed=key is not None):
        sys.stdout.write(f"{text}\n")
    return 1 if taken.wrong else 0


def _lines(taken: Taken, *, preview: bool, keyed: bool) -> Iterator[str]:
    done = "Would be invited" if preview else "Invited"
    waiting = f" Waiting for the end of another talk: {taken.waiting:,}." if taken.waiting else ""
    yield f"{done}: {taken.invited:,}.{waiting} Skipped: {taken.skipped:,}. To mend: {taken.wrong:,}."
    left = [f"  line {one.number}, {one.who}: {taken.reason(one.answer)}" for one in taken.left]
    yield from _shown("Not invited now:", left, taken.skipped + taken.waiting, taken.left_out)
    bad = [f"  line {one.number}: {taken.reason(one.answer)}" for one in taken.bad]
    yield from _shown("To mend:", bad, taken.wrong, taken.to_mend)
    yield from taken.estimate.lines()
    if not keyed:
        yield "BELMOMENT_SECRET_KEY is not set, so whoever had everything erased can't be told from others."
    if preview:
        yield "This was a preview: nobody was invited."


def _shown(title: str, lines: Sequence[str], number: int, aside: Aside) -> Iterator[str]:
    if lines:
        yield title
        yield from lines
        more = f"  … and {number - len(lines):,} more; all" if number > len(lines) else "  All"
        yield f"{more} of them stand in {aside.path}."
