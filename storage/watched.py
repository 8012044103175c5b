"""A database that is watched: whoever asks learns what ails it, and so does who watches."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from storage.ailments import Ailment, ailment_of
from storage.arrivals import read_until
from storage.database import Database

T = TypeVar("T")

PROBE = "probe"
"""The mark that is set to see whether anything can be written."""


class Ailing(Exception):
    """The database does not do its work; what ails it was told to who watches, so that nobody needs to log it again."""

    told = True

    def __init__(self, ailment: Ailment) -> None:
        super().__init__(f"the database is {ailment}")
        self.ailment = ailment


class Watched:
    """As the database within; but what is wrong with it is raised as Ailing, once `ails` has heard of it."""

    def __init__(self, database: Database, ails: Callable[[Ailment], None]) -> None:
        self._database = database
        self._ails = ails

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.transact`; raises Ailing, too."""
        try:
            return await self._database.transact(work)
        except Exception as error:
            raise self._judged(error) from error

    async def read(self, work: Callable[[Connection], T]) -> T:
        """See `storage.database.read`; raises Ailing, too."""
        try:
            return await self._database.read(work)
        except Exception as error:
            raise self._judged(error) from error

    async def close(self) -> None:
        """Close the database within."""
        await self._database.close()

    def _judged(self, error: Exception) -> Exception:
        ailment = ailment_of(error)
        if ailment is None:
            return error
        self._ails(ailment)
        return Ailing(ailment)


def try_to_write(connection: Connection, now: datetime) -> None:
    """Writes a little that nobody needs, so that what fails tells what still ails."""
    read_until(connection, PROBE, now)
