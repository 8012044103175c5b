"""What failed too often: listed for people, and tried again once somebody has mended what was wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, select, update

from bot.events import TimerFired
from storage.forms import EVENT
from storage.moments import moment_of, text_of
from storage.once import TRY_AGAIN, Outcome
from storage.tables import conversations, events


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An event that failed too often; nothing in it is a candidate's word, name or number."""

    id: str
    kind: str
    """ "message_received", "timer_fired" …"""
    conversation: str | None
    """Known of timers only: what somebody wrote has not found its talk."""
    tries: int
    error: str
    """The class of what went wrong last; the log tells where."""
    at: datetime
    """When it was last tried (aware)."""


def set_aside(connection: Connection, limit: int = 1000) -> Sequence[SetAside]:
    """The latest first."""
    here = _aside(events.c.id, events.c.kind, events.c.conversation, events.c.tries, events.c.reason, events.c.kept_at)
    return [
        SetAside(
            id=row.id,
            kind=row.kind,
            conversation=row.conversation,
            tries=row.tries,
            error=row.reason or "",
            at=row.kept_at,
        )
        for row in connection.execute(here.order_by(events.c.kept_at.desc(), events.c.id).limit(limit))
    ]


def try_again(connection: Connection, ids: Collection[str] | None, now: datetime) -> int:
    """Has those with these ids, or all, tried again as if for the first time, within seconds; how many those are.

    What somebody wrote counts then, behind what they wrote since. A timer is set in its talk again.
    """
    here = _aside(events.c.id, events.c.body)
    rows = connection.execute(here if ids is None else here.where(events.c.id.in_(ids))).all()
    for row in rows:
        event = EVENT.decode(row.body)
        if isinstance(event, TimerFired):
            _set_anew(connection, event)
        else:
            ripe = {"outcome": Outcome.FAILED, "tries": 0, "kept_at": now - TRY_AGAIN}
            connection.execute(update(events).where(events.c.id == row.id).values(ripe))
    return len(rows)


def _aside(*columns: Column[Any]) -> Select[Any]:
    return select(*columns).where((events.c.outcome == Outcome.SET_ASIDE) & events.c.body.is_not(None))


def _set_anew(connection: Connection, timer: TimerFired) -> None:
    """It rings at once, under another id, since the talk has had another turn; unless the talk has set it otherwise."""
    talk = connection.execute(select(conversations).where(conversations.c.id == timer.conversation)).one()
    timers = {timer.name: text_of(timer.at), **talk.data["timers"]}
    values = {
        "data": talk.data | {"timers": timers, "turns": talk.turns + 1},
        "turns": talk.turns + 1,
        "next_timer_at": min(map(moment_of, timers.values())),
    }
    connection.execute(update(conversations).where(conversations.c.id == timer.conversation).values(values))
    connection.execute(delete(events).where(events.c.id == timer.id))
