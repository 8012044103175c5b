"""At which hours of the week candidates answered their calls, learned from what became of those of the last months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from bot.habits import NO_HABITS, Habits, Hour
from bot.model import Address, CallOutcome, Candidate
from bot.script import Halted
from storage.tables import calls, candidates, conversations

LOOKED_BACK = timedelta(days=180)
MOST_CALLS = 20_000
ANSWERED: Sequence[str] = (CallOutcome.SPOKEN, CallOutcome.NOT_INTERESTED, CallOutcome.NOT_CONVENIENT)
MISSED: Sequence[str] = (CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL)
"""A wrong number says nothing about the hour."""
USUAL_ZONE = Candidate(id="", address=Address("", "")).zone

TRIED = (
    select(calls.c.starts_at, calls.c.outcome, candidates.c.data["zone"].as_string().label("zone"))
    .select_from(
        calls.join(conversations, conversations.c.id == calls.c.conversation).join(
            candidates, candidates.c.id == conversations.c.candidate
        )
    )
    .where(calls.c.outcome.in_([*ANSWERED, *MISSED]))
    .order_by(calls.c.starts_at.desc())
    .limit(MOST_CALLS)
)


@dataclass
class Learned:
    """What this process has learned last."""

    habits: Habits = NO_HABITS
    halted: Halted = frozenset()


def habits_of(connection: Connection, now: datetime) -> Habits:
    """The habits of all candidates together; of nobody in particular, and no word of who they were."""
    tried: dict[Hour, tuple[int, int]] = {}
    for row in connection.execute(TRIED.where(calls.c.starts_at > now - LOOKED_BACK)):
        hour = _hour(row)
        answered, all_calls = tried.get(hour, (0, 0))
        tried[hour] = (answered + (row.outcome in ANSWERED), all_calls + 1)
    return Habits(tried=tried)


def _hour(row: Row[tuple[datetime, str | None, str]]) -> Hour:
    local = row.starts_at.astimezone(ZoneInfo(row.zone or USUAL_ZONE))
    return local.weekday(), local.hour
