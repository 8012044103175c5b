"""Accounts of the people who use the pages: recruiters, ops people, admins; and who may try to sign in again when."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from storage.tables import accounts, recruiters, sign_ins

FREE_TRIES = 5
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class Role(StrEnum):
    """What an account is for."""

    RECRUITER = "recruiter"
    """Makes calls: sees those of its own pool."""
    OPS = "ops"
    """Writes and publishes scripts; sees the calls of all."""
    ADMIN = "admin"
    """Everything, accounts included."""


class NameTaken(Exception):
    """There is an account of this name."""


class NoSuchRecruiter(Exception):
    """The agency that is published has no such recruiter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who may sign in."""

    id: str
    name: str
    """What is typed to sign in, in lower case: often an e-mail address."""
    role: Role
    recruiter: str | None
    """Whose queue it is; None for those who make no calls."""
    epoch: int
    """Rises with each new password; a session of an earlier epoch is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An account with its password as it is kept."""

    account: Account
    password: str
    """Hashed."""


def add_account(
    connection: Connection, *, name: str, role: Role, recruiter: str | None, password: str, now: datetime
) -> Account:
    """A new account; `password` is hashed already. Raises NameTaken, NoSuchRecruiter."""
    if find_account(connection, name) is not None:
        raise NameTaken(name)
    known = select(recruiters.c.id).where((recruiters.c.id == recruiter) & recruiters.c.active)
    if recruiter is not None and connection.scalar(known) is None:
        raise NoSuchRecruiter(recruiter)
    id = secrets.token_urlsafe(9)
    values = {"name": folded(name), "role": role, "recruiter": recruiter, "password": password, "epoch": 1}
    connection.execute(insert(accounts).values(id=id, created_at=now, **values))
    return Account(id=id, name=folded(name), role=role, recruiter=recruiter, epoch=1)


def new_password(connection: Connection, name: str, password: str) -> bool:
    """From now on it is this one (hashed already), and every session is over; whether there is such an account."""
    values = {"password": password, "epoch": accounts.c.epoch + 1}
    connection.execute(delete(sign_ins).where(sign_ins.c.name_hash == _hashed(name)))
    return connection.execute(update(accounts).where(_named(name)).values(values)).rowcount == 1


def remove_account(connection: Connection, name: str) -> bool:
    """Signs out for good; whether there was such an account."""
    return connection.execute(delete(accounts).where(_named(name))).rowcount == 1


def all_accounts(connection: Connection) -> Sequence[Account]:
    """Everybody, by name."""
    return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]


def account(connection: Connection, id: str) -> Account | None:
    """By id."""
    row = connection.execute(select(accounts).where(accounts.c.id == id)).first()
    return _account(row) if row else None


def find_account(connection: Connection, name: str) -> Kept | None:
    """By name, in whatever case it was typed."""
    row = connection.execute(select(accounts).where(_named(name))).first()
    return Kept(account=_account(row), password=row.password) if row else None


def begin_sign_in(connection: Connection, name: str, now: datetime) -> timedelta | None:
    """Counts a try as vain until `signed_in` says otherwise; how long to wait first, where that is not over yet.

    Five tries are free, each one after them doubles the pause; a name that nobody has is treated alike.
    """
    connection.execute(delete(sign_ins).where(sign_ins.c.again_at < now - FORGOTTEN_AFTER))
    row = connection.execute(select(sign_ins).where(sign_ins.c.name_hash == _hashed(name))).first()
    if row is None:
        connection.execute(insert(sign_ins).values(name_hash=_hashed(name), failures=1, again_at=now))
        return None
    wait: timedelta = row.again_at - now
    if wait > timedelta():
        return wait
    failures = row.failures + 1
    values = {"failures": failures, "again_at": now + _pause(failures)}
    connection.execute(update(sign_ins).where(sign_ins.c.name_hash == _hashed(name)).values(values))
    return None


def signed_in(connection: Connection, name: str) -> None:
    """The vain tries before are forgiven."""
    connection.execute(delete(sign_ins).where(sign_ins.c.name_hash == _hashed(name)))


def folded(name: str) -> str:
    """The name as it is kept and compared."""
    return name.strip().casefold()


def _pause(failures: int) -> timedelta:
    if failures < FREE_TRIES:
        return timedelta()
    return min(FIRST_PAUSE * (1 << min(failures - FREE_TRIES, 10)), LONGEST_PAUSE)


def _named(name: str) -> ColumnElement[bool]:
    return accounts.c.name == folded(name)


def _hashed(name: str) -> str:
    return sha256(folded(name).encode(errors="replace")).hexdigest()


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(id=row.id, name=row.name, role=Role(row.role), recruiter=row.recruiter, epoch=row.epoch)
