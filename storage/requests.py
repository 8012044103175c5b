"""Requests of other systems that bear a key: the same one is answered once, and then as it was the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from storage.codec import Json
from storage.tables import requests

KEPT_FOR = timedelta(days=7)
LONGEST = timedelta(minutes=1)
"""Whoever takes up a request and has not answered it by then died over it: another may."""
UNDER_WAY = 409
"""The status of a request that is being answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request: what the other system named it and what it asked, each hashed under a key; `at` is aware."""

    key: str
    told: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was asked, hashed, and what was answered."""

    told: str
    status: int
    answer: Mapping[str, Json]


def take_up(connection: Connection, request: Request) -> Answered | None:
    """What the request of that key was answered, or that it is being answered; None where it is ours to answer."""
    here = requests.c.key == request.key
    row = connection.execute(select(requests).where(here)).first()
    if row is not None and (row.status != UNDER_WAY or abs(request.at - row.at) < LONGEST):
        return Answered(told=row.told, status=row.status, answer=row.answer)
    values = {"told": request.told, "status": UNDER_WAY, "answer": {}, "at": request.at}
    if row is None:
        connection.execute(insert(requests).values(key=request.key, **values))
    else:
        connection.execute(update(requests).where(here).values(values))
    return None


def keep_answer(connection: Connection, request: Request, answer: Answered) -> None:
    """Remember it for a week; see `forget_answers`."""
    values = {"status": answer.status, "answer": dict(answer.answer)}
    connection.execute(update(requests).where(requests.c.key == request.key).values(values))


def give_up(connection: Connection, request: Request) -> None:
    """It was not answered for good: whoever asks again is answered anew."""
    ours = (requests.c.key == request.key) & (requests.c.at == request.at)
    connection.execute(delete(requests).where(ours & (requests.c.status == UNDER_WAY)))


def forget_answers(connection: Connection, now: datetime) -> int:
    """How many answers are forgotten now, since their week is over."""
    return connection.execute(delete(requests).where(requests.c.at < now - KEPT_FOR)).rowcount
