"""What a machine room asks: is it alive, is it ready, how is it doing; and the contact cards that platforms fetch."""

from aiohttp import web

from handlers.metrics import Metrics
from handlers.vcard import CONTENT_TYPE, vcard
from storage.database import Database, read
from storage.schema import SchemaState, check_schema
from storage.transcripts import lines_of


class Probes:
    """The routes that need no token."""

    def __init__(self, *, database: Database, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics

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
        """The database answers and has the shape that we need; else 503 and a sentence."""
        try:
            state = await check_schema(self._database)
        except Exception:  # whatever it is, we are not ready
            return _not_ready("The database does not answer.")
        if state is not SchemaState.CURRENT:
            return _not_ready(f"The database is {state}; run belmoment migrate with this version.")
        return web.json_response({"status": "ready"})

    async def metrics(self, request: web.Request) -> web.Response:
        """Figures for Prometheus."""
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
