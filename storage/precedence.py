"""Who goes first where more waits in the outbox than can be sent: the newest talks beside the oldest, on free lines."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select, update

from storage.dispatch import LEASE, waits_for_morning
from storage.outbox import Claimed, Holder, claim
from storage.tables import outbox

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""Messages are claimed in the order in which they are due."""
FIRST = update(outbox).where(outbox.c.seq.in_(bindparam("seqs", expanding=True))).values(due_at=BEFORE_ALL)


def claim_fairly(
    connection: Connection, now: datetime, room: int, full: Collection[str], backlog: bool, holder: Holder
) -> Sequence[Claimed]:
    """What is ours to send, at most `room`; nothing for the carriers in `full` ("telegram", "mail" …).

    `holder` is this process among those that share the outbox.

    With a `backlog`, where more waits than there is room for, half of it is the newest: who writes now should not
    wait until all that was left undone in an outage is done.
    """
    if not (full or backlog):
        return claim(connection, now, room, holder)
    first = _put_first(connection, now, room // 2, frozenset(full), newest=True)
    first += _put_first(connection, now, room - first, frozenset(full), newest=False)
    return claim(connection, now, first, holder) if first else []


def bring_back(connection: Connection, now: datetime, longest: timedelta) -> int:
    """After the clock went back: nothing that was tried waits for longer than this from now on; how many those are.

    What waits for the end of quiet hours waits on.
    """
    far = (outbox.c.due_at > now + longest) & ~waits_for_morning(outbox, now)
    tried = far & (outbox.c.attempts > 0)
    sending = tried & (outbox.c.status == "sending")
    claimed = connection.execute(update(outbox).where(sending).values(due_at=now + LEASE)).rowcount
    return claimed + connection.execute(update(outbox).where(tried & ~sending).values(due_at=now)).rowcount


def _put_first(connection: Connection, now: datetime, limit: int, without: frozenset[str], *, newest: bool) -> int:
    """Has so many due messages, each the first of its recipient, go before all others; how many there were."""
    seqs = list(connection.scalars(_heads(newest, without), {"now": now, "most": limit}))
    if seqs:
        connection.execute(FIRST, {"seqs": seqs})
    return len(seqs)


@lru_cache(maxsize=64)  # each set of carriers is worded once: it is asked after every message
def _heads(newest: bool, without: frozenset[str]) -> Any:
    earlier = outbox.alias("earlier")
    behind = (earlier.c.recipient == outbox.c.recipient) & (earlier.c.seq < outbox.c.seq)
    stands = earlier.c.due_at.is_not(None) & ~waits_for_morning(earlier, bindparam("now"))
    held_up = select(earlier.c.seq).where(behind & stands).exists()
    # What somebody claimed and did not finish keeps its time, which tells since when it is in doubt.
    due = (outbox.c.due_at > BEFORE_ALL) & (outbox.c.due_at <= bindparam("now")) & (outbox.c.status != "sending")
    waiting = due & _carried_by_others(without)
    order = [outbox.c.due_at.desc(), outbox.c.seq.desc()] if newest else [outbox.c.due_at, outbox.c.seq]
    heads = select(outbox.c.seq).where(waiting & ~held_up).order_by(*order).limit(bindparam("most"))
    return heads.with_for_update(skip_locked=True)


def _carried_by_others(without: Collection[str]) -> ColumnElement[bool]:
    """A recipient begins with its carrier's name."""
    return and_(True, *(~outbox.c.recipient.startswith(f"{carrier}:") for carrier in sorted(without)))
