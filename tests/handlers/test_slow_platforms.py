"""A platform that takes its time holds up nobody but its own; a clock that jumps holds up nobody at all."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Address
from handlers.clock import Beat
from handlers.timekeeping import SETTLING_SECONDS, Timekeeper
from storage.database import read
from storage.queries import next_timer
from tests.handlers.offices import OpenOffice, eventually, open_office
from tests.mailbox import open_mailbox

ANNA, NOOR = Address("telegram", "12345"), Address("whatsapp", "+31687654321")
TWO_HOURS = timedelta(hours=2)


async def test_a_telegram_that_never_answers_holds_up_no_whatsapp_and_no_mail(database_url: str) -> None:
    async with open_mailbox() as mailbox, open_office(database_url, smtp_url=mailbox.url) as office:
        office.telegram.faults.order("silent", method="sendMessage", times=1000)
        door = await office.door()
        for number in range(100):
            office.telegram.start(office.telegram.person(1000 + number), door)
        assert set(await office.telegram.deliver()) == {200}
        noor = office.twilio.person(NOOR.peer)
        for answers, text in enumerate(("hoi", "servicemonteur", "ik wil een mens spreken"), 1):
            office.twilio.write(noor, text)
            await office.twilio.deliver()
            await office.twilio.until(lambda answers=answers: len(office.twilio.sent) >= answers, seconds=60)  # type: ignore[misc]

        async def told() -> bool:
            return len(mailbox.letters) == 1

        await eventually(told)
        assert office.telegram.sent == []


async def test_a_twilio_that_never_answers_holds_up_no_telegram(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.twilio.faults.order("silent", method="messages", times=1000)
        office.twilio.faults.order("silent", method="content", times=1000)
        for number in range(100):
            office.twilio.write(office.twilio.person(f"+316000000{number:02}"), "hoi")
        assert set(await office.twilio.deliver()) == {200}
        office.telegram.start(office.telegram.person(12345), await office.door())
        await office.telegram.deliver()
        await office.telegram.until(lambda: len(office.telegram.sent) == 1, seconds=60)


def jump(office: OpenOffice, by: timedelta) -> None:
    """The machine's clock is set; nobody is told."""
    office.clock._ahead += by


def timekeeper(office: OpenOffice) -> Timekeeper:
    return Timekeeper(
        database=office.database,
        now=office.clock.now,
        elapsed=asyncio.get_running_loop().time,
        strike=office.office.beat.strike,
    )


async def put_off(office: OpenOffice) -> None:
    """Anna begins, and the answer to her is put off for two seconds, as is written down."""
    office.telegram.faults.order("too_many", method="sendMessage", retry_after=2)
    office.telegram.start(office.telegram.person(12345), await office.door())
    await office.telegram.deliver()

    async def noted() -> bool:
        return await office.figure('belmoment_outgoing_total{medium="say",outcome="later"}') == 1

    await eventually(noted)


async def test_what_waits_for_a_time_that_is_gone_need_not(database_url: str) -> None:
    async with open_office(database_url) as office:
        keeper = timekeeper(office)
        jump(office, TWO_HOURS)
        await keeper.look()
        await put_off(office)
        jump(office, -TWO_HOURS)
        await keeper.look()
        office.office.delivery.wake()
        await office.statuses(ANNA, "sent")


async def test_nor_need_what_was_written_down_by_that_time_a_moment_later(database_url: str) -> None:
    async with open_office(database_url) as office:
        elapsed = 0.0
        jump(office, TWO_HOURS)
        keeper = Timekeeper(
            database=office.database,
            now=lambda: office.clock.now() - (TWO_HOURS if elapsed == 1 else timedelta()),
            elapsed=lambda: elapsed,
            strike=office.office.beat.strike,
        )
        elapsed = 1  # the keeper sees the clock go back, while the answer is still being put off by the old time
        await keeper.look()
        await put_off(office)
        jump(office, -TWO_HOURS)
        elapsed = 2
        await keeper.look()
        elapsed = 2 + SETTLING_SECONDS
        await keeper.look()
        office.office.delivery.wake()
        await office.statuses(ANNA, "sent")


async def test_a_clock_that_jumps_rings_nothing_twice_and_takes_nothing_twice(database_url: str) -> None:
    async with open_office(database_url) as office:
        keeper = timekeeper(office)
        anna = office.telegram.person(12345, language_code="nl")
        office.telegram.start(anna, await office.door())
        await office.telegram.deliver()
        await office.statuses(ANNA, "sent")
        nudge = await read(office.database, next_timer)
        assert nudge is not None
        ahead = nudge - office.clock.now() + timedelta(minutes=5)
        update = office.telegram.write(anna, "wat schuift het?")
        assert update is not None
        jump(office, ahead)
        await keeper.look()
        await office.ring()
        await office.statuses(ANNA, "sent", "sent")
        jump(office, -ahead)
        await keeper.look()
        await office.ring()
        assert [await office.telegram.post(update) for _ in range(2)] == [200, 200]
        office.twilio.write(office.twilio.person(NOOR.peer), "hoi")
        assert await office.twilio.deliver() == [200]
        await office.statuses(ANNA, "sent", "sent", "sent")
        jump(office, ahead)
        await keeper.look()
        await office.ring()
        said = office.said_on_telegram()
        assert len([text for text in said if "geen haast" in text]) == 1


class JumpyDatetime(datetime):
    """As `datetime`, on a machine whose clock somebody sets."""

    by = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime.now(tz) + cls.by


async def test_the_beat_goes_on_when_the_machines_clock_goes_back(
    monkeypatch: pytest.MonkeyPatch, sqlite_database_url: str
) -> None:
    for module in ("apscheduler.schedulers.base", "apscheduler.triggers.interval"):
        monkeypatch.setattr(f"{module}.datetime", JumpyDatetime)
    rung = asyncio.Semaphore(0)

    async def ring() -> None:
        rung.release()

    async def twice() -> None:
        await rung.acquire()
        await rung.acquire()

    beat = Beat(ring, seconds=0.05)
    async with open_office(sqlite_database_url) as office, asyncio.timeout(60):
        keeper = Timekeeper(
            database=office.database,
            now=lambda: JumpyDatetime.now(UTC),
            elapsed=asyncio.get_running_loop().time,
            strike=beat.strike,
        )
        task = asyncio.create_task(beat.run())
        try:
            await twice()
            monkeypatch.setattr(JumpyDatetime, "by", -TWO_HOURS)
            await until_silent(rung)
            await keeper.look()
            await rung.acquire()
            await keeper.look()
            await rung.acquire()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until_silent(rung: asyncio.Semaphore) -> None:
    """The beat believes that its next second is two hours away."""
    while True:
        try:
            async with asyncio.timeout(1):
                await rung.acquire()
        except TimeoutError:
            return
