"""`belmoment serve` as a real process on a published sample agency, whose log a test can read while it runs."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from storage.agency import publish
from storage.database import open_database, read, transact
from storage.people import door_code
from storage.queries import transcript
from storage.schema import migrate
from tests.handlers.offices import eventually
from tests.handlers.processes import PATIENCE
from tests.ports import free_port
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn
from tests.standins.twilio import TOKEN as TWILIO_TOKEN

PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class Server:
    """One process, and what it said."""

    process: asyncio.subprocess.Process
    scribe: asyncio.subprocess.Process
    """Writes down what it says."""
    url: str
    log: Path

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its log so far; a line that is still being written is left out."""
        whole, _, _ = self.log.read_text().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def told(self, event: str) -> list[dict[str, Any]]:
        """The lines of one kind."""
        return [line for line in self.lines if line["event"] == event]

    async def get(self, path: str) -> tuple[int, str]:
        """Status and body; 0 where nobody answers."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}{path}") as answer:
                return answer.status, await answer.text()
        except aiohttp.ClientError:
            return 0, ""

    async def until(self, path: str, status: int) -> str:
        """Waits for this status there; the body."""

        async def so() -> bool:
            return (await self.get(path))[0] == status

        await eventually(so)
        return (await self.get(path))[1]

    async def figure(self, name: str) -> float:
        """One of the figures of /metrics; 0 where it is not there yet."""
        _, text = await self.get("/metrics")
        found = [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith(f"{name} ")]
        return float(found[0]) if found else 0.0

    def tell(self, number: signal.Signals) -> None:
        """A signal."""
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Its exit code, once it has ended."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            await self.scribe.wait()
            return code


async def published(database_url: str) -> str:
    """Publishes the sample agency there; the code of a door."""
    await asyncio.to_thread(migrate, database_url)
    database = await open_database(database_url)
    try:
        contents = read_folder(sample_folder())
        await transact(database, lambda connection: publish(connection, contents, PUBLISHED))
        return await transact(database, lambda connection: door_code(connection, "servicemonteur", "sanne"))
    finally:
        await database.close()


async def statuses(database_url: str, address: Address) -> list[str]:
    """What became of the bot's messages there."""
    database = await open_database(database_url)
    try:
        lines = await read(database, lambda connection: transcript(connection, address))
        return [line.status for line in lines if not line.from_candidate]
    finally:
        await database.close()


def on_telegram(telegram: TelegramStandIn) -> dict[str, str]:
    """Settings for a bot that polls this stand-in."""
    return {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}


def on_whatsapp(twilio: TwilioStandIn) -> dict[str, str]:
    """Settings for a sender at this stand-in, whose webhook address says where the server has to listen."""
    public = twilio.webhook_url.removesuffix("/webhooks/whatsapp")
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
        "TWILIO_WHATSAPP_FROM": SENDER,
        "TWILIO_API_URL": twilio.url,
        "BELMOMENT_PUBLIC_URL": public,
        "BELMOMENT_PORT": public.rpartition(":")[2],
    }


def webhook_address() -> str:
    """For a stand-in that has to know where the server will listen."""
    return f"http://127.0.0.1:{free_port()}/webhooks/whatsapp"


@asynccontextmanager
async def serving(
    surroundings: Mapping[str, str], place: Path, database_url: str, settings: Mapping[str, str]
) -> AsyncIterator[Server]:
    """It answers; at the end it is killed if it still runs."""
    port = settings.get("BELMOMENT_PORT") or str(free_port())
    log = place / f"server-{len(list(place.glob('server-*.log')))}.log"
    with log.open("wb") as stream:
        reader, writer = os.pipe()
        # What keeps the server from writing files need not keep it from talking.
        scribe = await asyncio.create_subprocess_exec("cat", stdin=reader, stdout=stream)
        begun = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "handlers.cli",
            "serve",
            cwd=place,
            env={**surroundings, **settings, "BELMOMENT_PORT": port, "BELMOMENT_DATABASE_URL": database_url},
            stdout=writer,
            stderr=writer,
        )
        os.close(reader)
        os.close(writer)
    server = Server(process=begun, scribe=scribe, url=f"http://127.0.0.1:{port}", log=log)
    try:
        await _answers(server)
        yield server
    finally:
        if begun.returncode is None:
            begun.kill()
        await begun.wait()
        await scribe.wait()


async def _answers(server: Server) -> None:
    async def so() -> bool:
        assert server.process.returncode is None, server.log.read_text()
        return (await server.get("/health"))[0] == 200

    async with asyncio.timeout(PATIENCE):
        while not await so():  # noqa: ASYNC110 (it tells nobody but who asks)
            await asyncio.sleep(0.05)
