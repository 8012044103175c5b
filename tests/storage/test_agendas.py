"""Agendas as they are kept: what is booked, what is over, and what a recruiter's own calendar says."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import update

from bot.model import CalendarAccess, CallStatus
from bot.windows import Window
from storage.agendas import keep_busy
from storage.calendars import with_calendars
from storage.database import read, transact
from storage.people import recruiters_now
from storage.tables import calls
from tests.storage.settings import CONTENTS, RUI, SANNE, Office

AT_TWO = (
    "Sanne will call you tomorrow, Thursday 26 November, at two o'clock in the afternoon (14:00, Dutch time). "
    "Is that right?"
)


async def asks_for_two(office: Office, peer: str) -> str:
    """What another candidate hears who would like tomorrow at two."""
    somebody = office.someone(peer)
    await somebody.start(await office.door())
    await somebody.write("yes please")
    await somebody.write("tomorrow at 14:00")
    return (await somebody.texts())[-1]


async def test_a_day_that_has_all_its_calls_is_offered_to_nobody_also_when_they_are_over(office: Office) -> None:
    await office.publish(replace(CONTENTS, recruiters=(replace(SANNE, calls_a_day=1), RUI)))
    booked = await office.someone("1").book()
    moved = {"starts_at": datetime(2026, 11, 26, 8, tzinfo=UTC), "ends_at": datetime(2026, 11, 26, 8, 20, tzinfo=UTC)}
    change = update(calls).where(calls.c.conversation == booked.conversation).values(moved)
    await transact(office.database, lambda c: c.execute(change))
    assert (await asks_for_two(office, "2")).startswith("Nothing is free then")
    over = update(calls).values(status=CallStatus.HELD)
    await transact(office.database, lambda c: c.execute(over))
    assert (await asks_for_two(office, "3")).startswith("Nothing is free then")
    cancelled = update(calls).values(status=CallStatus.CANCELLED)
    await transact(office.database, lambda c: c.execute(cancelled))
    await transact(office.database, lambda c: keep_busy(c, "sanne", (Window(*moved.values()),)))
    assert await asks_for_two(office, "4") == AT_TWO


async def test_what_a_calendar_says_is_offered_to_nobody_from_then_on(office: Office) -> None:
    assert await asks_for_two(office, "1") == AT_TWO
    meeting = Window(datetime(2026, 11, 26, 13, tzinfo=UTC), datetime(2026, 11, 26, 13, 15, tzinfo=UTC))
    await transact(office.database, lambda c: keep_busy(c, "sanne", (meeting,)))
    assert (await asks_for_two(office, "2")).startswith("Nothing is free then")
    await transact(office.database, lambda c: keep_busy(c, "sanne", ()))
    assert await asks_for_two(office, "3") == AT_TWO


async def test_all_that_is_known_of_a_recruiters_days_is_kept(office: Office) -> None:
    sanne = replace(
        SANNE,
        buffer_before_minutes=5,
        calls_a_day=9,
        holidays="DE-BY",
        days_off=((date(2026, 12, 24), date(2027, 1, 3)),),
        calendar=CalendarAccess(caldav="https://cloud.example/", user="sanne", password_from="SANNE_CALDAV", feed=2),
    )
    await office.publish(replace(CONTENTS, recruiters=(sanne, RUI)))
    assert await read(office.database, recruiters_now) == [sanne, RUI]
    assert await read(office.database, with_calendars) == [sanne]
