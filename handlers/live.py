"""Keeps open pages up to date: who changes something says so, and every page looks again."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from aiohttp import web

Parts = Mapping[str, str]
"""The live parts of a page by name, as HTML."""


class Changes:
    """Says that something changed; what it was, each listener looks up, so that no news is lost or told twice."""

    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._turned = asyncio.Event()

    def publish(self) -> None:
        """Something changed; to be called on the event loop."""
        self.version += 1
        self._turned.set()
        self._turned = asyncio.Event()

    def close(self) -> None:
        """Ends every page's stream; to be called when the application shuts down."""
        self.closed = True
        self.publish()

    async def after(self, version: int, seconds: float) -> int:
        """The version once it is another than `version`, or after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while self.version == version:
                    await self._turned.wait()
        except TimeoutError:
            pass
        return self.version


async def stream(
    request: web.Request,
    changes: Changes,
    now: Callable[[], datetime],
    look: Callable[[], Awaitable[Parts]],
    *,
    rest: float = 0,
) -> web.StreamResponse:
    """Server-sent events with the parts of a page that changed, until either side ends; the first has every part.

    Looks again after each change, though not within `rest` seconds, and when a new minute of `now` begins, since
    pages tell relative times.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    shown: Parts = {}
    version = -1
    try:
        await response.write(b"retry: 1000\n\n")
        while not changes.closed:
            version, seen = changes.version, shown
            shown = await look()
            await response.write(_event({name: html for name, html in shown.items() if seen.get(name) != html}))
            await asyncio.sleep(rest)
            await changes.after(version, _until_next_minute(now()))
    except ConnectionError:
        pass  # the page was closed, as pages are
    return response


def _event(parts: Parts) -> bytes:
    if not parts:
        return b": still here\n\n"
    return f"event: parts\ndata: {json.dumps(parts)}\n\n".encode()


def _until_next_minute(now: datetime) -> float:
    minute = timedelta(minutes=1)
    passed = timedelta(seconds=now.second, microseconds=now.microsecond)
    return (minute - passed).total_seconds() + 0.01
