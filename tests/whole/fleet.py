"""Several server processes on one PostgreSQL, behind one address, with the stand-ins and people on both platforms."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.ports import free_port
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn
from tests.standins.twilio import TOKEN as TWILIO_TOKEN
from tests.whole import server
from tests.whole.rig import WEDNESDAY
from tests.whole.server import CLOCK, FileClock

HERE = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds after which something that does not come is taken for lost; no test's outcome hangs on it otherwise."""
HUNG_SECONDS = 2.0
"""After which the balancer gives a call to another."""
RETRIED = "#rc=5&rp=ct,rt,5xx"


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks until it is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.02)


@dataclass
class Process:
    """One `belmoment serve`, of the code in `root`."""

    root: Path
    surroundings: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns once it serves."""
        settings = {"PYTHONPATH": str(self.root), "BELMOMENT_PORT": str(self.port)}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, server.__file__, cwd=self.log.parent, env=self.surroundings | settings, stderr=log
            )
        await eventually(self._serves)

    async def stop(self) -> None:
        """As a new version's roll-out does."""
        assert self.process is not None
        self.process.terminate()
        assert await self.process.wait() == 0, self.said()

    async def kill(self) -> None:
        """Without a last word."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def freeze(self) -> None:
        """It hangs, with everything that it holds."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It wakes, and knows nothing of what passed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace")

    async def _serves(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, self.said()
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@dataclass
class Fleet:
    """All processes, and the world around them."""

    database_url: str
    place: Path
    clock: FileClock
    telegram: TelegramStandIn
    twilio: TwilioStandIn
    surroundings: dict[str, str]
    processes: list[Process] = field(default_factory=list)
    calls: int = 0
    before_twilio_answers: Callable[[web.Request], None] = lambda request: None
    """Called when Twilio has done what it was asked, and has not said so yet."""

    async def start(self, root: Path = HERE) -> Process:
        """One more process, of the code in `root`."""
        process = Process(root, self.surroundings, self.place / f"server{len(self.processes)}.log")
        self.processes.append(process)
        await process.start()
        return process

    async def command(self, root: Path, *arguments: str) -> str:
        """What `belmoment` of that code says."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "handlers.cli",
            *arguments,
            cwd=self.place,
            env=self.surroundings | {"PYTHONPATH": str(root)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said = (await process.communicate())[0].decode()
        assert process.returncode == 0, said
        return said

    async def balance(self, request: web.Request) -> web.Response:
        """To one process after the other, past those that do not answer; as a load balancer does."""
        body = await request.read()
        for _ in range(2 * len(self.processes)):
            self.calls += 1
            process = self.processes[self.calls % len(self.processes)]
            try:
                return await _passed_on(request, body, process.url)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)


@asynccontextmanager
async def open_fleet(
    database_url: str, place: Path, clock_of: Callable[[Path], FileClock] = FileClock
) -> AsyncIterator[Fleet]:
    """No process runs yet, and the database is as it is. It is a Wednesday, 10:20."""
    clock = clock_of(place / "clock")
    clock.set_to(WEDNESDAY)
    public = f"http://127.0.0.1:{free_port()}"
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramStandIn(clock=clock.now, live=True))
        webhook = f"{public}/webhooks/whatsapp{RETRIED}"
        twilio = TwilioStandIn(clock=clock.now, webhook_url=webhook, live=True)
        twilio.store.approves = True

        async def before_twilio_answers(request: web.Request, response: web.StreamResponse) -> None:
            fleet.before_twilio_answers(request)

        twilio.app.on_response_prepare.append(before_twilio_answers)
        await stack.enter_async_context(twilio)
        surroundings = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            CLOCK: str(place / "clock"),
            "BELMOMENT_DATABASE_URL": database_url,
            "BELMOMENT_PUBLIC_URL": public,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-webhook",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
            "TWILIO_WHATSAPP_FROM": SENDER,
            "TWILIO_API_URL": twilio.url,
        }
        fleet = Fleet(database_url, place, clock, telegram, twilio, surroundings)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", fleet.balance)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", int(public.rpartition(":")[2])).start()
        try:
            yield fleet
        finally:
            for process in fleet.processes:
                await process.kill()


async def _passed_on(request: web.Request, body: bytes, url: str) -> web.Response:
    kept = ("content-type", "x-twilio-signature", "x-telegram-bot-api-secret-token")
    headers = {name: value for name, value in request.headers.items() if name.lower() in kept}
    timeout = aiohttp.ClientTimeout(total=HUNG_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.request(request.method, url + request.path_qs, data=body, headers=headers) as answer,
    ):
        return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)
