"""What waits in the outbox and never goes, since its reader said stop, or wrote first."""

from sqlalchemy import Connection, select, update

from bot.outgoing import Purpose
from storage.dispatch import SAY
from storage.tables import addresses, outbox


def drop_waiting(connection: Connection, candidate: str) -> int:
    """Nothing that still waits, or perhaps went, goes out to this person, on whichever channel; how many those were."""
    peers = connection.execute(select(addresses.c.channel, addresses.c.peer).where(addresses.c.candidate == candidate))
    theirs = outbox.c.recipient.in_([f"{channel}:{peer}" for channel, peer in peers])
    waiting = (outbox.c.medium == SAY) & outbox.c.status.in_(["waiting", "doubtful"]) & outbox.c.due_at.is_not(None)
    values = {"status": "refused", "reason": "stopped", "due_at": None}
    return connection.execute(update(outbox).where(theirs & waiting).values(values)).rowcount


def withdraw_invitation(connection: Connection, talk: str) -> bool:
    """Whether our first word in this talk still waited; then it does not go: they were first."""
    waiting = (outbox.c.conversation == talk) & (outbox.c.purpose == Purpose.INVITATION)
    here = waiting & (outbox.c.status == "waiting") & (outbox.c.attempts == 0)
    values = {"status": "refused", "reason": "they wrote first", "due_at": None}
    return connection.execute(update(outbox).where(here).values(values)).rowcount > 0
