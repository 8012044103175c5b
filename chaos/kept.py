"""What stands in the database in the end, as the verdict needs it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import SQLAlchemyError

from bot.model import Conversation
from storage.database import Database, Unreachable, read
from storage.forms import CONVERSATION
from storage.tables import addresses, calls, conversations, events, journal, outbox

T = TypeVar("T")
Rows = Sequence[Row[Any]]
PATIENCE = 60.0
UNDER_WAY = ("waiting", "sending", "doubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All of it."""

    talks: Mapping[tuple[str, str], Sequence[Conversation]]
    """By channel and peer."""
    next_timers: Mapping[str, Any]
    """When each talk next rings, by its id."""
    journal: Mapping[str, Rows]
    """By talk, in order of its turns."""
    calls: Rows
    outbox: Mapping[str, Rows]
    """By recipient, in order."""
    unsettled: Rows
    """Events that failed or were set aside."""


async def patient_read(database: Database, work: Callable[[Connection], T]) -> T:
    """What `work` returns; tried again for a minute, since chaos cuts our own lines too."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return await read(database, work)
        except (Unreachable, SQLAlchemyError, OSError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.1)


async def everything(database: Database) -> Kept:
    """As it stands now."""
    return await patient_read(database, _everything)


async def under_way(database: Database) -> int:
    """How many messages are still to go out."""
    here = select(outbox.c.seq).where(outbox.c.status.in_(UNDER_WAY))
    return await patient_read(database, lambda connection: len(connection.execute(here).all()))


def _everything(connection: Connection) -> Kept:
    owned = select(conversations, addresses.c.channel, addresses.c.peer).join(
        addresses, addresses.c.candidate == conversations.c.candidate
    )
    talks: dict[tuple[str, str], list[Conversation]] = {}
    next_timers = {}
    for row in connection.execute(owned):
        talks.setdefault((row.channel, row.peer), []).append(CONVERSATION.decode(row.data))
        next_timers[row.id] = row.next_timer_at
    in_turn = select(journal).order_by(journal.c.conversation, journal.c.turn, journal.c.kept_at)
    failed = select(events).where(events.c.outcome.in_(["failed", "set_aside"]))
    return Kept(
        talks=talks,
        next_timers=next_timers,
        journal=_grouped(connection.execute(in_turn).all(), "conversation"),
        calls=connection.execute(select(calls).order_by(calls.c.recruiter, calls.c.starts_at)).all(),
        outbox=_grouped(connection.execute(select(outbox).order_by(outbox.c.seq)).all(), "recipient"),
        unsettled=connection.execute(failed).all(),
    )


def _grouped(rows: Rows, name: str) -> Mapping[str, Rows]:
    groups: dict[str, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups
