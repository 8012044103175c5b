"""The web chat: a channel of our own, whose far end is a page in a browser."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from aiohttp import web

from bot.events import ContactShared, Event, MessageReceived, Started, Tapped
from bot.model import Address
from bot.phones import number_in
from handlers.channel import Forged, Unreadable, Waiting
from handlers.live import Changes

COOKIE = "belmoment_chat"
LONGEST_BODY = 16 * 1024
LONGEST_TEXT = 4096

_CODE = re.compile(r"[A-Za-z0-9_-]{0,64}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_KINDS = ("text", "button", "number", "start")


class _Common(TypedDict):
    id: str
    at: datetime
    address: Address
    name: str
    language: str | None


class WebChat:
    """Reads what a page posts, and tells open pages that there is something to show.

    `now` gives the moment of a message, aware. `name_of` gives a peer's name, where somebody knows it. `region` is the
    country of numbers that are written without a country code. `pause` seconds pass before a message is delivered, so
    that a reader sees it coming.
    """

    name = "webchat"
    window: timedelta | None = None

    def __init__(
        self,
        *,
        changes: Changes,
        now: Callable[[], datetime],
        name_of: Callable[[str], str] = lambda peer: "",
        region: str = "NL",
        pause: float = 0,
    ) -> None:
        self._changes = changes
        self._now = now
        self._name_of = name_of
        self._region = region
        self._pause = pause

    async def read(self, request: web.Request) -> list[Event]:
        """What one POST says: `{"id": uuid}` with "text", "button" and "title", "number", or "start".

        The same id counts once. Raises Forged without a chat's cookie, and Unreadable with a sentence for the sender.
        """
        peer = peer_of(request)
        if peer is None:
            raise Forged("this browser has no chat yet: open the page first")
        body = await _body(request)
        common = _Common(
            id=f"{self.name}:{peer}:{_uuid(body)}",
            at=self._now(),
            address=Address(self.name, peer),
            name=self._name_of(peer),
            language=_language(body),
        )
        return [self._event(body, common)]

    async def send(self, message: Waiting) -> str:
        """Delivered as soon as open pages know; the text itself they read from the transcript."""
        await asyncio.sleep(self._pause)
        self._changes.publish()
        return message.id

    def _event(self, body: Mapping[str, object], common: _Common) -> Event:
        kinds = [kind for kind in _KINDS if kind in body]
        match kinds:
            case ["text"]:
                return MessageReceived(text=_words(body, "text"), **common)
            case ["button"]:
                title = _words(body, "title") if "title" in body else ""
                return Tapped(button=_words(body, "button"), title=title, **common)
            case ["number"]:
                return ContactShared(number=callable_number(_words(body, "number"), self._region), own=True, **common)
            case ["start"]:
                return Started(code=_code(body), **common)
            case _:
                raise Unreadable(f"a message has one of {', '.join(_KINDS)}; this one has {len(kinds)} of them")


def new_secret() -> str:
    """What a browser's cookie holds; nobody can guess it."""
    return secrets.token_urlsafe(24)


def peer_of(request: web.Request) -> str | None:
    """Whose chat this browser shows. The cookie can't be told from it."""
    secret = request.cookies.get(COOKIE, "")
    return peer_behind(secret) if secret else None


def peer_behind(secret: str) -> str:
    """The peer's name that goes with a cookie's secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()[:20]


def callable_number(written: str, region: str) -> str:
    """The number in E.164; raises Unreadable where nobody could dial it."""
    number = number_in(written, region)
    if number is None:
        raise Unreadable("that is not a number we can call: write it with its country code, as +31 6 12345678")
    return number


async def _body(request: web.Request) -> Mapping[str, object]:
    if request.content_type != "application/json":
        raise Unreadable("a message is JSON (Content-Type: application/json)")
    raw = await _at_most(request, LONGEST_BODY)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise Unreadable("a message is JSON; this could not be parsed") from broken
    if not isinstance(body, dict):
        raise Unreadable("a message is a JSON object")
    return body


async def _at_most(request: web.Request, size: int) -> bytes:
    raw = b""
    async for piece in request.content.iter_chunked(size):
        raw += piece
        if len(raw) > size:
            raise Unreadable(f"a message is at most {size} bytes")
    return raw


def _words(body: Mapping[str, object], name: str) -> str:
    value = body[name]
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f'"{name}" is a text that is not empty')
    if len(value) > LONGEST_TEXT:
        raise Unreadable(f'"{name}" is at most {LONGEST_TEXT} characters long')
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Unreadable(f'"{name}" holds characters that no keyboard writes')
    return value.strip()


def _uuid(body: Mapping[str, object]) -> UUID:
    try:
        return UUID(_words(body, "id"))
    except (KeyError, ValueError) as missing:
        raise Unreadable('"id" is a UUID that the sender makes, the same when it tries again') from missing


def _code(body: Mapping[str, object]) -> str:
    code = body["start"]
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise Unreadable('"start" is the code of a door: at most 64 of A-Z, a-z, 0-9, _ and -')
    return code


def _language(body: Mapping[str, object]) -> str | None:
    language = body.get("language")
    return language if isinstance(language, str) and _LANGUAGE.fullmatch(language) else None
