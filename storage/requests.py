"""Requests of other systems that bear a key: the same one is answered as it was the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from storage.codec import Json
from storage.tables import requests

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was asked, hashed, and what was answered."""

    told: str
    status: int
    answer: Mapping[str, Json]


def answered(connection: Connection, key: str) -> Answered | None:
    """What was answered to the request of that key."""
    row = connection.execute(select(requests).where(requests.c.key == _hashed(key))).first()
    return Answered(told=row.told, status=row.status, answer=row.answer) if row else None


def keep_answer(connection: Connection, key: str, answer: Answered, now: datetime) -> None:
    """Remember it for a week; see `forget_answers`."""
    connection.execute(delete(requests).where(requests.c.key == _hashed(key)))
    values = {
        "key": _hashed(key),
        "told": answer.told,
        "status": answer.status,
        "answer": dict(answer.answer),
        "at": now,
    }
    connection.execute(insert(requests).values(values))


def forget_answers(connection: Connection, now: datetime) -> int:
    """How many answers are forgotten now, since their week is over."""
    return connection.execute(delete(requests).where(requests.c.at < now - KEPT_FOR)).rowcount


def _hashed(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
