"""Recruiters as people with a chat of their own, and the doors through which candidates come in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from bot.model import Address, Candidate, Recruiter
from storage.forms import CANDIDATE, RECRUITER
from storage.tables import addresses, candidates, doors, recruiters

LINK = "link-"
"""What every link code begins with, so that it is told from a door's at once."""
LINK_LASTS = timedelta(days=7)
"""A link code that nobody used by then opens no chat any more: old mails with one are read by others, too."""
TELEGRAM = "telegram"
DOOR = select(doors).where(doors.c.code == bindparam("code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A link by which candidates come in: about which vacancy, in whose name, from where."""

    code: str
    vacancy: str
    recruiter: str
    source: str
    """How we came to talk, in a sentence that the candidate may read."""


def recruiter(connection: Connection, id: str) -> Recruiter | None:
    """By id; also one who left."""
    return _one(connection, recruiters.c.id == id)


def recruiters_now(connection: Connection) -> Sequence[Recruiter]:
    """All who are with the agency, in the order in which they came."""
    rows = connection.execute(select(recruiters.c.data).where(recruiters.c.active).order_by(recruiters.c.number))
    return [RECRUITER.decode(row.data) for row in rows]


def recruiter_at(connection: Connection, address: Address) -> Recruiter | None:
    """Whose linked chat this is."""
    if address.channel != TELEGRAM:
        return None
    return _one(connection, recruiters.c.active & (recruiters.c.chat == address.peer))


def new_link_code(connection: Connection, recruiter_id: str, now: datetime) -> str:
    """A code for one use, by which the recruiter links a chat; an earlier one is void. Raises LookupError."""
    code = LINK + secrets.token_urlsafe(12)
    here = recruiters.c.active & (recruiters.c.id == recruiter_id)
    if connection.execute(update(recruiters).where(here).values(link_code=code, link_code_at=now)).rowcount != 1:
        raise LookupError(f"there is no recruiter {recruiter_id!r}")
    return code


def link_recruiter(connection: Connection, code: str, address: Address, now: datetime) -> Recruiter | None:
    """Who gets their messages at this Telegram chat from now on; nobody where the code is unknown, used or too old.

    `code` may come with or without its "link-".
    """
    if address.channel != TELEGRAM:
        return None
    fresh = recruiters.c.link_code_at > now - LINK_LASTS
    here = recruiters.c.active & fresh & (recruiters.c.link_code == LINK + code.removeprefix(LINK))
    linked = _one(connection, here)
    if linked is not None:
        connection.execute(update(recruiters).where(recruiters.c.chat == address.peer).values(chat=None))
        mine = recruiters.c.id == linked.id
        connection.execute(update(recruiters).where(mine).values(chat=address.peer, link_code=None, link_code_at=None))
    return linked


def unlink_recruiter(connection: Connection, address: Address) -> None:
    """No more messages to this chat, as when it blocked the bot."""
    if address.channel == TELEGRAM:
        connection.execute(update(recruiters).where(recruiters.c.chat == address.peer).values(chat=None))


def door_code(connection: Connection, vacancy_id: str, recruiter_id: str, source: str = "") -> str:
    """The code of the door for this vacancy, recruiter and source; always the same one (letters, digits, - and _)."""
    here = (doors.c.vacancy == vacancy_id) & (doors.c.recruiter == recruiter_id) & (doors.c.source == source)
    code = connection.scalar(select(doors.c.code).where(here))
    if code is None:
        code = secrets.token_urlsafe(9)
        values = {"code": code, "vacancy": vacancy_id, "recruiter": recruiter_id, "source": source}
        connection.execute(insert(doors).values(values))
    return code


def door(connection: Connection, code: str) -> Door | None:
    """The door with this code."""
    row = connection.execute(DOOR, {"code": code}).mappings().first()
    return Door(**row) if row else None


def candidate_at(connection: Connection, address: Address) -> Candidate | None:
    """Who is known at this address."""
    here = (addresses.c.channel == address.channel) & (addresses.c.peer == address.peer)
    data = connection.scalar(select(candidates.c.data).join(addresses).where(here))
    return CANDIDATE.decode(data) if data is not None else None


def _one(connection: Connection, condition: ColumnElement[bool]) -> Recruiter | None:
    data = connection.scalar(select(recruiters.c.data).where(condition))
    return RECRUITER.decode(data) if data is not None else None
