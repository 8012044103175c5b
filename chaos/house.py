"""The house under attack: a big agency in a fresh database, the stand-ins, and server processes that can be killed."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import aiohttp
from aiohttp.test_utils import unused_port
from sqlalchemy import Connection

from bot.model import Address
from chaos.clock import SharedClock
from chaos.server import CLOCK
from handlers.agency.folder import read_folder, sample_folder
from storage import people
from storage.agency import AgencyContents, publish
from storage.database import Database, open_database, transact
from storage.schema import migrate
from tests.mailbox import Mailbox, open_mailbox
from tests.standins import twilio
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn

PUBLIC = "http://belmoment.invalid"
"""The address that platforms know; a proxy would stand there, and here it is the postman who picks a server."""
SECRET = "a-secret-of-the-webhook"  # noqa: S105 (of the stand-in)
ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120.0
RECRUITERS_CHATS = 900_000


@dataclass(slots=True)
class Server:
    """One server process, and how to have it back after it was killed."""

    environment: dict[str, str]
    log: Path
    port: int = field(default_factory=unused_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns at once; it listens a little later."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "chaos.server",
                cwd=self.log.parent,
                env=self.environment | {"BELMOMENT_PORT": str(self.port)},
                stdout=log,
                stderr=log,
            )

    async def kill(self) -> None:
        """SIGKILL: no last word."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> None:
        """SIGTERM, and the end."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def ready(self, session: aiohttp.ClientSession) -> None:
        """Returns once it answers; raises TimeoutError, or RuntimeError where it gave up."""
        async with asyncio.timeout(START_SECONDS):
            while not await self._answers(session):
                if self.process is None or self.process.returncode is not None:
                    raise RuntimeError(f"the server ended by itself:\n{self.log.read_text(errors='replace')[-2000:]}")
                await asyncio.sleep(0.05)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/ready") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@dataclass(kw_only=True)
class House:
    """Everything that chaos happens to."""

    database: Database
    clock: SharedClock
    servers: Sequence[Server]
    telegram: TelegramStandIn
    twilio: TwilioStandIn
    mailbox: Mailbox
    doors: Sequence[str]
    """Codes, one for each recruiter."""
    log: Path

    def a_server(self, chance: Random) -> Server:
        """Where a load balancer would send the next call; one that is down too, for a moment."""
        return chance.choice(self.servers)


@asynccontextmanager
async def open_house(
    database_url: str, place: Path, *, recruiters: int, replicas: int, speed: float
) -> AsyncIterator[House]:
    """The servers are started and answer."""
    clock = SharedClock.begun(place / "clock", speed)
    await asyncio.to_thread(migrate, database_url)
    async with AsyncExitStack() as stack:
        database = await open_database(database_url)
        stack.push_async_callback(database.close)
        telegram = await stack.enter_async_context(TelegramStandIn(clock=clock.now))
        whatsapp = await stack.enter_async_context(
            TwilioStandIn(clock=clock.now, webhook_url=f"{PUBLIC}/webhooks/whatsapp")
        )
        whatsapp.store.approves = True
        mailbox = await stack.enter_async_context(open_mailbox())
        doors = await transact(database, lambda connection: _furnish(connection, clock, recruiters))
        for number in range(recruiters):
            telegram.state.begun.add(telegram.person(RECRUITERS_CHATS + number, f"Recruiter {number}").id)
        surroundings = _surroundings(database_url, place, telegram.url, whatsapp.url, mailbox.url)
        servers = [Server(surroundings, place / f"server-{number}.log") for number in range(replicas)]
        house = House(
            database=database,
            clock=clock,
            servers=servers,
            telegram=telegram,
            twilio=whatsapp,
            mailbox=mailbox,
            doors=doors,
            log=servers[0].log,
        )
        for server in servers:
            stack.push_async_callback(server.kill)
            await server.start()
        for server in servers:
            await server.ready(telegram.session)
        yield house


def _furnish(connection: Connection, clock: SharedClock, recruiters: int) -> Sequence[str]:
    publish(connection, _big_agency(recruiters), clock.now())
    doors = []
    for number in range(recruiters):
        code = people.new_link_code(connection, f"rec{number}", clock.now())
        people.link_recruiter(connection, code, Address("telegram", str(RECRUITERS_CHATS + number)))
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
        "PYTHONPATH": str(ROOT),
        "PATH": "",
        CLOCK: str(place / "clock"),
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
