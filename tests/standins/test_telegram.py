"""The stand-in keeps to what the Bot API documents."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.standins.telegram import SECRET_HEADER, TOKEN, TelegramStandIn

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Bot:
    """A bot with nothing but HTTP."""

    def __init__(self, platform: TelegramStandIn, session: aiohttp.ClientSession) -> None:
        self.platform = platform
        self.session = session

    async def ask(self, method: str, token: str = TOKEN, **parameters: Any) -> Any:
        url = f"{self.platform.url}/bot{token}/{method}"
        async with self.session.post(url, json=parameters) as response:
            answer = await response.json()
        return answer["result"] if answer["ok"] else (answer["error_code"], answer["description"])


class Clock:
    """A clock that stands until it is moved."""

    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot(clock: Clock) -> AsyncIterator[Bot]:
    async with TelegramStandIn(clock=clock) as platform, aiohttp.ClientSession() as session:
        yield Bot(platform, session)


async def test_every_method_needs_the_token_and_has_to_exist(bot: Bot) -> None:
    assert (await bot.ask("getMe"))["username"] == "belmoment_bot"
    assert await bot.ask("getMe", token="7654321:wrong") == (401, "Unauthorized")
    assert await bot.ask("makeCoffee") == (404, "Not Found")


async def test_parameters_come_in_the_query_a_form_or_json(bot: Bot) -> None:
    platform = bot.platform
    platform.start(platform.person(42))
    url = f"{platform.url}/bot{TOKEN}/sendMessage"
    await bot.session.get(url, params={"chat_id": "42", "text": "query"})
    await bot.session.post(url, data={"chat_id": "42", "text": "form"})
    await bot.ask("sendMessage", chat_id=42, text="json")
    assert [message.text for message in platform.sent] == ["query", "form", "json"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": "hi"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 7, "text": "hi"}, "Bad Request: chat not found"),
        ({"chat_id": 42, "text": " \n"}, "Bad Request: message text is empty"),
        ({"chat_id": 42, "text": "x" * 4097}, "Bad Request: message is too long"),
        (
            {
                "chat_id": 42,
                "text": "hi",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]},
            },
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"chat_id": 42, "text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "Bad Request: text buttons are unallowed in the inline keyboard",
        ),
        (
            {"chat_id": 42, "text": "hi", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
    ],
)
async def test_what_telegram_refuses(bot: Bot, parameters: dict[str, Any], description: str) -> None:
    bot.platform.start(bot.platform.person(42))
    assert await bot.ask("sendMessage", **parameters) == (400, description)
    assert bot.platform.sent == []


async def test_a_bot_writes_only_to_whom_began_and_did_not_block(bot: Bot) -> None:
    anna = bot.platform.person(42)
    initiated = await bot.ask("sendMessage", chat_id=42, text="hi")
    bot.platform.start(anna)
    bot.platform.block(anna)
    blocked = await bot.ask("sendMessage", chat_id=42, text="hi")
    bot.platform.unblock(anna)
    assert (initiated, blocked) == (
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: bot was blocked by the user"),
    )
    assert (await bot.ask("sendMessage", chat_id=42, text="hi"))["text"] == "hi"


async def test_updates_come_until_they_are_confirmed(bot: Bot) -> None:
    anna = bot.platform.person(42)
    first, second = bot.platform.write(anna, "one"), bot.platform.write(anna, "two")
    assert first is not None
    assert await bot.ask("getUpdates") == [first, second]
    assert await bot.ask("getUpdates", offset=first["update_id"] + 1) == [second]
    assert await bot.ask("getUpdates", offset=-1) == [second]
    assert await bot.ask("getUpdates", offset=first["update_id"] + 2) == []


async def test_a_long_poll_ends_when_something_happens(bot: Bot) -> None:
    poll = asyncio.create_task(bot.ask("getUpdates", timeout=50))
    await asyncio.sleep(0)
    written = bot.platform.write(bot.platform.person(42), "hello")
    assert await poll == [written]


async def test_of_two_polls_the_older_ends(bot: Bot) -> None:
    older = asyncio.create_task(bot.ask("getUpdates", timeout=50))
    await bot.platform.until(lambda: bot.platform.polls == 1)
    assert await bot.ask("getUpdates") == []
    assert (await older)[0] == 409


async def test_updates_and_taps_grow_too_old(bot: Bot, clock: Clock) -> None:
    anna = bot.platform.person(42)
    written = bot.platform.write(anna, "hello")
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await bot.ask("sendMessage", chat_id=42, text="Call?", reply_markup=keyboard)
    tap = bot.platform.tap(anna, "Yes")
    assert tap is not None
    assert await bot.ask("answerCallbackQuery", callback_query_id=tap["callback_query"]["id"]) is True
    clock.now += timedelta(seconds=150)
    assert await bot.ask("getUpdates") == [written]
    late = await bot.ask("answerCallbackQuery", callback_query_id=tap["callback_query"]["id"])
    assert late[0] == 400
    clock.now += timedelta(hours=24)
    assert await bot.ask("getUpdates") == []


async def test_a_webhook_gets_its_secret_in_order_and_again_until_it_answers(bot: Bot) -> None:
    seen: list[tuple[str, int]] = []
    answers = [200, 500, 200, 200]

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        seen.append((request.headers[SECRET_HEADER], update["update_id"]))
        return web.Response(status=answers[len(seen) - 1])

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert await bot.ask("setWebhook", url=url, secret_token="s3cret") is True
    assert (await bot.ask("getUpdates"))[0] == 409
    anna = bot.platform.person(42)
    one, two, three = (bot.platform.write(anna, text) for text in ("one", "two", "three"))
    assert one is not None
    assert two is not None
    assert three is not None
    assert await bot.platform.deliver() == [200, 500]
    info = await bot.ask("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (
        2,
        "Wrong response from the webhook: 500 Internal Server Error",
    )
    assert await bot.platform.deliver() == [200, 200]
    numbers = [one["update_id"], two["update_id"], two["update_id"], three["update_id"]]
    assert seen == [("s3cret", number) for number in numbers]
    assert await bot.ask("deleteWebhook") is True
    assert await bot.ask("getUpdates") == []
    await runner.cleanup()


@pytest.mark.parametrize("secret", ["with blank", "x" * 257])
async def test_a_secret_has_to_be_plain(bot: Bot, secret: str) -> None:
    assert (await bot.ask("setWebhook", url="https://bot.example.org", secret_token=secret))[0] == 400


async def test_only_the_kinds_that_were_asked_for_come(bot: Bot) -> None:
    anna = bot.platform.person(42)
    await bot.ask("getUpdates", allowed_updates=["message"])
    assert bot.platform.block(anna) is None
    bot.platform.unblock(anna)
    written = bot.platform.write(anna, "hello")
    assert await bot.ask("getUpdates") == [written]


async def test_flood_control_tells_how_long(bot: Bot) -> None:
    bot.platform.faults.order("too_many", method="getMe", retry_after=9)
    async with bot.session.post(f"{bot.platform.url}/bot{TOKEN}/getMe") as response:
        assert (response.status, await response.json()) == (
            429,
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 9",
                "parameters": {"retry_after": 9},
            },
        )
    assert (await bot.ask("getMe"))["id"] == 7654321
