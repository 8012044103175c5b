"""A whole office on loopback, with stand-ins for the platforms and a clock that tests move."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from handlers.announcing import Announcing, Listener
from handlers.app import Office, World
from handlers.clock import MovableClock
from handlers.commands.databases import opened
from handlers.console.pages import routes as console_routes
from handlers.house import load_house
from handlers.mail import Mail
from handlers.mail_server import read_mail_server
from handlers.mine import Mine
from handlers.telegram.channel import Telegram
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from storage.agency import publish
from storage.database import Database, read, transact
from storage.people import door_code, new_link_code
from storage.queries import Line, transcript
from storage.schema import migrate
from tests.ports import free_port
from tests.standins.telegram import TOKEN as TELEGRAM_TOKEN
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn
from tests.standins.twilio import TOKEN as TWILIO_TOKEN

WEDNESDAY = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
"""10:20 in Amsterdam."""
SECRET = "a-secret-of-the-webhook"
API_TOKEN = "a token of the API"
house = cache(load_house)


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks until it is so; the time-out ends a test that would hang, and decides nothing else."""
    async with asyncio.timeout(60):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffice:
    """The office, its web client, and the world around it."""

    office: Office
    client: TestClient[web.Request, web.Application]
    telegram: TelegramStandIn
    twilio: TwilioStandIn
    clock: MovableClock
    database: Database

    async def door(self, vacancy: str = "servicemonteur", recruiter: str = "sanne") -> str:
        """The code of a door."""
        return await transact(self.database, lambda connection: door_code(connection, vacancy, recruiter))

    async def link(self, recruiter: str = "sanne") -> str:
        """A code by which the recruiter links a chat."""
        now = self.clock.now()
        return await transact(self.database, lambda connection: new_link_code(connection, recruiter, now))

    async def ring(self) -> None:
        """Everything that is due by the clock has rung."""
        await self.office.intake.ring()

    async def figure(self, name: str) -> float:
        """One of the figures of /metrics; 0 where it is not there yet."""
        text = await (await self.client.get("/metrics")).text()
        found = [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith(f"{name} ")]
        return float(found[0]) if found else 0.0

    async def lines(self, address: Address) -> list[Line]:
        """All that was said there."""
        return list(await read(self.database, lambda connection: transcript(connection, address)))

    async def said(self, address: Address) -> list[str]:
        """What the bot decided to say there, whether it went out yet or not."""
        return [line.text for line in await self.lines(address) if not line.from_candidate]

    async def statuses(self, address: Address, *wanted: str) -> None:
        """Waits until the bot's messages there have come to this."""

        async def there() -> bool:
            said = await self.lines(address)
            return [line.status for line in said if not line.from_candidate] == list(wanted)

        await eventually(there)

    def said_on_telegram(self) -> list[str]:
        """What the bot said there, in order; a contact card is its number."""
        return [sent.text or (sent.contact or {})["phone_number"] for sent in self.telegram.sent]


@asynccontextmanager
async def open_office(
    database_url: str,
    *,
    smtp_url: str = "",
    api_token: str | None = API_TOKEN,
    published: bool = True,
    listener: Listener | None = None,
    hands_out: bool = False,
    pages: bool = False,
) -> AsyncIterator[OpenOffice]:
    """The sample agency's office, open for WhatsApp and Telegram, from a Wednesday morning on."""
    clock, port = MovableClock(WEDNESDAY), free_port()
    public_url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramStandIn(clock=clock.now))
        twilio = await stack.enter_async_context(
            TwilioStandIn(clock=clock.now, webhook_url=f"{public_url}/webhooks/whatsapp")
        )
        bot = await stack.enter_async_context(
            Telegram(TELEGRAM_TOKEN, clock=clock.now, secret=SECRET, api_url=telegram.url)
        )
        account = TwilioAccount(sid=ACCOUNT, token=TWILIO_TOKEN, sender=SENDER, api_url=twilio.url)
        whatsapp = await stack.enter_async_context(
            WhatsApp(account, public_url=public_url, clock=clock.now, seconds=0.5)
        )
        await asyncio.to_thread(migrate, database_url)
        database = await stack.enter_async_context(opened(database_url))
        if published:
            contents = read_folder(sample_folder())
            await transact(database, lambda connection: publish(connection, contents, clock.now()))
        listeners = await stack.enter_async_context(Announcing(listener, now=clock.now)) if listener else None
        mine = Mine(database=database, now=clock.now, key=b"a key for tests", public_url=public_url)
        world = World(
            database=database,
            house=replace(house(), announces=listener is not None, rules=replace(house().rules, hands_out=hands_out)),
            mine=mine.link if hands_out else None,
            listeners=listeners,
            clock=clock,
            channels={bot.name: bot, whatsapp.name: whatsapp},
            mail=Mail(read_mail_server(smtp_url), now=clock.now) if smtp_url else None,
            api_token=api_token,
        )
        office = Office(world)
        clock.on_move(office.beat.strike)
        shown = _console(office) if pages else []
        server = TestServer(office.application([*mine.routes(), *shown]), port=port)
        client = await stack.enter_async_context(TestClient(server))
        await bot.use_webhook(public_url)
        yield OpenOffice(office=office, client=client, telegram=telegram, twilio=twilio, clock=clock, database=database)


def _console(office: Office) -> list[web.RouteDef]:
    """The pages for those who have an account."""
    world = office.world
    return console_routes(
        database=world.database,
        now=world.clock.now,
        changes=world.changes,
        receive=office.intake.take,
        house=world.house,
        secret=b"a secret for tests",
        secure=False,
        platform=office.platform,
    )
