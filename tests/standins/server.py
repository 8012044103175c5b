"""What every stand-in is: an HTTP server that can be told to fail, and a test can wait for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, assert_never

import aiohttp
from aiohttp import web

from tests.standins.faults import Fault, Faults, Wrong

WEBHOOK_SECONDS = 15.0


def real_time() -> datetime:
    """The present, for a stand-in started by hand."""
    return datetime.now(UTC)


class StandIn:
    """A server on 127.0.0.1; `async with` starts and stops it, then `url` is its address.

    `clock` returns the present, aware: a test hands in its own and moves it. With `live`, webhooks go out by
    themselves; without, when the test says so.
    """

    def __init__(self, *, clock: Callable[[], datetime] = real_time, port: int = 0, live: bool = False) -> None:
        self.clock = clock
        self.live = live
        self.faults = Faults()
        self.url = ""
        self.app = web.Application()
        self._port = port
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._changed = asyncio.Condition()
        self._stopped = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WEBHOOK_SECONDS))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def session(self) -> aiohttp.ClientSession:
        """What webhooks go out with."""
        assert self._session is not None, "start the stand-in first: async with ..."
        return self._session

    async def until(self, condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
        """Waits until something that the stand-in saw makes `condition` true; a TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def changed(self) -> None:
        """Wakes whoever waits in `until`."""
        async with self._changed:
            self._changed.notify_all()

    def run(self, work: Awaitable[None]) -> None:
        """Does it beside everything else, until the stand-in stops."""

        async def done() -> None:
            await work

        task = asyncio.ensure_future(done())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def answer(
        self, request: web.Request, method: str, work: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """The answer to a request, or the fault that was ordered for it."""
        fault = self.faults.take(method)
        if fault is None:
            response = await work()
        else:
            if fault.taken:
                await work()
            response = await self._go_wrong(request, fault)
        await self.changed()
        return response

    def too_many(self, fault: Fault) -> web.Response:
        """The platform's 429."""
        raise NotImplementedError

    def broken(self, fault: Fault) -> web.Response:
        """The platform's 5xx."""
        raise NotImplementedError

    async def _go_wrong(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.wrong:
            case Wrong.TOO_MANY:
                return self.too_many(fault)
            case Wrong.BROKEN:
                return self.broken(fault)
            case Wrong.SILENT:
                await self.changed()
                await self._stopped.wait()
                return web.Response()
            case Wrong.DROPPED:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case Wrong.GARBLED:
                return web.Response(text="<html>Please wait</html>", content_type="text/html")
            case _:
                assert_never(fault.wrong)
