"""Several processes on one PostgreSQL behind one address: killed, frozen and thawed, they lose and double nothing."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from handlers.agency.folder import sample_folder
from storage.dispatch import LEASE
from tests.whole.callers import OnTelegram, OnWhatsApp, begin, book, booked, callers, heard, said
from tests.whole.fleet import HERE, Fleet, eventually, open_fleet

CHORES = ("tidying", "keeping up with WhatsApp")


@asynccontextmanager
async def open_agency(database_url: str, place: Path) -> AsyncIterator[tuple[Fleet, str]]:
    """A fleet without a process yet, and the code of a door."""
    agency = shutil.copytree(sample_folder(), place / "agency", ignore=shutil.ignore_patterns("tests"))
    async with open_fleet(database_url, place) as fleet:
        await fleet.command(HERE, "migrate")
        door = re.search(
            r"servicemonteur.*start=([\w-]+)", await fleet.command(HERE, "load", "--unapproved", str(agency))
        )
        assert door
        yield fleet, door[1]


async def test_three_share_the_work_and_survive_each_other(postgresql_database_url: str, tmp_path: Path) -> None:
    async with open_agency(postgresql_database_url, tmp_path) as (fleet, code):
        processes = await asyncio.gather(*(fleet.start() for _ in range(3)))
        people = callers(fleet, code, 4)
        await asyncio.gather(*map(begin, people))
        await processes[0].kill()
        fleet.clock.move(LEASE)
        await asyncio.gather(*map(book, people))
        await processes[0].start()
        assert len(await booked(fleet)) == 4
        assert all(any(f'"chore": "{chore}"' in process.said() for process in processes) for chore in CHORES)
        for caller in people:
            wanted, read = await said(fleet, caller), caller.texts
            # What was being sent to Telegram by the one that was killed may rightly come twice.
            assert list(dict.fromkeys(read)) == wanted
            assert isinstance(caller, OnTelegram) or len(read) == len(set(read))


async def test_who_hangs_loses_what_it_claimed_and_does_no_harm_when_it_wakes(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    """Frozen between Twilio's taking of a message and our noting it; another finds it in Twilio's list."""
    async with open_agency(postgresql_database_url, tmp_path) as (fleet, code):
        first, frozen = await fleet.start(), asyncio.Event()
        caller, later = [one for one in callers(fleet, code, 4) if isinstance(one, OnWhatsApp)]

        def freeze(request: web.Request) -> None:
            if request.method == "POST" and request.path.endswith("/Messages.json") and not frozen.is_set():
                first.freeze()
                frozen.set()

        fleet.before_twilio_answers = freeze
        caller.open()
        await frozen.wait()
        second = await fleet.start()
        fleet.clock.move(LEASE)
        caller.write("ja leuk, vertel maar")
        await heard(caller, "Wanneer")
        await book(caller)

        async def took_over() -> bool:
            return all(f'"chore": "{chore}"' in second.said() for chore in CHORES)

        await eventually(took_over)
        first.thaw()
        await begin(later)
        await book(later)
        for one in (caller, later):
            assert await said(fleet, one) == one.texts
        assert len(await booked(fleet)) == 2
        assert "replicas.line_is_cut" in first.said()
        await first.stop()
