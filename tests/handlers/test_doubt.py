"""What was perhaps sent: looked for before it is said again, from the first try on, whatever happens in between."""

from datetime import timedelta

import pytest

from bot.model import Address
from tests.handlers.offices import OpenOffice, open_office
from tests.handlers.test_delivery import met, starts

NOOR = Address("whatsapp", "+31687654321")
ANNA = Address("telegram", "12345")


async def writes(office: OpenOffice, text: str) -> None:
    office.twilio.write(office.twilio.person(NOOR.peer), text)
    await office.twilio.deliver()


def passes(office: OpenOffice, seconds: float) -> None:
    office.clock.move(timedelta(seconds=seconds))
    office.office.delivery.wake()


async def test_a_list_that_fails_leaves_the_doubt_where_it_was(database_url: str) -> None:
    async with open_office(database_url) as office:
        office.twilio.faults.order("broken", method="messages", taken=True)
        await writes(office, "hoi")
        await office.statuses(NOOR, "doubtful")
        office.twilio.faults.order("too_many", method="list")
        passes(office, 61)
        await office.statuses(NOOR, "waiting")
        passes(office, 61)
        await office.statuses(NOOR, "sent")
        assert len(office.twilio.sent) == 1


async def test_a_clock_that_was_minutes_ahead_hides_no_proof(database_url: str) -> None:
    async with open_office(database_url) as office:
        office.twilio.state.clock = lambda: office.clock.now() - timedelta(minutes=5)
        office.twilio.faults.order("dropped", method="messages", taken=True)
        await writes(office, "hoi")
        await office.statuses(NOOR, "doubtful")
        passes(office, 61)
        await office.statuses(NOOR, "sent")
        assert len(office.twilio.sent) == 1


@pytest.mark.parametrize("known", ["by Twilio's answer", "by its report alone"])
async def test_an_earlier_equal_text_is_no_proof(sqlite_database_url: str, known: str) -> None:
    async with open_office(sqlite_database_url) as office:
        await writes(office, "hoi")
        await office.statuses(NOOR, "sent")
        if known == "by its report alone":
            office.twilio.faults.order("dropped", method="messages", taken=True)
        await writes(office, "wat schuift het?")
        await office.statuses(NOOR, "delivered", "doubtful" if known == "by its report alone" else "sent")
        await office.twilio.deliver()
        await office.statuses(NOOR, "delivered", "delivered")
        office.twilio.faults.order("dropped", method="messages")
        await writes(office, "wat schuift het?")
        await office.statuses(NOOR, "delivered", "delivered", "doubtful")
        passes(office, 61)
        await office.statuses(NOOR, "delivered", "delivered", "sent")
        assert [message.body for message in office.twilio.sent[1:]] == [office.twilio.sent[1].body] * 2


async def test_a_doubt_is_counted_where_a_message_may_come_twice(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = await starts(office)
        office.telegram.faults.order("dropped", method="sendMessage", taken=True)
        office.telegram.write(anna, "wat schuift het?")
        await office.telegram.deliver()
        await met(office.telegram.faults)
        await office.statuses(ANNA, "sent", "doubtful")
        passes(office, 61)
        await office.statuses(ANNA, "sent", "sent")
        assert len(office.telegram.sent) == 3
        assert await office.figure('belmoment_doubts_total{medium="say"}') == 1


async def test_what_we_are_still_sending_is_not_taken_up_again(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.telegram.faults.order("silent", method="sendMessage")
        office.telegram.start(office.telegram.person(12345), await office.door())
        await office.telegram.deliver()
        await met(office.telegram.faults)
        passes(office, 61)
        await starts(office, 1)
        assert [sent.chat for sent in office.telegram.sent] == [1]
