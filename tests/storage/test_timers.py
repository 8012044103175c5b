"""Timers are state: each rings once, a stale one says nothing, and one that fails holds nobody up."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.events import Action, RecruiterActed, TimerFired
from bot.model import CallOutcome
from bot.sayings import Sayings
from storage.database import read
from storage.ledger import due
from storage.queries import next_timer
from storage.tables import calls, conversations
from tests.storage.settings import WEDNESDAY, Office

CALL_AT = WEDNESDAY.replace(day=26, hour=13, minute=0)


async def the_talk(office: Office) -> str:
    return await read(office.database, lambda c: c.execute(select(conversations.c.id)).scalar_one())


async def call_status(office: Office) -> str:
    return await read(office.database, lambda c: c.execute(select(calls.c.status)).scalar_one())


async def what_is_due(office: Office) -> list[TimerFired]:
    return list(await read(office.database, lambda c: due(c, office.now, 10)))


async def test_what_is_due_bears_the_turn_and_its_own_time(office: Office) -> None:
    await office.someone().book()
    assert await what_is_due(office) == []
    first: datetime | None = await read(office.database, next_timer)
    assert first == CALL_AT - timedelta(days=1)
    office.now = CALL_AT - timedelta(hours=23)
    talk = await the_talk(office)
    id = f"timer:{talk}:5:reminder_day"
    assert await what_is_due(office) == [
        TimerFired(id=id, at=CALL_AT - timedelta(days=1), conversation=talk, name="reminder_day")
    ]


async def test_a_timer_rings_once_however_many_find_it(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    office.now = CALL_AT - timedelta(days=1)
    await office.ring()
    office.now = CALL_AT - timedelta(minutes=59)
    await office.ring()
    office.now = CALL_AT - timedelta(minutes=10)
    before = len(await someone.lines())
    both = await asyncio.gather(*(office.ring() for _ in range(5)))
    # How many still find it is a matter of timing; who finds it late has seen it.
    outcomes = sorted(applied.outcome for one in both for applied in one)
    assert outcomes == ["applied", *["seen"] * (len(outcomes) - 1)]
    assert await what_is_due(office) == []
    assert len(await someone.lines()) == before + 1


async def test_a_timer_that_was_set_anew_meanwhile_is_stale(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    office.now = CALL_AT - timedelta(minutes=9)
    found = await what_is_due(office)
    await someone.write("cancel")
    assert [applied.outcome for applied in await office.take(*found)] == ["seen"]
    assert await call_status(office) == "cancelled"


async def test_a_timer_that_fails_is_tried_thrice_a_minute_apart_and_then_gone(office: Office) -> None:
    await office.someone().book()
    office.now = CALL_AT - timedelta(minutes=9)
    await office.ring()
    await office.ring()
    office.house = replace(office.house, sayings=Sayings({}))
    told = []
    for _ in range(4):
        told += [applied.outcome for applied in await office.ring()]
        assert await what_is_due(office) == []
        office.pass_time(minutes=1)
    assert told == ["failed", "failed", "set_aside"]
    assert await read(office.database, next_timer) == CALL_AT + timedelta(minutes=3)


async def test_what_a_recruiter_does_to_their_own_call_counts(office: Office) -> None:
    await office.someone().book()
    office.now = CALL_AT + timedelta(minutes=15)
    held = RecruiterActed(
        id="held",
        at=office.now,
        conversation=await the_talk(office),
        recruiter="sanne",
        action=Action.CLOSE,
        outcome=CallOutcome.SPOKEN,
    )
    assert [applied.outcome for applied in await office.take(held, held)] == ["applied", "seen"]
    assert await call_status(office) == "held"


async def test_what_a_recruiter_does_to_anothers_call_is_refused(office: Office) -> None:
    await office.someone().book()
    talk = await the_talk(office)
    acts = [
        RecruiterActed(
            id=f"{conversation} {action}", at=office.now, conversation=conversation, recruiter="rui", action=action
        )
        for conversation in (talk, "no such talk")
        for action in Action
    ]
    assert {applied.outcome for applied in await office.take(*acts)} == {"refused"}
    assert await call_status(office) == "booked"
