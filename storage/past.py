"""Past talks as the journal has them, for a draft to be tried on."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.events import FromCandidate
from bot.replay import PastEvent, PastTalk
from storage.forms import CANDIDATE, CONVERSATION, EVENT, UNDERSTOOD
from storage.tables import candidates, conversations, journal

AT_ONCE = 400
REPLAYED = ("message_received", "started", "tapped", "contact_shared", "media_received", "blocked", "recruiter_acted")


def past_talks(connection: Connection, script: str, last: int) -> Sequence[PastTalk]:
    """The last talks that were held with any version of the script, the latest first."""
    columns = select(conversations.c.id, conversations.c.data, candidates.c.data.label("person"))
    here = conversations.c.data["script"]["name"].as_string() == script
    ordered = columns.join(candidates).where(here).order_by(conversations.c.touched_at.desc(), conversations.c.id)
    wanted = connection.execute(ordered.limit(last)).all()
    pieces = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    return [talk for piece in pieces for talk in _with_events(connection, piece)]


def past_talk(connection: Connection, id: str) -> PastTalk | None:
    """One talk; None where there is none."""
    columns = select(conversations.c.id, conversations.c.data, candidates.c.data.label("person"))
    row = connection.execute(columns.join(candidates).where(conversations.c.id == id)).first()
    return next(_with_events(connection, [row]), None) if row else None


def _with_events(connection: Connection, rows: Sequence[Row[Any, Any, Any]]) -> Iterator[PastTalk]:
    columns = select(journal.c.conversation, journal.c.body, journal.c.understood)
    here = journal.c.conversation.in_([row.id for row in rows]) & journal.c.kind.in_(REPLAYED)
    ordered = columns.where(here).order_by(journal.c.conversation, journal.c.turn, journal.c.kept_at)
    events = {
        id: tuple(map(_event, group)) for id, group in groupby(connection.execute(ordered), lambda e: e.conversation)
    }
    for row in rows:
        talk, person = CONVERSATION.decode(row.data), CANDIDATE.decode(row.person)
        happened = events.get(row.id, ())
        if any(isinstance(one.event, FromCandidate) for one in happened):
            yield PastTalk(
                id=row.id,
                person=talk.candidate,
                version=talk.script,
                vacancy=talk.vacancy,
                language=_first_language(happened) or talk.language,
                channel=talk.address.channel,
                zone=person.zone,
                names=(person.name,) if person.name else (),
                events=happened,
            )


def _event(row: Row[Any, Any, Any]) -> PastEvent:
    return PastEvent(event=EVENT.decode(row.body), understood=UNDERSTOOD.decode(row.understood))


def _first_language(events: Sequence[PastEvent]) -> str:
    """What the channel said of them at the beginning; the talk may have gone over to another since."""
    first = next((one.event for one in events if isinstance(one.event, FromCandidate)), None)
    return (first.language or "") if first else ""
