"""The whole house on loopback: a real server, a real database, stand-ins for the platforms, and a clock to move."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import Connection, func, select

from bot.planning import planned
from bot.reader import read_script
from handlers.agency.folder import read_folder, sample_folder
from handlers.app import Office, World
from handlers.channel import Channel
from handlers.clock import MovableClock
from handlers.mail import Mail
from handlers.mail_server import read_mail_server
from handlers.telegram.channel import Telegram
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from handlers.words import load_sayings
from storage import people, queries
from storage.agency import publish
from storage.database import Database, open_database, read, transact
from storage.premises import House, newest_scripts
from storage.schema import migrate
from storage.tables import conversations, outbox
from tests.learnt import understander
from tests.mailbox import Mailbox, open_mailbox
from tests.ports import free_port
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn
from tests.standins.twilio_people import Person as WhatsAppPerson

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = datetime(2026, 11, 25, 10, 20, tzinfo=AMSTERDAM)
SECRET = "a-secret-of-the-webhook"


class Handset(Protocol):
    """One candidate's phone, whatever the channel."""

    async def start(self) -> str: ...
    async def write(self, text: str) -> str: ...
    async def tap(self, title: str) -> str: ...
    async def give_number(self) -> str: ...
    @property
    def buttons(self) -> Sequence[str]: ...


@dataclass
class Rig:
    """All parts, running."""

    database: Database
    clock: MovableClock
    office: Office
    mailbox: Mailbox
    url: str
    telegram: TelegramStandIn
    twilio: TwilioStandIn

    async def settle(self) -> None:
        """Until nothing waits in the outbox, and no report on it is under way."""
        async with asyncio.timeout(20):
            while await read(self.database, _under_way) or self.twilio.webhooks.waiting:
                await self.twilio.deliver()
                await asyncio.sleep(0.01)

    async def move_to(self, moment: datetime) -> None:
        """The clock goes ahead, minute of a timer by minute of a timer, and everything that is due rings."""
        while (due := await read(self.database, queries.next_timer)) and due <= moment:
            await self._jump(max(due, self.clock.now()))
        await self._jump(moment)

    async def wait(self, **length: float) -> None:
        """Time passes."""
        await self.move_to(self.clock.now() + timedelta(**length))

    async def _jump(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        await self.office.intake.ring()
        self.office.delivery.wake()
        await self.settle()

    async def turns(self) -> int:
        """Of all talks together."""
        return await read(self.database, lambda c: int(c.scalar(select(func.sum(conversations.c.turns))) or 0))

    async def calls(self) -> list[tuple[str, str]]:
        """Every call: its start on Amsterdam's clock, and its status."""
        found = await read(self.database, lambda c: queries.calls(c, None, WEDNESDAY, WEDNESDAY + timedelta(days=400)))
        return [
            (f"{datetime.fromisoformat(call['start']).astimezone(AMSTERDAM):%Y-%m-%d %H:%M}", call["status"])
            for call in found
        ]


@dataclass
class TelegramHandset:
    """A phone with Telegram."""

    rig: Rig
    person: TelegramPerson
    code: str
    times: int = 1
    """How often each update is delivered."""

    async def start(self) -> str:
        return await self._act(lambda: self.rig.telegram.start(self.person, self.code))

    async def write(self, text: str) -> str:
        return await self._act(lambda: self.rig.telegram.write(self.person, text))

    async def tap(self, title: str) -> str:
        return await self._act(lambda: self.rig.telegram.tap(self.person, title))

    async def give_number(self) -> str:
        return await self._act(lambda: self.rig.telegram.share_contact(self.person))

    @property
    def texts(self) -> list[str]:
        """Everything that this person read, cards as "[card] NAME NUMBER"."""
        return [_telegram_text(sent) for sent in self.rig.telegram.sent if sent.chat == self.person.id]

    @property
    def buttons(self) -> Sequence[str]:
        mine = [sent for sent in self.rig.telegram.sent if sent.chat == self.person.id]
        return [title for title, _ in next((sent.buttons for sent in reversed(mine) if sent.buttons), ())]

    async def _act(self, act: Callable[[], Any]) -> str:
        before = len(self.texts)
        act()
        statuses = await self.rig.telegram.deliver(times=self.times)
        assert set(statuses) == {200}, statuses
        await self.rig.settle()
        return "\n".join(self.texts[before:])


@dataclass
class WhatsAppHandset:
    """A phone with WhatsApp."""

    rig: Rig
    person: WhatsAppPerson
    opening: str
    times: int = 1

    async def start(self) -> str:
        return await self._act(lambda: self.rig.twilio.write(self.person, self.opening))

    async def write(self, text: str) -> str:
        return await self._act(lambda: self.rig.twilio.write(self.person, text))

    async def tap(self, title: str) -> str:
        return await self._act(lambda: self.rig.twilio.tap(self.person, title))

    async def give_number(self) -> str:
        return ""  # WhatsApp vouches for it

    @property
    def texts(self) -> list[str]:
        """Everything that this person read, media as "[media] ADDRESS"."""
        mine = [message for message in self.rig.twilio.sent if message.to == self.person.peer]
        return ["\n".join([message.body, *(f"[media] {url}" for url in message.media)]) for message in mine]

    @property
    def buttons(self) -> Sequence[str]:
        mine = [message for message in self.rig.twilio.sent if message.to == self.person.peer]
        return [b.title for b in next((message.buttons for message in reversed(mine) if message.buttons), ())]

    async def _act(self, act: Callable[[], Any]) -> str:
        before = len(self.texts)
        act()
        statuses = await self.rig.twilio.deliver(times=self.times)
        assert set(statuses) == {200}, statuses
        await self.rig.settle()
        return "\n".join(self.texts[before:])


@asynccontextmanager
async def open_rig(database_url: str) -> AsyncIterator[Rig]:
    """The house with Telegram and WhatsApp by webhook, a mailbox, and the sample agency, on a Wednesday at 10:20."""
    clock = MovableClock(WEDNESDAY)
    await asyncio.to_thread(migrate, database_url)
    async with AsyncExitStack() as stack:
        database = await open_database(database_url)
        stack.push_async_callback(database.close)
        contents = read_folder(sample_folder())
        await transact(database, lambda connection: publish(connection, contents, clock.now()))
        url = f"http://127.0.0.1:{free_port()}"
        telegram_api = await stack.enter_async_context(TelegramStandIn(clock=clock.now))
        twilio_api = await stack.enter_async_context(
            TwilioStandIn(clock=clock.now, webhook_url=f"{url}/webhooks/whatsapp")
        )
        mailbox = await stack.enter_async_context(open_mailbox())
        telegram = Telegram(telegram_api.state.token, clock=clock.now, secret=SECRET, api_url=telegram_api.url)
        account = TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, service="", api_url=twilio_api.url)
        whatsapp = WhatsApp(account, public_url=url, clock=clock.now)
        channels: list[Channel] = [await stack.enter_async_context(telegram), await stack.enter_async_context(whatsapp)]
        house = House(understand=understander().understand, sayings=load_sayings(), read_script=read_script)
        mail = Mail(read_mail_server(mailbox.url), now=clock.now)
        by_name = {channel.name: channel for channel in channels}
        office = Office(World(database=database, house=house, clock=clock, channels=by_name, mail=mail))
        runner = web.AppRunner(office.application(), access_log=None, shutdown_timeout=0.3)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", int(url.rpartition(":")[2])).start()
        await telegram.use_webhook(url)
        twilio_api.store.approves = True
        scripts = await read(database, lambda connection: newest_scripts(connection, house))
        await whatsapp.prepare(say for script in scripts for say in planned(script, house.sayings))
        yield Rig(database, clock, office, mailbox, url, telegram_api, twilio_api)


