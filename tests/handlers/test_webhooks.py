"""What the platforms post: written down before the answer, counted once, and never a 500."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.events import MessageReceived
from bot.model import Address
from handlers.app import Office
from handlers.clock import RealClock
from handlers.metrics import Metrics
from handlers.webhooks import LONGEST_BODY, Webhooks
from tests.handlers.offices import SECRET, OpenOffice, open_office

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


@pytest.fixture
async def office(sqlite_database_url: str) -> AsyncIterator[OpenOffice]:
    async with open_office(sqlite_database_url) as opened:
        yield opened


async def test_a_message_is_written_down_before_the_answer(office: OpenOffice) -> None:
    anna = office.telegram.person(12345)
    office.telegram.start(anna, await office.door())
    office.telegram.write(anna, "wat schuift het?")
    assert await office.telegram.deliver() == [200, 200]
    heard = [line.text for line in await office.lines(Address("telegram", "12345")) if line.from_candidate]
    assert heard == ["wat schuift het?"]
    await office.telegram.until(lambda: len(office.telegram.sent) == 2)
    assert "€ 3.200" in office.said_on_telegram()[1]


async def test_an_update_that_comes_twice_counts_once(office: OpenOffice) -> None:
    anna = office.telegram.person(12345)
    office.telegram.start(anna, await office.door())
    office.telegram.write(anna, "ja leuk")
    assert await office.telegram.deliver(times=2) == [200] * 4
    heard = [line.text for line in await office.lines(Address("telegram", "12345")) if line.from_candidate]
    assert heard == ["ja leuk"]
    assert await office.figure('belmoment_events_total{outcome="seen"}') == 2


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
async def test_telegram_without_the_secret_is_turned_away(office: OpenOffice, headers: dict[str, str]) -> None:
    update = {"update_id": 1, "message": {"text": "hoi", "from": {"id": 1}, "chat": {"id": 1, "type": "private"}}}
    answer = await office.client.post("/webhooks/telegram", json=update, headers=headers)
    assert answer.status == 403
    assert await office.lines(Address("telegram", "1")) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"update_id": "x"}',
        b'{"update_id": 7, "message": 5}',
        b'{"update_id": 8, "message": {"text": {}, "from": [], "chat": null}}',
        b'{"update_id": 9, "callback_query": {"from": {"id": true}}}',
        b'{"update_id": 10, "something_new": {"a": [1]}}',
        b'{"update_id": 1e999, "message": {}}',
        b"\xff\xfe\x00{",
        b"[" * 100_000,
    ],
)
async def test_an_update_that_makes_no_sense_is_kept_and_not_sent_again(office: OpenOffice, body: bytes) -> None:
    answer = await office.client.post("/webhooks/telegram", data=body, headers=HEADERS)
    assert answer.status == 200
    assert await office.figure('belmoment_events_total{outcome="kept"}') == 1


async def test_a_charset_that_nobody_knows_is_no_500(office: OpenOffice) -> None:
    headers = {**HEADERS, "Content-Type": "application/json; charset=klingon"}
    answer = await office.client.post("/webhooks/telegram", data=b'{"update_id": 1}', headers=headers)
    assert answer.status == 200


async def test_a_body_without_end_is_turned_away(office: OpenOffice) -> None:
    answer = await office.client.post("/webhooks/telegram", data=BytesIO(b" " * (LONGEST_BODY + 1)), headers=HEADERS)
    assert answer.status == 413
    body = BytesIO(b"Body=" + b"x" * LONGEST_BODY)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    form = await office.client.post("/webhooks/whatsapp", data=body, headers=headers)
    assert form.status == 413


async def test_a_whatsapp_message_is_answered_in_twilios_xml(office: OpenOffice) -> None:
    anna = office.twilio.person("+31687654321")
    office.twilio.write(anna, "hoi")
    assert await office.twilio.deliver() == [200]
    assert (await office.lines(Address("whatsapp", "+31687654321")))[0].text == "hoi"
    await office.twilio.until(lambda: len(office.twilio.sent) == 1)


async def test_what_twilio_reads_is_an_empty_response() -> None:
    class Quiet:
        """A channel in which nothing happened."""

        name = "whatsapp"

        async def read(self, request: web.Request) -> list[MessageReceived]:
            return []

    async def receive(events: object) -> None:
        assert events == []

    app = web.Application()
    channels = {"whatsapp": Quiet()}
    app.add_routes(
        Webhooks(channels=channels, receive=receive, clock=RealClock(), metrics=Metrics()).routes()  # type: ignore[arg-type]
    )
    async with TestClient(TestServer(app)) as client:
        answer = await client.post("/webhooks/whatsapp", data={"Body": "hoi"})
        assert (answer.status, answer.content_type, await answer.text()) == (200, "text/xml", "<Response/>")


@pytest.mark.parametrize("path", ["/webhooks/whatsapp", "/webhooks/whatsapp/status"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"Body=hoi&From=whatsapp%3A%2B31687654321", "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
        (b"Body=%ff%fe", "application/x-www-form-urlencoded; charset=klingon"),
        (b"--x\r\n\r\nno end", "multipart/form-data; boundary=x"),
        (b"no form", "multipart/form-data"),
        (b'{"Body": "hoi"}', "application/json"),
    ],
)
async def test_whatsapp_without_a_right_signature_is_turned_away(
    office: OpenOffice, path: str, body: bytes, kind: str
) -> None:
    for headers in ({}, {"X-Twilio-Signature": "guess"}):
        answer = await office.client.post(path, data=body, headers={"Content-Type": kind, **headers})
        assert answer.status in {400, 403}


async def test_a_report_on_a_message_reaches_it(office: OpenOffice) -> None:
    anna = office.twilio.person("+31687654321")
    office.twilio.write(anna, "hoi")
    await office.twilio.deliver()
    await office.twilio.until(lambda: len(office.twilio.sent) == 1)
    office.twilio.read(office.twilio.sent[0])
    assert set(await office.twilio.deliver()) == {200}
    assert [line.status for line in await office.lines(Address("whatsapp", "+31687654321"))] == ["", "read"]


async def test_a_full_intake_sends_platforms_away_for_now(office: OpenOffice) -> None:
    world = office.office.world
    idle = Office(world)  # its loops do not run, so that nothing empties its intake
    app = web.Application()
    webhooks = Webhooks(channels=world.channels, receive=idle.intake.take, clock=world.clock, metrics=world.metrics)
    app.add_routes(webhooks.routes())
    events = [
        MessageReceived(id=f"x:{number}", at=office.clock.now(), address=Address("telegram", "1"), text="hoi")
        for number in range(1000)
    ]
    waiting = asyncio.create_task(idle.intake.take(events))
    await asyncio.sleep(0)
    async with TestClient(TestServer(app)) as client:
        update = office.telegram.write(office.telegram.person(1), "hoi")
        answer = await client.post("/webhooks/telegram", data=json.dumps(update), headers=HEADERS)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    waiting.cancel()


async def test_without_an_agency_nothing_is_taken_in_and_telegram_comes_again(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url, published=False) as office:
        office.telegram.write(office.telegram.person(1), "hoi")
        assert await office.telegram.deliver() == [503]


async def test_a_channel_that_is_not_set_up_is_not_there(office: OpenOffice) -> None:
    bare = Office(replace(office.office.world, channels={}))
    async with TestClient(TestServer(bare.application())) as client:
        answer = await client.post("/webhooks/telegram", json={})
        assert (answer.status, await answer.text()) == (404, "The channel telegram is not set up here.\n")


async def test_a_text_with_broken_characters_is_taken_in_on_both_databases(database_url: str) -> None:
    async with open_office(database_url) as office:
        for text in ("a\0b", "\ud800", "\0"):
            update = office.telegram.write(office.telegram.person(1, "An\0na"), text)
            answer = await office.client.post("/webhooks/telegram", json=update, headers=HEADERS)
            assert answer.status == 200
        assert await office.figure('belmoment_events_total{outcome="applied"}') == 3


@pytest.mark.parametrize("path", ["/webhooks/telegram", "/webhooks/whatsapp", "/webhooks/whatsapp/status"])
async def test_a_body_that_is_not_encoded_as_it_says_is_no_500(office: OpenOffice, path: str) -> None:
    headers = {**HEADERS, "Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    answer = await office.client.post(path, data=b"no gzip", headers=headers)
    assert (answer.status, await answer.text()) == (
        400,
        "The body did not arrive whole, or is not encoded as it says.\n",
    )
