"""The talks that a person is to look at, and any talk as those see it who may answer in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from bot.model import Address, Candidate, Conversation, HandOver, Recruiter, ScriptVersion, Status, Texts
from storage.forms import CANDIDATE, CONVERSATION, RECRUITER
from storage.tables import candidates, conversations, recruiters, vacancies
from storage.transcripts import last_words

MOST = 200
OF_OLD = HandOver(reason="human_wanted", recruiter="", since=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
"""Of a talk that was handed over by a program that did not keep why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxTalk:
    """One talk, with what there is to know before answering."""

    id: str
    turns: int
    """Rises with every change."""
    status: Status
    person: HandOver | None
    """Why a person is to look at it; None where the assistant has it."""
    candidate: Candidate
    address: Address
    language: str
    script: ScriptVersion
    vacancy: str
    vacancy_title: Texts
    recruiters: Sequence[Recruiter]
    """Who may answer: those of the vacancy, and whom the talk was given to."""
    heard_at: datetime | None
    """When the candidate last wrote, from that address."""
    words: str = ""
    """What they wrote last."""

    @property
    def waits(self) -> bool:
        """Whether somebody is to do something about it."""
        return self.person is not None and self.person.answered_at is None

    @property
    def recruiter(self) -> Recruiter | None:
        """Whose it is."""
        wanted = self.person.recruiter if self.person else ""
        return next((one for one in self.recruiters if one.id == wanted), next(iter(self.recruiters), None))


def inbox(connection: Connection, whose: Collection[str] | None) -> Sequence[InboxTalk]:
    """These recruiters' talks (None: all) that a person is to look at: who waits longest first, then the answered."""
    here: ColumnElement[bool] = conversations.c.person_since.is_not(None)
    if whose is not None:
        here &= conversations.c.person.in_(whose)
    rows = connection.execute(_talks(here).order_by(conversations.c.person_since).limit(MOST)).all()
    words, people = last_words(connection, [row.id for row in rows]), _recruiters(connection)
    talks = [_talk(row, people, words.get(row.id, "")) for row in rows]
    return sorted(talks, key=lambda talk: not talk.waits)


def inbox_talk(connection: Connection, id: str) -> InboxTalk | None:
    """The talk of that id, whoever has it."""
    row = connection.execute(_talks(conversations.c.id == id)).first()
    return _talk(row, _recruiters(connection), "") if row else None


def _talks(here: ColumnElement[bool]) -> Select[Any]:
    columns = select(
        conversations,
        candidates.c.data.label("candidate_data"),
        vacancies.c.data.label("vacancy_data"),
    )
    joined = conversations.join(candidates).outerjoin(vacancies, vacancies.c.id == conversations.c.vacancy)
    return columns.select_from(joined).where(here)


def _talk(row: Row[Any], people: Mapping[str, Recruiter], words: str) -> InboxTalk:
    talk, vacancy = CONVERSATION.decode(row.data), row.vacancy_data or {}
    return InboxTalk(
        id=row.id,
        turns=row.turns,
        status=talk.status,
        person=talk.person or (OF_OLD if talk.status == Status.WITH_HUMAN else None),
        candidate=CANDIDATE.decode(row.candidate_data),
        address=talk.address,
        language=talk.language,
        script=talk.script,
        vacancy=row.vacancy,
        vacancy_title=vacancy.get("title", {}),
        recruiters=[people[id] for id in _concerned(talk, vacancy.get("recruiters", ())) if id in people],
        heard_at=talk.heard_at,
        words=words,
    )


def _concerned(talk: Conversation, of_vacancy: Sequence[str]) -> Sequence[str]:
    caller = [talk.call.slot.recruiter] if talk.call else []
    person = [talk.person.recruiter] if talk.person else []
    return list(dict.fromkeys([talk.recruiter, *of_vacancy, *caller, *person]))


def _recruiters(connection: Connection) -> Mapping[str, Recruiter]:
    rows = connection.execute(select(recruiters.c.id, recruiters.c.data).where(recruiters.c.active))
    return {row.id: RECRUITER.decode(row.data) for row in rows}
