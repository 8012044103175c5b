"""One person, however many addresses: whoever has the same verified number is the same, and all of theirs is one."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from bot.events import FromCandidate
from bot.model import Candidate
from storage.forms import CANDIDATE
from storage.origins import Way
from storage.pen import Pen
from storage.register import Register
from storage.tables import addresses, candidates, conversations, origins


def unite(connection: Connection, pen: Pen, register: Register, event: FromCandidate) -> None:
    """Brings together what is known of who writes, where their channel vouches for their number."""
    if event.phone is None:
        return
    rows = register.of_address(event.address)
    here = rows[0].person if rows else None
    if here is not None and rows[0].candidate.get("verified") == event.phone:
        return  # it was done when the number became known
    others = [id for id in register.of_number(event.phone) if id != here]
    if others:
        pen.flush()
    for other in others:
        if here is None:
            here = other
            new = {"channel": event.address.channel, "peer": event.address.peer, "candidate": here}
            connection.execute(insert(addresses).values(new))
        else:
            _merge(connection, here, other)
    if others and here is not None:
        register.write(here, event.address)


def _merge(connection: Connection, kept: str, gone: str) -> None:
    """All that belonged to `gone` is `kept`'s; what `kept` last said about stopping holds."""
    one = _filled_up(_candidate(connection, kept), _candidate(connection, gone))
    values = {"phone": one.phone, "keep_until": one.keep_until, "data": CANDIDATE.encode(one)}
    connection.execute(update(candidates).where(candidates.c.id == kept).values(values))
    # Where both were invited to a vacancy, one of the two invitations counts against a third.
    once = select(origins.c.vacancy).where((origins.c.candidate == kept) & (origins.c.way != Way.DOOR))
    twice = (origins.c.way != Way.DOOR) & origins.c.vacancy.in_(once)
    connection.execute(update(origins).where((origins.c.candidate == gone) & ~twice).values(candidate=kept))
    connection.execute(update(addresses).where(addresses.c.candidate == gone).values(candidate=kept))
    for talk in _talks(connection, gone):
        data = connection.scalar(select(conversations.c.data).where(conversations.c.id == talk))
        values = {"candidate": kept, "data": {**(data or {}), "candidate": kept}}
        connection.execute(update(conversations).where(conversations.c.id == talk).values(values))
    connection.execute(delete(candidates).where(candidates.c.id == gone))


def _filled_up(kept: Candidate, gone: Candidate) -> Candidate:
    return replace(
        kept,
        name=kept.name or gone.name,
        phone=kept.phone or gone.phone,
        language=kept.language or gone.language,
        source=kept.source or gone.source,
        keep_asked_at=kept.keep_asked_at or gone.keep_asked_at,
        keep_until=kept.keep_until if kept.keep_asked_at else gone.keep_until,
    )


def _candidate(connection: Connection, id: str) -> Candidate:
    return CANDIDATE.decode(connection.scalar(select(candidates.c.data).where(candidates.c.id == id)))


def _talks(connection: Connection, candidate: str) -> Sequence[str]:
    return connection.scalars(select(conversations.c.id).where(conversations.c.candidate == candidate)).all()
