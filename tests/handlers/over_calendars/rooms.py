"""An agency whose recruiter has a calendar, and those who read and write it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
from sqlalchemy import select

from bot.model import CalendarAccess
from bot.outgoing import Announce, Notify, Outgoing
from bot.reader import read_script
from bot.windows import Windows
from handlers.calendars.keeping import Calendars
from handlers.words import load_sayings
from storage import outbox
from storage.calendars import Health, health
from storage.database import open_database, read, transact
from storage.forms import OUTGOING, WINDOWS
from storage.ledger import House
from storage.schema import migrate
from storage.tables import outbox as outbox_table
from storage.tables import recruiters
from tests.storage.settings import CONTENTS, RUI, SANNE, Office, understand


@dataclass(kw_only=True)
class Room:
    """The agency with its calendars. `secrets` is what the environment holds."""

    office: Office
    session: aiohttp.ClientSession
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calendars = Calendars(
            database=self.office.database,
            now=lambda: self.office.now,
            sayings=self.office.house.sayings,
            secret=self.secrets.get,
            told=lambda: None,
            link=lambda call: f"https://kade.example/calls/{call}",
        )

    async def publish(self, access: CalendarAccess | None) -> None:
        """The agency, with this calendar for Sanne."""
        sanne = replace(SANNE, calendar=access, email="")
        await self.office.publish(replace(CONTENTS, recruiters=(sanne, RUI)))

    async def read(self) -> None:
        """All calendars, once."""
        await self.calendars.read_calendars(self.session)

    async def busy(self) -> Windows:
        """When Sanne is busy, as far as we know."""
        column = select(recruiters.c.busy).where(recruiters.c.id == "sanne")
        return WINDOWS.decode(await read(self.office.database, lambda connection: connection.scalar(column)))

    async def health(self) -> Sequence[Health]:
        """How the reading goes."""
        return await read(self.office.database, health)

    async def told(self) -> list[str]:
        """What Sanne was told in her chat of calendars, in order."""
        said = [one for _, one in await self.waiting() if isinstance(one, Notify)]
        return [f"{one.subject}: {one.text}" for one in said if "alendar" in one.text]

    async def waiting(self) -> list[tuple[str, Outgoing | Announce]]:
        """All that was put into the outbox, with its medium."""
        rows = select(outbox_table.c.medium, outbox_table.c.payload).order_by(outbox_table.c.seq)
        found = await read(self.office.database, lambda connection: connection.execute(rows).all())
        return [(row.medium, OUTGOING.decode(row.payload)) for row in found]

    async def claim(self) -> Sequence[outbox.Claimed]:
        """What may leave now."""
        return await transact(self.office.database, lambda c: outbox.claim(c, self.office.now, 50))


@asynccontextmanager
async def open_room(database_url: str, secrets: Mapping[str, str] | None = None) -> AsyncIterator[Room]:
    """The agency on an empty database; Sanne reads her messages on Telegram."""
    migrate(database_url)
    database = await open_database(database_url)
    house = House(understand=understand, sayings=load_sayings(), read_script=read_script)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        room = Room(office=Office(database, house), session=session, secrets=dict(secrets or {}))
        await room.publish(None)
        linked = recruiters.update().where(recruiters.c.id == "sanne").values(chat="777")
        await transact(database, lambda connection: connection.execute(linked))
        yield room
    await database.close()
