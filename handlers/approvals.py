"""Has the messages that a closed window may need approved by WhatsApp before they are needed."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol

import structlog

from bot.outgoing import Say
from bot.planning import planned
from handlers.channel import Refused
from storage.database import Database, read
from storage.premises import House, newest_scripts

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 600.0


class Approving(Protocol):
    """The part of the WhatsApp channel that is needed here."""

    async def prepare(self, messages: Iterable[Say]) -> bool:
        """Ask for the approval of their templates; whether all have it. Raises Refused."""
        ...


async def keep_approved(channel: Approving, database: Database, house: House) -> None:
    """Asks at the start, and looks again every ten minutes: scripts change, and approval takes its time."""
    while True:
        scripts = await read(database, lambda connection: newest_scripts(connection, house))
        await _look(channel, [say for script in scripts for say in planned(script, house.sayings)])
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _look(channel: Approving, messages: Sequence[Say]) -> None:
    try:
        ready = await channel.prepare(messages)
    except Refused as refused:
        log.warning("whatsapp.template_refused", reason=str(refused))
    else:
        log.info("whatsapp.templates", wanted=len(messages), all_approved=ready)
