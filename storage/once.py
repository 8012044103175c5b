"""Every event counts once: what became of it is kept under its id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from bot.events import Event, FromCandidate, TimerFired
from storage.codec import Json, tag_of
from storage.errors import is_last_try, is_race
from storage.forms import EVENT
from storage.moments import moment_of
from storage.pen import Pen
from storage.premises import NothingPublished
from storage.tables import addresses, conversations, events, journal

MOST_TRIES = 3
TRY_AGAIN = timedelta(minutes=1)

KNOWN = select(events.c.id, events.c.outcome, events.c.tries).where(events.c.id.in_(bindparam("ids", expanding=True)))
NEW_EVENT = insert(events)
IN_A_JOURNAL = (
    select(journal.c.event)
    .join(conversations, conversations.c.id == journal.c.conversation)
    .join(addresses, addresses.c.candidate == conversations.c.candidate)
    .where(addresses.c.channel == bindparam("on"), addresses.c.peer == bindparam("who"))
    .where(journal.c.event == bindparam("event"))
)
TRIED_EVENT = update(events).where(events.c.id == bindparam("event"))


class Outcome(StrEnum):
    """What became of an event."""

    APPLIED = "applied"
    SEEN = "seen"
    """It counted before; or it is a timer that no longer is."""
    KEPT = "kept"
    """Nothing to act on; there for people to look at."""
    REFUSED = "refused"
    """A recruiter acted on a talk that is not theirs."""
    FAILED = "failed"
    """Undone; it will be tried again."""
    SET_ASIDE = "set_aside"
    """It failed too often; there for people to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of an event: nothing in it is a candidate's word, name or number."""

    event_id: str
    outcome: Outcome = Outcome.APPLIED
    conversation: str | None = None
    turn: int | None = None
    step_before: str = ""
    step_after: str = ""
    status: str = ""
    intent: str = ""
    outgoing: int = 0
    """How many messages follow."""
    error: str = ""
    """The class of what went wrong."""


class Once:
    """What is known of the events of one batch, and the writing down of what becomes of them."""

    def __init__(self, connection: Connection, pen: Pen, batch: Sequence[Event], now: datetime) -> None:
        rows = connection.execute(KNOWN, {"ids": [event.id for event in batch]}).all()
        self._tries = {row.id: row.tries for row in rows}
        self._settled = {row.id for row in rows if row.outcome != Outcome.FAILED}
        self._connection, self._pen, self._now = connection, pen, now

    def settled(self, event: Event) -> bool:
        """Whether it counted before."""
        return event.id in self._settled

    def applied(self, event: Event, applied: Applied) -> Applied:
        """It counted; a talk's journal holds it from here on."""
        return self._settle(event, applied)

    def stale(self, event: Event) -> Applied:
        """A timer that was set anew or is gone, or what counted long ago."""
        return self._settle(event, Applied(event_id=event.id, outcome=Outcome.SEEN))

    def kept(self, event: Event) -> Applied:
        """There is nothing to do with it, and people may want to know."""
        return self._settle(event, Applied(event_id=event.id, outcome=Outcome.KEPT), body=EVENT.encode(event))

    def refused(self, event: Event) -> Applied:
        """It was not theirs to do."""
        return self._settle(event, Applied(event_id=event.id, outcome=Outcome.REFUSED), body=EVENT.encode(event))

    def failed(self, event: Event, error: Exception) -> Applied:
        """Count a vain try; the third is the last."""
        tries = self._tries.get(event.id, 0) + 1
        outcome = Outcome.SET_ASIDE if tries >= MOST_TRIES else Outcome.FAILED
        applied = Applied(event_id=event.id, outcome=outcome, error=type(error).__name__)
        if isinstance(event, TimerFired):
            applied = replace(applied, conversation=event.conversation)
            _quieten(self._connection, event, self._now, gone=outcome is Outcome.SET_ASIDE)
        return self._write(event, applied, tries, EVENT.encode(event))

    def _settle(self, event: Event, applied: Applied, body: Json = None) -> Applied:
        self._settled.add(event.id)
        return self._write(event, applied, self._tries.get(event.id, 0) + 1, body)

    def _write(self, event: Event, applied: Applied, tries: int, body: Json) -> Applied:
        values = {
            "kind": tag_of(type(event)),
            "conversation": applied.conversation,
            "outcome": applied.outcome,
            "tries": tries,
            "reason": applied.error or None,
            "kept_at": self._now,
            "body": body,
        }
        if event.id in self._tries:
            self._pen.add(TRIED_EVENT, values | {"event": event.id})
        else:
            self._pen.add(NEW_EVENT, values | {"id": event.id})
        return applied


def unsettled(connection: Connection, now: datetime, limit: int, *, claim: bool = False) -> Sequence[Event]:
    """What failed a minute ago or longer and should be applied again, the oldest first; timers come by themselves.

    With `claim` what another transaction is about to apply is passed by, and this is ours until ours ends.
    """
    failed = (events.c.outcome == Outcome.FAILED) & events.c.body.is_not(None) & (events.c.kind != tag_of(TimerFired))
    here = select(events.c.body).where(failed & (events.c.kept_at <= now - TRY_AGAIN))
    ripe = here.order_by(events.c.kept_at).limit(limit)
    rows = connection.execute(ripe.with_for_update(skip_locked=True) if claim else ripe)
    return [EVENT.decode(row.body) for row in rows]


def counted_long_ago(connection: Connection, event: Event) -> bool:
    """Whether a journal still holds what somebody wrote, though its id was forgotten: nothing counts twice, ever."""
    if not isinstance(event, FromCandidate):
        return False
    asked = {"on": event.address.channel, "who": event.address.peer, "event": event.id}
    return connection.scalar(IN_A_JOURNAL, asked) is not None


def is_no_fault_of_the_event(connection: Connection, error: Exception) -> bool:
    """Whether the picture, the database or the set-up is to blame, so that the whole batch should be tried again."""
    if is_race(error):
        return not is_last_try(connection)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, NothingPublished | OSError | OperationalError | InterfaceError | InternalError)


def _quieten(connection: Connection, event: TimerFired, now: datetime, *, gone: bool) -> None:
    """A timer that fails rings again in a minute; one that failed too often no longer rings."""
    row = connection.execute(select(conversations).where(conversations.c.id == event.conversation)).one()
    values: dict[str, Any] = {"next_timer_at": now + TRY_AGAIN}
    if gone:
        left = {name: at for name, at in row.data["timers"].items() if name != event.name}
        values["data"] = row.data | {"timers": left, "turns": row.turns + 1}
        values["turns"] = row.turns + 1
        values["next_timer_at"] = min(map(moment_of, left.values()), default=None)
    connection.execute(update(conversations).where(conversations.c.id == event.conversation).values(values))
