"""How the house is doing, by what stands in the database: what waits, since when, and what was given up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from storage.dispatch import waits_for_morning
from storage.forms import RECRUITER, VACANCY
from storage.once import Outcome
from storage.tables import agency, conversations, events, outbox, recruiters, vacancies

NONE = timedelta()
LATELY = timedelta(days=1)
MOST_READ = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits to be done."""

    due: int
    """Messages that should go out now, or are on their way."""
    put_off: int
    """Messages that wait for a moment to come: the end of quiet hours, or of a pause that a platform asked for."""
    oldest: timedelta
    """How long ago the oldest message was decided that should have gone out by now."""
    overdue: timedelta
    """How late the latest timer is that did not ring yet."""
    failed: int
    """Events that will be tried again."""
    set_aside: int
    """Events that failed too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What is published, and what went wrong of late. Recruiters and vacancies by id; reasons with how often."""

    published: bool
    without_hours: Sequence[str]
    without_chat: Sequence[str]
    """Recruiters who linked no chat …"""
    without_a_way: Sequence[str]
    """… and those of them who have no mail address either."""
    without_recruiters: Sequence[str]
    """Open vacancies of which nobody is with the agency."""
    refused: Mapping[str, int]
    """Messages of the last day that were not taken."""
    held_up: Mapping[str, int]
    """What was said to the last try of those that wait."""
    set_aside: Mapping[str, int]


def backlog(connection: Connection, now: datetime) -> Backlog:
    """As it is now; read from indexes of what is open, so that it costs what waits, and not what was."""
    on_its_way = (outbox.c.due_at <= now) | (outbox.c.status == "sending")
    tried = on_its_way | ((outbox.c.attempts > 0) & ~waits_for_morning(outbox, now))
    waits = connection.execute(
        select(
            func.count(),
            func.sum(case((on_its_way, 1), else_=0)),
            func.min(case((tried, outbox.c.created_at))),
        ).where(outbox.c.due_at.is_not(None))
    ).one()
    first = connection.scalar(select(func.min(conversations.c.next_timer_at)))
    broken = _unsettled(connection)
    return Backlog(
        due=waits[1] or 0,
        put_off=waits[0] - (waits[1] or 0),
        oldest=max(now - waits[2], NONE) if waits[2] else NONE,
        overdue=max(now - first, NONE) if first else NONE,
        failed=broken.get(Outcome.FAILED, 0),
        set_aside=broken.get(Outcome.SET_ASIDE, 0),
    )


def condition(connection: Connection, now: datetime) -> Condition:
    """As it is now; reads the last thousands of messages."""
    people = connection.execute(select(recruiters).where(recruiters.c.active).order_by(recruiters.c.number)).all()
    here = {row.id for row in people}
    jobs = connection.execute(select(vacancies).where(vacancies.c.open).order_by(vacancies.c.place)).all()
    without_chat = [row for row in people if not row.chat]
    last = select(outbox.c.status, outbox.c.reason, outbox.c.created_at).order_by(outbox.c.seq.desc()).limit(MOST_READ)
    refused = [row.reason or "no reason" for row in connection.execute(last) if _lately_refused(row, now)]
    tried = select(outbox.c.reason).where(outbox.c.due_at.is_not(None) & outbox.c.reason.is_not(None)).limit(MOST_READ)
    aside = select(events.c.reason).where((events.c.outcome == Outcome.SET_ASIDE) & events.c.body.is_not(None))
    return Condition(
        published=connection.scalar(select(agency.c.id)) is not None,
        without_hours=[row.id for row in people if not any(RECRUITER.decode(row.data).hours.values())],
        without_chat=[row.id for row in without_chat],
        without_a_way=[row.id for row in without_chat if not row.data.get("email")],
        without_recruiters=[row.id for row in jobs if here.isdisjoint(VACANCY.decode(row.data).recruiters)],
        refused=Counter(refused),
        held_up=Counter(connection.scalars(tried).all()),
        set_aside=Counter(reason or "no reason" for reason in connection.scalars(aside)),
    )


def durability(connection: Connection) -> Sequence[str]:
    """What keeps a commit from being on disk once it is confirmed; nothing, where all is as it should be."""
    if connection.dialect.name == "sqlite":
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        return [] if mode == "wal" else [f"journal_mode is {mode}, not wal"]
    shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("fsync", "synchronous_commit")}
    return [f"{name} is off" for name, value in shown.items() if value == "off"]


def _lately_refused(row: Any, now: datetime) -> bool:
    return bool(row.status == "refused" and row.reason != "stopped" and now - row.created_at < LATELY)


def _unsettled(connection: Connection) -> Mapping[str, int]:
    here = events.c.body.is_not(None) & events.c.outcome.in_([Outcome.FAILED, Outcome.SET_ASIDE])
    counted = select(events.c.outcome, func.count()).where(here).group_by(events.c.outcome)
    return {row.outcome: row[1] for row in connection.execute(counted)}
