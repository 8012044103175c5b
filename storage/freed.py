"""Moments that somebody gave back, and who is asked whether they would rather have them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from bot.earlier import wished
from bot.events import SlotFreed
from bot.model import Conversation, Slot, Status, is_booked
from storage.forms import CONVERSATION
from storage.premises import House, Premises, premises_of
from storage.tables import conversations, freed

MOST_ASKED = 5
"""At once about one moment: of more than these, most would say yes in vain."""
MOST_LOOKED_AT = 200

NEW_FREED = insert(freed)
WAITING = select(freed).order_by(freed.c.freed_at).limit(bindparam("most")).with_for_update(skip_locked=True)
HOPING = (
    select(conversations.c.id, conversations.c.data)
    .where(conversations.c.hoped_until > bindparam("start"), conversations.c.status == Status.BOOKED)
    .where(conversations.c.vacancy.in_(bindparam("vacancies", expanding=True)))
    .where(conversations.c.id != bindparam("but"))
    .order_by(conversations.c.created_at, conversations.c.id)
    .limit(MOST_LOOKED_AT)
)
"""In the order in which they came to us, and in no other."""


def row_of(slot: Slot, conversation: str, turn: int, now: datetime) -> dict[str, Any]:
    """What is kept of a moment that this turn of the talk gave back."""
    return {
        "conversation": conversation,
        "turn": turn,
        "recruiter": slot.recruiter,
        "starts_at": slot.start,
        "ends_at": slot.end,
        "freed_at": now,
    }


def offers(connection: Connection, house: House, now: datetime, most: int) -> Sequence[SlotFreed]:
    """Who is asked about the moments given back since, each moment once; to be taken in by the same transaction."""
    rows = connection.execute(WAITING, {"most": most}).all()
    for row in rows:
        here = (freed.c.conversation == row.conversation) & (freed.c.turn == row.turn)
        connection.execute(delete(freed).where(here))
    coming = [row for row in rows if row.starts_at > now]
    premises = premises_of(connection, house) if coming else None
    return [offer for row in coming if premises for offer in _offers(connection, premises, row, now)]


def hoped_until(talk: Conversation) -> datetime | None:
    """Until when an earlier moment would be welcome to them; None where nothing earlier is hoped for."""
    return talk.hoped[-1].end if talk.hoped and talk.status is Status.BOOKED and is_booked(talk) else None


def _offers(connection: Connection, premises: Premises, row: Row[Any], now: datetime) -> Iterator[SlotFreed]:
    slot = Slot(row.starts_at, row.ends_at, row.recruiter)
    pool = [one.id for one in premises.vacancies.values() if one.open and row.recruiter in one.recruiters]
    about = {"start": row.starts_at, "vacancies": pool, "but": row.conversation}
    hoping = connection.execute(HOPING, about).all()
    wishing = (talk.id for talk in hoping if wished(CONVERSATION.decode(talk.data), slot))
    for id in islice(wishing, MOST_ASKED):
        # Of one moment somebody hears once, however often it comes free.
        moment = f"{slot.recruiter}:{slot.start.astimezone(UTC):%Y%m%dT%H%M}"
        yield SlotFreed(id=f"freed:{id}:{moment}", at=now, conversation=id, slot=slot)
