"""One rule for every race: somebody is first, the others start again, and nobody's failure is their neighbour's."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, text, update

from storage.database import Changed, Contended, Database, Overloaded, open_database, read, transact
from storage.tables import agency, calls, candidates, conversations, doors
from storage.writer import MOST_WAITING

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SLOT = (NOON, NOON + timedelta(minutes=20))


def open_door(code: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(doors).values(code=code, vacancy="driver", recruiter="anna", source=code))
        return code

    return work


def open_doors(connection: Connection) -> set[str]:
    return set(connection.scalars(select(doors.c.code)))


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


def talk(name: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        connection.execute(insert(candidates).values(id=name, created_at=NOON, data={}))
        connection.execute(
            insert(conversations).values(
                id=name,
                candidate=name,
                vacancy="driver",
                status="open",
                turns=0,
                created_at=NOON,
                touched_at=NOON,
                data={},
            )
        )

    return work


def call(conversation: str, start: datetime, end: datetime, recruiter: int = 1) -> dict[str, object]:
    return {
        "conversation": conversation,
        "id": f"{conversation}-1",
        "recruiter": f"recruiter {recruiter}",
        "recruiter_number": recruiter,
        "starts_at": start,
        "ends_at": end,
        "status": "booked",
        "sequence": 0,
        "created_at": NOON,
    }


def book_if_free(conversation: str) -> Callable[[Connection], bool]:
    """What every booking does: look at the agenda, and book where nothing is in the way."""

    def work(connection: Connection) -> bool:
        taken = connection.scalar(select(func.count()).where(calls.c.starts_at < SLOT[1], calls.c.ends_at > SLOT[0]))
        if not taken:
            connection.execute(insert(calls).values(call(conversation, *SLOT)))
        return not taken

    return work


async def test_twenty_candidates_want_one_slot(database: Database) -> None:
    names = [f"candidate {n}" for n in range(20)]
    await asyncio.gather(*(transact(database, talk(name)) for name in names))
    booked = await asyncio.gather(*(transact(database, book_if_free(name)) for name in names))
    assert sorted(booked) == [False] * 19 + [True]
    assert await read(database, lambda c: c.scalar(select(func.count()).select_from(calls))) == 1


async def test_no_update_is_lost(database: Database) -> None:
    await transact(database, lambda c: c.execute(insert(agency).values(id=1, revision="0", published_at=NOON, data={})))

    def count_one_more(connection: Connection) -> None:
        seen = connection.scalar(select(agency.c.revision)) or ""
        changed = connection.execute(
            update(agency).where(agency.c.revision == seen).values(revision=str(int(seen) + 1))
        )
        if changed.rowcount != 1:
            raise Changed

    await asyncio.gather(*(transact(database, count_one_more) for _ in range(50)))
    assert await read(database, lambda c: c.scalar(select(agency.c.revision))) == "50"


@pytest.mark.parametrize(
    ("start", "end", "recruiter", "accepted"),
    [
        (SLOT[0], SLOT[1], 1, False),
        (SLOT[0] + timedelta(minutes=10), SLOT[1] + timedelta(minutes=10), 1, False),
        (SLOT[0] - timedelta(minutes=10), SLOT[1] + timedelta(minutes=10), 1, False),
        (SLOT[1], SLOT[1] + timedelta(minutes=20), 1, True),
        (SLOT[0] - timedelta(minutes=20), SLOT[0], 1, True),
        (SLOT[0], SLOT[1], 2, True),
    ],
)
async def test_the_database_itself_refuses_two_calls_of_one_recruiter_at_once(
    database: Database, start: datetime, end: datetime, recruiter: int, accepted: bool
) -> None:
    await transact(database, talk("first"))
    await transact(database, talk("second"))
    await transact(database, lambda c: c.execute(insert(calls).values(call("first", *SLOT))))
    second = transact(database, lambda c: c.execute(insert(calls).values(call("second", start, end, recruiter))))
    if accepted:
        await second
    else:
        with pytest.raises(Contended):
            await second


async def test_a_call_can_move_inside_its_own_time_but_not_onto_another(database: Database) -> None:
    later = (SLOT[1], SLOT[1] + timedelta(minutes=20))
    await transact(database, talk("first"))
    await transact(database, talk("second"))
    await transact(database, lambda c: c.execute(insert(calls), [call("first", *SLOT), call("second", *later)]))
    mine = update(calls).where(calls.c.conversation == "first")
    await transact(database, lambda c: c.execute(mine.values(starts_at=SLOT[0] + timedelta(minutes=5))))
    with pytest.raises(Contended):
        await transact(database, lambda c: c.execute(mine.values(ends_at=SLOT[1] + timedelta(minutes=5))))
    await transact(database, lambda c: c.execute(update(calls).values(status="cancelled")))


async def test_a_poisonous_work_never_fails_its_neighbours(database: Database) -> None:
    def poison(connection: Connection) -> None:
        open_door("poisoned")(connection)
        raise ZeroDivisionError

    def nonsense(connection: Connection) -> None:
        open_door("nonsense")(connection)
        connection.execute(text("NONSENSE"))

    works = [open_door("a"), poison, open_door("b"), nonsense, open_door("c")]
    outcomes = await asyncio.gather(*(transact(database, work) for work in works), return_exceptions=True)
    assert [outcome for outcome in outcomes if isinstance(outcome, str)] == ["a", "b", "c"]
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert await read(database, open_doors) == {"a", "b", "c"}


async def test_what_always_breaks_a_rule_ends_in_a_clear_error(database: Database) -> None:
    await transact(database, open_door("a"))
    with pytest.raises(Contended):
        await transact(database, open_door("a"))
    assert await read(database, open_doors) == {"a"}


async def test_reading_can_not_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await read(database, open_door("a"))
    assert await read(database, open_doors) == set()


async def open_door_elsewhere(url: str) -> None:
    other = await open_database(url)
    await transact(other, open_door("a"))
    await other.close()


async def test_one_reading_sees_one_picture(database: Database, database_url: str) -> None:
    """Also where another process writes between its two questions."""

    def twice(connection: Connection) -> tuple[set[str], set[str]]:
        before = open_doors(connection)
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(asyncio.run, open_door_elsewhere(database_url)).result()
        return before, open_doors(connection)

    assert await read(database, twice) == (set(), set())
    assert await read(database, open_doors) == {"a"}


async def test_moments_come_back_aware_and_naive_ones_are_refused(database: Database) -> None:
    await transact(database, lambda c: c.execute(insert(candidates).values(id="a", created_at=NOON, data={})))
    assert await read(database, lambda c: c.scalar(select(candidates.c.created_at))) == NOON
    naive = insert(candidates).values(id="b", created_at=NOON.replace(tzinfo=None), data={})
    with pytest.raises(Exception, match="no time zone"):
        await transact(database, lambda c: c.execute(naive))


async def test_more_work_than_may_wait_is_turned_away(sqlite_database_url: str) -> None:
    database = await open_database(sqlite_database_url)
    started, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold_up(_: Connection) -> bool:
        loop.call_soon_threadsafe(started.set)
        return go_on.wait()

    first = asyncio.ensure_future(transact(database, hold_up))
    await started.wait()
    waiting = [asyncio.ensure_future(transact(database, one)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await transact(database, one)
    go_on.set()
    assert [await first, *await asyncio.gather(*waiting)] == [True, *[1] * MOST_WAITING]
    await database.close()
