"""One person, however many addresses: whoever has the same verified number is the same, and all of theirs is one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.events import FromCandidate
from bot.model import Candidate
from storage import topics
from storage.calling_off import drop_waiting
from storage.forms import CANDIDATE
from storage.origins import Way
from storage.pen import Pen
from storage.register import Register
from storage.tables import addresses, candidates, conversations, origins


def unite(connection: Connection, pen: Pen, register: Register, event: FromCandidate) -> str | None:
    """Brings together what is known of who writes, where their channel vouches for their number.

    Gives who that is where a stop was among it: it holds for all of theirs, and what is under way is to end.
    """
    if event.phone is None:
        return None
    rows = register.of_address(event.address)
    here = rows[0].person if rows else None
    if here is not None and rows[0].candidate.get("verified") == event.phone:
        return None  # it was done when the number became known
    others = [id for id in register.of_number(event.phone) if id != here]
    if others:
        pen.flush()
    stopped = False
    for other in others:
        if here is None:
            here = other
            new = {"channel": event.address.channel, "peer": event.address.peer, "candidate": here}
            connection.execute(insert(addresses).values(new))
        else:
            stopped = _merge(connection, here, other) or stopped
    if others and here is not None:
        register.write(here, event.address)
    return here if stopped else None


def _merge(connection: Connection, kept: str, gone: str) -> bool:
    """All that belonged to `gone` is `kept`'s; whether a stop of either holds for both."""
    one = _filled_up(_candidate(connection, kept), _candidate(connection, gone))
    if one.stopped_at and _came_by_themselves(connection, (kept, gone), one.stopped_at):
        one = replace(one, stopped_at=None)
    values = {
        "phone": one.phone,
        "keep_until": one.keep_until,
        "erase_at": one.erase_at,
        "data": CANDIDATE.encode(one),
    }
    connection.execute(update(candidates).where(candidates.c.id == kept).values(values))
    # Where both were invited to a vacancy, one of the two invitations counts against a third.
    once = select(origins.c.vacancy).where((origins.c.candidate == kept) & (origins.c.way != Way.DOOR))
    twice = (origins.c.way != Way.DOOR) & origins.c.vacancy.in_(once)
    connection.execute(update(origins).where((origins.c.candidate == gone) & ~twice).values(candidate=kept))
    topics.move(connection, kept, gone)
    connection.execute(update(addresses).where(addresses.c.candidate == gone).values(candidate=kept))
    for talk in _talks(connection, gone):
        data = connection.scalar(select(conversations.c.data).where(conversations.c.id == talk))
        values = {"candidate": kept, "data": {**(data or {}), "candidate": kept}}
        connection.execute(update(conversations).where(conversations.c.id == talk).values(values))
    connection.execute(delete(candidates).where(candidates.c.id == gone))
    if one.stopped_at:
        drop_waiting(connection, kept)
    return one.stopped_at is not None


def _filled_up(kept: Candidate, gone: Candidate) -> Candidate:
    return replace(
        kept,
        name=kept.name or gone.name,
        phone=kept.phone or gone.phone,
        language=kept.language or gone.language,
        source=kept.source or gone.source,
        stopped_at=max((at for at in (kept.stopped_at, gone.stopped_at) if at), default=None),
        erase_at=min((at for at in (kept.erase_at, gone.erase_at) if at), default=None),
        keep_asked_at=kept.keep_asked_at or gone.keep_asked_at,
        keep_until=kept.keep_until if kept.keep_asked_at else gone.keep_until,
    )


def _came_by_themselves(connection: Connection, people: Sequence[str], since: datetime) -> bool:
    """Whether one of them began a talk after that moment: as good as taking back what was said on another channel."""
    ours = exists().where((origins.c.conversation == conversations.c.id) & (origins.c.way != Way.DOOR))
    theirs = conversations.c.candidate.in_(people) & (conversations.c.created_at > since)
    return connection.scalar(select(conversations.c.id).where(theirs & ~ours).limit(1)) is not None


def _candidate(connection: Connection, id: str) -> Candidate:
    return CANDIDATE.decode(connection.scalar(select(candidates.c.data).where(candidates.c.id == id)))


def _talks(connection: Connection, candidate: str) -> Sequence[str]:
    return connection.scalars(select(conversations.c.id).where(conversations.c.candidate == candidate)).all()
