"""Fifty recruiters claim one call at the same moment: one has it, on both databases, however often it is tried.

A thousand times: `python3 run test tests/storage/test_claims.py --times 1000`.
"""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.events import Action, RecruiterActed
from bot.model import Recruiter
from storage.database import read, transact
from storage.errors import Contended
from storage.ledger import Outcome
from storage.queries import notifications
from storage.tables import calls
from tests.storage.machines import clear_talks
from tests.storage.settings import CONTENTS, DRIVER, SANNE, Office

MANY = 50
TEAM: tuple[Recruiter, ...] = tuple(
    replace(SANNE, id=f"r{n}", name=f"Recruiter{n} Bos", phone=f"+3120123{n:04}", email="") for n in range(MANY)
)
POOL = replace(DRIVER, recruiters=tuple(one.id for one in TEAM))


@pytest.fixture
async def pool(office: Office) -> Office:
    await office.publish(replace(CONTENTS, recruiters=TEAM, vacancies=(POOL,)))
    return office


async def sought(office: Office, peer: str) -> str:
    """The talk of somebody who wants to be called now."""
    someone = office.someone(peer)
    await someone.start(await office.door(recruiter="r0"))
    for text in ("yes please", "call me now", "+31 6 12345678"):
        applied = await someone.write(text)
    return str(applied.conversation)


def claims(office: Office, talk: str) -> list[RecruiterActed]:
    return [
        RecruiterActed(id=office.event_id(), at=office.now, conversation=talk, recruiter=one.id, action=Action.CLAIM)
        for one in TEAM
    ]


async def winners(office: Office, talk: str) -> list[str]:
    here = select(calls.c.recruiter).where((calls.c.conversation == talk) & (calls.c.status == "booked"))
    return list(await read(office.database, lambda connection: connection.scalars(here).all()))


async def test_of_fifty_claims_in_one_batch_the_first_wins_again_and_again(pool: Office, times: int) -> None:
    for round_ in range(times or 5):
        await transact(pool.database, clear_talks)
        pool.house.agendas.clear()
        talk = await sought(pool, f"{round_}")
        tapped = claims(pool, talk)
        first = tapped[round_ % MANY]
        applied = await pool.take(first, *(one for one in tapped if one is not first))
        assert {one.outcome for one in applied} == {Outcome.APPLIED}
        assert await winners(pool, talk) == [first.recruiter]


async def test_of_fifty_claims_side_by_side_one_wins_and_the_others_are_told(pool: Office, times: int) -> None:
    for round_ in range(times or 3):
        await transact(pool.database, clear_talks)
        pool.house.agendas.clear()
        talk = await sought(pool, f"{round_}")
        taken = await asyncio.gather(*(_patiently(pool, one) for one in claims(pool, talk)))
        assert taken == [Outcome.APPLIED] * MANY
        (winner,) = await winners(pool, talk)
        told = await read(pool.database, lambda connection: notifications(connection, None))
        late = [one.recruiter for one in told if one.conversation == talk and "was first" in one.subject]
        assert winner not in late


async def _patiently(office: Office, event: RecruiterActed) -> Outcome:
    """Until it is taken in: many at once may have to come again, as webhooks do."""
    while True:
        try:
            return (await office.take(event))[0].outcome
        except Contended:
            await asyncio.sleep(0)
