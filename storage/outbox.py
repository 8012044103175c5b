"""The door out: what was decided waits here, and leaves in order per recipient, each recipient beside the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from bot.context import Rules
from bot.model import Address, Recruiter
from bot.outgoing import Announce, ContactCard, Outgoing, Say
from storage.dispatch import (
    CALENDAR,
    EARLIER,
    HEADS,
    LEASE,
    MAIL,
    ON_ITS_WAY,
    SAY,
    SENT,
    TAKEN,
    TELEGRAM,
    WEBHOOK,
    doubt_since,
)
from storage.forms import OUTGOING, RECRUITER
from storage.restraint import Known, allowed, readers
from storage.tables import outbox, recruiters
from storage.worded import write

MOST_REASON = 200
MOST_LOOKS = 4
"""How often a claim looks further where all that it found has to wait."""
USUAL = Rules()

BEFORE: Mapping[str, Sequence[str]] = {
    "sent": ON_ITS_WAY,
    "delivered": (*ON_ITS_WAY, "sent"),
    "read": (*ON_ITS_WAY, "sent", "delivered"),
    "refused": (*ON_ITS_WAY, "sent"),
}
"""From where a message can come to a status: reports arrive late, twice and out of order, and never lead back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A process among those that share the outbox."""

    number: int | None
    """By which it shows the others that it lives, see `storage.news.Wire.hold`; none where it is alone."""
    inherits: bool
    """Whether it may take up what others did not finish: not where they may just have lost their line."""


ALONE = Holder(number=None, inherits=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One message that is ours to send now."""

    id: str
    medium: str
    """ "say" to a candidate, "telegram", "mail" or "calendar" to a recruiter, "webhook" to another system."""
    recipient: str
    """Whom the order is kept for: "telegram:12345", "mail:anna@example.org"."""
    address: Address | None
    """Where to, for "say" and "telegram"."""
    recruiter: Recruiter | None
    """Whom, for "telegram" and "mail"."""
    outgoing: Outgoing | Announce
    heard_at: datetime | None
    """When this peer last wrote to us; aware."""
    attempts: int
    """This one included."""
    conversation: str
    doubt_since: datetime | None
    """Since when it was perhaps sent, and nobody knows (aware): look there first. None where it surely was not."""
    earlier: Collection[str] = ()
    """Of a "say" in doubt: the platform's ids of what went to this recipient before it."""


def claim(
    connection: Connection, now: datetime, limit: int, holder: Holder = ALONE, rules: Rules = USUAL
) -> Sequence[Claimed]:
    """The first message of each recipient to whom nothing is on its way, at most `limit`; ours until a lease ends.

    And for as long as we, the `holder`, live, where there are others. What the decency rules hold back is put off, or
    never goes; see `restraint`.
    """
    heads = HEADS[connection.dialect.name]
    asked = {"now": now, "most": limit, "holder": holder.number, "inherits": holder.inherits}
    for _ in range(MOST_LOOKS):
        rows = connection.execute(heads, asked).all()
        known = readers(connection, {_address(row.recipient) for row in rows if row.medium == SAY}, now)
        going = allowed(connection, rows, known, now, rules)
        if going or not rows:
            return _take(connection, going, known, now, holder)
    return []


def _take(
    connection: Connection, rows: Sequence[Row[Any]], known: Mapping[Address, Known], now: datetime, holder: Holder
) -> Sequence[Claimed]:
    if not rows:
        return []
    connection.execute(TAKEN, {"seqs": [row.seq for row in rows], "until": now + LEASE, "holder": holder.number})
    for row in rows:
        if doubt_since(row) != row.doubt_since:
            connection.execute(update(outbox).where(one_of(row.id)).values(doubt_since=doubt_since(row)))
    people = _recruiters(connection, {row.recruiter for row in rows if row.recruiter})
    return [_claimed(row, people, known, _earlier(connection, row)) for row in rows]


def sent(connection: Connection, id: str, provider_id: str, now: datetime) -> None:
    """The platform took it, under a name of its own; that is so whoever has claimed it meanwhile."""
    all_sent(connection, [(id, provider_id, now)])


def all_sent(connection: Connection, taken: Sequence[tuple[str, str, datetime]]) -> None:
    """The same for many: each with its id, the platform's, and the present."""
    rows = [{"talk": talk_of(id), "message": id, "provider": provider, "at": at} for id, provider, at in taken]
    write(connection, SENT, rows)


def refused(connection: Connection, claimed: Claimed, reason: str, now: datetime) -> None:
    """It will not be taken, now or later; the next one of the same recipient may go. See `later` on who comes late."""
    if _still_ours(connection, claimed):
        settle(connection, claimed.id, "refused", now, reason)


