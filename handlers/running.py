"""Runs an application until somebody stops it: Ctrl-C or SIGTERM ends it within a second."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from aiohttp import web

from handlers.unusable import Unusable

SHUTDOWN_SECONDS = 0.3
"""How long a request that is being answered may take to end."""


def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Runs `work` on a new event loop; Ctrl-C or SIGTERM cancels it, and what it cleans up is waited for."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_stoppable(work))


async def serve_forever(
    app: web.Application, host: str, port: int, told: Callable[[str], None], *, or_any: bool = False
) -> None:
    """Serves until it is cancelled; `told` gets the address as soon as it answers. Port 0 takes any free one.

    Raises Unusable where the port can't be had, unless any will do then.
    """
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, host, port, or_any=or_any)
        taken: tuple[Any, ...] = runner.addresses[0]
        shown = f"[{host}]" if ":" in host else host
        told(f"http://{shown}:{taken[1]}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; KeyboardInterrupt does it there
            loop.add_signal_handler(number, task.cancel)
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
