"""`belmoment calendars`: whether each recruiter's calendar can be read, and where their calls can be subscribed to."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import aiohttp

from bot.model import Recruiter
from handlers.calendars.feed import feed_path
from handlers.calendars.keeping import Calendars
from handlers.calendars.unread import Unread
from handlers.commands.databases import opened
from handlers.secret_files import secrets_beside
from handlers.settings import Settings, read_settings
from handlers.unusable import Unusable
from handlers.words import load_sayings
from storage.calendars import health, with_calendars
from storage.database import Database, read
from storage.people import recruiters_now


def run_calendars() -> int:
    """Prints what it finds, and changes nothing; 1 where a calendar can't be read."""
    settings = read_settings()
    return asyncio.run(_told(settings))


async def _told(settings: Settings) -> int:
    sick = 0
    async with opened(settings.database_url) as database:
        recruiters = await read(database, recruiters_now)
        if not recruiters:
            raise Unusable("No recruiter is published yet. Run `belmoment load FOLDER`.")
        async for recruiter, line, well in _looked(database):
            sick += not well
            sys.stdout.write(f"{recruiter.name}: {line}\n")
    sys.stdout.write("".join(f"{line}\n" for line in _feeds(recruiters, settings)))
    return 1 if sick else 0


async def _looked(database: Database) -> AsyncIterator[tuple[Recruiter, str, bool]]:
    """One reading of each calendar, in the recruiter's words."""
    sayings = load_sayings()
    calendars = Calendars(
        database=database,
        now=lambda: datetime.now(UTC),
        sayings=sayings,
        secret=secrets_beside(Settings),
        told=lambda: None,
        link=str,
    )
    since = {one.recruiter: one.failing_since for one in await read(database, health)}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        for recruiter in await read(database, with_calendars):
            try:
                busy = await calendars.busy_of(recruiter, session)
            except Unread as unread:
                said, failing = sayings.say(f"calendar_{unread.reason}", "en"), since.get(recruiter.id)
                so_long = f" So it has been since {failing:%d-%m-%Y %H:%M} UTC." if failing else ""
                yield recruiter, f"{said} ({unread}){so_long}", False
            else:
                until = f", the last until {busy[-1].end:%d-%m-%Y %H:%M} UTC" if busy else ""
                yield recruiter, f"their calendar is read; {len(busy)} busy times{until}.", True


def _feeds(recruiters: Sequence[Recruiter], settings: Settings) -> list[str]:
    """Where the calls can be subscribed to; the addresses are as secret as a password."""
    if settings.secret_key is None:
        return ["Calls can't be subscribed to: set BELMOMENT_SECRET_KEY."]
    key, house = settings.secret_key.get_secret_value().encode(), settings.public_url or ""
    head = "Calls to subscribe to, each at an address that is as secret as a password:"
    return [head, *(f"  {one.name}: {house}{feed_path(one, key)}" for one in recruiters)]
