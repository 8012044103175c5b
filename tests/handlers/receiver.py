"""A web server with one door, as the house has it: a channel reads what knocks, and the events are kept."""

from types import TracebackType
from typing import Protocol, Self

from aiohttp import web

from bot.events import Event
from handlers.channel import Forged, Unreadable


class Reads(Protocol):
    """What of a channel is needed here."""

    async def read(self, request: web.Request) -> list[Event]:
        """What happened."""
        ...


class Receiver:
    """Listens on 127.0.0.1 while open; answers 403 to what is forged, 400 to what is unreadable, else `status`."""

    def __init__(self) -> None:
        self.channel: Reads | None = None
        self.events: list[Event] = []
        self.status = 200
        self.url = ""
        app = web.Application()
        app.router.add_post("/{path:.*}", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        assert self.channel is not None
        try:
            events = await self.channel.read(request)
        except Forged:
            return web.Response(status=403)
        except Unreadable:
            return web.Response(status=400)
        if self.status == 200:
            self.events += events
        return web.Response(status=self.status, text="<Response/>", content_type="text/xml")
