"""What recruiters and their lead see of their calls: read from calls and journal, never counted on the side."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from bot.habits import Hour
from bot.model import CallStatus, Status
from bot.understanding.understood import Intent
from storage.habits import ANSWERED, MISSED, USUAL_ZONE
from storage.tables import calls, candidates, conversations, journal

LOOKED_BACK = timedelta(days=90)
MOST_CALLS = 10_000
YES = (Intent.INTERESTED, Intent.AFFIRM, Intent.ALREADY_EMPLOYED_BUT_OPEN, Intent.GIVE_TIME, Intent.CALL_NOW)
A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of some recruiters' calls of the last `LOOKED_BACK`."""

    tried: Mapping[Hour, tuple[int, int]]
    """First tries by the hour at which they began, on the candidate's clock: answered ones, and all."""
    minutes: Sequence[int]
    """From the first yes to a booked call, one a talk, shortest first."""
    missed: int
    """Talks in which a call was not answered …"""
    came_back: int
    """… and those of them in which another call was booked after it."""
    week: Sequence[tuple[date, Mapping[str, int]]]
    """This week's days, Monday first, each with its calls by status."""


def figures_of(connection: Connection, whose: Collection[str] | None, now: datetime, zone: str) -> Figures:
    """These recruiters' (None: everybody's); days are those of `zone`'s calendar."""
    week = _week(now, ZoneInfo(zone))
    rows = connection.execute(_calls(whose, min(now - LOOKED_BACK, week[0]), week[1])).all()
    talks = [list(talk) for _, talk in groupby(rows, key=lambda row: row.conversation)]
    past = [row for row in rows if row.starts_at >= now - LOOKED_BACK]
    lost = [talk for talk in talks if any(_is_missed(call) for call in talk)]
    return Figures(
        tried=_first_tries([talk for _, talk in _by_talk(past)]),
        minutes=_minutes(connection, {row.conversation for row in past}),
        missed=len(lost),
        came_back=sum(_came_back(talk) for talk in lost),
        week=_days(rows, week[0], ZoneInfo(zone)),
    )


def _calls(whose: Collection[str] | None, since: datetime, until: datetime) -> Any:
    columns = select(
        calls.c.conversation,
        calls.c.starts_at,
        calls.c.status,
        calls.c.outcome,
        candidates.c.data["zone"].as_string().label("zone"),
    ).select_from(
        calls.join(conversations, conversations.c.id == calls.c.conversation).join(
            candidates, candidates.c.id == conversations.c.candidate
        )
    )
    here = (calls.c.starts_at >= since) & (calls.c.starts_at < until)
    if whose is not None:
        here &= calls.c.recruiter.in_(whose)
    return columns.where(here).order_by(calls.c.conversation, calls.c.starts_at).limit(MOST_CALLS)


def _by_talk(rows: Sequence[Row[Any]]) -> Iterator[tuple[str, list[Row[Any]]]]:
    for id, talk in groupby(rows, key=lambda row: row.conversation):
        yield id, list(talk)


def _first_tries(talks: Sequence[Sequence[Row[Any]]]) -> Mapping[Hour, tuple[int, int]]:
    """Of each talk the first call of which is known whether it was answered."""
    tried: dict[Hour, tuple[int, int]] = {}
    for talk in talks:
        first = next((call for call in talk if call.outcome in (*ANSWERED, *MISSED)), None)
        if first is None:
            continue
        local = first.starts_at.astimezone(ZoneInfo(first.zone or USUAL_ZONE))
        answered, known = tried.get((local.weekday(), local.hour), (0, 0))
        tried[local.weekday(), local.hour] = (answered + (first.outcome in ANSWERED), known + 1)
    return tried


def _is_missed(call: Row[Any]) -> bool:
    return call.outcome in MISSED


def _came_back(talk: Sequence[Row[Any]]) -> bool:
    """Whether another call was booked after one that was missed; one that was called off again does not count."""
    first = next(place for place, call in enumerate(talk) if _is_missed(call))
    return any(call.status in (CallStatus.BOOKED, CallStatus.HELD, CallStatus.UNKNOWN) for call in talk[first + 1 :])


def _minutes(connection: Connection, talks: Collection[str]) -> list[int]:
    """From the message that was the first yes to the one that booked, by the journal."""
    columns = select(
        journal.c.conversation, journal.c.at, journal.c.intent, journal.c.kind, journal.c.status,
        journal.c.step_before, journal.c.step_after,
    )  # fmt: skip
    here = columns.where(journal.c.conversation.in_(talks)).order_by(journal.c.conversation, journal.c.turn)
    rows: Any = connection.execute(here).all()
    found = [_took(list(talk)) for _, talk in groupby(rows, key=lambda row: row.conversation)]
    return sorted(took for took in found if took is not None)


def _took(talk: Sequence[Row[Any]]) -> int | None:
    yes = next((row.at for row in talk if _is_yes(row)), None)
    booked = next((row.at for row in talk if row.status == Status.BOOKED), None)
    return max(int((booked - yes) / timedelta(minutes=1)), 0) if yes and booked else None


def _is_yes(row: Row[Any]) -> bool:
    """A word that means yes; or a tap that led on from a question."""
    led_on = row.kind == "tapped" and row.step_before not in ("", row.step_after)
    return row.intent in YES or (led_on and row.status == Status.OPEN)


def _week(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return _midnight(monday, zone), _midnight(monday + timedelta(days=A_WEEK), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _days(rows: Sequence[Row[Any]], monday: datetime, zone: ZoneInfo) -> list[tuple[date, Mapping[str, int]]]:
    counted = Counter((row.starts_at.astimezone(zone).date(), str(row.status)) for row in rows)
    days = [monday.date() + timedelta(days=n) for n in range(A_WEEK)]
    return [(day, {status: counted[day, status] for status in CallStatus if counted[day, status]}) for day in days]
