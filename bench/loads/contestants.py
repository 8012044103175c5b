"""Who is measured, how each is started, and what it must have done in the end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg

from bench.loads.candidates import MESSAGES, Candidate, Crowd
from bench.loads.dialects import ACCOUNT, PUBLIC, SENDER, TOKEN, TelegramDialect, TwilioDialect
from bench.loads.platforms import Platforms
from bench.loads.processes import Started, keep_family_on, parent, running, used_by_family
from bench.loads.server import VECTORS
from chaos.kept import under_way
from handlers.agency.folder import read_folder, sample_folder
from handlers.clock import RealClock
from storage import people, records
from storage.agency import AgencyContents, publish
from storage.database import Database, open_database, read, transact
from storage.schema import migrate
from tests import databases
from tests.databases import fresh_database, postgres_server

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "256MB"}
NOBODY = ("",)
DOORS = 20
LOOKS = 100
CACHE = "cache"
"""Beside the rounds' folders: what programs can make again."""
CACHE_WITH_VECTORS = "cache-with-vectors"


class Unfinished(Exception):
    """Talks that did not come to their end, or messages that did not go out: what was measured says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a round happens."""

    platforms: Platforms
    folder: Path
    """Of its own; the caches lie beside it."""
    cores: tuple[int, int]
    """The server's, and everybody else's."""
    postgres: str | None = None
    """A server on which databases may be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arena:
    """One contestant, running."""

    server: Started
    crowd: Crowd
    database_cpu: Callable[[], float]
    """Seconds that a database server of its own has used."""
    inspect: Callable[[Sequence[Candidate]], Awaitable[None]]
    """Raises Unfinished unless each of these has a booked call, and was told so."""


Contestant = Callable[[Place], Any]


@asynccontextmanager
async def by_hand(kind: str, place: Place) -> AsyncIterator[Arena]:
    """Bare aiohttp, or the floor."""
    environment = {"PORT": "{port}", "API": place.platforms.url, "FILE": str(place.folder / "floor.db")}
    async with running(["bench.rivals.by_hand", kind], environment, place.folder / "log", place.cores[0]) as server:
        answered = kind != "bare"
        crowd = Crowd(
            platforms=place.platforms, dialect=TwilioDialect(), ports=[server.port], doors=NOBODY, answered=answered
        )
        yield Arena(server=server, crowd=crowd, database_cpu=_none, inspect=_told if answered else _finished)


@asynccontextmanager
async def conversation_handler(place: Place) -> AsyncIterator[Arena]:
    """python-telegram-bot's."""
    environment = {"PORT": "{port}", "API": place.platforms.url, "FILE": str(place.folder / "kept.pickle")}
    async with running(
        ["bench.rivals.conversation_handler"], environment, place.folder / "log", place.cores[0]
    ) as server:
        crowd = Crowd(
            platforms=place.platforms, dialect=TelegramDialect(), ports=[server.port], doors=NOBODY, answered=True
        )
        yield Arena(server=server, crowd=crowd, database_cpu=_none, inspect=_told)


@asynccontextmanager
async def on_sqlite(place: Place, *, vectors: bool = False) -> AsyncIterator[Arena]:
    """Belmoment with its file."""
    async with _belmoment(place, f"sqlite:///{place.folder}/belmoment.db", _none, vectors=vectors) as arena:
        yield arena


@asynccontextmanager
async def on_postgresql(place: Place) -> AsyncIterator[Arena]:
    """Belmoment with a database server, which shares the other core with who measures."""
    assert place.postgres is not None
    postmaster = await keep_postgres_on(place.postgres, {place.cores[1]})
    with fresh_database(place.postgres) as url:
        async with _belmoment(place, url, partial(used_by_family, postmaster)) as arena:
            yield arena


@contextmanager
def durable_postgres() -> Any:
    """A server that waits for its disk, unlike that of the tests."""
    before = dict(databases.SETTINGS)
    databases.SETTINGS.update(DURABLE)
    try:
        with postgres_server() as url:
            yield url
    finally:
        databases.SETTINGS.clear()
        databases.SETTINGS.update(before)


@asynccontextmanager
async def _belmoment(
    place: Place, url: str, database_cpu: Callable[[], float], *, vectors: bool = False
) -> AsyncIterator[Arena]:
    async with AsyncExitStack() as stack:
        database, doors = await furnished(url)
        stack.push_async_callback(database.close)
        environment = surroundings(place, url)
        if vectors:
            cache = str(place.folder.parent / CACHE_WITH_VECTORS)
            environment = {**environment, VECTORS: "1", "XDG_CACHE_HOME": cache}
        serve = running(["bench.loads.server"], environment, place.folder / "log", place.cores[0])
        server = await stack.enter_async_context(serve)
        crowd = Crowd(
            platforms=place.platforms, dialect=TwilioDialect(), ports=[server.port], doors=doors, answered=True
        )
        yield Arena(server=server, crowd=crowd, database_cpu=database_cpu, inspect=partial(booked, database))