def later(connection: Connection, claimed: Claimed, until: datetime, reason: str = "") -> None:
    """This try surely did not send it, and it waits until then; so do those behind it. An earlier doubt stays.

    Where the lease has ended and another claimed it, this changes nothing: how that one fares is what counts.
    """
    if _still_ours(connection, claimed):
        _postpone(connection, claimed.id, "waiting", until, reason)


def doubtful(connection: Connection, claimed: Claimed, since: datetime, until: datetime, reason: str = "") -> None:
    """It was perhaps sent, at `since` or after; who claims it after `until` looks before sending it again.

    Those behind it wait. The first doubt is the one that counts. See `later` on who comes late.
    """
    if _still_ours(connection, claimed):
        _postpone(connection, claimed.id, "doubtful", until, reason)
        first = func.coalesce(outbox.c.doubt_since, since)
        here = one_of(claimed.id) & (outbox.c.status == "doubtful")
        connection.execute(update(outbox).where(here).values(doubt_since=first))


def card(connection: Connection, id: str) -> ContactCard | None:
    """The contact card that this message bears."""
    payload = connection.scalar(select(outbox.c.payload).where(one_of(id)))
    said = OUTGOING.decode(payload) if payload is not None else None
    return said.card if isinstance(said, Say) else None


def told_about(connection: Connection, recipient: str, provider_id: str) -> str | None:
    """The conversation of which this message, by the platform's own id, told a recruiter in their Telegram chat."""
    here = (outbox.c.medium == TELEGRAM) & (outbox.c.recipient == recipient) & (outbox.c.provider_id == provider_id)
    conversation: str | None = connection.scalar(select(outbox.c.conversation).where(here).limit(1))
    return conversation


def settle(connection: Connection, id: str, status: str, at: datetime, reason: str = "", provider_id: str = "") -> bool:
    """It has come to this status, unless it stands beyond that already; whether it moved."""
    here = one_of(id) & outbox.c.status.in_(BEFORE[status])
    values: dict[str, Any] = {"status": status, "due_at": None, "reason": reason[:MOST_REASON] or None}
    if provider_id:
        values["provider_id"] = func.coalesce(outbox.c.provider_id, provider_id)
    if status != "refused":
        values["sent_at"] = func.coalesce(outbox.c.sent_at, at)
    return connection.execute(update(outbox).where(here).values(values)).rowcount > 0


def recipient_of(address: Address) -> str:
    """As the outbox calls who has that address."""
    return f"{address.channel}:{address.peer}"


def talk_of(id: str) -> str:
    """An outbox id begins with its conversation's."""
    return id.rpartition("-")[0].rpartition("-")[0]


def one_of(id: str) -> ColumnElement[bool]:
    """The row of the message with this id."""
    return (outbox.c.conversation == talk_of(id)) & (outbox.c.id == id)


def _claimed(
    row: Any, people: Mapping[str, Recruiter], known: Mapping[Address, Known], earlier: Collection[str]
) -> Claimed:
    address = None if row.medium in (MAIL, CALENDAR, WEBHOOK) else _address(row.recipient)
    outgoing = OUTGOING.decode(row.payload)
    closed = isinstance(outgoing, Say) and outgoing.closed
    return Claimed(
        id=row.id,
        medium=row.medium,
        recipient=row.recipient,
        address=address,
        recruiter=people.get(row.recruiter),
        outgoing=outgoing,
        heard_at=known[address].reader.heard_at if address and address in known and not closed else None,
        attempts=row.attempts + 1,
        conversation=row.conversation,
        doubt_since=doubt_since(row),
        earlier=earlier,
    )


def _address(recipient: str) -> Address:
    channel, _, peer = recipient.partition(":")
    return Address(channel, peer)


def _recruiters(connection: Connection, ids: set[str]) -> Mapping[str, Recruiter]:
    if not ids:
        return {}
    rows = connection.execute(select(recruiters.c.id, recruiters.c.data).where(recruiters.c.id.in_(ids)))
    return {row.id: RECRUITER.decode(row.data) for row in rows}


def _earlier(connection: Connection, row: Any) -> Collection[str]:
    if row.medium != SAY or doubt_since(row) is None:
        return ()
    asked = {"talk": row.conversation, "to": row.recipient, "before": row.seq}
    return frozenset([*connection.scalars(EARLIER, asked), row.payload.get("closed", "")])


def _postpone(connection: Connection, id: str, status: str, until: datetime, reason: str) -> None:
    here = one_of(id) & outbox.c.status.in_(ON_ITS_WAY)
    values = {"status": status, "due_at": until, "reason": reason[:MOST_REASON] or None}
    connection.execute(update(outbox).where(here).values(values))


def _still_ours(connection: Connection, claimed: Claimed) -> bool:
    """Whether nobody has claimed it since."""
    attempts = connection.scalar(select(outbox.c.attempts).where(one_of(claimed.id)))
    return attempts == claimed.attempts
