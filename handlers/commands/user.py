"""`belmoment user`: accounts of the people who use the pages; nobody has one, or a password, by default."""

import asyncio
import getpass
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from handlers.commands.databases import opened
from handlers.console.passwords import hashed, problem_with
from handlers.settings import read_settings
from handlers.unusable import Unusable
from storage.accounts import (
    Account,
    NameTaken,
    NoSuchRecruiter,
    Role,
    add_account,
    all_accounts,
    folded,
    new_password,
    remove_account,
)
from storage.database import Database, read, transact

T = TypeVar("T")

LONGEST_NAME = 100


def run_user_add(name: str, role: Role, recruiter: str | None, generate: bool) -> None:
    """Makes an account; raises Unusable where the name, the recruiter or the password won't do."""
    name = _usable(name)
    if role is Role.RECRUITER and recruiter is None:
        raise Unusable("Whose queue is it? Add --recruiter with an id from recruiters.yaml, as --recruiter sanne.")
    password = _chosen(name, generate)
    kept, now = hashed(password), datetime.now(UTC)
    try:
        made: Account = _transacted(
            lambda connection: add_account(
                connection, name=name, role=role, recruiter=recruiter, password=kept, now=now
            )
        )
    except NameTaken:
        raise Unusable(f"There is an account {name} already; `belmoment user password {name}` changes it.") from None
    except NoSuchRecruiter:
        raise Unusable(f"No recruiter {recruiter} is published: see recruiters.yaml and `belmoment load`.") from None
    where = "/scripts" if role is Role.OPS else "/queue"
    _say(f"{made.name} can sign in at {where}, as {made.role}.", password if generate else None)


def run_user_password(name: str, generate: bool) -> None:
    """Gives an account a new password, and ends its sessions; raises Unusable."""
    password = _chosen(folded(name), generate)
    kept = hashed(password)
    if not _transacted(lambda connection: new_password(connection, name, kept)):
        raise _nobody(name)
    _say(f"{folded(name)} has a new password, and is signed out everywhere.", password if generate else None)


def run_user_remove(name: str) -> None:
    """Ends an account and its sessions; raises Unusable where there is none."""
    if not _transacted(lambda connection: remove_account(connection, name)):
        raise _nobody(name)
    _say(f"{folded(name)} is gone, and signed out everywhere.")


def run_user_list() -> None:
    """Prints everybody, by name."""
    everybody = asyncio.run(_with_database(lambda database: read(database, all_accounts)))
    for line in _table(everybody) if everybody else ["There is no account yet: belmoment user add NAME --role admin."]:
        _say(line)


def _table(everybody: Sequence[Account]) -> Iterator[str]:
    widest = max(len(account.name) for account in everybody)
    for account in everybody:
        whose = f"  queue of {account.recruiter}" if account.recruiter else ""
        yield f"{account.name:<{widest}}  {account.role}{whose}"


def _usable(name: str) -> str:
    name = folded(name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Unusable(f"The name must have 1 to {LONGEST_NAME} printable characters; an e-mail address does well.")
    return name


def _chosen(name: str, generate: bool) -> str:
    """Asked for twice at a terminal, one line of standard input otherwise; or made up."""
    if generate:
        return secrets.token_urlsafe(15)
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if problem_with(password, name) is None and getpass.getpass("Again: ") != password:
            raise Unusable("The two differ. Nothing was changed; try again.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if problem := problem_with(password, name):
        raise Unusable(f"{problem} Or let --generate make one.")
    return password


def _nobody(name: str) -> Unusable:
    return Unusable(f"There is no account {folded(name)}. `belmoment user list` shows all.")


def _transacted(work: Callable[[Any], T]) -> T:
    return asyncio.run(_with_database(lambda database: transact(database, work)))


async def _with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    async with opened(read_settings().database_url) as database:
        return await work(database)


def _say(line: str, password: str | None = None) -> None:
    sys.stdout.write(f"{line}\n")
    if password is not None:
        sys.stdout.write(f"Password, shown this once: {password}\n")
