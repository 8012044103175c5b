"""What has come in so far: from where on to read a platform's own record after an outage, and what of it is new."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, case, func, insert, literal, select, update

from bot.events import Event
from storage.moments import Moment
from storage.tables import addresses, events, marks, scripts

LOOK_BACK = timedelta(minutes=10)
"""How long before the last that we know of something may have been lost: webhooks overtake each other."""
KNOWN = select(events.c.id).where(events.c.id.in_(bindparam("ids", expanding=True)))


def complete_until(connection: Connection, channel: str) -> datetime | None:
    """From where on something may be missing on this channel (aware); None where no agency was published yet.

    That is where the last reading of the platform's record ended; before the first one, where we last heard
    something. Never before the first publication: what people wrote to the number until then was not for us.
    """
    published: datetime | None = connection.scalar(select(func.min(scripts.c.published_at)))
    read_until: datetime | None = connection.scalar(select(marks.c.at).where(marks.c.name == channel))
    heard = select(func.max(addresses.c.heard_at)).where(addresses.c.channel == channel)
    known = read_until or connection.scalar(heard)
    return max(published, known - LOOK_BACK) if published and known else published


def read_until(connection: Connection, channel: str, moment: datetime) -> None:
    """All that came in on this channel before `moment` (aware) is kept; known already where a later one is marked."""
    # Who hung on the way comes last, and knows least.
    later = case((marks.c.at < moment, literal(moment, Moment)), else_=marks.c.at)
    if connection.execute(update(marks).where(marks.c.name == channel).values(at=later)).rowcount == 0:
        connection.execute(insert(marks).values(name=channel, at=moment))


def unseen(connection: Connection, arrived: Sequence[Event]) -> Sequence[Event]:
    """Those that were never kept, in their order."""
    known = set(connection.scalars(KNOWN, {"ids": [event.id for event in arrived]}))
    return [event for event in arrived if event.id not in known]
