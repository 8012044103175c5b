"""The calls for which somebody is sought now: those who want to be called at once, and those whom nobody calls."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.model import CallStatus, Candidate, Conversation, Pending, Texts
from storage.forms import CANDIDATE, CONVERSATION
from storage.tables import calls, candidates, conversations, vacancies

SOON = timedelta(hours=2)
"""Whoever is sought, is sought for a call of these hours: one of its timers rings by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A call that can be claimed; moments are aware."""

    conversation: str
    since: datetime
    asked: tuple[str, ...]
    """Recruiters."""
    candidate: str
    language: str
    vacancy_title: Texts
    at_once: bool
    """They want to be called now; else `start` is when they expect a call."""
    start: datetime | None


def sought(connection: Connection, whose: Collection[str] | None, now: datetime) -> Sequence[Sought]:
    """Those for which one of these recruiters (None: anybody) was asked, the longest waiting first."""
    columns = select(conversations.c.data, candidates.c.data.label("candidate"), vacancies.c.data.label("vacancy"))
    here = columns.join_from(conversations, candidates).outerjoin(vacancies, vacancies.c.id == conversations.c.vacancy)
    seeking = conversations.c.data["seeking"].as_string().is_not(None)
    found = []
    for row in connection.execute(here.where((conversations.c.next_timer_at <= now + SOON) & seeking)):
        one = _sought(CONVERSATION.decode(row.data), CANDIDATE.decode(row.candidate), row.vacancy)
        if one and (whose is None or not set(whose).isdisjoint(one.asked)):
            found.append(one)
    return sorted(found, key=lambda one: one.since)


def claimed(connection: Connection, talk: str, recruiter: str) -> str | None:
    """The id of this talk's booked call, where it is theirs."""
    here = (calls.c.conversation == talk) & (calls.c.recruiter == recruiter) & (calls.c.status == CallStatus.BOOKED)
    id: str | None = connection.scalar(select(calls.c.id).where(here).order_by(calls.c.starts_at.desc()))
    return id


def _sought(talk: Conversation, candidate: Candidate, vacancy: dict[str, Texts] | None) -> Sought | None:
    if talk.seeking is None or not talk.seeking.asked:
        return None
    return Sought(
        conversation=talk.id,
        since=talk.seeking.since,
        asked=talk.seeking.asked,
        candidate=candidate.name,
        language=talk.language,
        vacancy_title=vacancy["title"] if vacancy else {},
        at_once=talk.pending is Pending.CLAIM,
        start=talk.call.slot.start if talk.call else None,
    )
