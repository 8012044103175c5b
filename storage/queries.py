"""Read-only pictures for people and other systems: calls, the queue, a talk, what recruiters were told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, select

from bot.model import TOLD, CallStatus
from bot.outgoing import Invite, Notify, Outgoing
from bot.timers import SILENT
from storage.aside import SetAside, set_aside
from storage.dossiers import facts_in
from storage.forms import OUTGOINGS
from storage.moments import moment_of
from storage.pictures import Notification, QueuedCall
from storage.records import call_rows, calls, conversation
from storage.tables import calls as call_table
from storage.tables import conversations, journal, outbox, recruiters
from storage.transcripts import Line, lines_of, transcript

__all__ = [
    "Line",
    "Notification",
    "QueuedCall",
    "SetAside",
    "calls",
    "conversation",
    "lines_of",
    "next_timer",
    "notifications",
    "queue",
    "queued_call",
    "queued_calls",
    "set_aside",
    "transcript",
    "unwritten_call",
]

STILL_OPEN = timedelta(days=7)
"""How long a call whose outcome nobody told is still shown after its end."""
STILL_QUEUED = timedelta(hours=12)
"""How long a call that was held, missed or cancelled is still shown after its end."""
MOST_NOTIFICATIONS = 100


def queue(connection: Connection, whose: Collection[str] | None, now: datetime) -> Sequence[QueuedCall]:
    """These recruiters' calls (None: all), in order of their time alone; for a while also those that are over."""
    booked = (call_table.c.status == CallStatus.BOOKED) & (call_table.c.ends_at > now - STILL_OPEN)
    here = booked | (call_table.c.ends_at > now - STILL_QUEUED)
    if whose is not None:
        here &= call_table.c.recruiter.in_(whose)
    return [_queued_call(row) for row in connection.execute(call_rows(here))]


def queued_calls(connection: Connection, here: ColumnElement[bool]) -> Sequence[QueuedCall]:
    """The calls of which this is so, in order of their time."""
    return [_queued_call(row) for row in connection.execute(call_rows(here))]


def queued_call(connection: Connection, conversation: str, id: str) -> QueuedCall | None:
    """One call, whatever became of it; None where there is none."""
    here = (call_table.c.conversation == conversation) & (call_table.c.id == id)
    row = connection.execute(call_rows(here)).first()
    return _queued_call(row) if row else None


def unwritten_call(connection: Connection, recruiter: str, now: datetime) -> QueuedCall | None:
    """The last call of theirs, of these hours, that was closed without an impression."""
    told = call_table.c.outcome.in_(TOLD) & call_table.c.impression.is_(None)
    here = told & (call_table.c.recruiter == recruiter) & (call_table.c.ends_at > now - STILL_QUEUED)
    return next((call for call in reversed(queued_calls(connection, here)) if call.current), None)


def notifications(connection: Connection, whose: Collection[str] | None) -> Sequence[Notification]:
    """What these recruiters, or any, were told, the latest first."""
    told = select(journal).where(journal.c.notifies).order_by(journal.c.kept_at.desc()).limit(MOST_NOTIFICATIONS)
    rows = connection.execute(told).all()
    names = {row.id: row.data["name"] for row in connection.execute(select(recruiters.c.id, recruiters.c.data))}
    media = _media(connection, {row.conversation for row in rows})
    return [one for row in rows for one in _told(row, names, media) if whose is None or one.recruiter in whose]


def next_timer(connection: Connection) -> datetime | None:
    """When the bot will next say something by itself; what rings without a word is passed by."""
    waiting = select(conversations.c.data["timers"]).where(conversations.c.next_timer_at.is_not(None))
    timers = (timer for row in connection.scalars(waiting) for timer in row.items())
    return min((moment_of(at) for name, at in timers if name not in SILENT), default=None)


def _queued_call(row: Row[Any]) -> QueuedCall:
    facts = facts_in(row)
    zone = ZoneInfo(facts.recruiter.zone)
    return QueuedCall(
        id=row.id,
        status=row.status,
        start=row.starts_at.astimezone(zone),
        end=row.ends_at.astimezone(zone),
        conversation=row.conversation,
        facts=facts,
        sequence=row.sequence,
        outcome=row.outcome,
        impression=row.impression or "",
    )


def _media(connection: Connection, talks: set[str]) -> Mapping[tuple[str, int, str], set[str]]:
    """By which media a turn reached a recruiter."""
    columns = select(outbox.c.conversation, outbox.c.turn, outbox.c.recruiter, outbox.c.medium)
    media: dict[tuple[str, int, str], set[str]] = {}
    for row in connection.execute(columns.where(outbox.c.conversation.in_(talks) & outbox.c.recruiter.is_not(None))):
        media.setdefault((row.conversation, row.turn, row.recruiter), set()).add(row.medium)
    return media


def _told(
    row: Row[Any], names: Mapping[str, str], media: Mapping[tuple[str, int, str], set[str]]
) -> Iterator[Notification]:
    messages: Sequence[Outgoing] = OUTGOINGS.decode(row.outgoing)
    for number, message in enumerate(messages):
        if not isinstance(message, Notify | Invite):
            continue
        ways = media.get((row.conversation, row.turn, message.recruiter), set())
        medium, subject, text = _summed_up(message, ways)
        yield Notification(
            id=f"{row.conversation}-{row.turn}-{number}",
            at=row.kept_at,
            medium=medium,
            recruiter=message.recruiter,
            recruiter_name=names.get(message.recruiter, message.recruiter),
            conversation=row.conversation,
            subject=subject,
            text=text,
        )


def _summed_up(message: Notify | Invite, ways: set[str]) -> tuple[str, str, str]:
    if isinstance(message, Invite):
        return "cancelled" if message.cancelled else "invite", message.summary, message.description
    medium = next((way for way in ("telegram", "mail") if way in ways), "queue")
    return medium, message.subject, message.text
