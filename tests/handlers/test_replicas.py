"""Processes on one PostgreSQL tell each other of what changed, and share out the chores; on SQLite there is but one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import pytest

from handlers import replicas
from handlers.replicas import Loop, Replicas
from storage.database import Database, open_database, transact
from storage.news import is_shared
from tests.handlers.offices import eventually

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'belmoment news'"


@dataclass
class Process:
    """What a process does with the line."""

    database: Database
    news: int = 0
    doing: list[str] = field(default_factory=list)
    tasks: list["asyncio.Task[object]"] = field(default_factory=list)
    replicas: Replicas = field(init=False)

    def __post_init__(self) -> None:
        self.replicas = Replicas(self.database, self._heard)

    def start(self, *loops: Loop) -> None:
        for loop in (self.replicas.run, *loops):
            self.tasks.append(asyncio.ensure_future(loop()))

    async def stop(self) -> None:
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def chore(self, name: str) -> Loop:
        async def do() -> None:
            self.doing.append(name)
            try:
                await asyncio.Event().wait()
            finally:
                self.doing.remove(name)

        return self.replicas.alone(name, do)

    def _heard(self) -> None:
        self.news += 1


@pytest.fixture
async def two(postgresql_database_url: str) -> AsyncIterator[list[Process]]:
    """Both have their line open."""
    async with opened(postgresql_database_url, 2) as processes:
        yield processes


@asynccontextmanager
async def opened(url: str, number: int) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        processes = []
        for _ in range(number):
            database = await open_database(url)
            stack.push_async_callback(database.close)
            processes.append(Process(database))
            stack.push_async_callback(processes[-1].stop)
        yield processes


async def until(condition: Callable[[], bool]) -> None:
    async def met() -> bool:
        return condition()

    await eventually(met)


async def listening(*processes: Process) -> None:
    """Each hears once when its line opens, for what it may have missed."""
    for process in processes:
        process.start()
    await until(lambda: all(process.news for process in processes))
    for process in processes:
        process.news = 0


async def cut(process: Process) -> None:
    await transact(process.database, lambda connection: connection.exec_driver_sql(OTHERS).all())


async def test_the_others_hear_and_who_told_does_not(two: list[Process]) -> None:
    one, other = two
    await listening(one, other)
    one.replicas.tell()
    await until(lambda: other.news == 1)
    other.replicas.tell()
    await until(lambda: one.news == 1)
    assert (one.news, other.news) == (1, 1)


async def test_a_flood_is_told_as_one(two: list[Process]) -> None:
    one, other = two
    await listening(one, other)
    for _ in range(1000):
        one.replicas.tell()
    await until(lambda: other.news > 0)
    one.news = other.news = 0
    other.replicas.tell()
    await until(lambda: one.news == 1)
    assert other.news == 0


async def test_a_line_that_was_cut_is_opened_again_and_what_was_missed_is_looked_up(two: list[Process]) -> None:
    one, other = two
    await listening(one, other)
    await cut(one)
    await until(lambda: one.news > 0 and other.news > 0)
    one.news = other.news = 0
    one.replicas.tell()
    await until(lambda: other.news > 0)


async def test_a_chore_is_done_by_one_and_by_the_next_when_that_one_stops(
    two: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "UNDERSTUDY_SECONDS", 0.05)
    one, other = two
    one.start(one.chore("sweeping"), one.chore("dusting"))
    await until(lambda: len(one.doing) == 2)
    other.start(other.chore("sweeping"), other.chore("ironing"))
    await until(lambda: other.doing == ["ironing"])
    await one.stop()
    await until(lambda: sorted(other.doing) == ["ironing", "sweeping"])
    assert one.doing == []


async def test_who_lost_the_line_lets_go_of_the_chore(two: list[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "UNDERSTUDY_SECONDS", 0.05)
    monkeypatch.setattr(replicas, "AGAIN_SECONDS", 3600)
    one, other = two
    one.start(one.chore("sweeping"))
    await until(lambda: one.doing == ["sweeping"])
    await cut(other)
    await until(lambda: one.doing == [])
    other.start(other.chore("sweeping"))
    await until(lambda: other.doing == ["sweeping"])


async def test_a_chore_that_breaks_is_free_for_others(two: list[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "UNDERSTUDY_SECONDS", 0.05)
    one, other = two

    async def breaks() -> None:
        raise ZeroDivisionError

    one.start()
    with pytest.raises(ZeroDivisionError):
        await one.replicas.alone("sweeping", breaks)()
    other.start(other.chore("sweeping"))
    await until(lambda: other.doing == ["sweeping"])


async def test_alone_on_sqlite_every_chore_is_ours_and_nobody_is_told(sqlite_database_url: str) -> None:
    async with opened(sqlite_database_url, 1) as (one,):
        assert not is_shared(one.database)
        one.start(one.chore("sweeping"))
        await until(lambda: one.doing == ["sweeping"])
        one.replicas.tell()
        await one.tasks[0]
        assert one.news == 0


async def test_what_others_left_behind_is_taken_up_only_once_they_had_time_to_have_their_line_back(
    two: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    monkeypatch.setattr(replicas, "SHAKEN_SECONDS", 0)
    assert one.replicas.holder().inherits
    monkeypatch.setattr(replicas, "SHAKEN_SECONDS", 3600)
    assert not one.replicas.holder().inherits
    now = monotonic()
    monkeypatch.setattr(replicas, "monotonic", lambda: now + 3700)
    assert one.replicas.holder().inherits
    await listening(one)
    assert not one.replicas.holder().inherits
    monkeypatch.setattr(replicas, "monotonic", lambda: now + 7400)
    assert one.replicas.holder().inherits
    await cut(one)
    await until(lambda: not one.replicas.holder().inherits)
