"""How far each talk came, read from the journal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.events import ContactShared, Event, MediaReceived, MessageReceived, Tapped
from bot.funnel import Entry, Passage, Talk, passage_of
from bot.model import CallStatus
from storage.forms import CANDIDATE, CONVERSATION, EVENT, NOTES, UNDERSTOOD
from storage.tables import calls, candidates, conversations, journal

AT_ONCE = 400
MOST = 5000
"""Talks that are looked at: more would hold up who waits for a page."""


def passages(connection: Connection, since: datetime, script: str | None = None) -> Sequence[Passage]:
    """The talks that began since then, the latest first; those of one script, or of all; `MOST` at most."""
    columns = select(conversations.c.id, conversations.c.data, candidates.c.data.label("person"))
    begun = columns.join(candidates).where(conversations.c.created_at >= since)
    if script is not None:
        begun = begun.where(conversations.c.data["script"]["name"].as_string() == script)
    ordered = begun.order_by(conversations.c.created_at.desc(), conversations.c.id)
    wanted = connection.execute(ordered.limit(MOST)).all()
    held = set(connection.scalars(select(calls.c.conversation).where(calls.c.status == CallStatus.HELD)))
    pieces = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    return [one for piece in pieces for one in _of(connection, piece, held)]


def _of(connection: Connection, rows: Sequence[Row[Any, Any, Any]], held: set[str]) -> Iterator[Passage]:
    here = select(journal).where(journal.c.conversation.in_([row.id for row in rows]))
    ordered = connection.execute(here.order_by(journal.c.conversation, journal.c.turn, journal.c.kept_at))
    entries = {id: list(map(_entry, group)) for id, group in groupby(ordered, lambda row: row.conversation)}
    for row in rows:
        if row.id in entries:
            talk, person = CONVERSATION.decode(row.data), CANDIDATE.decode(row.person)
            facts = Talk(
                id=row.id,
                script=talk.script.name,
                version=talk.script.number,
                vacancy=talk.vacancy,
                channel=talk.address.channel,
                language=talk.language,
                status=talk.status.value,
                step=talk.step,
                names=(person.name,) if person.name else (),
                answered=row.id in held,
            )
            yield passage_of(facts, entries[row.id])


def _entry(row: Row[Any]) -> Entry:
    understood = UNDERSTOOD.decode(row.understood)
    moment = understood.moment if understood else None
    return Entry(
        event=row.event,
        kind=row.kind,
        at=row.at,
        intent=row.intent or "",
        sure=understood is None or understood.sure,
        step_before=row.step_before,
        step_after=row.step_after,
        status=row.status,
        words=_words(EVENT.decode(row.body)) if row.body else "",
        has_moment=moment is not None and bool(moment.windows or moment.picked is not None),
        notes=tuple((note.kind, note.text) for note in NOTES.decode(row.notes)),
    )


def _words(event: Event) -> str:
    match event:
        case MessageReceived():
            return event.text
        case Tapped():
            return f"[{event.title or event.button.partition('.')[2]}]"
        case ContactShared():
            return "[number]"
        case MediaReceived():
            return f"[{event.kind}]"
        case _:
            return ""
