"""What a decision says, put into the outbox: one row for every way that it takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.model import Conversation
from bot.outgoing import Announce, Invite, Notify, Outgoing, Say
from storage.codec import Json
from storage.dispatch import CALENDAR, MAIL, SAY, TELEGRAM, WEBHOOK
from storage.forms import OUTGOING
from storage.pen import Pen, stand_in_line
from storage.tables import outbox, recruiters

Ways = Mapping[str, Sequence[tuple[str, str]]]
"""A recruiter's media, each with its recipient, by the recruiter's id."""

NEW_MESSAGE = {
    "sqlite": insert(outbox).values(seq=select(func.coalesce(func.max(outbox.c.seq), 0) + 1).scalar_subquery()),
    "postgresql": insert(outbox).values(seq=func.nextval("outbox_seq")),
}
"""SQLite has no sequences, and one writer."""
WAYS = select(recruiters.c.id, recruiters.c.chat, recruiters.c.data).where(
    recruiters.c.id.in_(bindparam("ids", expanding=True)), recruiters.c.active
)


def put(connection: Connection, pen: Pen, talk: Conversation, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """Have these messages sent, in their order, once the pen's rows are committed.

    A recruiter's goes by every medium that the recruiter has; a calendar entry is written into the calendar that we
    may write into, and mailed as an invitation to who has none.
    """
    ways = _ways(connection, {message.recruiter for message in outgoing if not isinstance(message, Say)})
    for number, (medium, recipient, message, payload) in enumerate(_copies(talk, outgoing, ways)):
        if medium != SAY:
            pen.stand_in_line(recipient)  # several talks write to one recruiter; numbers are given before the commit
        row = _row(talk, f"{number}", medium, recipient, payload, now)
        row["due_at"] = _due(message, now)
        if isinstance(message, Say):
            row |= {"purpose": message.purpose, "held_until": message.not_before}
        else:
            row["recruiter"] = message.recruiter
        pen.add(NEW_MESSAGE[connection.dialect.name], row)


def announce(connection: Connection, pen: Pen, talk: Conversation, words: Iterable[Announce], now: datetime) -> None:
    """Have the agency's other systems told, in order for each talk, once the pen's rows are committed."""
    for number, word in enumerate(words):
        row = _row(talk, f"{WEBHOOK}{number}", WEBHOOK, f"{WEBHOOK}:{talk.id}", OUTGOING.encode(word), now)
        pen.add(NEW_MESSAGE[connection.dialect.name], row)


def tell(connection: Connection, about: str, notices: Sequence[Notify], now: datetime) -> None:
    """Have recruiters told what belongs to no talk but to `about`, by every medium that they have."""
    ways = _ways(connection, {notice.recruiter for notice in notices})
    stand_in_line(connection, {recipient for own in ways.values() for _, recipient in own})
    number, turn = 0, int(now.timestamp() * 1000)
    for notice in notices:
        for medium, recipient in (way for way in ways.get(notice.recruiter, ()) if way[0] != CALENDAR):
            row = {
                "conversation": about,
                "id": f"{about}-{turn}-{number}",
                "turn": 0,
                "medium": medium,
                "recipient": recipient,
                "recruiter": notice.recruiter,
                "status": "waiting",
                "due_at": now,
                "attempts": 0,
                "created_at": now,
                "payload": OUTGOING.encode(notice),
            }
            connection.execute(NEW_MESSAGE[connection.dialect.name], row)
            number += 1


def _row(talk: Conversation, end: str, medium: str, recipient: str, payload: Json, now: datetime) -> dict[str, object]:
    """A message that waits. All rows have the same keys, whatever they are: they are written together."""
    return {
        "conversation": talk.id,
        "id": f"{talk.id}-{talk.turns}-{end}",
        "turn": talk.turns,
        "medium": medium,
        "recipient": recipient,
        "recruiter": None,
        "purpose": None,
        "status": "waiting",
        "due_at": now,
        "held_until": None,
        "attempts": 0,
        "created_at": now,
        "payload": payload,
    }


def _due(message: Outgoing, now: datetime) -> datetime:
    """At once, unless it would come in the candidate's quiet hours."""
    if isinstance(message, Say) and message.not_before is not None:
        return max(message.not_before, now)
    return now


def _copies(talk: Conversation, outgoing: Sequence[Outgoing], ways: Ways) -> Iterator[tuple[str, str, Outgoing, Json]]:
    for message in outgoing:
        payload = OUTGOING.encode(message)
        for medium, recipient in _takes(talk, message, ways):
            yield medium, recipient, message, payload


def _takes(talk: Conversation, message: Outgoing, ways: Ways) -> Sequence[tuple[str, str]]:
    match message:
        case Say():
            return [(SAY, f"{talk.address.channel}:{talk.address.peer}")]
        case Notify():
            return [way for way in ways.get(message.recruiter, ()) if way[0] != CALENDAR]
        case Invite():
            own = [way for way in ways.get(message.recruiter, ()) if way[0] in (CALENDAR, MAIL)]
            return own[:1]
        case _:
            assert_never(message)


def _ways(connection: Connection, ids: set[str]) -> Ways:
    """Of those who are still with the agency."""
    if not ids:
        return {}
    rows = connection.execute(WAYS, {"ids": sorted(ids)})
    return {row.id: list(_media(row.id, row.chat, row.data)) for row in rows}


def _media(id: str, chat: str | None, data: Json) -> Iterator[tuple[str, str]]:
    if (data.get("calendar") or {}).get("caldav"):
        yield CALENDAR, f"calendar:{id}"
    if chat:
        yield TELEGRAM, f"telegram:{chat}"
    if email := data.get("email"):
        yield MAIL, f"mail:{email}"
