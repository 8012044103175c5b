"""Twilio and Telegram as seen by who is in a hurry: every message is taken at once and put on its reader's phone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs

from bench.loads.wire import Listener

WHATSAPP = "whatsapp:"


@dataclass(slots=True)
class Phone:
    """What one candidate has read: each message is its text, or the values of its template."""

    read: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    """The ids of the buttons under the latest message that had some."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def receive(self, text: str, buttons: list[str]) -> None:
        """One more message."""
        self.read.append(text)
        self.buttons = buttons or self.buttons
        self.news.set()


class Platforms:
    """Both of them, on one port. Phones are known by their number, or by their chat."""

    def __init__(self) -> None:
        self.phones: dict[str, Phone] = {}
        self.taken = 0
        """Messages so far."""
        self.port = 0
        self._ids = count(1)

    @property
    def url(self) -> str:
        """In place of both platforms' own."""
        return f"http://127.0.0.1:{self.port}"

    def phone(self, peer: str) -> Phone:
        """A new phone."""
        self.phones[peer] = phone = Phone()
        return phone

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """What the platform answers."""
        if path.startswith("/v1/Content"):
            return self._about_contents(method, path)
        if method == "POST" and path.endswith("/Messages.json"):
            return 201, self._from_twilio(parse_qs(body.decode()))
        if "/sendMessage" in path:
            return 200, self._from_telegram(parse_qs(body.decode()))
        if path.endswith("/getMe"):
            me = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
            return 200, json.dumps({"ok": True, "result": me}).encode()
        return 200, b'{"messages": [], "next_page_uri": null}'

    def _about_contents(self, method: str, path: str) -> tuple[int, bytes]:
        if path.endswith("/ApprovalRequests"):
            return 200, b'{"whatsapp": {"status": "approved"}}'
        if method == "POST":
            return 201, b'{"sid": "HX%032x"}' % next(self._ids)
        return 200, b'{"contents": [], "meta": {"next_page_url": null}}'

    def _from_twilio(self, form: dict[str, list[str]]) -> bytes:
        to = form["To"][0].removeprefix(WHATSAPP)
        if "ContentVariables" in form:
            values = list(json.loads(form["ContentVariables"][0]).values())
            self._deliver(to, "\n".join(values), [value for value in values if _is_button(value)])
        else:
            self._deliver(to, form.get("Body", ["(a card)"])[0], [])
        return b'{"sid": "SM%032x", "status": "queued"}' % self.taken

    def _from_telegram(self, form: dict[str, list[str]]) -> bytes:
        chat, text = form["chat_id"][0], form["text"][0]
        self._deliver(chat, text, [])
        where = {"id": int(chat), "type": "private"}
        message = {"message_id": self.taken, "date": 1764000000, "chat": where, "text": text}
        return json.dumps({"ok": True, "result": message}).encode()

    def _deliver(self, peer: str, text: str, buttons: list[str]) -> None:
        self.taken += 1
        phone = self.phones.get(peer)
        if phone is not None:
            phone.receive(text, buttons)


def _is_button(value: str) -> bool:
    """ "3.slot0" is one, "14.30" is none."""
    turn, dot, name = value.partition(".")
    return bool(dot) and (turn.isdecimal() or turn == "call") and name[:1].isalpha() and " " not in name


@asynccontextmanager
async def open_platforms() -> AsyncIterator[Platforms]:
    """They answer on a port of their own, in this process."""
    platforms = Platforms()
    server = await asyncio.get_running_loop().create_server(lambda: Listener(platforms.answer), "127.0.0.1", 0)
    platforms.port = server.sockets[0].getsockname()[1]
    try:
        yield platforms
    finally:
        server.close()
