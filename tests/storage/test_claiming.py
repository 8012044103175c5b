"""What several processes on one PostgreSQL find to do at once, one of them does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.events import Event
from bot.reader import read_script
from bot.understanding.understood import Question, Understood
from handlers.words import load_sayings
from storage.database import Database, open_database, transact
from storage.ledger import House, due
from storage.news import open_wire
from storage.once import unsettled
from storage.outbox import Claimed, Holder, claim
from storage.pen import Pen
from storage.posting import put
from storage.schema import migrate
from tests.storage.settings import Office, understand
from tests.storage.test_outbox import NOOR, NOTE

Find = Callable[[Connection, datetime], Sequence[Event]]


class Crashed(Exception):
    """As when a process is killed: what it wrote is undone."""


@pytest.fixture
async def offices(postgresql_database_url: str) -> AsyncIterator[list[Office]]:
    """Two processes' views of one agency."""
    await asyncio.to_thread(migrate, postgresql_database_url)
    databases = [await open_database(postgresql_database_url) for _ in range(2)]
    house = House(understand=understand, sayings=load_sayings(), read_script=read_script)
    made = [Office(database, house) for database in databases]
    await made[0].publish()
    yield made
    for database in databases:
        await database.close()


def timers(connection: Connection, now: datetime) -> Sequence[Event]:
    return due(connection, now, 10, claim=True)


def failed(connection: Connection, now: datetime) -> Sequence[Event]:
    return unsettled(connection, now, 10, claim=True)


async def with_a_timer(office: Office) -> datetime:
    await office.someone().book()
    return office.now + timedelta(days=1)


async def with_a_failed_event(office: Office) -> datetime:
    def breaks(text: str, question: Question) -> Understood:
        raise ZeroDivisionError

    broken = replace(office, house=replace(office.house, understand=breaks))
    someone = broken.someone()
    await someone.start(await office.door())
    await someone.write("yes please")
    return office.now + timedelta(minutes=1)


async def found(database: Database, find: Find, now: datetime) -> list[Event]:
    return list(await transact(database, lambda connection: find(connection, now)))


@pytest.mark.parametrize(("given", "find"), [(with_a_timer, timers), (with_a_failed_event, failed)])
async def test_what_one_is_about_to_do_others_pass_by(
    offices: list[Office], given: Callable[[Office], "asyncio.Future[datetime]"], find: Find
) -> None:
    one, other = offices
    now = await given(one)
    claimed, go_on = asyncio.Event(), asyncio.Event()

    def claims_and_dies(connection: Connection) -> None:
        assert len(find(connection, now)) == 1
        claimed.set()
        await_only(go_on.wait())
        raise Crashed

    doing = asyncio.create_task(transact(one.database, claims_and_dies))
    await claimed.wait()
    assert await found(other.database, find, now) == []
    go_on.set()
    with pytest.raises(Crashed):
        await doing
    assert len(await found(other.database, find, now)) == 1


async def test_what_a_living_process_is_sending_is_not_taken_up_by_a_clock_that_is_ahead(offices: list[Office]) -> None:
    one, other = offices
    await one.someone().start(await one.door())
    async with open_wire(one.database, asyncio.Event()) as line:
        await line.hold(1)
        (sending,) = await sent_by(1, one)
        other.pass_time(minutes=5)
        assert await sent_by(2, other) == []
        one.pass_time(minutes=5)
        assert [(found.id, found.attempts) for found in await sent_by(1, one)] == [(sending.id, 2)]
    other.pass_time(minutes=5)
    assert await sent_by(2, other, inherits=False) == []
    assert [(found.id, found.attempts) for found in await sent_by(2, other)] == [(sending.id, 3)]


async def sent_by(number: int, office: Office, *, inherits: bool = True) -> Sequence[Claimed]:
    holder = Holder(number=number, inherits=inherits)
    return await transact(office.database, lambda connection: claim(connection, office.now, 10, holder))


async def test_two_talks_that_turn_at_once_tell_one_recruiter_in_the_order_of_their_commits(
    offices: list[Office],
) -> None:
    one, other = offices
    told, go_on = asyncio.Event(), asyncio.Event()

    def tells_and_waits(connection: Connection) -> None:
        tell_sanne(connection, "first", one.now)
        told.set()
        await_only(go_on.wait())

    telling = asyncio.create_task(transact(one.database, tells_and_waits))
    await told.wait()
    later = asyncio.create_task(transact(other.database, lambda connection: tell_sanne(connection, "second", one.now)))
    while not (later.done() or await transact(one.database, somebody_waits)):  # noqa: ASYNC110 (PostgreSQL rings no bell)
        await asyncio.sleep(0.01)
    assert await sent_by(1, one) == []
    go_on.set()
    await asyncio.gather(telling, later)
    assert [found.conversation for found in await sent_by(1, one)] == ["first"]


def tell_sanne(connection: Connection, talk: str, now: datetime) -> None:
    pen = Pen(connection)
    put(connection, pen, replace(NOOR, id=talk), [NOTE], now)
    pen.flush()


def somebody_waits(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")))
