"""A moment that was given back finds those who had wished for it, on both databases: the first yes has it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage.database import read
from storage.errors import Contended
from storage.freed import MOST_ASKED
from storage.tables import calls, conversations, freed
from tests.storage.settings import CONTENTS, DRIVER, RUI, SANNE, Office, Someone

OFFER = "A time like the one you first wanted has become free: Sanne can also call you tomorrow, Thursday 26 November"


@pytest.fixture
async def alone(office: Office) -> Office:
    """Sanne is the only one who calls about the driver's job."""
    await office.publish(replace(CONTENTS, recruiters=(SANNE, RUI), vacancies=(DRIVER,)))
    return office


async def with_call(office: Office, peer: str, *moments: str) -> Someone:
    """A candidate who asked for these moments, one after another, and has a call at the last."""
    office.pass_time(seconds=1)  # so that it is told who came first
    someone = office.someone(peer)
    await someone.start(await office.door())
    await someone.write("yes please")
    for moment in moments:
        await someone.write(moment)
    await someone.write("yes")
    await someone.write(f"+31 6 123456{int(peer):02}")
    return someone


async def last(someone: Someone) -> str:
    return (await someone.texts())[-1]


async def offered(everybody: Sequence[Someone]) -> list[bool]:
    return [(await last(one)).startswith(OFFER) for one in everybody]


async def booked(office: Office) -> dict[str, str]:
    """Hours in UTC by call."""
    rows = await read(
        office.database,
        lambda c: c.execute(select(calls).where(calls.c.status == "booked").order_by(calls.c.starts_at)).all(),
    )
    return {f"{row.starts_at:%H:%M}": row.conversation for row in rows}


async def waiting(office: Office) -> int:
    return await read(office.database, lambda c: c.scalar(select(func.count()).select_from(freed)) or 0)


async def test_who_wished_for_it_is_asked_and_nobody_else(alone: Office) -> None:
    holder = await with_call(alone, "1", "tomorrow at 11:00")
    hopeful = await with_call(alone, "2", "tomorrow at 11:00", "tomorrow at 15:00")
    content = await with_call(alone, "3", "tomorrow at 16:00")
    await holder.write("cancel")
    assert await waiting(alone) == 1
    await alone.ring()
    assert await offered([holder, hopeful, content]) == [False, True, False]
    assert await waiting(alone) == 0
    await hopeful.write("yes")
    assert list(await booked(alone)) == ["10:00", "15:00"]


async def test_the_first_yes_has_it_and_the_others_are_told(alone: Office) -> None:
    holder = await with_call(alone, "1", "tomorrow at 11:00")
    hopeful = [await with_call(alone, f"{n + 2}", "tomorrow at 11:00", f"tomorrow at {14 + n}:00") for n in range(3)]
    await holder.write("cancel")
    await alone.ring()
    assert await offered(hopeful) == [True, True, True]
    await asyncio.gather(*(_patiently(one, "yes") for one in hopeful))
    texts = [await last(one) for one in hopeful]
    assert sorted("still stands" in text for text in texts) == [False, True, True]
    assert len(await booked(alone)) == 3


async def test_of_many_only_some_are_asked_and_each_moment_once(alone: Office) -> None:
    holder = await with_call(alone, "1", "tomorrow at 9:00")
    hopeful = []
    for n in range(MOST_ASKED + 1):
        one = await with_call(alone, f"{n + 2}", "tomorrow at 9:00", f"tomorrow at {10 + n + (n > 1)}:00")
        hopeful.append(one)
    await holder.write("cancel")
    await alone.ring()
    assert sum(await offered(hopeful)) == MOST_ASKED
    again = await with_call(alone, "20", "tomorrow at 9:00")
    lines = [len(await one.texts()) for one in hopeful[:MOST_ASKED]]
    await again.write("cancel")
    await alone.ring()
    assert [len(await one.texts()) for one in hopeful[:MOST_ASKED]] == lines


async def test_who_says_stop_gives_it_back_too_and_who_moves_on_frees_the_next(alone: Office) -> None:
    holder = await with_call(alone, "1", "tomorrow at 10:00")
    second = await with_call(alone, "2", "tomorrow at 10:00", "tomorrow at 14:00")
    third = await with_call(alone, "3", "tomorrow at 14:00", "tomorrow at 16:00")
    await holder.write("stop")
    await alone.ring()
    await second.write("yes")
    await alone.ring()
    assert await offered([third]) == [True]


async def test_a_moment_that_is_over_is_offered_to_nobody(alone: Office) -> None:
    holder = await with_call(alone, "1", "tomorrow at 11:00")
    hopeful = await with_call(alone, "2", "tomorrow at 11:00", "tomorrow at 16:00")
    await holder.write("cancel")
    alone.now += timedelta(days=1, hours=1)
    await alone.ring()
    assert (await waiting(alone), "yes" in await last(hopeful)) == (0, False)
    assert await offered([hopeful]) == [False]


async def test_hopes_end_with_the_call(alone: Office) -> None:
    await with_call(alone, "1", "tomorrow at 11:00")
    hopeful = await with_call(alone, "2", "tomorrow at 11:00", "tomorrow at 16:00")
    hoping = select(func.count()).where(conversations.c.hoped_until.is_not(None))
    assert await read(alone.database, lambda c: c.scalar(hoping)) == 1
    await hopeful.write("cancel")
    assert await read(alone.database, lambda c: c.scalar(hoping)) == 0


async def _patiently(someone: Someone, text: str) -> None:
    event = someone.writes(text)
    while True:
        try:
            await someone.office.take(event)
        except Contended:
            await asyncio.sleep(0)
        else:
            return
