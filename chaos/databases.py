"""What can happen to a database: lines that are cut, a server that goes away, somebody who holds the lock."""

import asyncio
import os
import shlex
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from tests.databases import in_a_loop_of_its_own

PATIENCE = 60.0
EXCUSED_SECONDS = 15.0
"""How long after a trouble a server may still end because of it."""
CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < $1
"""


HELD = "database: the file's lock held by another"
CONNECTIONS_CUT = "database: connections cut"
WENT, CRASHED = "database: server stopped and started", "database: server crashed and started"


class Trouble(Protocol):
    """With one kind of database."""

    @property
    def kinds(self) -> Sequence[str]:
        """All that can be done, in words."""
        ...

    last: float
    """When it last was in trouble, by the monotonic clock; it ends with that."""

    async def cut(self, share: float) -> str:
        """Cuts some of the lines, where there are any; what was done, in words."""
        ...

    async def go_away(self, seconds: float, *, hard: bool) -> str:
        """Nobody can write for so long; what was done, in words."""
        ...


def in_trouble(trouble: Trouble) -> bool:
    """Whether a server may end because of it."""
    return time.monotonic() - trouble.last < EXCUSED_SECONDS


class SqliteTrouble:
    """A file that somebody else holds."""

    kinds = (HELD,)

    def __init__(self, url: str) -> None:
        self._file = url.removeprefix("sqlite:///")
        self.last = -EXCUSED_SECONDS

    async def cut(self, share: float) -> str:
        """There is no line to cut; the lock is held for a moment."""
        return await self.go_away(share, hard=False)

    async def go_away(self, seconds: float, *, hard: bool) -> str:
        """Another process holds the lock."""
        await asyncio.to_thread(self._hold, seconds)
        self.last = time.monotonic()
        return HELD

    def _hold(self, seconds: float) -> None:
        holder = sqlite3.connect(self._file, isolation_level=None, timeout=30)
        holder.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        holder.execute("ROLLBACK")
        holder.close()


class PostgresqlTrouble:
    """A server; `keeper` can stop it, where it is ours to stop."""

    kinds = (CONNECTIONS_CUT, WENT, CRASHED)

    def __init__(self, url: str, keeper: "Keeper | None") -> None:
        self._url, self._keeper = url, keeper
        self._one_by_one = asyncio.Lock()
        self.last = -EXCUSED_SECONDS

    async def cut(self, share: float) -> str:
        """Ends so great a share of all connections to our database."""
        async with self._one_by_one, _line(self._url) as line:
            await line.fetchval(CUT, share)
        self.last = time.monotonic()
        return CONNECTIONS_CUT

    async def go_away(self, seconds: float, *, hard: bool) -> str:
        """The server stops, in good order or at once, and starts again after so long."""
        if self._keeper is None:
            return await self.cut(1.0)
        async with self._one_by_one:
            self.last = time.monotonic() + PATIENCE
            await asyncio.to_thread(self._keeper.stop, hard=hard)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self._keeper.start)
            self.last = time.monotonic()
        return CRASHED if hard else WENT


class Keeper:
    """Stops and starts a PostgreSQL server of this machine, by what it left in its data folder."""

    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        self._command: list[str] = []
        self._ours: subprocess.Popen[bytes] | None = None

    def stop(self, *, hard: bool = False) -> None:
        """Ends it: in good order, or as a crash would."""
        self._command = shlex.split((self._data / "postmaster.opts").read_text())
        number = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(number, signal.SIGQUIT if hard else signal.SIGINT)
        until = time.monotonic() + PATIENCE
        while _lives(number) and time.monotonic() < until:
            with suppress(ChildProcessError):
                os.waitpid(number, os.WNOHANG)
            time.sleep(0.02)

    def start(self, *more: str) -> None:
        """Starts it as it was, and with more settings where they are named; returns once it answers."""
        owner = self._data.stat()
        as_owner: dict[str, Any] = (
            {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        with (self._data.parent / "log").open("ab") as log:
            self._ours = subprocess.Popen(  # noqa: S603 (as it was started before)
                [*self._command, *more],
                cwd=self._data.parent,
                env={"LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                **as_owner,
            )
        in_a_loop_of_its_own(_answering(self._url))

    def close(self) -> None:
        """Ends what was started here."""
        if self._ours is not None:
            self._ours.send_signal(signal.SIGINT)
            self._ours.wait()


@contextmanager
def keeping(url: str) -> Iterator[Keeper | None]:
    """Who can stop the server at `url`; nobody, where it is not this machine's, or not ours."""
    data = Path(in_a_loop_of_its_own(_data_folder(url)))
    if "BELMOMENT_TEST_POSTGRES_URL" in os.environ or not (data / "postmaster.opts").exists():
        yield None
        return
    keeper = Keeper(url, data)
    try:
        yield keeper
    finally:
        keeper.close()


async def durable(url: str) -> None:
    """Have a database for tests keep what it commits, also through a crash of its server."""
    async with _line(url) as line:
        name = await line.fetchval("SELECT current_database()")
        await line.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")


@asynccontextmanager
async def _line(url: str) -> AsyncIterator[asyncpg.Connection]:
    line = await asyncpg.connect(url, timeout=PATIENCE)
    try:
        yield line
    finally:
        await line.close()


async def _data_folder(url: str) -> str:
    async with _line(url) as line:
        return str(await line.fetchval("SHOW data_directory"))


async def _answering(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            async with _line(url) as line:
                await line.fetchval("SELECT 1")
                return
        except (OSError, asyncpg.PostgresError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
