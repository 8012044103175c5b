"""Telegram: reads updates by webhook or by polling, and sends through the Bot API."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from aiohttp import web
from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.events import Event
from bot.outgoing import ContactCard, Say
from handlers.channel import Forged, InDoubt, Refused, TryLater, Unreadable, Waiting
from handlers.telegram.errors import judged
from handlers.telegram.keyboard import keyboard
from handlers.telegram.limits import check
from handlers.telegram.reading import CHANNEL, WANTED, read_update
from handlers.telegram.wire import TelegramHttp
from handlers.vcard import vcard

API = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the name of the header)
WEBHOOK_PATH = "/webhooks/telegram"
POLL_AGAIN_SECONDS = 1.0
ANSWER_SECONDS = 5.0


class Telegram:
    """The channel; open it in the running loop (`async with`), since it holds connections.

    `secret` proves a webhook call; without one every call is Forged. `clock` returns the present, aware.
    """

    name: str = CHANNEL
    window: timedelta | None = None

    def __init__(
        self,
        token: str,
        *,
        clock: Callable[[], datetime],
        secret: str | None = None,
        api_url: str = API,
        seconds: float = 30.0,
    ) -> None:
        # The library writes every call's parameters to its log, and httpx the token.
        for logger in ("telegram", "httpx", "httpcore"):
            logging.getLogger(logger).setLevel(logging.WARNING)
        api = api_url.rstrip("/")
        self._http = TelegramHttp(seconds=seconds)
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )
        self._id = token.partition(":")[0]
        self._secret = secret
        self._clock = clock
        self._answers: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._http.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*self._answers)
        await self._http.shutdown()

    async def read(self, request: web.Request) -> list[Event]:
        """The event of one webhook call."""
        # Headers come decoded with surrogates in place of broken bytes; an absent one proves as little as an empty one.
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(given, self._secret.encode()):
            raise Forged("the secret header is missing or wrong")
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            raise Unreadable("the body is not JSON") from None
        return [self._event(update)]

    async def fetch(self, offset: int, *, wait: int = 50) -> tuple[list[Event], int]:
        """What happened since, and the offset to ask with next; waits up to `wait` seconds for something to happen.

        Asking with the new offset confirms these updates to Telegram: do it only when their events are kept.
        Raises TryLater.
        """
        parameters = {"offset": offset, "timeout": wait, "allowed_updates": WANTED}
        try:
            with judged():
                updates = await self._http.call(f"{self._bot.base_url}/getUpdates", parameters, seconds=wait + 10)
        except (InDoubt, Refused) as error:
            raise TryLater(POLL_AGAIN_SECONDS, str(error)) from None
        next_offset = max([offset, *(update["update_id"] + 1 for update in updates)])
        return [self._event(update) for update in updates], next_offset

    async def send(self, message: Waiting) -> str:
        """Send the card, if there is one, and the text; the id is that of the last message.

        A card whose text failed goes out again with the next try, and so the message is then in doubt.
        """
        say, chat = message.say, int(message.address.peer)
        check(say)
        if say.card is None:
            return await self._send_text(chat, say)
        sent = await self._send_card(chat, say.card)
        try:
            return await self._send_text(chat, say) if say.text else sent
        except TryLater as later:
            raise InDoubt(f"the card went out, its text not yet: {later}") from None

    async def username(self) -> str:
        """The bot's name, for its links `t.me/<name>?start=<code>`; raises what `send` does."""
        with judged():
            return (await self._bot.get_me()).username or ""

    async def use_webhook(self, public_url: str) -> None:
        """Have Telegram call `read`; raises what `send` does."""
        url = public_url.rstrip("/") + WEBHOOK_PATH
        with judged():
            await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=WANTED)

    async def use_polling(self) -> None:
        """Have Telegram wait for `fetch`, which a set webhook would bar; raises what `send` does."""
        with judged():
            await self._bot.delete_webhook()

    async def _send_card(self, chat: int, card: ContactCard) -> str:
        with judged():
            sent = await self._bot.send_contact(chat, phone_number=card.phone, first_name=card.name, vcard=vcard(card))
        return str(sent.message_id)

    async def _send_text(self, chat: int, say: Say) -> str:
        with judged():
            sent = await self._bot.send_message(
                chat, say.text, reply_markup=keyboard(say), link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
        return str(sent.message_id)

    def _event(self, update: object) -> Event:
        event = read_update(update, bot=self._id, now=self._clock())
        match update:
            case {"callback_query": {"id": str(tap)}}:
                answer = asyncio.create_task(self._answer(tap))
                self._answers.add(answer)
                answer.add_done_callback(self._answers.discard)
        return event

    async def _answer(self, tap: str) -> None:
        # It stops the button's spinning, no more; too late or twice, Telegram refuses it, and nothing is lost.
        with suppress(TelegramError):
            await self._bot.answer_callback_query(tap, read_timeout=ANSWER_SECONDS)
