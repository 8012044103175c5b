"""The demo, whole and real, on a clock that stands at a Wednesday morning when a test begins."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.events import Event, MessageReceived, Started
from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from handlers.app import Office, World
from handlers.clock import MovableClock
from handlers.commands.databases import opened
from handlers.console.pages import routes as console_routes
from handlers.console.passwords import hashed
from handlers.console.reach import Reaching, Words
from handlers.demo.pages import routes, web_chat
from handlers.house import load_house
from handlers.inviting.readiness import Approving
from handlers.live import Changes
from storage.accounts import Account, Role, add_account
from storage.agency import publish
from storage.database import Database, transact
from storage.people import door_code

WEDNESDAY = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
"""10:20 in Amsterdam."""
NAME, PASSWORD = "sanne@example.org", "een zin als wachtwoord"
OPS = "anna@example.org"
"""Who owns the words, where a test gives them an account; with the same password."""
VACANCY = "servicemonteur"
Client = TestClient[web.Request, web.Application]
same_house = cache(load_house)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHouse:
    """The application, and what a test may turn in it."""

    app: web.Application
    clock: MovableClock
    database: Database
    changes: Changes
    receive: Callable[[Sequence[Event]], Awaitable[object]]


@asynccontextmanager
async def demo_house(
    database_url: str,
    window: timedelta | None = None,
    words: Words | None = None,
    platform: Approving | None = None,
) -> AsyncIterator[DemoHouse]:
    """The sample agency's demo with the console beside it, ready to be served.

    `window` closes for a recruiter's own words as WhatsApp's does; then `words` may go out. `platform` approves
    templates.
    """
    clock, changes, contents = MovableClock(WEDNESDAY), Changes(), read_folder(sample_folder())
    chat = web_chat(changes, clock.now, pause=0)
    async with opened(database_url) as database:
        await transact(database, lambda connection: publish(connection, contents, clock.now()))
        await with_account(database, clock.now())
        world = World(
            database=database, house=same_house(), clock=clock, channels={chat.name: chat}, changes=changes
        )  # fmt: skip
        office = Office(world)
        clock.on_move(office.beat.strike)
        pages = routes(
            database=database,
            contents=contents,
            clock=clock,
            receive=office.intake.take,
            changes=changes,
            channel=chat,
        )
        console = console_routes(
            database=database,
            now=clock.now,
            changes=changes,
            receive=office.intake.take,
            house=same_house(),
            secret=b"a secret for tests",
            secure=False,
            reaching=Reaching(now=clock.now, windows={chat.name: window} if window else {}, words=words),
            platform=platform,
        )
        there = {route.path for route in pages}
        app = office.application([*pages, *(route for route in console if route.path not in there)])
        yield DemoHouse(app=app, clock=clock, database=database, changes=changes, receive=office.intake.take)


async def book_a_call(
    house: DemoHouse, words: Sequence[str] = ("ja leuk", "morgen om 15:00", "ja", "06 12345678")
) -> None:
    """Somebody who came in by a door of Sanne's books tomorrow at three, Amsterdam time."""
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "somebody"), house.clock.now()
    await house.receive([Started(id="in", at=now, address=address, code=code, language="nl", name="Fenna")])
    for number, text in enumerate(words):
        await house.receive([MessageReceived(id=f"said{number}", at=house.clock.now(), address=address, text=text)])


async def with_account(
    database: Database, now: datetime, name: str = NAME, role: Role = Role.RECRUITER, recruiter: str | None = "sanne"
) -> Account:
    """Who may sign in with `PASSWORD`."""
    return await transact(
        database,
        lambda connection: add_account(
            connection, name=name, role=role, recruiter=recruiter, password=kept_password(), now=now
        ),
    )


@cache
def kept_password() -> str:
    """`PASSWORD` as it is kept; hashing costs a tenth of a second."""
    return hashed(PASSWORD)
