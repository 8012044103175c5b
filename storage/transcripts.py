"""What was said in a talk, line by line: the candidate's from the journal, the bot's from the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.events import ContactShared, Event, MediaReceived, MessageReceived, Started, Tapped
from bot.model import Address, Button
from bot.outgoing import MINE, ContactCard, Say
from storage.dispatch import SAY
from storage.forms import EVENT, OUTGOING
from storage.tables import addresses, conversations, journal, outbox

HEARD, SAID, HEARD_AFTER = 0, 1, 2
"""In a turn the candidate comes before the bot; what came later, and moved nothing, behind it."""
SAID_SOMETHING = ("message_received", "started", "tapped", "contact_shared", "media_received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was said."""

    id: str
    """The event's, or the outbox's."""
    at: datetime
    """When it came in; when it was sent, or decided where it is not sent yet."""
    from_candidate: bool
    text: str
    buttons: tuple[Button, ...] = ()
    ask_phone: str = ""
    card: ContactCard | None = None
    by: str = ""
    """The recruiter whose own words these are; the assistant's where nobody is named."""
    status: str = ""
    """Of what we sent: "waiting", "sending", "doubtful", "sent", "delivered", "read" or "refused"."""
    reason: str = ""
    """Of what did not arrive: the platform's code, or our own word."""


def transcript(connection: Connection, address: Address) -> Sequence[Line]:
    """All that was said with whoever is at this address, in order, over all their talks."""
    here = (addresses.c.channel == address.channel) & (addresses.c.peer == address.peer)
    theirs = select(conversations.c.id).join(addresses, addresses.c.candidate == conversations.c.candidate)
    talks = connection.scalars(theirs.where(here).order_by(conversations.c.created_at)).all()
    return lines_of(connection, talks)


def lines_of(connection: Connection, talks: Sequence[str]) -> Sequence[Line]:
    """All that was said in these talks, one talk after the other."""
    if not talks:
        return []
    heard = select(journal).where(journal.c.conversation.in_(talks) & journal.c.kind.in_(SAID_SOMETHING))
    said = select(outbox).where(outbox.c.conversation.in_(talks) & (outbox.c.medium == SAY))
    places = {talk: place for place, talk in enumerate(talks)}
    lines = [
        ((places[row.conversation], row.turn, HEARD if row.moved else HEARD_AFTER, row.kept_at, 0), _heard(row))
        for row in connection.execute(heard)
        if _has_words(row)
    ]
    lines += [
        ((places[row.conversation], row.turn, SAID, row.created_at, row.seq), _said(row))
        for row in connection.execute(said)
    ]
    return [line for _, line in sorted(lines, key=lambda one: one[0])]


def last_words(connection: Connection, talks: Sequence[str]) -> Mapping[str, str]:
    """What the candidate last said in each of these talks."""
    said = journal.c.conversation.in_(talks) & journal.c.kind.in_(SAID_SOMETHING)
    rows = connection.execute(select(journal).where(said).order_by(journal.c.kept_at, journal.c.turn))
    last = {row.conversation: row for row in rows if _has_words(row)}
    return {talk: _heard(row).text for talk, row in last.items()}


def _has_words(row: Row[Any]) -> bool:
    """A door on Telegram is a tap, on WhatsApp a message."""
    return row.kind != "started" or bool(row.body.get("text"))


def _heard(row: Row[Any]) -> Line:
    return Line(id=row.event, at=row.at, from_candidate=True, text=" ".join(_words(EVENT.decode(row.body))))


def _words(event: Event) -> Iterator[str]:
    match event:
        case MessageReceived() | Started():
            yield event.text
        case Tapped():
            yield event.title or event.button.partition(".")[2]
        case ContactShared():
            yield event.number
        case MediaReceived():
            yield f"[{event.kind}]"


def _said(row: Row[Any]) -> Line:
    say = OUTGOING.decode(row.payload)
    assert isinstance(say, Say)
    return Line(
        id=row.id,
        at=row.sent_at or row.created_at,
        from_candidate=False,
        text=say.text.replace(MINE, "…"),  # its reader's alone
        buttons=say.buttons,
        ask_phone=say.ask_phone,
        card=say.card,
        by=say.by,
        status=row.status,
        reason=(row.reason or "") if row.status == "refused" else "",
    )
