"""The one thread that writes to SQLite: whatever has queued since the last commit becomes one transaction."""

import asyncio
import queue
import threading
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from storage.errors import Contended, Overloaded, Unreachable, is_race

T = TypeVar("T")

MOST_WAITING = 1_000
MOST_TOGETHER = 100
"""How many works share a commit at most, so that the first of them need not wait for long."""


@dataclass(slots=True, eq=False)
class Job:
    """A work, who waits for it, and what became of it."""

    work: Callable[[Connection], Any]
    future: "Future[Any]"
    loop: AbstractEventLoop
    result: Any = None
    error: Exception | None = None

    def run(self, connection: Connection, alone: bool) -> None:
        """Do the work; among others in a savepoint of its own, so that its failure is undone alone."""
        self.result = self.error = None
        if alone:
            self.result = self.work(connection)
            return
        try:
            with connection.begin_nested():
                self.result = self.work(connection)
        except Exception as error:
            if not connection.in_transaction() or not _still_open(connection):
                raise
            self.error = error

    def answer(self) -> None:
        """Tell who waits; on their loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif is_race(self.error):
            self.future.set_exception(_contended(self.error))
        else:
            self.future.set_exception(self.error)


class Writer:
    """A thread with a bounded queue before it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._closed = False
        self._waiting: queue.Queue[Job | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._write, name="belmoment-writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, after the commit; raises Overloaded where the queue is full."""
        if self._closed:
            raise Unreachable("The database has been closed.")
        loop = asyncio.get_running_loop()
        job = Job(work, loop.create_future(), loop)
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            raise Overloaded(f"{MOST_WAITING} works wait for the database already.") from None
        result: T = await job.future
        return result

    async def close(self) -> None:
        """Commit what was accepted, and end the thread."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._waiting.put, None)
        await asyncio.to_thread(self._thread.join)

    def _write(self) -> None:
        while batch := self._next():
            wanted = [job for job in batch if not job.future.cancelled()]
            self._commit(wanted)
            _answer(wanted)

    def _next(self) -> Sequence[Job]:
        """The next works, waiting for the first; none at all when the end has come."""
        first = self._waiting.get()
        batch = []
        while first is not None:
            batch.append(first)
            if len(batch) == MOST_TOGETHER:
                break
            try:
                first = self._waiting.get_nowait()
            except queue.Empty:
                break
        if first is None and batch:
            self._waiting.put(None)
        return batch

    def _commit(self, jobs: Sequence[Job]) -> None:
        """All in one transaction; where that fails as a whole, each in its own."""
        try:
            with self._engine.begin() as connection:
                for job in jobs:
                    job.run(connection, alone=len(jobs) == 1)
        except Exception as error:
            if len(jobs) == 1:
                jobs[0].error = error
                return
            for job in jobs:
                self._commit([job])


def _still_open(connection: Connection) -> bool:
    """False where SQLite itself has undone the whole transaction, as on a full disk."""
    return bool(connection.connection.dbapi_connection.in_transaction)  # type: ignore[union-attr]


def _answer(jobs: Sequence[Job]) -> None:
    for loop in {job.loop for job in jobs}:
        mine = [job for job in jobs if job.loop is loop]
        with suppress(RuntimeError):  # who waited has closed their loop
            loop.call_soon_threadsafe(_answer_all, mine)


def _answer_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.answer()


def _contended(error: Exception) -> Contended:
    contended = Contended(f"The work can't be written: {type(error).__name__}.")
    contended.__cause__ = error
    return contended
