import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.events import ContactShared, Event, MessageReceived, Started, Tapped
from bot.model import Address
from bot.outgoing import Say
from handlers.channel import Forged, Unreadable, Waiting
from handlers.live import Changes
from handlers.webchat import COOKIE, LONGEST_BODY, WebChat, callable_number, peer_behind

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
ID = "0b2f9a3c-6a0e-4a53-9c37-1f6f2f0d7c11"
SECRET = "a-secret-that-nobody-guesses"
ME = peer_behind(SECRET)
COMMON: dict[str, Any] = {
    "id": f"webchat:{ME}:{ID}", "at": NOW, "address": Address("webchat", ME), "name": f"Peer {ME[:4]}"
}  # fmt: skip


def web_chat(changes: Changes | None = None) -> WebChat:
    return WebChat(changes=changes or Changes(), now=lambda: NOW, name_of=lambda peer: f"Peer {peer[:4]}")


async def read(
    body: object, *, raw: bytes | None = None, content_type: str = "application/json", secret: str = SECRET
) -> list[Event] | tuple[type[Exception], str]:
    """What the channel makes of one real POST."""
    heard: list[list[Event] | tuple[type[Exception], str]] = []

    async def hear(request: web.Request) -> web.Response:
        try:
            heard.append(await web_chat().read(request))
        except (Forged, Unreadable) as error:
            heard.append((type(error), str(error)))
        return web.Response()

    app = web.Application()
    app.router.add_post("/chat", hear)
    async with TestClient(TestServer(app), cookies={COOKIE: secret} if secret else {}) as client:
        data = json.dumps(body).encode() if raw is None else raw
        await client.post("/chat", data=data, headers={"Content-Type": content_type})
    return heard[0]


async def test_a_text_is_a_message_received() -> None:
    heard = await read({"id": ID, "text": "  morgen na drieën \n", "language": "nl"})
    assert heard == [MessageReceived(**COMMON, language="nl", text="morgen na drieën")]


async def test_a_tap_brings_the_button_and_its_title() -> None:
    heard = await read({"id": ID, "button": "call.yes", "title": "Yes, please"})
    assert heard == [Tapped(**COMMON, button="call.yes", title="Yes, please")]


async def test_a_shared_number_is_the_senders_own_in_e164() -> None:
    heard = await read({"id": ID, "number": "06 8765 4301"})
    assert heard == [ContactShared(**COMMON, number="+31687654301", own=True)]


async def test_a_start_brings_the_code_of_the_door() -> None:
    assert await read({"id": ID, "start": "v-planner_1"}) == [Started(**COMMON, code="v-planner_1")]


async def test_the_same_id_from_another_browser_is_another_event() -> None:
    other = await read({"id": ID, "text": "hi"}, secret="another")
    assert isinstance(other, list)
    assert other[0].id == f"webchat:{peer_behind('another')}:{ID}"


async def test_a_browser_without_a_chat_is_turned_away() -> None:
    assert await read({"id": ID, "text": "hi"}, secret="") == (
        Forged, "this browser has no chat yet: open the page first",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "a message is a JSON object"),
        ("hi", "a message is a JSON object"),
        ({"text": "hi"}, '"id" is a UUID that the sender makes, the same when it tries again'),
        ({"id": "1", "text": "hi"}, '"id" is a UUID that the sender makes, the same when it tries again'),
        ({"id": 1, "text": "hi"}, '"id" is a text that is not empty'),
        ({"id": ID}, "a message has one of text, button, number, start; this one has 0 of them"),
        (
            {"id": ID, "text": "hi", "button": "x"},
            "a message has one of text, button, number, start; this one has 2 of them",
        ),
        ({"id": ID, "text": " "}, '"text" is a text that is not empty'),
        ({"id": ID, "text": 5}, '"text" is a text that is not empty'),
        ({"id": ID, "text": "a" * 4097}, '"text" is at most 4096 characters long'),
        ({"id": ID, "text": "a\0b"}, '"text" holds characters that no keyboard writes'),
        ({"id": ID, "text": "\ud800"}, '"text" holds characters that no keyboard writes'),
        ({"id": ID, "button": None}, '"button" is a text that is not empty'),
        ({"id": ID, "button": "x", "title": 3}, '"title" is a text that is not empty'),
        (
            {"id": ID, "number": "12"},
            "that is not a number we can call: write it with its country code, as +31 6 12345678",
        ),
        ({"id": ID, "start": "a b"}, '"start" is the code of a door: at most 64 of A-Z, a-z, 0-9, _ and -'),
        ({"id": ID, "start": None}, '"start" is the code of a door: at most 64 of A-Z, a-z, 0-9, _ and -'),
    ],
)
async def test_what_is_not_a_message_is_refused_with_a_sentence(body: object, sentence: str) -> None:
    assert await read(body) == (Unreadable, sentence)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"id": 1' + b"1" * 5000 + b"}", b"[" * 16000])
async def test_what_does_not_parse_is_refused(raw: bytes) -> None:
    assert await read(None, raw=raw) == (Unreadable, "a message is JSON; this could not be parsed")


async def test_a_huge_body_is_refused_before_it_is_parsed() -> None:
    refused = (Unreadable, f"a message is at most {LONGEST_BODY} bytes")
    assert await read(None, raw=b"x" * (LONGEST_BODY + 1)) == refused


async def test_a_form_of_another_site_is_refused() -> None:
    refused = (Unreadable, "a message is JSON (Content-Type: application/json)")
    assert await read({"id": ID, "text": "hi"}, content_type="text/plain") == refused


async def test_a_delivery_tells_the_pages_that_are_open() -> None:
    changes = Changes()
    message = Waiting(id="7", address=Address("webchat", ME), say=Say(text="Hello"), heard_at=None)
    assert await web_chat(changes).send(message) == "7"
    assert changes.version == 1


def test_a_number_keeps_the_country_that_it_was_written_with() -> None:
    assert callable_number("+351 912 345 678", "NL") == "+351912345678"
