"""Calls and talks as other systems read them: ready for JSON, all times ISO 8601 with offset."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, select, true

from bot.model import Answer, Candidate, Conversation
from storage import origins
from storage.codec import Json
from storage.forms import CANDIDATE, CONVERSATION
from storage.tables import calls as call_table
from storage.tables import candidates, conversations, recruiters, vacancies
from storage.transcripts import Line, lines_of

Record = Mapping[str, Json]


def calls(
    connection: Connection, recruiter: str | None, start: datetime | None, end: datetime | None
) -> Sequence[Record]:
    """The calls that overlap the time from `start` up to `end`, whatever became of them, in order of their start.

    Times are in the recruiter's zone; what is None does not narrow.
    """
    here: ColumnElement[bool] = true()
    if recruiter is not None:
        here &= call_table.c.recruiter == recruiter
    if start is not None:
        here &= call_table.c.ends_at > start
    if end is not None:
        here &= call_table.c.starts_at < end
    return [_call(row) for row in connection.execute(call_rows(here))]


def conversation(connection: Connection, id: str) -> Record | None:
    """The talk with this id: where it stands, what was answered and asked, its calls, and all that was said."""
    columns = select(conversations, candidates.c.data.label("candidate_data")).join(candidates)
    row = connection.execute(columns.where(conversations.c.id == id)).first()
    if row is None:
        return None
    talk, candidate = CONVERSATION.decode(row.data), CANDIDATE.decode(row.candidate_data)
    return {
        **_standing(talk),
        "created_at": row.created_at.isoformat(),
        "touched_at": row.touched_at.isoformat(),
        "candidate": _party(talk, candidate) | {"language": talk.language, "zone": candidate.zone},
        "origin": origins.record(connection, id),
        "calls": [_call(call) for call in connection.execute(call_rows(call_table.c.conversation == id))],
        "transcript": [_line(line) for line in lines_of(connection, [id])],
    }


def call_rows(here: ColumnElement[bool]) -> Select[Any]:
    """Calls in order of their start, each with its talk, candidate, recruiter and vacancy as stored."""
    tables = (
        call_table.join(conversations)
        .join(candidates)
        .join(recruiters, recruiters.c.id == call_table.c.recruiter)
        .outerjoin(vacancies, vacancies.c.id == conversations.c.vacancy)
    )
    columns = select(
        call_table,
        conversations.c.vacancy,
        conversations.c.data.label("talk"),
        candidates.c.data.label("candidate"),
        recruiters.c.data.label("recruiter_data"),
        vacancies.c.data.label("vacancy_data"),
    )
    return columns.select_from(tables).where(here).order_by(call_table.c.starts_at, call_table.c.id)


def _call(row: Row[Any]) -> Record:
    zone = ZoneInfo(row.recruiter_data["zone"])
    return {
        "id": row.id,
        "status": row.status,
        "outcome": row.outcome,
        "start": row.starts_at.astimezone(zone).isoformat(),
        "end": row.ends_at.astimezone(zone).isoformat(),
        "recruiter": row.recruiter,
        "vacancy": row.vacancy,
        "conversation": row.conversation,
        "candidate": _party(CONVERSATION.decode(row.talk), CANDIDATE.decode(row.candidate)),
    }


def _party(talk: Conversation, candidate: Candidate) -> dict[str, Json]:
    address = talk.address
    return {
        "name": candidate.name,
        "phone": candidate.phone,
        "channel": address.channel,
        "peer": address.peer,
    }


def _standing(talk: Conversation) -> Record:
    return {
        "id": talk.id,
        "status": talk.status,
        "vacancy": talk.vacancy,
        "recruiter": talk.recruiter,
        "script": {"name": talk.script.name, "number": talk.script.number},
        "step": talk.step,
        "turns": talk.turns,
        "undelivered": talk.undelivered or None,
        "wish": {"text": talk.wanted.text, "unmet": talk.wanted.unmet},
        "answers": [{"question": name} | _said(answer) for name, answer in talk.answers.items()],
        "questions": [_said(question) for question in talk.questions],
    }


def _said(answer: Answer) -> dict[str, Json]:
    return {"value": answer.value, "text": answer.text, "at": answer.at.isoformat(), "event": answer.event}


def _line(line: Line) -> Record:
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "from": "candidate" if line.from_candidate else "recruiter" if line.by else "bot",
        "text": line.text,
        "buttons": [button.title for button in line.buttons],
        "status": line.status or None,
        "reason": line.reason or None,
    }
