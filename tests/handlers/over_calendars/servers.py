"""Calendar servers for tests: a real Radicale in a process of its own, and one that answers as it is told."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.ports import free_port

USER, PASSWORD = "anna", "geheim"
CALENDAR = """<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>{name}</D:displayname>
<C:supported-calendar-component-set><C:comp name="{kind}"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>"""


@dataclass(frozen=True, kw_only=True)
class Radicale:
    """A running server with one user."""

    url: URL
    session: aiohttp.ClientSession

    @property
    def authorization(self) -> str:
        """The user's."""
        return aiohttp.encode_basic_auth(USER, PASSWORD)

    async def make(self, calendar: str, name: str = "", kind: str = "VEVENT") -> URL:
        """A new calendar's address."""
        url = self.url / USER / calendar / ""
        await self._ask("MKCALENDAR", url, CALENDAR.format(name=name or calendar, kind=kind))
        return url

    async def put(self, url: URL, text: str) -> None:
        """An event, as another program would write it."""
        await self._ask("PUT", url, text, {"Content-Type": "text/calendar"})

    async def delete(self, url: URL) -> None:
        """Takes it out again."""
        await self._ask("DELETE", url)

    async def texts(self, calendar: URL) -> list[str]:
        """All that is in a calendar."""
        return [await self._ask("GET", calendar)]

    async def _ask(self, method: str, url: URL, body: str = "", headers: dict[str, str] | None = None) -> str:
        headers = {"Authorization": self.authorization, **(headers or {})}
        async with self.session.request(method, url, data=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status < 300, (answer.status, text)
            return text


@asynccontextmanager
async def open_radicale(folder: Path) -> AsyncIterator[Radicale]:
    """A server that keeps its calendars in this folder."""
    port = free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": folder / "users",
        "auth-htpasswd-encryption": "plain",
        "auth-delay": 0,
        "storage-filesystem-folder": folder / "collections",
        "logging-level": "critical",
    }
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "radicale", "--config", "", *given)
    try:
        async with aiohttp.ClientSession() as session:
            radicale = Radicale(url=URL(f"http://127.0.0.1:{port}/"), session=session)
            await _answering(radicale)
            yield radicale
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _answering(radicale: Radicale) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                async with radicale.session.get(radicale.url):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.02)


Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class OddServer:
    """Answers as it is told."""

    answer: Answering
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """The methods, in order."""
    marks: list[str | None] = field(default_factory=list)
    """What was sent as If-None-Match."""


@asynccontextmanager
async def open_odd_server(answer: Answering) -> AsyncIterator[OddServer]:
    """A server on loopback."""
    odd = OddServer(answer)

    async def take(request: web.Request) -> web.StreamResponse:
        odd.asked.append(request.method)
        odd.marks.append(request.headers.get("If-None-Match"))
        return await odd.answer(request)

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", take)
    async with TestServer(app) as server:
        odd.url = str(server.make_url("/calendar.ics"))
        yield odd
