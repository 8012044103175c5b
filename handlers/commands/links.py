"""The links by which candidates come in and recruiters link their chats, as `belmoment load` prints them."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.channel import InDoubt, Refused, TryLater
from handlers.channels import telegram_of
from handlers.clock import RealClock
from handlers.settings import Settings
from storage.agency import AgencyContents
from storage.database import Database, transact
from storage.people import LINK_LASTS, door_code, new_link_code

ANSWER_SECONDS = 5.0
NAMELESS = "BOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whom a link is for, and the code that it bears."""

    who: str
    code: str


async def doors(database: Database, contents: AgencyContents) -> Sequence[Link]:
    """A door for each open vacancy, in the name of each of its recruiters; always the same ones."""
    names = {recruiter.id: recruiter.name for recruiter in contents.recruiters}
    pairs = [(job.id, who) for job in contents.vacancies if job.open for who in job.recruiters]
    return await transact(
        database,
        lambda connection: [
            Link(who=f"{job}, {names[who]}", code=door_code(connection, job, who)) for job, who in pairs
        ],
    )


async def fresh_links(
    database: Database, contents: AgencyContents, ids: Sequence[str], now: datetime
) -> Sequence[Link]:
    """A new one-time link for each of these recruiters; earlier ones that were not used are void."""
    wanted = [recruiter for recruiter in contents.recruiters if recruiter.id in ids]
    return await transact(
        database,
        lambda connection: [Link(who=one.name, code=new_link_code(connection, one.id, now)) for one in wanted],
    )


async def bot_name(settings: Settings) -> str:
    """The bot's name at Telegram; BOT where Telegram does not tell in a few seconds."""
    telegram = telegram_of(settings, RealClock().now)
    if telegram is None:
        return NAMELESS
    try:
        async with asyncio.timeout(ANSWER_SECONDS), telegram:
            return await telegram.username() or NAMELESS
    except (Refused, TryLater, InDoubt, TimeoutError):
        return NAMELESS


def told(bot: str, candidates: Sequence[Link], recruiters: Sequence[Link]) -> Iterator[str]:
    """The lines that show them."""
    if candidates:
        yield "Links for candidates:"
        yield from _shown(bot, candidates)
    if recruiters:
        yield f"Links by which recruiters are notified on Telegram, each good for once and for {LINK_LASTS.days} days:"
        yield from _shown(bot, recruiters)
    if bot == NAMELESS and (candidates or recruiters):
        yield f"Put your bot's name for {NAMELESS}: Telegram did not tell it. Look at TELEGRAM_BOT_TOKEN."


def _shown(bot: str, links: Sequence[Link]) -> Iterator[str]:
    return (f"  {link.who}: https://t.me/{bot}?start={link.code}" for link in links)
