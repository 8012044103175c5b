"""`belmoment demo`: the sample agency on a throw-away database, in a browser."""

import asyncio
import logging
import sys
import tempfile
import webbrowser
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.model import USUAL_ZONE, Recruiter
from bot.outgoing import Invite, Notify
from handlers.agency.folder import read_folder, sample_folder
from handlers.app import Office, World
from handlers.clock import MovableClock
from handlers.commands.databases import opened
from handlers.demo.pages import routes, web_chat
from handlers.house import load_house
from handlers.languages import LEARNING
from handlers.live import Changes
from handlers.logs import set_up_logs
from handlers.running import run_until_stopped, serve_forever
from storage.agency import publish
from storage.database import transact

HOST = "127.0.0.1"
USUAL_PORT = 8080
ZONE = ZoneInfo(USUAL_ZONE)


def run_demo(port: int | None, open_page: bool) -> None:
    """Serves the demo until somebody stops it; raises Unusable where the port is taken."""
    set_up_logs(level=logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="belmoment-demo-", ignore_cleanup_errors=True) as folder:
        run_until_stopped(_demo(Path(folder) / "demo.db", port, open_page))


def opening(now: datetime) -> datetime:
    """When the demo begins: now, or at 10:20 of the next working day where nobody is at work."""
    local = now.astimezone(ZONE)
    if local.weekday() < 5 and time(9) <= local.time() < time(16):
        return now
    begins = local.replace(hour=10, minute=20, second=0, microsecond=0)
    while begins <= local or begins.weekday() >= 5:
        begins += timedelta(days=1)
    return begins.astimezone(UTC)


class ShownOnThePage:
    """The demo's mail: nothing leaves the machine, and the page shows what the recruiter would get."""

    async def send(self, id: str, recruiter: Recruiter, outgoing: Notify | Invite) -> str:
        """Counts as sent at once."""
        return id


async def _demo(file: Path, port: int | None, open_page: bool) -> None:
    clock, changes = MovableClock(opening(datetime.now(UTC))), Changes()
    chat = web_chat(changes, clock.now)
    contents = read_folder(sample_folder())
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(f"sqlite:///{file}"))
        await transact(database, lambda connection: publish(connection, contents, clock.now()))
        house = await asyncio.to_thread(load_house, None, partial(print, LEARNING, flush=True))
        office = Office(World(database=database, house=house, clock=clock, channels={chat.name: chat}, changes=changes))
        clock.on_move(office.beat.strike)
        pages = routes(
            database=database,
            contents=contents,
            clock=clock,
            receive=office.intake.take,
            changes=changes,
            channel=chat,
        )
        app, told = office.application(pages), lambda address: _tell(address, open_page)
        await serve_forever(app, HOST, USUAL_PORT if port is None else port, told, or_any=port is None)


def _tell(address: str, open_page: bool) -> None:
    sys.stdout.write(f"Belmoment's demo is at {address} (stop it with Ctrl-C)\n")
    sys.stdout.flush()
    if open_page:
        webbrowser.open(address)
