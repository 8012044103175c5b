"""What a platform still keeps of somebody who was erased here: its own ids of messages, until those are gone there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import remains

MOST = 50
LONGEST_PAUSE = timedelta(hours=6)
FIRST_PAUSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """One message that a platform may still have."""

    channel: str
    id: str
    tries: int


def leave_to_platforms(connection: Connection, ids: Iterable[tuple[str, str]], now: datetime) -> None:
    """Have these messages, each a channel and the platform's own id, erased there, too."""
    for channel, id in sorted(ids):
        here = (remains.c.channel == channel) & (remains.c.id == id)
        if id and connection.scalar(select(remains.c.id).where(here)) is None:
            connection.execute(insert(remains).values(channel=channel, id=id, tries=0, due_at=now))


def remaining(connection: Connection, now: datetime) -> Sequence[Remaining]:
    """What should be erased at its platform by now."""
    due = select(remains).where(remains.c.due_at <= now).order_by(remains.c.due_at, remains.c.id).limit(MOST)
    return [Remaining(channel=row.channel, id=row.id, tries=row.tries) for row in connection.execute(due)]


def gone(connection: Connection, one: Remaining) -> None:
    """The platform has it no more, or never gives it up."""
    connection.execute(delete(remains).where((remains.c.channel == one.channel) & (remains.c.id == one.id)))


def still_there(connection: Connection, one: Remaining, now: datetime) -> None:
    """It is tried again, after pauses that grow."""
    pause = min(FIRST_PAUSE * (1 << min(one.tries, 12)), LONGEST_PAUSE)
    here = (remains.c.channel == one.channel) & (remains.c.id == one.id)
    connection.execute(update(remains).where(here).values(tries=one.tries + 1, due_at=now + pause))
