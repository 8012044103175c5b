"""Events' ids are kept for as long as a platform may send them again, and what was set aside while people may look."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, not_, select

from storage.once import Outcome
from storage.tables import events, marks

MAY_COME_AGAIN = timedelta(days=7)
"""Telegram brings an update for a day, Twilio a status report for less; a page that slept may try again for longer."""
MAY_BE_LOOKED_AT = timedelta(days=28)
"""For what was kept with its words, which no journal holds: as long as personal data of whoever fell silent."""
BEFORE_THE_MARK = timedelta(days=1)
"""A platform's own record is read from its mark on, and brings again what is newer than that and a little more."""


def forgettable(connection: Connection, now: datetime, limit: int) -> Sequence[str]:
    """Ids that no platform will send again, and of which nothing is left to look at or to try again."""
    bare = events.c.body.is_(None) & (events.c.kept_at < now - MAY_COME_AGAIN)
    looked_at = events.c.body.is_not(None) & (events.c.kept_at < now - MAY_BE_LOOKED_AT)
    read_again = [_read_again(mark.name, mark.at) for mark in connection.execute(select(marks))]
    old = (events.c.outcome != Outcome.FAILED) & (bare | looked_at)
    return connection.scalars(select(events.c.id).where(old, *map(not_, read_again)).limit(limit)).all()


def forget(connection: Connection, ids: Sequence[str]) -> int:
    """How many of these events are forgotten now."""
    done = events.c.outcome != Outcome.FAILED
    return connection.execute(delete(events).where(events.c.id.in_(ids) & done)).rowcount


def _read_again(channel: str, mark: datetime) -> ColumnElement[bool]:
    """What came on a channel whose record was not read to its end since."""
    return events.c.id.startswith(f"{channel}:", autoescape=True) & (events.c.kept_at >= mark - BEFORE_THE_MARK)
