"""What one server's studio publishes is what new talks are held with on every server, and so is the way back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.whole.callers import Caller, OnTelegram, OnWhatsApp
from tests.whole.fleet import HERE, Fleet, Process, eventually
from tests.whole.test_replicas import open_agency

BEFORE, AFTER = "Zin om daar een keer kort over te bellen?", "Heb je zin om daar kort over te bellen?"
SCRIPT = "/scripts/first-contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """The pages of one server, open before somebody from ops."""

    process: Process
    session: aiohttp.ClientSession
    token: str
    text: str

    async def send(self, path: str, **fields: str) -> str:
        """A form; the page that follows."""
        data = {"form_token": self.token, **fields}
        async with self.session.post(f"{self.process.url}{path}", data=data) as answer:
            return await answer.text()


@asynccontextmanager
async def studio(process: Process, password: str) -> AsyncIterator[Studio]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        name = {"name": "anna@example.org", "password": password, "to": "/scripts"}
        await session.post(f"{process.url}/sign-in", data=name)
        async with session.get(f"{process.url}{SCRIPT}/edit") as answer:
            page = await answer.text()
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token, page
        text = (HERE / "handlers/sample/scripts/first-contact.yaml").read_text("utf-8")
        yield Studio(process=process, session=session, token=token[1], text=text)


async def first_words(fleet: Fleet, code: str, process: Process, number: int) -> str:
    """What somebody new reads first whose message this server takes in."""
    fleet.processes, all_of_them = [process], fleet.processes
    caller: Caller
    if number % 2:
        caller = OnWhatsApp(fleet, fleet.twilio.person(f"+31620000{number:03}", f"Kim {number}"), 9, code)
    else:
        person = fleet.telegram.person(5000 + number, f"Kim {number}", language_code="nl")
        caller = OnTelegram(fleet, person, 9, code)
    caller.open()

    async def there() -> bool:
        return bool(caller.texts)

    await eventually(there)
    fleet.processes = all_of_them
    return caller.texts[0]


async def test_what_one_server_publishes_all_say_and_so_is_the_way_back(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    async with open_agency(postgresql_database_url, tmp_path) as (fleet, code):
        one, other = await fleet.start(), await fleet.start()
        told = await fleet.command(HERE, "user", "add", "anna@example.org", "--role", "ops", "--generate")
        password = told.split()[-1]
        for number, process in enumerate((one, other)):
            assert BEFORE in await first_words(fleet, code, process, number)
        async with studio(one, password) as here, studio(other, password) as there:
            changed = here.text.replace(BEFORE, AFTER)
            page = await here.send(f"{SCRIPT}/edit", do="publish", text=changed, edit="0", base="1", unapproved="yes")
            assert "Version 2 is published" in page
            for number, process in enumerate((one, other), 2):
                assert AFTER in await first_words(fleet, code, process, number)
            assert "Version 3 is live" in await there.send(f"{SCRIPT}/rollback", number="1", over="2")
            for number, process in enumerate((one, other), 4):
                assert BEFORE in await first_words(fleet, code, process, number)
