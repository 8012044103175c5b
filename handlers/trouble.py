"""What is wrong with the database at the moment: said once when it begins, and once more when it is over."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from time import monotonic

import structlog

from storage.ailments import Ailment
from storage.database import Database, transact
from storage.watched import Ailing, Watched, try_to_write

log = structlog.get_logger(__name__)

TRY_SECONDS = 1.0
LONGEST_PAUSE = 15.0
RELAPSE_SECONDS = 60.0
"""Who is ill again so soon was not well yet: the next try waits for longer, so that the log does not fill."""

MEANWHILE = "Until then nothing is taken in, platforms are told to come again, and nothing that was kept is lost."
MENDS: dict[Ailment, str] = {
    Ailment.FULL: "The disk with the database is full. Free some space on it, or make it larger.",
    Ailment.READ_ONLY: (
        "The database can be read, but not written. Give the user that runs Belmoment the right to write the file and "
        "its folder, mount the disk for writing, or point BELMOMENT_DATABASE_URL at a server that is no read-only copy."
    ),
    Ailment.DISK: (
        "The disk with the database reports errors, or refuses to be written. Look at the machine's own log, the "
        "rights on the file, and the limits of the process."
    ),
    Ailment.DAMAGED: "The database's file is damaged. Stop Belmoment, and restore the last backup beside a copy of it.",
    Ailment.LOCKED: "Another program keeps the database locked. Find out which one has its file open, and end it.",
    Ailment.UNSHAPED: "The database lacks tables that this version needs. Run `belmoment migrate` with this version.",
    Ailment.AWAY: "The database does not answer. Start it, and look at the network and at BELMOMENT_DATABASE_URL.",
}


class Troubles:
    """Knows what ails the database, from when it is first met until something can be written again."""

    def __init__(self) -> None:
        self.present: dict[Ailment, float] = {}
        """Since when, on the monotonic clock."""
        self.met: Callable[[Ailment], object] = lambda ailment: None
        """Called at every failure."""
        self._ill = asyncio.Event()
        self._well_at = 0.0
        self._relapses = 0

    @property
    def sentence(self) -> str:
        """What is wrong and what to do; empty where all is well."""
        return " ".join([*(MENDS[ailment] for ailment in self.present), MEANWHILE]) if self.present else ""

    def watched(self, database: Database) -> Database:
        """The same database, of whose failures we hear."""
        return Watched(database, self.begin)

    def begin(self, ailment: Ailment) -> None:
        """The database failed; said where it is news."""
        self.met(ailment)
        if ailment in self.present:
            return
        if not self.present:
            relapsed = monotonic() - self._well_at < RELAPSE_SECONDS
            self._relapses = self._relapses + 1 if relapsed else 0
        self.present[ailment] = monotonic()
        self._ill.set()
        log.error("database.trouble", trouble=ailment.value, mend=f"{MENDS[ailment]} {MEANWHILE}")

    async def keep_trying(self, database: Database, now: Callable[[], datetime]) -> None:
        """Whenever something is wrong, tries to write until that works, and says that it is over."""
        while True:
            await self._ill.wait()
            await asyncio.sleep(min(TRY_SECONDS * 2.0**self._relapses, LONGEST_PAUSE))
            with suppress(Ailing):
                await transact(self.watched(database), partial(try_to_write, now=now()))
                self._over()

    def _over(self) -> None:
        for ailment, since in self.present.items():
            log.warning("database.well_again", trouble=ailment.value, seconds=round(monotonic() - since, 1))
        self.present.clear()
        self._ill.clear()
        self._well_at = monotonic()