async def telegram_handset(
    rig: Rig, number: int = 4711, language: str = "nl", vacancy: str = "servicemonteur"
) -> TelegramHandset:
    """A candidate's Telegram, with the code of the vacancy's door."""
    code = await transact(rig.database, lambda connection: people.door_code(connection, vacancy, "sanne"))
    person = rig.telegram.person(number, "Noor", language_code=language, phone="31687654321")
    return TelegramHandset(rig, person, code)


async def link_recruiter(rig: Rig, recruiter: str, number: int) -> TelegramHandset:
    """The recruiter opens their one-time link in Telegram."""
    code = await transact(rig.database, lambda connection: people.new_link_code(connection, recruiter, rig.clock.now()))
    handset = TelegramHandset(rig, rig.telegram.person(number, recruiter.title()), code)
    await handset.start()
    return handset


def another(handset: WhatsAppHandset, number: str) -> WhatsAppHandset:
    """The same opening from another phone."""
    return replace(handset, person=handset.rig.twilio.person(number, "Sam"))


def _telegram_text(sent: Any) -> str:
    return f"[card] {sent.contact}" if getattr(sent, "contact", None) else sent.text


def _under_way(connection: Connection) -> int:
    on_its_way = outbox.c.status.in_(["waiting", "sending"])
    return int(connection.scalar(select(func.count()).select_from(outbox).where(on_its_way)) or 0)
