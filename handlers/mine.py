"""What is kept of a person, for that person: a page and JSON, for a day, at an address that only their chat bears."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from aiohttp import web

from handlers.console.rendering import page, rendered, wording_for_candidate
from storage.database import Database, read
from storage.privacy import everything_about, reader_of

GOOD_FOR = timedelta(days=1)
OVER = "This address was good for a day, or is incomplete. Ask the assistant again what is kept about you."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """Makes the addresses, each of the message that bears it, and shows what is there; `key` signs them."""

    database: Database
    now: Callable[[], datetime]
    key: bytes
    public_url: str

    def link(self, message: str) -> str:
        """The address for the reader of this message, by its outbox id: the same at every try."""
        return f"{self.public_url}/mine/{quote(message)}.{self._signature(message)}"

    def routes(self) -> list[web.RouteDef]:
        """`/mine/{address}`, and the same as JSON."""
        return [
            web.get(r"/mine/{message:[\w-]+}.{signature:[0-9a-f]{32}}", self.show),
            web.get(r"/mine/{message:[\w-]+}.{signature:[0-9a-f]{32}}/all.json", self.hand_out),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """For reading."""
        record, wording = await self._record(request), wording_for_candidate(request)
        return page(rendered("console/mine.html", wording=wording, record=record, here=request.path))

    async def hand_out(self, request: web.Request) -> web.Response:
        """For machines, with everything."""
        answer = web.json_response(await self._record(request))
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return answer

    async def _record(self, request: web.Request) -> Mapping[str, Any]:
        message, since = request.match_info["message"], self.now() - GOOD_FOR
        if not hmac.compare_digest(request.match_info["signature"], self._signature(message)):
            raise web.HTTPNotFound(text=OVER)

        def look(connection: Any) -> Mapping[str, Any] | None:
            whose = reader_of(connection, message, since)
            return everything_about(connection, whose) if whose else None

        record = await read(self.database, look)
        if record is None:
            raise web.HTTPNotFound(text=OVER)
        return record

    def _signature(self, message: str) -> str:
        return hmac.digest(self.key, f"mine {message}".encode(), "sha256").hex()[:32]
