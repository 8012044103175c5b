"""Recruiters' own calendars: what was read of them, how the reading goes, and which booked calls they now cross."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.model import CallStatus, Recruiter
from bot.outgoing import Notify
from bot.windows import Windows
from storage.agendas import keep_busy
from storage.forms import RECRUITER, WINDOWS
from storage.pictures import QueuedCall
from storage.posting import tell
from storage.queries import queued_calls
from storage.tables import calendars, recruiters
from storage.tables import calls as call_table

STILL_SHOWN = timedelta(days=30)
"""How long a call stays in the feed after its end."""
VAIN_TRIES = 3
"""So often in a row a calendar may fail, where that mends itself, before its owner hears of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a calendar's owner hears."""

    failed: Callable[[str], Notify]
    """It can't be read, for this reason."""
    works: Callable[[], Notify]
    """It can be read again."""
    crossed: Callable[[QueuedCall], Notify]
    """Something lies across this booked call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the reading of one recruiter's calendar goes."""

    recruiter: str
    read_at: datetime | None
    """When it last could be read."""
    failing_since: datetime | None
    reason: str | None


def with_calendars(connection: Connection) -> Sequence[Recruiter]:
    """Those who are with the agency and have a calendar to read, in the agency's order."""
    rows = connection.scalars(select(recruiters.c.data).where(recruiters.c.active).order_by(recruiters.c.number))
    everybody = [RECRUITER.decode(data) for data in rows]
    return [
        one for one in everybody if one.calendar and (one.calendar.ics or one.calendar.ics_from or one.calendar.caldav)
    ]


def keep_reading(connection: Connection, recruiter: str, busy: Windows, now: datetime, words: Words) -> None:
    """The calendar was read: its owner is busy then.

    They hear of the booked calls that something new lies across, each once; and, where they were told that it could not
    be read, that it works again.
    """
    before = connection.scalar(select(recruiters.c.busy).where(recruiters.c.id == recruiter))
    if before is None:
        return
    for call in _crossed(connection, recruiter, WINDOWS.decode(before), busy, now):
        # It belongs to the talk, and is forgotten with it.
        tell(connection, call.conversation, [words.crossed(call)], now)
    keep_busy(connection, recruiter, busy)
    if connection.scalar(select(calendars.c.told).where(calendars.c.recruiter == recruiter)):
        tell(connection, f"calendar:{recruiter}", [words.works()], now)
    mended = {"read_at": now, "failing_since": None, "failures": 0, "told": False, "reason": None}
    _write(connection, recruiter, mended)


def keep_failure(
    connection: Connection, recruiter: str, reason: str, now: datetime, words: Words, *, passes: bool
) -> None:
    """The calendar could not be read; the last known busy times hold.

    Its owner is told once; where such a thing `passes` by itself, only after some vain tries.
    """
    row = connection.execute(select(calendars).where(calendars.c.recruiter == recruiter)).first()
    failures = (row.failures if row else 0) + 1
    told = bool(row and row.told)
    if not told and (not passes or failures >= VAIN_TRIES):
        tell(connection, f"calendar:{recruiter}", [words.failed(reason)], now)
        told = True
    since = row.failing_since if row and row.failing_since else now
    _write(connection, recruiter, {"failing_since": since, "failures": failures, "told": told, "reason": reason})


def left_calendars(connection: Connection) -> Sequence[str]:
    """Recruiters who had a calendar that was read, and have none any more."""
    now = {one.id for one in with_calendars(connection)}
    return [one for one in connection.scalars(select(calendars.c.recruiter)) if one not in now]


def forget_left(connection: Connection) -> None:
    """What a calendar said holds no longer where there is no such calendar."""
    for recruiter in left_calendars(connection):
        with suppress(LookupError):
            keep_busy(connection, recruiter, ())
        connection.execute(delete(calendars).where(calendars.c.recruiter == recruiter))


def health(connection: Connection) -> Sequence[Health]:
    """How the reading of each calendar goes that was tried."""
    rows = connection.execute(select(calendars).order_by(calendars.c.recruiter))
    return [
        Health(recruiter=row.recruiter, read_at=row.read_at, failing_since=row.failing_since, reason=row.reason)
        for row in rows
    ]


def feed_calls(connection: Connection, recruiter: str, now: datetime) -> Sequence[QueuedCall]:
    """The recruiter's calls to come, and those of the last weeks; without the cancelled ones."""
    here = (call_table.c.recruiter == recruiter) & (call_table.c.ends_at > now - STILL_SHOWN)
    return queued_calls(connection, here & (call_table.c.status != CallStatus.CANCELLED))


def _crossed(
    connection: Connection, recruiter: str, before: Windows, busy: Windows, now: datetime
) -> Sequence[QueuedCall]:
    """The booked calls to come that something lies across now, and nothing did before."""
    here = (call_table.c.recruiter == recruiter) & (call_table.c.starts_at > now)
    booked = queued_calls(connection, here & (call_table.c.status == CallStatus.BOOKED))
    return [call for call in booked if _meets(call, busy) and not _meets(call, before)]


def _meets(call: QueuedCall, windows: Windows) -> bool:
    return any(window.start < call.end and call.start < window.end for window in windows)


def _write(connection: Connection, recruiter: str, values: Mapping[str, object]) -> None:
    here = calendars.c.recruiter == recruiter
    if connection.execute(update(calendars).where(here).values(values)).rowcount == 0:
        connection.execute(insert(calendars).values({"recruiter": recruiter, "failures": 0, "told": False, **values}))
