import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from handlers.live import Changes, Parts, stream

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


@asynccontextmanager
async def open_stream(changes: Changes, shown: dict[str, str]) -> AsyncIterator[ClientResponse]:
    """A page that shows `shown`, over a real connection."""

    async def look() -> Parts:
        return dict(shown)

    async def live(request: web.Request) -> web.StreamResponse:
        return await stream(request, changes, lambda: NOW, look)

    app = web.Application()
    app.router.add_get("/live", live)
    async with TestClient(TestServer(app)) as client, client.get("/live") as response:
        yield response


async def next_parts(response: ClientResponse) -> object:
    async for line in response.content:
        if line.startswith(b"data: "):
            return json.loads(line.removeprefix(b"data: "))
    return None


async def test_a_page_gets_all_its_parts_then_only_those_that_changed() -> None:
    changes, shown = Changes(), {"queue": "empty", "clock": "10:20"}
    async with open_stream(changes, shown) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        assert await next_parts(response) == {"queue": "empty", "clock": "10:20"}
        shown["queue"] = "one\ncall"
        changes.publish()
        assert await next_parts(response) == {"queue": "one\ncall"}


async def test_a_change_while_nobody_waits_is_not_lost() -> None:
    changes = Changes()
    changes.publish()
    assert await changes.after(0, 60) == 1


async def test_everybody_who_waits_is_told() -> None:
    changes = Changes()
    waiting = [asyncio.create_task(changes.after(0, 60)) for _ in range(3)]
    await asyncio.sleep(0)
    changes.publish()
    assert await asyncio.gather(*waiting) == [1, 1, 1]


async def test_an_open_page_lets_go_when_the_house_closes() -> None:
    changes = Changes()
    async with open_stream(changes, {"queue": "empty"}) as response:
        await next_parts(response)
        changes.close()
        assert await next_parts(response) is None
