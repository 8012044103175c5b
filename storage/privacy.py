"""A person's own data: all of it handed out, all of it erased, and none of it kept for longer than it is needed."""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, false, func, insert, or_, select, update

from bot.model import Address, CallStatus, Candidate
from bot.outgoing import Happened
from storage import topics
from storage.agendas import next_version
from storage.codec import Json
from storage.dispatch import SAY, WEBHOOK
from storage.forms import CANDIDATE
from storage.origins import record as origin_record
from storage.outbox import talk_of
from storage.records import conversation as talk_record
from storage.register import NUMBERED
from storage.remains import leave_to_platforms
from storage.tables import (
    addresses,
    calls,
    candidates,
    conversations,
    events,
    forgotten,
    freed,
    journal,
    origins,
    outbox,
    recruiters,
)
from storage.transcripts import SAID_SOMETHING

KEPT_FOR = timedelta(days=28)
"""How long after the last contact, unless they allowed a year."""
MOST_AT_ONCE = 50
LAST_ONES = 3
"""So many messages each way are enough for a platform to find the rest by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure left for people to do."""

    calls: Sequence[Mapping[str, str]]
    """Booked calls that are off now: "recruiter", and "start" with offset."""


def find_people(connection: Connection, who: str) -> Sequence[str]:
    """Ids of the candidates at an address ("telegram:12345", "whatsapp:+31612345678"), or with a number in E.164."""
    channel, _, peer = who.partition(":")
    at = select(addresses.c.candidate).where((addresses.c.channel == channel) & (addresses.c.peer == peer))
    with_number = select(candidates.c.id).where(_has_number(who))
    written = select(addresses.c.candidate).where((addresses.c.channel == NUMBERED) & (addresses.c.peer == who))
    return list(dict.fromkeys(connection.scalars(at.union(with_number, written))))


def everything_about(connection: Connection, candidate: str) -> Mapping[str, Json] | None:
    """All that is kept about a person, ready for JSON, times with offset; None where there is nobody."""
    row = connection.execute(select(candidates).where(candidates.c.id == candidate)).first()
    if row is None:
        return None
    here = select(addresses).where(addresses.c.candidate == candidate).order_by(addresses.c.channel, addresses.c.peer)
    talks = _talks(connection, candidate)
    known = CANDIDATE.encode(CANDIDATE.decode(row.data))
    return {
        "candidate": {name: value for name, value in known.items() if name not in ("id", "address")},
        "known_since": row.created_at.isoformat(),
        "addresses": [
            {"channel": one.channel, "peer": one.peer, "last_heard": one.heard_at and one.heard_at.isoformat()}
            for one in connection.execute(here)
        ],
        "conversations": [talk_record(connection, talk) for talk in talks],
        "how_we_came_to_talk": [how for talk in talks if (how := origin_record(connection, talk))],
        "invitations_that_wait": topics.kept_about(connection, candidate),
        "understood": [_understood(entry) for entry in connection.execute(_entries(talks))],
    }


def reader_of(connection: Connection, message: str, since: datetime) -> str | None:
    """The candidate to whom this message of ours went, since then; None where there is none, or no more."""
    here = (outbox.c.conversation == talk_of(message)) & (outbox.c.id == message) & (outbox.c.medium == SAY)
    talk = select(outbox.c.conversation).where(here & (outbox.c.created_at >= since))
    candidate: str | None = connection.scalar(select(conversations.c.candidate).where(conversations.c.id.in_(talk)))
    return candidate


def erase(connection: Connection, candidate: str, key: bytes | None, now: datetime) -> Erased | None:
    """Nothing personal is left of them but, where there is a `key`, a hash of each address; None where nobody is.

    What was counted stays counted: the journal's rows remain, without a name, a word or a way back to anybody. What
    their recruiters are still to be told stays in the outbox until they have been; see `sweep`.
    """
    data = connection.scalar(select(candidates.c.data).where(candidates.c.id == candidate))
    if data is None:
        return None
    off = _call_off(connection, candidate, now)
    if key:
        for address in _reached_at(connection, candidate, CANDIDATE.decode(data)):
            _remember(connection, hash_of(address, key), now)
    _forget_talks(connection, _talks(connection, candidate), now)
    topics.forget(connection, candidate)
    connection.execute(delete(addresses).where(addresses.c.candidate == candidate))
    connection.execute(delete(candidates).where(candidates.c.id == candidate))
    return off


