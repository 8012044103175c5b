"""What ails a database that does not do its work, told from its errors: what to do differs."""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from storage.errors import Unreachable


class Ailment(StrEnum):
    """What is wrong with the database itself, and not with what was asked of it."""

    FULL = "full"
    """No room is left where it keeps its data."""
    READ_ONLY = "read_only"
    """It can be read, and not written."""
    DISK = "disk"
    """The disk fails it."""
    DAMAGED = "damaged"
    """Its file is not what it wrote."""
    LOCKED = "locked"
    """Somebody else keeps it locked for longer than we wait."""
    UNSHAPED = "unshaped"
    """It lacks tables or columns: it was not migrated, or is another one."""
    AWAY = "away"
    """It does not answer."""


SQLITE = {
    "SQLITE_FULL": Ailment.FULL,
    "SQLITE_READONLY": Ailment.READ_ONLY,
    "SQLITE_PERM": Ailment.READ_ONLY,
    "SQLITE_CANTOPEN": Ailment.DISK,
    "SQLITE_IOERR": Ailment.DISK,
    "SQLITE_CORRUPT": Ailment.DAMAGED,
    "SQLITE_NOTADB": Ailment.DAMAGED,
    "SQLITE_BUSY": Ailment.LOCKED,
}
"""By the beginning of the error's name: the rest tells where in SQLite it was met."""
POSTGRESQL = {
    "53100": Ailment.FULL,
    "25006": Ailment.READ_ONLY,
    "58030": Ailment.DISK,
    "XX001": Ailment.DAMAGED,
    "XX002": Ailment.DAMAGED,
    "42P01": Ailment.UNSHAPED,
    "42703": Ailment.UNSHAPED,
}


def ailment_of(error: BaseException) -> Ailment | None:
    """What this error says of the database; nothing where the database is well."""
    for one in _chain(error):
        ailment = _named(one)
        if ailment is not None:
            return ailment
    away = any(isinstance(one, Unreachable) for one in _chain(error))
    return Ailment.AWAY if away or _cut(error) else None


def _named(error: BaseException) -> Ailment | None:
    if not isinstance(error, DBAPIError):
        return None
    name = str(getattr(error.orig, "sqlite_errorname", None) or "")
    if name == "SQLITE_ERROR" and "no such" in str(error.orig):
        return Ailment.UNSHAPED
    for beginning, ailment in SQLITE.items():
        if name.startswith(beginning):
            return ailment
    return POSTGRESQL.get(str(getattr(error.orig, "sqlstate", None) or ""))


def _cut(error: BaseException) -> bool:
    """The line to a server broke, or it let us wait for too long."""
    return isinstance(error, OSError | TimeoutError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came of, the outermost first."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
