"""The door out: what was decided waits here, and leaves in order per recipient, each recipient beside the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, tuple_, update

from bot.events import DeliveryReported
from bot.model import Address, Recruiter
from bot.outgoing import ContactCard, Outgoing, Say
from storage.forms import OUTGOING, RECRUITER
from storage.tables import addresses, outbox, recruiters

SAY, TELEGRAM, MAIL = "say", "telegram", "mail"
LEASE = timedelta(seconds=60)
"""How long a message may be on its way before it is taken up again, as after a crash."""
MOST_REASON = 200

ON_ITS_WAY = ("waiting", "sending", "doubtful")
BEFORE: Mapping[str, Sequence[str]] = {
    "sent": ON_ITS_WAY,
    "delivered": (*ON_ITS_WAY, "sent"),
    "read": (*ON_ITS_WAY, "sent", "delivered"),
    "refused": (*ON_ITS_WAY, "sent"),
}
"""From where a message can come to a status: reports arrive late, twice and out of order, and never lead back."""
REPORTED: Mapping[str, str] = {
    "accepted": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "refused",
    "undelivered": "refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One message that is ours to send now."""

    id: str
    medium: str
    """ "say" to a candidate, "telegram" or "mail" to a recruiter."""
    recipient: str
    """Whom the order is kept for: "telegram:12345", "mail:anna@example.org"."""
    address: Address | None
    """Where to, for "say" and "telegram"."""
    recruiter: Recruiter | None
    """Whom, for "telegram" and "mail"."""
    outgoing: Outgoing
    heard_at: datetime | None
    """When this peer last wrote to us; aware."""
    attempts: int
    """This one included."""
    conversation: str
    doubt_since: datetime | None
    """Since when it was perhaps sent, and nobody knows (aware): look there first. None where it surely was not."""


def claim(connection: Connection, now: datetime, limit: int) -> Sequence[Claimed]:
    """The first message of each recipient to whom nothing is on its way, at most `limit`; ours until a lease ends."""
    rows = connection.execute(_heads(now, limit)).all()
    taken = outbox.c.seq.in_([row.seq for row in rows])
    values = {"status": "sending", "attempts": outbox.c.attempts + 1, "due_at": now + LEASE}
    if rows:
        connection.execute(update(outbox).where(taken).values(values))
    for row in rows:
        if _doubt_since(row) != row.doubt_since:
            connection.execute(update(outbox).where(_one(row.id)).values(doubt_since=_doubt_since(row)))
    people = _recruiters(connection, {row.recruiter for row in rows if row.recruiter})
    heard = _heard(connection, {_address(row.recipient) for row in rows if row.medium == SAY})
    return [_claimed(row, people, heard) for row in rows]


def sent(connection: Connection, id: str, provider_id: str, now: datetime) -> None:
    """The platform took it, under a name of its own."""
    _settle(connection, id, "sent", now)
    connection.execute(update(outbox).where(_one(id)).values(provider_id=provider_id))


def refused(connection: Connection, id: str, reason: str, now: datetime) -> None:
    """It will not be taken, now or later; the next one of the same recipient may go."""
    _settle(connection, id, "refused", now, reason)


def later(connection: Connection, id: str, until: datetime, reason: str = "") -> None:
    """This try surely did not send it, and it waits until then; so do those behind it. An earlier doubt stays."""
    _postpone(connection, id, "waiting", until, reason)


def doubtful(connection: Connection, id: str, since: datetime, until: datetime, reason: str = "") -> None:
    """It was perhaps sent, at `since` or after; who claims it after `until` looks before sending it again.

    Those behind it wait. The first doubt is the one that counts.
    """
    _postpone(connection, id, "doubtful", until, reason)
    first = func.coalesce(outbox.c.doubt_since, since)
    connection.execute(update(outbox).where(_one(id) & (outbox.c.status == "doubtful")).values(doubt_since=first))


def report(connection: Connection, event: DeliveryReported) -> str | None:
    """Take a platform's word on a message; the conversation that it belongs to, where the message is ours."""
    conversation = connection.scalar(select(outbox.c.conversation).where(_one(event.outgoing)))
    status = REPORTED.get(event.status)
    if conversation is not None and status is not None:
        _settle(connection, event.outgoing, status, event.at, event.code)
    return conversation


def card(connection: Connection, id: str) -> ContactCard | None:
    """The contact card that this message bears."""
    payload = connection.scalar(select(outbox.c.payload).where(_one(id)))
    said = OUTGOING.decode(payload) if payload is not None else None
    return said.card if isinstance(said, Say) else None