def due_erasures(connection: Connection, now: datetime) -> Sequence[str]:
    """Who asked for it in their chat, and has had the last word there by now."""
    due = select(candidates.c.id).where(candidates.c.erase_at <= now).order_by(candidates.c.erase_at)
    return connection.scalars(due.limit(MOST_AT_ONCE)).all()


def outlived(connection: Connection, now: datetime) -> Sequence[str]:
    """Whose last contact is so long ago that nothing is kept any more, and who has no call to come."""
    to_come = select(calls.c.conversation).where((calls.c.status == CallStatus.BOOKED) & (calls.c.ends_at > now))
    last = func.max(conversations.c.touched_at)
    talked = select(conversations.c.candidate, last.label("last")).group_by(conversations.c.candidate).subquery()
    waiting = select(conversations.c.candidate).where(conversations.c.id.in_(to_come))
    old = func.coalesce(talked.c.last, candidates.c.created_at) < now - KEPT_FOR
    here = select(candidates.c.id).outerjoin(talked, talked.c.candidate == candidates.c.id).where(old)
    allowed = candidates.c.keep_until > now
    # Who said stop has nothing left but that; it is theirs alone to lift.
    bare = candidates.c.bare.is_(True)
    over = candidates.c.id.not_in(waiting) & ~bare & ~func.coalesce(allowed, false())
    return connection.scalars(here.where(over).limit(MOST_AT_ONCE)).all()


def kept_longer(connection: Connection, now: datetime) -> int:
    """How many people's data is kept for the year that they allowed."""
    allowed = select(func.count()).select_from(candidates).where(candidates.c.keep_until > now)
    return connection.execute(allowed).scalar_one()


def outlive(connection: Connection, candidate: str, now: datetime) -> None:
    """Erases what has been kept for long enough. Of who said stop the address stays, so that it stays stopped.

    Nobody asked for this: whoever is approached again one day may be.
    """
    data = connection.scalar(select(candidates.c.data).where(candidates.c.id == candidate))
    if data is None:
        return
    known = CANDIDATE.decode(data)
    if known.stopped_at is None:
        erase(connection, candidate, None, now)
        return
    _forget_talks(connection, _talks(connection, candidate), now)
    topics.forget(connection, candidate)
    left = Candidate(id=known.id, address=known.address, zone=known.zone, stopped_at=known.stopped_at)
    columns = dict.fromkeys(("phone", "number", "keep_until", "erase_at"))
    values = {"data": CANDIDATE.encode(left), "bare": True, **columns}
    connection.execute(update(candidates).where(candidates.c.id == candidate).values(values))


def sweep(connection: Connection) -> int:
    """Outgoing messages of talks that were erased, once their recruiters have them; how many those were."""
    gone = ~select(conversations.c.id).where(conversations.c.id == outbox.c.conversation).exists()
    return connection.execute(delete(outbox).where(gone & outbox.c.due_at.is_(None))).rowcount


def hash_of(address: Address, key: bytes) -> str:
    """The address, of no use to anybody without the key."""
    return hmac.digest(key, f"{address.channel}:{address.peer}".encode(), "sha256").hex()


def _has_number(number: str) -> ColumnElement[bool]:
    """They want to be called at it, or a channel vouched that it is theirs."""
    return (candidates.c.phone == number) | (candidates.c.number == number)


def _talks(connection: Connection, candidate: str) -> Sequence[str]:
    theirs = select(conversations.c.id).where(conversations.c.candidate == candidate)
    return connection.scalars(theirs.order_by(conversations.c.created_at)).all()


def _call_off(connection: Connection, candidate: str, now: datetime) -> Erased:
    """Calls that are still to come don't take anybody's time any more."""
    talks = _talks(connection, candidate)
    booked = calls.c.conversation.in_(talks) & (calls.c.status == CallStatus.BOOKED) & (calls.c.ends_at > now)
    rows = connection.execute(select(calls.c.recruiter, calls.c.starts_at).where(booked)).all()
    for recruiter in {row.recruiter for row in rows}:
        here = update(recruiters).where(recruiters.c.id == recruiter)
        connection.execute(here.values(agenda_version=next_version()))
    return Erased(calls=[{"recruiter": row.recruiter, "start": row.starts_at.isoformat()} for row in rows])


