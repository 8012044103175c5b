"""A line between processes on one PostgreSQL: each hears when another changed something, and one does each chore."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from zlib import crc32

from storage.database import Database
from storage.dispatch import HOLDERS
from storage.errors import Unreachable
from storage.postgresql import PostgresqlDatabase, driver_errors

CHANNEL = "belmoment"
IDLE_SECONDS = 30
"""A process whose line was silent for so long hangs: the server hangs up, and its chores are free for others."""
PING_SECONDS = IDLE_SECONDS / 3
ANSWER_SECONDS = 5.0
CHORES = 0x63686F72
"""Sets the locks of chores apart from all other advisory locks in the same database."""


class Wire:
    """One open line. `stirred` is set when something was heard, or when the line is cut."""

    def __init__(self, connection: Any, stirred: asyncio.Event) -> None:
        self._connection = connection
        self._stirred = stirred
        self._one_by_one = asyncio.Lock()
        self._own_pid: int = connection.get_server_pid()
        self._heard = False
        self._asked_at = 0.0
        self.cut = asyncio.Event()
        """Set once the line is of no more use; its chores are then anybody's."""

    async def listen(self) -> None:
        """Hear from now on; raises Unreachable."""
        self._connection.add_termination_listener(self._ended)
        async with self._asking():
            await self._connection.add_listener(CHANNEL, self._told)

    async def hold(self, holder: int) -> None:
        """Show others by this number that we live, for as long as the line stands; raises Unreachable.

        What a process claimed in the outbox under its number is nobody else's until then.
        """
        async with self._asking():
            # Shared with a line of ours that the server does not yet know to be cut; who tests it asks for it alone.
            await self._connection.execute("SELECT pg_advisory_lock_shared($1, $2)", HOLDERS, holder)

    async def tell(self) -> None:
        """Let all others know that something changed; raises Unreachable."""
        async with self._asking():
            await self._connection.execute("SELECT pg_notify($1, '')", CHANNEL)

    async def show_life(self) -> None:
        """To be called every PING_SECONDS; finds out whether the line still stands. Raises Unreachable."""
        if asyncio.get_running_loop().time() - self._asked_at > PING_SECONDS / 2:
            async with self._asking():
                await self._connection.execute("SELECT 1")

    async def take_on(self, chore: str) -> bool:
        """Whether the chore is ours from now on, until we give it up or the line is cut; raises Unreachable."""
        async with self._asking():
            taken: bool = await self._connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", CHORES, _number(chore))
            return taken

    async def give_up(self, chore: str) -> None:
        """Let another do it; raises Unreachable."""
        async with self._asking():
            await self._connection.execute("SELECT pg_advisory_unlock($1, $2)", CHORES, _number(chore))

    def take_heard(self) -> bool:
        """Whether another changed something since this was last asked."""
        heard, self._heard = self._heard, False
        return heard

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        """One statement at a time; a line that does not answer is a line that is cut."""
        async with self._one_by_one:
            self._asked_at = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    yield
            except (OSError, *driver_errors()) as error:  # type: ignore[misc]
                self._ended()
                raise Unreachable(f"the line to PostgreSQL is cut: {type(error).__name__}") from error

    def _told(self, connection: Any, pid: int, channel: str, payload: object) -> None:
        if pid != self._own_pid:
            self._heard = True
            self._stirred.set()

    def _ended(self, connection: Any = None) -> None:
        self.cut.set()
        self._stirred.set()


def is_shared(database: Database) -> bool:
    """Whether other processes may serve on the same database."""
    return isinstance(database, PostgresqlDatabase)


@asynccontextmanager
async def open_wire(database: Database, stirred: asyncio.Event) -> AsyncIterator[Wire]:
    """A line of our own to a database that is shared; raises Unreachable."""
    assert isinstance(database, PostgresqlDatabase)
    async with database.own_connection(_HABITS) as connection:
        wire = Wire(connection, stirred)
        await wire.listen()
        try:
            yield wire
        finally:
            wire.cut.set()


_HABITS = {
    "application_name": "belmoment news",
    "idle_session_timeout": f"{IDLE_SECONDS}s",
    "synchronous_commit": "off",  # a notice need not outlive the server, and so holds up nobody's commit
}


def _number(chore: str) -> int:
    """A lock's second key: 32 bits with a sign."""
    return crc32(chore.encode()) - 2**31
