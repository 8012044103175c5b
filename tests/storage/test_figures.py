"""Figures are read from calls and journal: what was tried, how long it took, who came back, this week's calls."""

from datetime import date, timedelta

from bot.events import Action, RecruiterActed
from bot.model import CallOutcome
from storage.database import read
from storage.figures import Figures, figures_of
from tests.storage.settings import Office

THURSDAY = date(2026, 11, 26)


async def figures(office: Office, *whose: str) -> Figures:
    return await read(
        office.database, lambda connection: figures_of(connection, whose or None, office.now, "Europe/Amsterdam")
    )


async def closed(office: Office, talk: str, outcome: CallOutcome) -> None:
    event = RecruiterActed(
        id=office.event_id(),
        at=office.now,
        conversation=talk,
        recruiter="sanne",
        action=Action.CLOSE,
        outcome=outcome,
    )
    assert [applied.outcome for applied in await office.take(event)] == ["applied"]


async def test_nothing_is_known_yet(office: Office) -> None:
    seen = await figures(office)
    assert (seen.tried, seen.minutes, seen.missed, seen.came_back) == ({}, [], 0, 0)
    assert [(day.isoweekday(), counts) for day, counts in seen.week] == [(n, {}) for n in range(1, 8)]


async def test_a_call_that_was_missed_and_one_after_it(office: Office) -> None:
    noor = office.someone()
    await noor.start(await office.door())
    await noor.write("yes please")
    office.pass_time(minutes=7)
    await noor.write("tomorrow at 14:00")
    await noor.write("yes")
    booked = await noor.write("+31 6 12345678")
    assert dict((await figures(office)).week)[THURSDAY] == {"booked": 1}
    office.now = office.now.replace(day=26, hour=13, minute=2)
    await closed(office, booked.conversation or "", CallOutcome.NO_ANSWER)
    seen = await figures(office, "sanne")
    assert (seen.tried, seen.minutes, seen.missed, seen.came_back) == ({(3, 14): (0, 1)}, [7], 1, 0)
    assert dict(seen.week)[THURSDAY] == {"not_answered": 1}
    for text in ("tomorrow at 11:00", "yes"):
        await noor.write(text)
    office.pass_time(days=1)
    office.now = office.now.replace(hour=10, minute=2)
    await closed(office, booked.conversation or "", CallOutcome.SPOKEN)
    seen = await figures(office, "sanne")
    assert (seen.tried, seen.minutes, seen.missed, seen.came_back) == ({(3, 14): (0, 1)}, [7], 1, 1)
    assert dict(seen.week)[THURSDAY + timedelta(days=1)] == {"held": 1}
    assert (await figures(office, "rui")).missed == 0
