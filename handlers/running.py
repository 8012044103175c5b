"""Runs an application until somebody stops it, and lets it finish what was begun."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from aiohttp import web

from handlers.unusable import Unusable

REQUEST_SECONDS = 0.3
"""How long a request that is being answered may take to end, where we are told to end at once."""
LAST_REQUESTS_SECONDS = 5.0
"""And where we may finish what was begun."""


LONGEST_SECONDS = 9.0
"""After that nothing is waited for any more: who started us kills what does not end within ten."""


class Stop:
    """What a server is told by signals: the first asks it to finish what was begun, the next to end at once."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        """Told to stop."""
        self.finish: Callable[[], Awaitable[None]] = nothing_to_finish
        """Takes nothing new, and returns once what was begun is done."""
        self._heeded = False

    def heed(self) -> None:
        """From now on the application ends by itself when it is asked to; before, a signal just cancels it."""
        self._heeded = True

    def tell(self, cancel: Callable[[], object]) -> None:
        """A signal came, in the running loop; `cancel` ends at once."""
        if not self._heeded or self.asked.is_set():
            cancel()
            return
        self.asked.set()
        asyncio.get_running_loop().call_later(LONGEST_SECONDS, cancel)


async def nothing_to_finish() -> None:
    """For an application of which nobody minds how it ends."""


def run_until_stopped(work: Coroutine[Any, Any, None], stop: Stop | None = None) -> None:
    """Runs `work` on a new event loop until it ends; Ctrl-C and SIGTERM tell `stop`.

    Without one, or where it is not heeded, they cancel `work`, and what it cleans up is waited for.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_stoppable(work, stop or Stop()))


async def serve_forever(
    app: web.Application,
    host: str,
    port: int,
    told: Callable[[str], None],
    *,
    or_any: bool = False,
    stop: Stop | None = None,
) -> None:
    """Serves until it is cancelled, or told to `stop`: then it finishes, answering meanwhile, and ends.

    `told` gets the address as soon as it answers. Port 0 takes any free one. Raises Unusable where the port can't be
    had, unless any will do then.
    """
    seconds = LAST_REQUESTS_SECONDS if stop else REQUEST_SECONDS
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=seconds, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, host, port, or_any=or_any)
        stop = stop or Stop()  # one that nobody tells anything
        stop.heed()
        taken: tuple[Any, ...] = runner.addresses[0]
        shown = f"[{host}]" if ":" in host else host
        told(f"http://{shown}:{taken[1]}")
        await stop.asked.wait()
        await stop.finish()
    finally:
        await runner.cleanup()


async def _stoppable(work: Coroutine[Any, Any, None], stop: Stop) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; KeyboardInterrupt does it there
            loop.add_signal_handler(number, stop.tell, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def _listen(runner: web.AppRunner, host: str, port: int, *, or_any: bool) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if or_any:
            await _listen(runner, host, 0, or_any=False)
            return
        reason = (error.strerror or str(error)).lower()
        raise Unusable(f"Can't listen on {host}:{port}: {reason}. Stop what uses it, or choose another port.") from None
