"""What is asked of the outbox for every message, worded once: the words of a statement cost more than its work."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    true,
    update,
)

from storage.tables import addresses, candidates, conversations, outbox

SAY, TELEGRAM, MAIL, CALENDAR, WEBHOOK = "say", "telegram", "mail", "calendar", "webhook"
ON_ITS_WAY = ("waiting", "sending", "doubtful")
HOLDERS = 0x686F6C64
"""Sets the locks by which processes show that they live apart from all other advisory locks in the same database."""
LEASE = timedelta(seconds=60)
"""How long a message may be on its way before it is taken up again, as after a crash."""


def doubt_since(row: Any) -> datetime | None:
    """Since when it is in doubt. What was on its way when its lease ended was so from the moment of its claim on."""
    crashed = row.due_at - LEASE if row.status == "sending" else None
    since: datetime | None = row.doubt_since or crashed
    return since


def waits_for_morning(rows: Any, now: Any) -> ColumnElement[bool]:
    """Whether messages, of the outbox or an alias of it, wait for the end of quiet hours. They hold up nobody."""
    return and_(rows.c.held_until.is_not_distinct_from(rows.c.due_at), rows.c.due_at > now)


def _where_it_was_on_its_way(then: Any, otherwise: ColumnElement[Any]) -> ColumnElement[Any]:
    # No IN: its list has to be expanded, which SQLAlchemy does not do for many rows at once.
    return case((or_(*(outbox.c.status == status for status in ON_ITS_WAY)), then), else_=otherwise)


def _heads(*more: ColumnElement[bool]) -> Select[Any]:
    late = outbox.alias("earlier")
    behind = late.c.recipient == outbox.c.recipient, late.c.seq < outbox.c.seq
    stands = late.c.due_at.is_not(None), ~waits_for_morning(late, bindparam("now"))
    return (
        select(outbox)
        .where(outbox.c.due_at <= bindparam("now"), ~select(late.c.seq).where(*behind, *stands).exists(), *more)
        .order_by(outbox.c.due_at, outbox.c.seq)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


ME = bindparam("holder", type_=Integer)
# Clocks differ between machines, and jump: a lease that seems to have ended is none while its holder lives.
NOBODYS = case(
    (or_(outbox.c.status != "sending", outbox.c.holder.is_(None), outbox.c.holder == ME), true()),
    else_=and_(bindparam("inherits", type_=Boolean), func.pg_try_advisory_xact_lock(HOLDERS, outbox.c.holder)),
)
HEADS = {"sqlite": _heads(), "postgresql": _heads(NOBODYS)}
"""SQLite has one process, which knows what it is sending."""
TAKEN = (
    update(outbox)
    .where(outbox.c.seq.in_(bindparam("seqs", expanding=True)))
    .values(status="sending", attempts=outbox.c.attempts + 1, due_at=bindparam("until"), holder=ME)
)
READERS = (
    select(addresses.c.peer, addresses.c.heard_at, candidates.c.id, candidates.c.data)
    .join(candidates)
    .where(addresses.c.channel == bindparam("on"), addresses.c.peer.in_(bindparam("peers", expanding=True)))
)
HELD = (
    update(outbox)
    .where(outbox.c.seq == bindparam("number"))
    .values(
        due_at=bindparam("until"),
        held_until=bindparam("until"),
        status=bindparam("as_it_is"),
        doubt_since=bindparam("since"),
    )
)
DROPPED = (
    update(outbox)
    .where(outbox.c.seq == bindparam("number"))
    .values(due_at=None, status="refused", reason=bindparam("why"))
)
TALKS = conversations.alias("theirs")
EARLIER = (
    select(outbox.c.provider_id)
    .join(TALKS, TALKS.c.id == outbox.c.conversation)
    .join(conversations, conversations.c.candidate == TALKS.c.candidate)
    .where(conversations.c.id == bindparam("talk"), outbox.c.recipient == bindparam("to"))
    .where(outbox.c.seq < bindparam("before"), outbox.c.provider_id.is_not(None))
)
"""By their talks, since no index leads from a recipient to what was settled."""
SENT = (
    update(outbox)
    .where(outbox.c.conversation == bindparam("talk"), outbox.c.id == bindparam("message"))
    .where(func.coalesce(outbox.c.payload["closed"].as_string(), "") != bindparam("provider"))
    .values(
        provider_id=bindparam("provider"),
        status=_where_it_was_on_its_way("sent", outbox.c.status),
        reason=_where_it_was_on_its_way(null(), outbox.c.reason),
        sent_at=_where_it_was_on_its_way(func.coalesce(outbox.c.sent_at, bindparam("at")), outbox.c.sent_at),
        due_at=None,  # which no settled message has
    )
)
"""Of a copy that a closed window held back the platform may tell before its sender does: that goes again, and waits."""
RELEASE = (
    update(outbox)
    .where(outbox.c.recipient == bindparam("to"), outbox.c.medium == SAY)
    .where(waits_for_morning(outbox, bindparam("now")))
    .values(due_at=bindparam("now"))
)
"""What waits for the end of quiet hours need not any more, once its reader has written."""
