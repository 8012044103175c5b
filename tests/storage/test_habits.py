"""What became of calls teaches when candidates answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.habits import NO_HABITS, Habits
from bot.model import CallOutcome
from storage.database import read, transact
from storage.habits import LOOKED_BACK, habits_of
from storage.tables import calls
from tests.storage.settings import Office

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


async def habits(office: Office) -> Habits:
    return await read(office.database, lambda connection: habits_of(connection, office.now))


async def call_ended(office: Office, peer: str, start: datetime, outcome: CallOutcome) -> None:
    """A call with this candidate began then, and ended so."""
    booked = await office.someone(peer).book()
    values = {"starts_at": start, "ends_at": start + timedelta(minutes=20), "outcome": outcome, "status": "held"}
    change = update(calls).where(calls.c.conversation == booked.conversation).values(values)
    await transact(office.database, lambda connection: connection.execute(change))


async def test_answered_and_missed_calls_are_counted_by_the_candidates_hour_of_the_week(office: Office) -> None:
    monday = datetime(2026, 11, 16, 9, 30, tzinfo=AMSTERDAM)
    await call_ended(office, "1", monday, CallOutcome.SPOKEN)
    await call_ended(office, "2", monday, CallOutcome.VOICEMAIL)
    await call_ended(office, "3", monday + timedelta(hours=1), CallOutcome.NOT_INTERESTED)
    await call_ended(office, "4", monday + timedelta(hours=2), CallOutcome.WRONG_NUMBER)
    await call_ended(office, "5", monday - LOOKED_BACK, CallOutcome.SPOKEN)
    learned = await habits(office)
    assert learned == Habits(tried={(0, 9): (1, 2), (0, 10): (1, 1)})
    assert learned.share(monday, AMSTERDAM) < learned.share(monday + timedelta(hours=1), AMSTERDAM)


async def test_before_any_call_nothing_is_known(office: Office) -> None:
    assert await habits(office) == NO_HABITS
