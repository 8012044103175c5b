"""What can go wrong with a database, by name."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

LAST_TRY = "last_try"
"""What a connection is told about the work that it carries, where works are tried more than once."""

SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"
UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23505", "23P01"
POSTGRESQL_RACES = {SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION, EXCLUSION_VIOLATION}
SQLITE_RACES = {
    "SQLITE_BUSY",
    "SQLITE_BUSY_SNAPSHOT",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_TRIGGER",
    "SQLITE_CONSTRAINT_UNIQUE",
}


class Changed(Exception):
    """What was read is no longer so: somebody else was first. `transact` starts again with a fresh picture."""


class Contended(Exception):
    """The work lost the race every time it was tried, or keeps breaking a constraint; nothing was written."""


class Overloaded(Exception):
    """More work waits than we are willing to queue; nothing was written, and the caller may try later."""


class Unreachable(Exception):
    """The database can't be opened or no longer answers; the message says which, and what to look at."""


def is_race(error: BaseException) -> bool:
    """Whether the same work may well succeed on a fresh picture."""
    if isinstance(error, Changed):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    name = getattr(error.orig, "sqlite_errorname", None)
    return state in POSTGRESQL_RACES or name in SQLITE_RACES


def is_last_try(connection: Connection) -> bool:
    """Whether nobody will start this work again if it loses the race now."""
    return bool(connection.info.get(LAST_TRY, True))
