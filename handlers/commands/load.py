"""`belmoment load`: an agency's folder is checked, then published, all of it or nothing."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.model import CallStatus
from bot.reader import read_script
from handlers.agency.folder import BadFolder, read_folder
from handlers.channels import whatsapp_of
from handlers.commands.check import problems_of
from handlers.commands.databases import opened
from handlers.commands.links import bot_name, doors, fresh_links, told
from handlers.commands.versions import author_here, still_there
from handlers.house import load_house
from handlers.settings import Settings, read_settings
from handlers.templates_standing import hindrances, standing
from handlers.unusable import Unusable
from handlers.words import load_sayings
from storage import queries
from storage.agency import AgencyContents, Published, publish
from storage.database import Database, read, transact
from storage.scripts import Version, went_back_unawares


def run_load(folder: Path, new_links: bool, note: str = "", *, over: bool = False, unapproved: bool = False) -> None:
    """Says what changed; raises Unusable with every problem of the folder, or where the database can't be had.

    And where a message that may have to go out when WhatsApp's 24 hours are over is not approved, unless `unapproved`.
    """
    settings, contents = read_settings(), _checked(folder)
    if not unapproved:
        asyncio.run(_insist_on_approval(settings, contents))
    for line in asyncio.run(_load(settings, contents, new_links, note, over)):
        sys.stdout.write(f"{line}\n")


def _checked(folder: Path) -> AgencyContents:
    try:
        contents = read_folder(folder)
        problems = problems_of(folder, contents, load_house(contents.agency.phrases))
    except BadFolder as bad:
        problems = bad.problems
    if problems:
        raise Unusable(*map(str, problems), "Nothing was published: mend these first.")
    return contents


async def _insist_on_approval(settings: Settings, contents: AgencyContents) -> None:
    """Asks for it where nobody did; without WhatsApp there is nothing to ask for."""
    now = datetime.now(UTC)
    whatsapp = whatsapp_of(settings, lambda: now)
    if whatsapp is None:
        return
    async with whatsapp:
        found = await standing(whatsapp, map(read_script, contents.scripts.values()), load_sayings())
    if problems := list(hindrances(found)):
        raise Unusable(
            *problems,
            "Nothing was published. Run this again once all are approved, or with --unapproved: what needs them is then"
            " not sent outside the 24 hours.",
        )


async def _load(settings: Settings, contents: AgencyContents, new_links: bool, note: str, over: bool) -> list[str]:
    async with opened(settings.database_url) as database:
        now = datetime.now(UTC)
        if not over:
            undone = await read(database, lambda connection: went_back_unawares(connection, contents.scripts))
            if undone:
                raise Unusable(*map(_undoes, undone))
        published = await transact(database, lambda connection: publish(connection, contents, now, author_here(), note))
        lines = [*_told(published), *await left_behind(database, contents, published, now)]
        lines += [line for version in published.scripts for line in await still_there(database, version)]
        if settings.telegram_bot_token is not None:
            ids = [one.id for one in contents.recruiters] if new_links else published.recruiters
            links = await doors(database, contents), await fresh_links(database, contents, ids, now)
            lines += told(await bot_name(settings), *links)
        return lines


async def left_behind(database: Database, contents: AgencyContents, published: Published, now: datetime) -> list[str]:
    """A line for each recruiter who is gone while candidates still wait for their calls."""
    gone = set(published.recruiters) - {recruiter.id for recruiter in contents.recruiters}
    ahead = {id: await read(database, partial(queries.calls, recruiter=id, start=now, end=None)) for id in sorted(gone)}
    booked = {id: [call for call in calls if call["status"] == CallStatus.BOOKED] for id, calls in ahead.items()}
    return [
        f"{id} is gone and has booked calls: {len(calls)}, the first at {calls[0]['start']}. "
        f"These candidates wait for them: call them yourselves, or put {id} back."
        for id, calls in booked.items()
        if calls
    ]


def _undoes(newest: Version) -> str:
    who, why = newest.author or "somebody", f" ({newest.note})" if newest.note else ""
    return (
        f"{newest.name}: this folder has an older text than version {newest.number}, which {who} published{why}. "
        "Fetch it with `belmoment save FOLDER`; or publish the older one all the same with --over."
    )


def _told(published: Published) -> Iterator[str]:
    others = [path for path in published.files if path.startswith("tests/")]
    if others:
        yield f"Kept tests: {', '.join(others)}."
    if not published.changed and not published.files:
        yield "Nothing changed: all of it is published already."
        return
    if published.agency:
        yield "Published the agency."
    if published.recruiters:
        yield f"Published recruiters: {', '.join(published.recruiters)}."
    if published.vacancies:
        yield f"Published vacancies: {', '.join(published.vacancies)}."
    for version in published.scripts:
        yield f"Published script {version.name}, version {version.number}; talks under way keep theirs."
