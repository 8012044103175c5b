"""What stands against a draft: mistakes line by line, tests that fail, past talks that would go otherwise."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reader import Unreadable, read_script
from bot.replay import Replayed
from handlers.agency.fields import FileProblem
from handlers.agency.hindsight import replayed_with
from handlers.agency.trial import linted, played
from handlers.inviting.readiness import Approving
from handlers.studio.desk import Desk
from handlers.templates_standing import Standing, standing
from storage.agency import AgencyContents
from storage.database import Database
from storage.premises import House

PAST_TALKS = 300
"""So many are held again within seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Looks in a thread, for a long text takes seconds, in which candidates write."""

    database: Database
    house: House
    platform: Approving | None = None
    """Who approves templates, where that channel is on."""

    async def found(self, desk: Desk, text: str) -> Sequence[FileProblem]:
        """What stands against it."""
        return await asyncio.to_thread(findings, desk.contents, desk.name, text, self.house)

    async def tried(self, desk: Desk, text: str, *, tests: bool = True) -> tuple[Sequence[FileProblem], int | None]:
        """What stands against it, and how many tests were held; they wait until it can be read."""
        found = await self.found(desk, text)
        if not tests or not await asyncio.to_thread(_reads, text):
            return found, None
        held, failed = await asyncio.to_thread(played, with_draft(desk.contents, desk.name, text), self.house)
        return [*failed, *found], held

    async def replayed(self, desk: Desk, text: str) -> tuple[Sequence[FileProblem], Sequence[Replayed] | None]:
        """What stands against it; and the last talks, held with it too, where it can be read."""
        found = await self.found(desk, text)
        if not await asyncio.to_thread(_reads, text):
            return found, None
        contents = with_draft(desk.contents, desk.name, text)
        return found, await replayed_with(self.database, contents, self.house, desk.name, PAST_TALKS)

    async def unapproved(self, desk: Desk, text: str) -> Sequence[Standing]:
        """What this draft newly needs, and can't go out yet when WhatsApp's 24 hours are over; it can be read."""
        if self.platform is None:
            return ()
        draft, *live = await asyncio.to_thread(lambda: [*map(read_script, (text, *desk.contents.scripts.values()))])
        needed = await standing(self.platform, [draft], self.house.sayings, besides=live)
        return [one for one in needed if one.status != "approved"]


def with_draft(contents: AgencyContents, name: str, text: str) -> AgencyContents:
    """What would be published, were the draft."""
    return replace(contents, scripts={**contents.scripts, name: text})


def findings(contents: AgencyContents, name: str, text: str, house: House) -> Sequence[FileProblem]:
    """Every mistake in the draft and what is worth a thought, in order of lines."""
    path = f"scripts/{name}.yaml"
    try:
        script = read_script(text)
    except Unreadable as unreadable:
        return [FileProblem(path, problem.line, problem.message) for problem in unreadable.problems]
    if script.name != name:
        line = script.lines.get(("name",), 1)
        return [FileProblem(path, line, f"The script is called “{name}” and stays so; write “name: {name}”.")]
    return list(linted(replace(contents, scripts={name: text}), house))


def _reads(text: str) -> bool:
    try:
        read_script(text)
    except Unreadable:
        return False
    return True
