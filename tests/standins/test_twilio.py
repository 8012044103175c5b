"""The stand-in keeps to what Twilio documents, and to what its own client understands."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = "whatsapp:+31612345678"
US = f"whatsapp:{SENDER}"


class Clock:
    """A clock that stands until it is moved."""

    now = START

    def __call__(self) -> datetime:
        return self.now


class Client:
    """A client with nothing but HTTP."""

    def __init__(self, platform: TwilioStandIn, session: aiohttp.ClientSession) -> None:
        self.platform = platform
        self.session = session

    async def send(self, **form: str) -> tuple[int, Any]:
        url = f"{self.platform.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        async with self.session.post(url, data={"To": ANNA, "From": US} | form) as response:
            answer = await response.json()
        return response.status, answer.get("code") if response.status >= 400 else answer

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(self.platform.url + path, params=query) as response:
            return await response.json()

    async def make(self, kind: str, body: dict[str, Any], **more: Any) -> tuple[int, Any]:
        wanted = {"friendly_name": "one", "language": "en", "types": {kind: body}} | more
        async with self.session.post(f"{self.platform.url}/v1/Content", json=wanted) as response:
            return response.status, await response.json()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TOKEN)}
    async with TwilioStandIn(clock=clock) as platform, aiohttp.ClientSession(headers=headers) as session:
        yield Client(platform, session)


async def test_nothing_goes_without_the_account(client: Client) -> None:
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.get(f"{client.platform.url}/v1/Content") as response,
    ):
        assert (response.status, (await response.json())["code"]) == (401, 20003)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, 21619),
        ({"Body": "x" * 1601}, 21617),
        ({"Body": "hi", "To": ""}, 21604),
        ({"Body": "hi", "To": "+31612345678"}, 21211),
        ({"Body": "hi", "From": ""}, 21603),
        ({"Body": "hi", "From": "whatsapp:+31600000000"}, 63007),
        ({"ContentSid": "HX00"}, 21655),
        ({"ContentVariables": "{}"}, 21654),
    ],
)
async def test_what_twilio_refuses_at_once(client: Client, form: dict[str, str], code: int) -> None:
    assert await client.send(**form) == (400, code)
    assert client.platform.sent == []


async def test_a_message_is_queued_and_then_moves(client: Client) -> None:
    client.platform.write(client.platform.person(), "hi")
    status, answer = await client.send(Body="Hello")
    assert (status, answer["status"], answer["date_sent"]) == (201, "queued", None)
    fetched = await client.get(answer["uri"])
    assert (fetched["status"], fetched["date_sent"]) == ("delivered", "Mon, 23 Nov 2026 09:00:00 +0000")


@pytest.mark.parametrize(
    ("happens", "status", "code"),
    [
        (lambda platform: platform.write(platform.person(), "hi"), "delivered", None),
        (lambda platform: platform.person(), "failed", 63016),
        (lambda platform: None, "undelivered", 63024),
    ],
)
async def test_what_becomes_of_a_message(
    client: Client, happens: Callable[[TwilioStandIn], object], status: str, code: int | None
) -> None:
    happens(client.platform)
    await client.send(Body="Hello")
    assert [(message.status, message.error) for message in client.platform.sent] == [(status, code)]


async def test_a_blocked_sender_stays_at_sent(client: Client) -> None:
    anna = client.platform.person()
    client.platform.write(anna, "hi")
    client.platform.block(anna)
    await client.send(Body="Hello")
    assert [message.status for message in client.platform.sent] == ["sent"]


async def test_the_window_closes_after_24_hours(client: Client, clock: Clock) -> None:
    client.platform.write(client.platform.person(), "hi")
    clock.now += timedelta(hours=24, seconds=-1)
    await client.send(Body="Still open")
    clock.now += timedelta(seconds=1)
    await client.send(Body="Closed")
    assert [message.status for message in client.platform.sent] == ["delivered", "failed"]


async def test_only_an_approved_template_goes_through_a_closed_window(client: Client) -> None:
    client.platform.person()
    _, made = await client.make("twilio/text", {"body": "Hello {{1}}"}, variables={"1": "you"})
    await client.send(ContentSid=made["sid"])
    approval = f"/v1/Content/{made['sid']}/ApprovalRequests"
    assert (await client.get(approval))["whatsapp"]["status"] == "unsubmitted"
    url = f"{client.platform.url}{approval}/whatsapp"
    async with client.session.post(url, json={"name": "hello", "category": "UTILITY"}) as response:
        assert (response.status, (await response.json())["status"]) == (201, "received")
    client.platform.store.approve(client.platform.contents[0])
    await client.send(ContentSid=made["sid"], ContentVariables=json.dumps({"1": "Anna"}))
    assert [(message.body, message.status) for message in client.platform.sent] == [
        ("Hello you", "failed"),
        ("Hello Anna", "delivered"),
    ]


def replies(count: int, title: str = "button") -> dict[str, Any]:
    actions = [{"type": "QUICK_REPLY", "title": f"{title} {n}", "id": str(n)} for n in range(count)]
    return {"body": "{{1}}", "actions": actions}


@pytest.mark.parametrize(
    ("content", "status"),
    [(replies(3), "delivered"), (replies(4), "failed"), (replies(1, "a title of twenty-one"), "failed")],
)
async def test_whatsapp_takes_three_short_replies_in_a_session(
    client: Client, content: dict[str, Any], status: str
) -> None:
    client.platform.write(client.platform.person(), "hi")
    _, made = await client.make("twilio/quick-reply", content)
    await client.send(ContentSid=made["sid"], ContentVariables='{"1": "Which?"}')
    assert [message.status for message in client.platform.sent] == [status]


@pytest.mark.parametrize(
    "variables", ["no json", "{}", '{"1": ""}', '{"1": null}', '{"1": "two\\nlines"}', '{"2": "x"}']
)
async def test_variables_have_to_fit_the_body(client: Client, variables: str) -> None:
    _, made = await client.make("twilio/text", {"body": "Hello {{1}}"})
    assert await client.send(ContentSid=made["sid"], ContentVariables=variables) == (400, 21656)


async def test_a_template_has_to_be_json_and_whole(client: Client) -> None:
    async with client.session.post(f"{client.platform.url}/v1/Content", data={"friendly_name": "x"}) as response:
        assert response.status == 415
    assert (await client.make("twilio/quick-reply", {"body": "no actions"}))[0] == 400
    assert (await client.make("twilio/list-picker", {"body": "b", "items": [{"item": "i", "id": "1"}]}))[0] == 400
    assert client.platform.contents == []


async def test_lists_have_pages(client: Client) -> None:
    anna = client.platform.person()
    for number in range(5):
        client.platform.write(anna, str(number))
        await client.make("twilio/text", {"body": "b"}, friendly_name=str(number))
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    first = await client.get(path, PageSize="3")
    second = await client.get(first["next_page_uri"])
    bodies = [[message["body"] for message in page["messages"]] for page in (first, second)]
    assert (bodies, second["next_page_uri"]) == ([["4", "3", "2"], ["1", "0"]], None)
    one = await client.get("/v1/Content", PageSize="3")
    two = await client.get(one["meta"]["next_page_url"].removeprefix("https://content.twilio.com"))
    names = [content["friendly_name"] for content in [*one["contents"], *two["contents"]]]
    assert (names, two["meta"]["next_page_url"]) == (["0", "1", "2", "3", "4"], None)


async def test_the_list_of_messages_can_be_filtered(client: Client, clock: Clock) -> None:
    anna = client.platform.person()
    client.platform.write(anna, "early")
    await client.send(Body="answer")
    clock.now += timedelta(days=1)
    client.platform.write(anna, "late")

    async def bodies(**query: str) -> list[str]:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        return [message["body"] for message in (await client.get(path, **query))["messages"]]

    assert await bodies(To=ANNA) == ["answer"]
    assert await bodies(From=ANNA) == ["late", "early"]
    assert await bodies(DateSent="2026-11-23") == ["answer", "early"]
    assert await bodies(**{"DateSent>": "2026-11-24T09:00:00Z"}) == ["late"]
    assert await bodies(**{"DateSent<": "2026-11-23"}) == ["answer", "early"]


async def test_calls_are_signed_and_are_made_once_unless_the_address_asks_for_more(client: Client) -> None:
    seen: list[tuple[bool, str]] = []

    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        signature = request.headers["X-Twilio-Signature"]
        seen.append((RequestValidator(TOKEN).validate(str(request.url), form, signature), str(form["Body"])))
        return web.Response(status=503)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook = f"http://127.0.0.1:{runner.addresses[0][1]}/hook?a=b"
    platform, anna = client.platform, client.platform.person()
    for address, text in ((hook, "once"), (f"{hook}#rc=2&rp=ct,rt,5xx", "thrice"), (f"{hook}#rc=2&rp=4xx", "once")):
        platform.webhook_url = address
        platform.write(anna, text)
    assert await platform.deliver() == [503, 503, 503]
    assert seen == [(True, "once"), (True, "thrice"), (True, "thrice"), (True, "thrice"), (True, "once")]
    assert [call.form["Body"] for call in platform.webhooks.lost] == ["once", "thrice", "once"]
    await runner.cleanup()


async def test_faults_strike_once_each_and_only_their_method(client: Client) -> None:
    client.platform.write(client.platform.person(), "hi")
    client.platform.faults.order("too_many", method="messages", times=2)
    client.platform.faults.order("broken", method="content", status=503)
    answers = [await client.send(Body="Hello") for _ in range(3)]
    assert [status for status, _ in answers] == [429, 429, 201]
    assert [(await client.make("twilio/text", {"body": "b"}))[0] for _ in range(2)] == [503, 201]


async def test_a_silent_request_ends_with_the_stand_in(clock: Clock) -> None:
    headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TOKEN)}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with TwilioStandIn(clock=clock) as platform:
            platform.faults.order("silent")
            waiting = asyncio.create_task(Client(platform, session).send(Body="Hello"))
            await platform.until(lambda: not platform.faults.ordered)
            assert not waiting.done()
        with pytest.raises(aiohttp.ClientError):
            await waiting
