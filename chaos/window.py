"""How long Telegram has a message before we have committed that: a process killed in between sends it twice.

Candidates talk in calm weather, at the machine's own pace. For PostgreSQL the moment of the commit is the server's
own word; for SQLite another process watches the file for commits, and sees each within a fraction of a millisecond.
"""

import asyncio
import multiprocessing
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import asyncpg

from chaos.clock import START
from chaos.databases import Keeper
from chaos.deliveries import OUT, items_of
from chaos.house import House, open_house
from chaos.kept import Kept, everything
from chaos.people import ENDINGS, Person
from chaos.phones import Switchboard
from chaos.post import Postman
from chaos.run import beside, keep_passing_on, settled
from chaos.words import Words

ON_SQLITE = "SELECT id FROM outbox WHERE recipient LIKE 'telegram:%' AND due_at IS NULL"
ON_POSTGRESQL = """
    SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 AS at FROM outbox
    WHERE recipient LIKE 'telegram:%' AND due_at IS NULL
"""
Told = Callable[[], Awaitable[Mapping[str, float]]]
TRACKED = "-ctrack_commit_timestamp=on"


@dataclass(frozen=True, slots=True)
class Windows:
    """Milliseconds, ascending: from Telegram's taking a message to the moment when our commit of that is durable."""

    milliseconds: Sequence[float]

    def at(self, share: float) -> float:
        """So great a share of them is no longer than this."""
        return self.milliseconds[min(int(len(self.milliseconds) * share), len(self.milliseconds) - 1)]


async def measure(talks: int, database_url: str, place: Path, keeper: Keeper | None) -> Windows:
    """So many talks on Telegram, twenty at once."""
    if keeper is not None:
        await asyncio.to_thread(keeper.stop)
        await asyncio.to_thread(keeper.start, TRACKED)
    async with open_house(database_url, place, recruiters=max(2, talks // 6), replicas=1, speed=1) as house:
        began = time.time() - (house.clock.now() - START).total_seconds()
        switchboard, postman = Switchboard(house), Postman(house, Random("post"))
        async with _commits(database_url) as commits, beside(postman.run(), keep_passing_on(switchboard)):
            await _talk(talks, house, switchboard)
            await settled(house, postman)
            committed = await commits()
        kept = await everything(house.database)
        return Windows(sorted(_windows(house, kept, committed, began)))


async def _talk(talks: int, house: House, switchboard: Switchboard) -> None:
    chance, words, room = Random("people"), Words("nl"), asyncio.Semaphore(20)

    async def talk(number: int) -> None:
        async with room:
            door, phone = chance.choice(house.doors), switchboard.new_phone("telegram", 1000 + number)
            await Person(
                phone=phone, door=door, chance=Random(number), words=words, ending=chance.choice(ENDINGS)
            ).talk()

    await asyncio.gather(*map(talk, range(talks)))


def _windows(house: House, kept: Kept, committed: Mapping[str, float], began: float) -> list[float]:
    """Each message's last part was taken then, and committed then; what reached a chat is in the outbox's order."""
    taken: dict[str, list[float]] = {}
    for sent in house.telegram.sent:
        taken.setdefault(f"telegram:{sent.chat}", []).append(began + (sent.at - START).total_seconds())
    found = []
    for whom, moments in taken.items():
        place = 0
        for row in (row for row in kept.outbox[whom] if row.status in OUT):
            place += len(items_of(row))
            if row.id in committed:
                found.append((committed[row.id] - moments[place - 1]) * 1000)
    return found


@asynccontextmanager
async def _commits(database_url: str) -> AsyncIterator[Told]:
    """A call that tells when each of Telegram's messages was committed as sent: real seconds, by its outbox id."""
    if not database_url.startswith("sqlite"):
        yield lambda: _by_postgresql(database_url)
        return
    ours, theirs = multiprocessing.Pipe()
    watcher = multiprocessing.get_context("spawn").Process(
        target=_watch, args=(database_url.removeprefix("sqlite:///"), theirs), daemon=True
    )
    watcher.start()
    await asyncio.to_thread(ours.recv)

    async def told() -> Mapping[str, float]:
        ours.send("enough")
        seen: Mapping[str, float] = await asyncio.to_thread(ours.recv)
        return seen

    yield told
    watcher.join()


async def _by_postgresql(url: str) -> Mapping[str, float]:
    line = await asyncpg.connect(url)
    try:
        return {row["id"]: row["at"] for row in await line.fetch(ON_POSTGRESQL)}
    finally:
        await line.close()


def _watch(file: str, asked: "Connection[Any, Any]") -> None:
    """Looks without a pause for the file's next version, until it is asked."""
    line = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    asked.send("watching")
    seen: dict[str, float] = {}
    version, looked = None, 0
    while True:
        now_version = line.execute("PRAGMA data_version").fetchone()
        if now_version != version:
            at, version = time.time(), now_version
            for (id,) in line.execute(ON_SQLITE):
                seen.setdefault(id, at)
        looked += 1
        if looked % 1000 == 0 and asked.poll():
            asked.send(seen)
            return