def _forget_talks(connection: Connection, talks: Sequence[str], now: datetime) -> None:
    """Their words are gone, here and soon at the platforms; how many came how far stays known."""
    leave_to_platforms(connection, _at_platforms(connection, talks), now)
    for talk in talks:
        blank: dict[str, Json] = {"body": {}, "understood": None, "outgoing": [], "notes": [], "notifies": False}
        nobody = f"erased-{secrets.token_hex(8)}"
        for entry in connection.execute(select(journal.c.event, journal.c.turn).where(journal.c.conversation == talk)):
            here = (journal.c.conversation == talk) & (journal.c.event == entry.event)
            values = {**blank, "conversation": nobody, "event": secrets.token_hex(8)}
            connection.execute(update(journal).where(here).values(values))
    told = or_(outbox.c.medium == SAY, outbox.c.due_at.is_(None))
    connection.execute(delete(outbox).where(outbox.c.conversation.in_(talks) & told))
    # Other systems hear that somebody wants nothing more, and of their calls no more.
    of_calls = (outbox.c.medium == WEBHOOK) & (outbox.c.payload["what"].as_string() != Happened.OPTED_OUT)
    connection.execute(delete(outbox).where(outbox.c.conversation.in_(talks) & of_calls))
    connection.execute(update(events).where(events.c.conversation.in_(talks)).values(conversation=None, body=None))
    connection.execute(delete(calls).where(calls.c.conversation.in_(talks)))
    connection.execute(delete(freed).where(freed.c.conversation.in_(talks)))
    connection.execute(delete(origins).where(origins.c.conversation.in_(talks)))
    connection.execute(delete(conversations).where(conversations.c.id.in_(talks)))


def _reached_at(connection: Connection, candidate: str, known: Candidate) -> set[Address]:
    """Every address of theirs, and those that their numbers have on WhatsApp, whether they wrote from there or not."""
    rows = connection.execute(select(addresses).where(addresses.c.candidate == candidate))
    numbered = {Address(NUMBERED, number) for number in (known.phone, known.verified) if number}
    return numbered.union(Address(row.channel, row.peer) for row in rows)


def _at_platforms(connection: Connection, talks: Sequence[str]) -> set[tuple[str, str]]:
    """Channels, each with a platform's ids of the last messages both ways."""
    said = (outbox.c.medium == SAY) & outbox.c.provider_id.is_not(None) & outbox.c.conversation.in_(talks)
    out = select(outbox.c.recipient, outbox.c.provider_id).where(said).order_by(outbox.c.seq.desc()).limit(LAST_ONES)
    came = journal.c.conversation.in_(talks) & journal.c.kind.in_(SAID_SOMETHING)
    heard = select(journal.c.event).where(came).order_by(journal.c.kept_at.desc()).limit(LAST_ONES)
    ids = {(row.recipient.partition(":")[0], row.provider_id) for row in connection.execute(out)}
    # An event from a channel is named after it, and after the platform's own id.
    return ids | {(id.partition(":")[0], id.partition(":")[2]) for id in connection.scalars(heard)}


def _remember(connection: Connection, hashed: str, now: datetime) -> None:
    if not _is_forgotten(connection, hashed):
        connection.execute(insert(forgotten).values(hash=hashed, at=now))


def _is_forgotten(connection: Connection, hashed: str) -> bool:
    return connection.scalar(select(forgotten.c.hash).where(forgotten.c.hash == hashed)) is not None


def _entries(talks: Sequence[str]) -> Select[Any]:
    said = journal.c.conversation.in_(talks) & journal.c.intent.is_not(None)
    return select(journal.c.at, journal.c.event, journal.c.intent).where(said).order_by(journal.c.kept_at)


def _understood(entry: Row[Any]) -> Mapping[str, Json]:
    """What one of their messages was taken for."""
    return {"at": entry.at.isoformat(), "message": entry.event, "taken_for": entry.intent}