async def furnished(url: str) -> tuple[Database, Sequence[str]]:
    """A new database with an agency of many recruiters, and the codes of its doors."""
    migrate(url)
    database = await open_database(url)

    def furnish(connection: Any) -> Sequence[str]:
        publish(connection, _agency(DOORS), RealClock().now())
        return [people.door_code(connection, f"job{n}", f"rec{n}") for n in range(DOORS)]

    return database, await transact(database, furnish)


def _agency(recruiters: int) -> AgencyContents:
    """The sample's, with so many recruiters, and a vacancy for each of them and a neighbour.

    They have no mail: a mail server is measured by whoever runs one.
    """
    sample = read_folder(sample_folder())
    sanne = next(one for one in sample.recruiters if one.id == "sanne")
    return replace(
        sample,
        recruiters=tuple(
            replace(sanne, id=f"rec{n}", name=f"Recruiter {n} de Wit", phone=f"+316123{n:05}", email="")
            for n in range(recruiters)
        ),
        vacancies=tuple(
            replace(sample.vacancies[0], id=f"job{n}", recruiters=(f"rec{n}", f"rec{(n + 1) % recruiters}"))
            for n in range(recruiters)
        ),
    )


def surroundings(place: Place, url: str) -> Mapping[str, str]:
    """The environment of a server, which does without sentence vectors."""
    return {
        VECTORS: "0",
        "XDG_CACHE_HOME": str(place.folder.parent / CACHE),
        "BELMOMENT_PORT": "{port}",
        "BELMOMENT_DATABASE_URL": url,
        "BELMOMENT_PUBLIC_URL": PUBLIC,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_WHATSAPP_FROM": SENDER,
        "TWILIO_API_URL": place.platforms.url,
    }


async def _finished(crowd: Sequence[Candidate]) -> None:
    if wrong := sum(one.done < MESSAGES for one in crowd):
        raise Unfinished(f"{wrong} of {len(crowd)} talks did not come to their end")


async def _told(crowd: Sequence[Candidate]) -> None:
    await _finished(crowd)
    if wrong := sum(not one.phone.read or one.phone.read[-1] != "booked" for one in crowd):
        raise Unfinished(f"{wrong} of {len(crowd)} candidates were not told that they are booked")


async def booked(database: Database, crowd: Sequence[Candidate]) -> None:
    """Raises Unfinished unless each of them has a call, and all that was said is out; waits a moment for that."""
    await _finished(crowd)
    kept = await read(database, lambda connection: records.calls(connection, None, None, None))
    called = {call["candidate"]["peer"] for call in kept if call["status"] == "booked"}
    if unlucky := [one.phone.read for one in crowd if one.peer not in called]:
        raise Unfinished(f"{len(unlucky)} of {len(crowd)} talks ended without a call; the first one: {unlucky[0]}")
    for _ in range(LOOKS):
        if not (left := await under_way(database)):
            return
        await asyncio.sleep(0.1)
    raise Unfinished(f"{left} messages have not gone out")


async def keep_postgres_on(url: str, cores: set[int]) -> int:
    """Has the server work on these cores only; the process whose children serve us. It has to be on this machine."""
    connection = await asyncpg.connect(url)
    backend: int = await connection.fetchval("SELECT pg_backend_pid()")
    postmaster = parent(backend)
    keep_family_on(postmaster, cores)
    await connection.close()
    return postmaster


def _none() -> float:
    return 0.0


CONTESTANTS: Mapping[str, Contestant] = {
    "bare": partial(by_hand, "bare"),
    "floor": partial(by_hand, "floor"),
    "sqlite": on_sqlite,
    "vectors": partial(on_sqlite, vectors=True),
    "postgresql": on_postgresql,
    "handler": conversation_handler,
}
NAMES: Mapping[str, str] = {
    "bare": "aiohttp and a signature check, nothing else",
    "floor": "the floor: that, one durable commit, one message out",
    "sqlite": "Belmoment on SQLite (synchronous=FULL)",
    "vectors": "the same with sentence vectors",
    "postgresql": "Belmoment on PostgreSQL",
    "handler": "ConversationHandler with PicklePersistence",
}
