"""A stand-in that somebody started in a terminal."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from tests.standins.telegram import TOKEN
from tests.standins.twilio import ACCOUNT, SENDER
from tests.standins.twilio import TOKEN as TWILIO_TOKEN


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[str]:
    """The address of a stand-in in a process of its own."""
    command = [sys.executable, "-m", "tests.standins", *arguments, "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        first = (await process.stdout.readline()).decode().strip()
        yield first.partition("=")[2]
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def listening(calls: "asyncio.Queue[Any]") -> AsyncIterator[str]:
    """The address of a webhook that puts what comes into a queue."""

    async def take(request: web.Request) -> web.Response:
        json = request.content_type == "application/json"
        await calls.put(await request.json() if json else dict(await request.post()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_telegram_is_played_with_curl() -> None:
    calls: asyncio.Queue[Any] = asyncio.Queue()
    async with started("telegram") as url, listening(calls) as hook, aiohttp.ClientSession() as session:

        async def post(path: str, **what: Any) -> Any:
            async with session.post(f"{url}{path}", json=what) as response:
                return await response.json() if response.content_type == "application/json" else response.status

        await post(f"/bot{TOKEN}/setWebhook", url=hook)
        await post("/control/start", id=42, code="V1")
        assert (await calls.get())["message"]["text"] == "/start V1"
        keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
        await post(f"/bot{TOKEN}/sendMessage", chat_id=42, text="Call?", reply_markup=keyboard)
        await post("/control/tap", id=42, title="Yes")
        assert (await calls.get())["callback_query"]["data"] == "yes"
        async with session.get(f"{url}/control/sent") as response:
            assert [message["text"] for message in await response.json()] == ["Call?"]
        await post("/control/fault", wrong="too_many", method="getMe", retry_after=3)
        assert (await post(f"/bot{TOKEN}/getMe"))["parameters"] == {"retry_after": 3}
        assert (await post("/control/dance"), await post("/control/write", id=42)) == (404, 400)


async def test_twilio_is_played_with_curl() -> None:
    calls: asyncio.Queue[Any] = asyncio.Queue()
    async with (
        listening(calls) as hook,
        started("twilio", "--webhook", hook) as url,
        aiohttp.ClientSession() as session,
    ):
        written = {"number": "+31612345678", "text": "Hallo"}
        await session.post(f"{url}/control/write", json=written)
        assert (await calls.get())["Body"] == "Hallo"
        form = {"To": "whatsapp:+31612345678", "From": f"whatsapp:{SENDER}", "Body": "Hi", "StatusCallback": hook}
        headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TWILIO_TOKEN)}
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        async with session.post(url + path, data=form, headers=headers) as response:
            sid = (await response.json())["sid"]
        await session.post(f"{url}/control/read", json={"sid": sid})
        statuses = [(await calls.get())["MessageStatus"] for _ in range(3)]
        assert statuses == ["sent", "delivered", "read"]
