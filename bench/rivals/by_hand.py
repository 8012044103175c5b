"""The least that such a webhook can do: check the signature; and, as the floor, commit it durably and send an answer.

`python -m bench.rivals.by_hand bare|floor`, with PORT, API and FILE in the environment.
"""

import asyncio
import os
import sqlite3
import sys
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bench.loads.dialects import ACCOUNT, PUBLIC, SENDER, TOKEN
from handlers.whatsapp.signature import HEADER, is_signed

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TABLES = """
CREATE TABLE events (id TEXT PRIMARY KEY, peer TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE talks (peer TEXT PRIMARY KEY, turns INTEGER NOT NULL);
"""
ADDED = "INSERT INTO events VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
COUNTED = "INSERT INTO talks VALUES (?, 1) ON CONFLICT (peer) DO UPDATE SET turns = turns + 1 RETURNING turns"


class Bare:
    """Checks the signature, and says thank you."""

    async def called(self, request: web.Request) -> web.Response:
        """One webhook call."""
        await self.checked(request)
        return web.Response(text="<Response/>", content_type="text/xml")

    async def checked(self, request: web.Request) -> dict[str, str]:
        """The form; 403 where nobody signed it."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        if not is_signed(TOKEN, PUBLIC + request.raw_path, form.items(), request.headers.get(HEADER, "")):
            raise web.HTTPForbidden
        return form


class Floor(Bare):
    """Also keeps the message in SQLite before it is acknowledged, and sends one message back."""

    def __init__(self, file: str, api: str) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(TABLES)
        self._url = f"{api}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def called(self, request: web.Request) -> web.Response:
        """One webhook call; the answer to the candidate goes out after it."""
        form = await self.checked(request)
        peer = form["From"]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(ADDED, (form["MessageSid"], peer, form["Body"]))
        turns = self._database.execute(COUNTED, (peer,)).fetchone()[0]
        self._database.execute("COMMIT")
        task = asyncio.create_task(self._send(peer, "booked" if turns == 8 else f"answer {turns}"))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return web.Response(text="<Response/>", content_type="text/xml")

    async def _send(self, to: str, text: str) -> None:
        if self._session is None:
            auth = aiohttp.BasicAuth(ACCOUNT, TOKEN)
            self._session = aiohttp.ClientSession(auth=auth, cookie_jar=aiohttp.DummyCookieJar())
        body = urlencode({"To": to, "From": f"whatsapp:{SENDER}", "Body": text}).encode()
        async with self._session.post(self._url, data=body, headers=FORM) as answer:
            await answer.read()


async def _health(_: web.Request) -> web.Response:
    return web.Response(text="alive")


def main(kind: str) -> None:
    """Serves until it is stopped."""
    server = Bare() if kind == "bare" else Floor(os.environ["FILE"], os.environ["API"])
    app = web.Application()
    app.add_routes([web.post("/webhooks/whatsapp", server.called), web.get("/health", _health)])
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main(sys.argv[1])
