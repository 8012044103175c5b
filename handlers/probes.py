"""What a machine room asks: is it alive, is it ready, how is it doing; and the contact cards that platforms fetch."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic

import structlog
from aiohttp import web

from handlers.metrics import Metrics
from handlers.vcard import CONTENT_TYPE, vcard
from storage.condition import backlog
from storage.database import Database, read
from storage.schema import SchemaState, check_schema
from storage.transcripts import lines_of

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 2.0
"""How often the database is asked for figures at most: nobody who asks without a token may keep it busy."""


class Probes:
    """The routes that need no token. `trouble` says what is wrong, or nothing; `now` gives the aware present."""

    def __init__(
        self, *, database: Database, metrics: Metrics, trouble: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._trouble = trouble
        self._now = now
        self._looked_at = -LOOK_AGAIN_SECONDS

    def routes(self) -> list[web.RouteDef]:
        """The contract's paths, and the cards'."""
        return [
            web.get("/health", self.health),
            web.get("/ready", self.ready),
            web.get("/metrics", self.metrics),
            web.get("/cards/{id}.vcf", self.card),
        ]

    async def health(self, request: web.Request) -> web.Response:
        """The process is alive."""
        return web.json_response({"status": "alive"})

    async def ready(self, request: web.Request) -> web.Response:
        """The database answers, can be written, and has the shape that we need; else 503 and a sentence."""
        try:
            state = await check_schema(self._database)
        except Exception:  # whatever it is, we are not ready
            return _not_ready(self._trouble() or "The database does not answer.")
        if trouble := self._trouble():
            return _not_ready(trouble)
        if state is not SchemaState.CURRENT:
            return _not_ready(f"The database is {state}; run belmoment migrate with this version.")
        return web.json_response({"status": "ready"})

    async def metrics(self, request: web.Request) -> web.Response:
        """Figures for Prometheus; those of the database as they were when it last answered."""
        if monotonic() - self._looked_at >= LOOK_AGAIN_SECONDS:
            self._looked_at = monotonic()
            try:
                self._metrics.show(await read(self._database, partial(backlog, now=self._now())))
            except Exception:
                log.exception("metrics.no_database")
        return web.Response(body=self._metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def card(self, request: web.Request) -> web.Response:
        """The recruiter's contact card of one message; only who got the message knows its id."""
        name = request.match_info["id"]
        talk = name.rpartition("-")[0].rpartition("-")[0]  # an outbox id begins with its conversation's
        lines = await read(self._database, lambda connection: lines_of(connection, [talk]))
        card = next((line.card for line in lines if line.id == name), None)
        if card is None:
            raise web.HTTPNotFound(text="There is no such card.\n")
        return web.Response(
            text=vcard(card), content_type=CONTENT_TYPE, charset="utf-8", headers={"Cache-Control": "private"}
        )


def _not_ready(sentence: str) -> web.Response:
    return web.json_response({"status": "not ready", "error": sentence}, status=503)
