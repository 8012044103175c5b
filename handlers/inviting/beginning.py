"""Begins the topics that waited, once their person's talk about something else has ended."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from storage.agency import published_agency
from storage.database import Database, transact
from storage.invitations import Weighing, begin_waiting
from storage.premises import House

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 60.0


async def keep_beginning(
    database: Database, house: House, key: bytes | None, now: Callable[[], datetime], changed: Callable[[], None]
) -> None:
    """Looks at the start and every minute, until it is cancelled; `changed` is called where something began."""
    while True:
        begun = await begin_what_waited(database, house, key, now())
        if begun:
            log.info("inviting.begun", topics=begun)
            changed()
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def begin_what_waited(database: Database, house: House, key: bytes | None, now: datetime) -> int:
    """How many topics have begun; none where no agency is published."""

    def begin(connection: Any) -> int:
        agency = published_agency(connection)
        if agency is None:
            return 0
        return begin_waiting(connection, house, Weighing(now=now, key=key, inviting=agency.inviting))

    return await transact(database, begin)
