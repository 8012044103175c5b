"""The house under attack: a big agency in a fresh database, the stand-ins, and server processes that can be killed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from bot.model import Address
from chaos.clock import SharedClock
from chaos.databases import Keeper, PostgresqlTrouble, SqliteTrouble, Trouble, in_trouble
from chaos.mailroom import Mailroom, open_mailroom
from chaos.nursery import CLOCK
from chaos.servers import Server, open_nursery
from handlers.agency.folder import read_folder, sample_folder
from storage import people
from storage.agency import AgencyContents, publish
from storage.database import Database, open_database, transact
from storage.schema import migrate
from tests.standins import twilio
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn

PUBLIC = "http://belmoment.invalid"
"""The address that platforms know; a proxy would stand there, and here it is the postman who picks a server."""
SECRET = "a-secret-of-the-webhook"  # noqa: S105 (of the stand-in)
ROOT = Path(__file__).resolve().parents[1]
RECRUITERS_CHATS = 900_000


@dataclass(kw_only=True)
class House:
    """Everything that chaos happens to."""

    database: Database
    clock: SharedClock
    """The platforms', and everybody's but the servers'."""
    servers_clock: SharedClock
    speed: float
    servers: Sequence[Server]
    telegram: TelegramStandIn
    twilio: TwilioStandIn
    mailroom: Mailroom
    trouble: Trouble
    doors: Sequence[str]
    """Codes, one for each recruiter."""
    counts: Counter[str]
    """What servers did by themselves."""
    clock_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    mail_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def a_server(self, chance: Random) -> Server:
        """Where a load balancer would send the next call; one that is down too, for a moment."""
        return chance.choice(self.servers)

    def move_clocks(self, length: timedelta) -> None:
        """So much time has passed, for everybody."""
        self.clock.jump(length)
        self.servers_clock.jump(length)


@asynccontextmanager
async def open_house(
    database_url: str, place: Path, *, recruiters: int, replicas: int, speed: float, keeper: Keeper | None = None
) -> AsyncIterator[House]:
    """The servers are started and answer."""
    clock, servers_clock = SharedClock.begun(place / "clock", speed), SharedClock.begun(place / "servers-clock", speed)
    await asyncio.to_thread(migrate, database_url)
    trouble = (
        SqliteTrouble(database_url) if database_url.startswith("sqlite") else PostgresqlTrouble(database_url, keeper)
    )
    counts: Counter[str] = Counter()
    async with AsyncExitStack() as stack:
        database = await open_database(database_url)
        stack.push_async_callback(database.close)
        telegram = await stack.enter_async_context(TelegramStandIn(clock=clock.now))
        whatsapp = await stack.enter_async_context(
            TwilioStandIn(clock=clock.now, webhook_url=f"{PUBLIC}/webhooks/whatsapp")
        )
        whatsapp.store.approves = True
        mailroom = await stack.enter_async_context(open_mailroom())
        doors = await transact(database, lambda connection: _furnish(connection, clock, recruiters))
        for number in range(recruiters):
            telegram.state.begun.add(telegram.person(RECRUITERS_CHATS + number, f"Recruiter {number}").id)
        surroundings = _surroundings(database_url, place, telegram.url, whatsapp.url, mailroom.url)
        nursery = await stack.enter_async_context(open_nursery(ROOT, place))
        servers = [
            Server(nursery, surroundings, place / f"server-{number}.log", partial(in_trouble, trouble), counts)
            for number in range(replicas)
        ]
        for server in servers:
            stack.push_async_callback(server.kill)
            await server.start()
        for server in servers:
            await server.ready(telegram.session)
        yield House(
            database=database,
            clock=clock,
            servers_clock=servers_clock,
            speed=speed,
            servers=servers,
            telegram=telegram,
            twilio=whatsapp,
            mailroom=mailroom,
            trouble=trouble,
            doors=doors,
            counts=counts,
        )


def _furnish(connection: Connection, clock: SharedClock, recruiters: int) -> Sequence[str]:
    publish(connection, _big_agency(recruiters), clock.now())
    doors = []
    for number in range(recruiters):
        code = people.new_link_code(connection, f"rec{number}", clock.now())
        people.link_recruiter(connection, code, Address("telegram", str(RECRUITERS_CHATS + number)), clock.now())
        doors.append(people.door_code(connection, f"job{number}", f"rec{number}"))
    return doors


def _big_agency(recruiters: int) -> AgencyContents:
    """The sample's, with so many recruiters, and a vacancy for each of them and a neighbour."""
    sample = read_folder(sample_folder())
    sanne = next(one for one in sample.recruiters if one.id == "sanne")
    job = sample.vacancies[0]
    return replace(
        sample,
        recruiters=tuple(
            replace(sanne, id=f"rec{n}", name=f"Recruiter {n} de Wit", phone=f"+316123{n:05}", email=f"{n}@kk.example")
            for n in range(recruiters)
        ),
        vacancies=tuple(
            replace(job, id=f"job{n}", recruiters=(f"rec{n}", f"rec{(n + 1) % recruiters}")) for n in range(recruiters)
        ),
    )


def _surroundings(database_url: str, place: Path, telegram: str, whatsapp: str, mail: str) -> dict[str, str]:
    return {
        "PATH": "",
        CLOCK: str(place / "servers-clock"),
        "BELMOMENT_DATABASE_URL": database_url,
        "BELMOMENT_PUBLIC_URL": PUBLIC,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio.TOKEN,
        "TWILIO_WHATSAPP_FROM": SENDER,
        "TWILIO_API_URL": whatsapp,
        "SMTP_URL": mail,
    }