def drop_waiting(connection: Connection, candidate: str) -> int:
    """Nothing that still waits, or perhaps went, goes out to this person, on whichever channel; how many those were."""
    peers = connection.execute(select(addresses.c.channel, addresses.c.peer).where(addresses.c.candidate == candidate))
    theirs = outbox.c.recipient.in_([f"{channel}:{peer}" for channel, peer in peers])
    waiting = (outbox.c.medium == SAY) & outbox.c.status.in_(["waiting", "doubtful"]) & outbox.c.due_at.is_not(None)
    values = {"status": "refused", "reason": "stopped", "due_at": None}
    return connection.execute(update(outbox).where(theirs & waiting).values(values)).rowcount


def release(connection: Connection, address: Address, now: datetime) -> None:
    """What waits for the end of quiet hours need not any more: this person has just written."""
    theirs = (outbox.c.recipient == f"{address.channel}:{address.peer}") & (outbox.c.medium == SAY)
    untried = (outbox.c.status == "waiting") & (outbox.c.attempts == 0) & (outbox.c.due_at > now)
    connection.execute(update(outbox).where(theirs & untried).values(due_at=now))


def _heads(now: datetime, limit: int) -> Any:
    earlier = outbox.alias("earlier")
    behind = (earlier.c.recipient == outbox.c.recipient) & (earlier.c.seq < outbox.c.seq)
    held_up = select(earlier.c.seq).where(behind & earlier.c.due_at.is_not(None)).exists()
    heads = select(outbox).where((outbox.c.due_at <= now) & ~held_up)
    return heads.order_by(outbox.c.due_at, outbox.c.seq).limit(limit).with_for_update(skip_locked=True)


def _claimed(row: Any, people: Mapping[str, Recruiter], heard: Mapping[Address, datetime | None]) -> Claimed:
    address = None if row.medium == MAIL else _address(row.recipient)
    return Claimed(
        id=row.id,
        medium=row.medium,
        recipient=row.recipient,
        address=address,
        recruiter=people.get(row.recruiter),
        outgoing=OUTGOING.decode(row.payload),
        heard_at=heard.get(address) if address else None,
        attempts=row.attempts + 1,
        conversation=row.conversation,
        doubt_since=_doubt_since(row),
    )


def _doubt_since(row: Any) -> datetime | None:
    """What was on its way when its lease ended was in doubt from the moment of its claim on."""
    crashed = row.due_at - LEASE if row.status == "sending" else None
    since: datetime | None = row.doubt_since or crashed
    return since


def _address(recipient: str) -> Address:
    channel, _, peer = recipient.partition(":")
    return Address(channel, peer)


def _recruiters(connection: Connection, ids: set[str]) -> Mapping[str, Recruiter]:
    if not ids:
        return {}
    rows = connection.execute(select(recruiters.c.id, recruiters.c.data).where(recruiters.c.id.in_(ids)))
    return {row.id: RECRUITER.decode(row.data) for row in rows}


def _heard(connection: Connection, peers: set[Address]) -> Mapping[Address, datetime | None]:
    if not peers:
        return {}
    here = tuple_(addresses.c.channel, addresses.c.peer).in_([(peer.channel, peer.peer) for peer in peers])
    rows = connection.execute(select(addresses).where(here))
    return {Address(row.channel, row.peer): row.heard_at for row in rows}


def _settle(connection: Connection, id: str, status: str, at: datetime, reason: str = "") -> None:
    here = _one(id) & outbox.c.status.in_(BEFORE[status])
    values: dict[str, Any] = {"status": status, "due_at": None, "reason": reason[:MOST_REASON] or None}
    if status != "refused":
        values["sent_at"] = func.coalesce(outbox.c.sent_at, at)
    connection.execute(update(outbox).where(here).values(values))


def _postpone(connection: Connection, id: str, status: str, until: datetime, reason: str) -> None:
    here = _one(id) & outbox.c.status.in_(ON_ITS_WAY)
    values = {"status": status, "due_at": until, "reason": reason[:MOST_REASON] or None}
    connection.execute(update(outbox).where(here).values(values))


def _one(id: str) -> ColumnElement[bool]:
    """An outbox id begins with its conversation's."""
    return (outbox.c.conversation == id.rpartition("-")[0].rpartition("-")[0]) & (outbox.c.id == id)
