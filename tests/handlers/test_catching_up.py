"""What WhatsApp brought while nobody listened is taken in afterwards, in order and once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.model import Address
from handlers.catching_up import catch_up, keep_caught_up
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from storage.arrivals import complete_until
from storage.database import read
from tests.handlers.offices import WEDNESDAY, OpenOffice, eventually, open_office
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN

NOOR = Address("whatsapp", "+31687654321")


@asynccontextmanager
async def catching_up(office: OpenOffice) -> AsyncIterator[None]:
    """As when the server starts."""
    account = TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, api_url=office.twilio.url)
    async with WhatsApp(account, public_url="https://x.example", clock=office.clock.now) as channel:
        receive = office.office.linking.receive
        looks = [look(channel, office.database, receive, office.clock.now) for look in (catch_up, keep_caught_up)]
        tasks = [asyncio.create_task(look) for look in looks]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def heard(office: OpenOffice, *texts: str) -> None:
    """Waits until this is what they said."""

    async def there() -> bool:
        return [line.text for line in await office.lines(NOOR) if line.from_candidate] == list(texts)

    await eventually(there)


async def caught_up(office: OpenOffice) -> None:
    """Waits until the list was read to the end."""
    before = await read(office.database, lambda c: complete_until(c, "whatsapp"))

    async def there() -> bool:
        return await read(office.database, lambda c: complete_until(c, "whatsapp")) != before

    await eventually(there)


async def test_what_was_lost_in_an_outage_is_taken_in_in_order_and_once(database_url: str) -> None:
    async with open_office(database_url) as office:
        person = office.twilio.person(NOOR.peer)
        office.twilio.write(person, "hoi")
        await office.twilio.deliver()
        office.clock.move(timedelta(hours=2))
        office.twilio.write(person, "planner binnenvaart")
        office.twilio.write(person, "ja leuk")
        office.twilio.webhooks.waiting.clear()
        async with catching_up(office):
            await heard(office, "hoi", "planner binnenvaart", "ja leuk")
        office.clock.move(timedelta(hours=2))
        office.twilio.write(person, "morgen om tien uur")
        office.twilio.webhooks.waiting.clear()
        async with catching_up(office):
            await heard(office, "hoi", "planner binnenvaart", "ja leuk", "morgen om tien uur")


async def test_a_fresh_installation_answers_no_old_chat(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        person = office.twilio.person(NOOR.peer)
        office.clock._ahead -= timedelta(days=1)
        office.twilio.write(person, "hoi, van voor jullie begonnen")
        office.clock.move(timedelta(days=1, hours=1))
        office.twilio.write(person, "hoi")
        office.twilio.webhooks.waiting.clear()
        async with catching_up(office):
            await heard(office, "hoi")


async def test_a_list_that_is_not_to_be_had_moves_no_mark(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.twilio.write(office.twilio.person(NOOR.peer), "hoi")
        office.twilio.webhooks.waiting.clear()
        office.twilio.faults.order("broken", method="list")
        async with catching_up(office):

            async def met() -> bool:
                return not office.twilio.faults.ordered

            await eventually(met)
            await heard(office, "hoi")


async def test_how_far_we_came_is_known_after_a_restart(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.clock.move(timedelta(hours=1))
        async with catching_up(office):
            await caught_up(office)
        since = await read(office.database, lambda c: complete_until(c, "whatsapp"))
        assert since is not None
        assert since > WEDNESDAY + timedelta(minutes=49)
