"""Topics that wait: one at a time for each person, whoever recruits; the next begins once the one before has ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, select, update

from bot.model import Candidate
from storage.codec import Codec, Json, codec
from storage.forms import CANDIDATE
from storage.origins import Way
from storage.tables import candidates, conversations, topics
from storage.talks import UNDER_WAY
from storage.wanted import Invitation

BETWEEN = timedelta(days=1)
"""So long after the last word of one topic the next may begin."""
MOST = 200
INVITATION: Codec[Invitation] = codec(Invitation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripe:
    """A topic that may begin."""

    candidate: str
    wanted: Invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A topic that waits, as its recruiter sees it."""

    person: Candidate
    wanted: Invitation
    since: datetime
    conversation: str | None
    """The talk that it waits for; None where that has ended, and only the rest after it is left."""
    vacancy: str = ""
    recruiter: str = ""
    """About what and with whom that talk is."""

    @property
    def came_themselves(self) -> bool:
        """Through a door, where they were told that it comes next."""
        return self.wanted.way is Way.DOOR


def put_off(connection: Connection, candidate: str, wanted: Invitation, now: datetime) -> None:
    """It waits for what this person talks about now; once for each vacancy."""
    if connection.scalar(select(topics.c.created_at).where(_one(candidate, wanted.vacancy))) is None:
        values = {"candidate": candidate, "vacancy": wanted.vacancy, "recruiter": wanted.recruiter, "created_at": now}
        connection.execute(insert(topics).values(values | {"data": INVITATION.encode(wanted)}))


def ripe(connection: Connection, now: datetime, vacancies: Collection[str]) -> Sequence[Ripe]:
    """Those about one of `vacancies` whose person is in no talk any more, and had a rest since; who waits longest
    first."""
    last = select(func.max(conversations.c.touched_at)).where(conversations.c.candidate == topics.c.candidate)
    free = ~exists().where(_in_the_way()) & (last.scalar_subquery() <= now - BETWEEN)
    here = select(topics).where(free, topics.c.vacancy.in_(vacancies)).order_by(topics.c.created_at).limit(MOST)
    return [Ripe(candidate=row.candidate, wanted=INVITATION.decode(row.data)) for row in connection.execute(here)]


def settle(connection: Connection, candidate: str, vacancy: str) -> None:
    """It has begun, or never will."""
    connection.execute(delete(topics).where(_one(candidate, vacancy)))


def withdraw(connection: Connection, candidate: str, vacancy: str, whose: Collection[str] | None) -> bool:
    """One of these recruiters' topics (None: anybody's) waits no more, and is not begun; whether it did wait.

    What somebody came for themselves stays: they were told that it comes next.
    """
    here = _one(candidate, vacancy) & (topics.c.data["way"].as_string() != Way.DOOR)
    if whose is not None:
        here &= topics.c.recruiter.in_(whose)
    return connection.execute(delete(topics).where(here)).rowcount > 0


def waiting(connection: Connection, whose: Collection[str] | None) -> Sequence[Waits]:
    """These recruiters' topics that wait (None: all), those that wait longest first."""
    joined = topics.join(candidates, candidates.c.id == topics.c.candidate).outerjoin(conversations, _in_the_way())
    columns = select(
        topics,
        candidates.c.data.label("person"),
        conversations.c.id.label("talk"),
        conversations.c.vacancy.label("talk_vacancy"),
        conversations.c.data["recruiter"].as_string().label("talk_recruiter"),
    )
    here = columns.select_from(joined).order_by(topics.c.created_at, conversations.c.touched_at).limit(MOST)
    found = connection.execute(here if whose is None else here.where(topics.c.recruiter.in_(whose)))
    return [_waits(row) for row in {(row.candidate, row.vacancy): row for row in found}.values()]


def kept_about(connection: Connection, candidate: str) -> Sequence[Mapping[str, Json]]:
    """The same for the person themselves, ready for JSON."""
    here = select(topics).where(topics.c.candidate == candidate).order_by(topics.c.created_at)
    return [{"since": row.created_at.isoformat(), **row.data} for row in connection.execute(here)]


def move(connection: Connection, kept: str, gone: str) -> None:
    """What waited for `gone` waits for `kept`, with whom they turned out to be one."""
    once = select(topics.c.vacancy).where(topics.c.candidate == kept)
    connection.execute(delete(topics).where((topics.c.candidate == gone) & topics.c.vacancy.in_(once)))
    connection.execute(update(topics).where(topics.c.candidate == gone).values(candidate=kept))


def forget(connection: Connection, candidate: str) -> None:
    """Nothing waits for this person any more."""
    connection.execute(delete(topics).where(topics.c.candidate == candidate))


def _in_the_way() -> ColumnElement[bool]:
    """A talk of the same person that goes on; an invitation that never arrived is none."""
    data = conversations.c.data
    arrived = (func.coalesce(data["step"].as_string(), "") != "") | (
        func.coalesce(data["undelivered"].as_string(), "") == ""
    )
    return (conversations.c.candidate == topics.c.candidate) & conversations.c.status.in_(UNDER_WAY) & arrived


def _one(candidate: str, vacancy: str) -> ColumnElement[bool]:
    return (topics.c.candidate == candidate) & (topics.c.vacancy == vacancy)


def _waits(row: Row[Any]) -> Waits:
    return Waits(
        person=CANDIDATE.decode(row.person),
        wanted=INVITATION.decode(row.data),
        since=row.created_at,
        conversation=row.talk,
        vacancy=row.talk_vacancy or "",
        recruiter=row.talk_recruiter or "",
    )
