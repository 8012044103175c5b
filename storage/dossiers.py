"""What a dossier is made of, for a call as it stands."""

from typing import Any

from sqlalchemy import Connection, Row

from bot.dossier import Facts
from storage.forms import CANDIDATE, CONVERSATION, RECRUITER, VACANCY
from storage.records import call_rows
from storage.tables import calls


def facts_of(connection: Connection, call: str) -> Facts | None:
    """The facts of the call with this id; None where there is none."""
    here = (calls.c.conversation == call.rpartition("-")[0]) & (calls.c.id == call)
    row = connection.execute(call_rows(here)).first()
    return facts_in(row) if row else None


def facts_in(row: Row[Any]) -> Facts:
    """The facts of a call, given as one of `call_rows`."""
    return Facts(
        talk=CONVERSATION.decode(row.talk),
        candidate=CANDIDATE.decode(row.candidate),
        recruiter=RECRUITER.decode(row.recruiter_data),
        vacancy=VACANCY.decode(row.vacancy_data) if row.vacancy_data else None,
        start=row.starts_at,
    )
