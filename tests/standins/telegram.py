"""Telegram as a bot sees it: the Bot API, its webhooks, and people who write, tap and block."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from tests.standins import telegram_people as people
from tests.standins.faults import Fault
from tests.standins.server import StandIn, real_time
from tests.standins.telegram_api import BotApi
from tests.standins.telegram_people import Json, Person
from tests.standins.telegram_rules import Refusal
from tests.standins.telegram_state import Sent, State

TOKEN = "7654321:AAF-a-token-of-the-stand-in-0123456789"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_SECONDS = 1.0


class TelegramStandIn(StandIn):
    """One bot's Telegram. Its `url` is what TELEGRAM_API_URL points at.

    People act (`start`, `write`, `tap` …) and their updates wait for getUpdates, or for `deliver` once a webhook is
    set (with `live` they go out at once). `sent` is what the bot said.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "belmoment_bot",
        clock: Callable[[], datetime] = real_time,
        port: int = 0,
        live: bool = False,
    ) -> None:
        super().__init__(clock=clock, port=port, live=live)
        bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Bel", "username": username}
        self.state = State(token=token, bot=bot, clock=clock)
        self._api = BotApi(self.state, self)
        self._delivering = asyncio.Lock()
        self.app.router.add_route("*", "/bot{token}/{method}", self._call)

    @property
    def sent(self) -> list[Sent]:
        """What the bot said, in order."""
        return self.state.sent

    @property
    def polls(self) -> int:
        """How often getUpdates was called."""
        return self._api.polls

    # What people do

    def person(self, number: int, first_name: str = "Anna", **more: str) -> Person:
        """An account that the bot may meet; `number` is its id."""
        return self.state.people.setdefault(number, Person(id=number, first_name=first_name, **more))

    def start(self, person: Person, code: str = "") -> Json | None:
        """They open the bot, by a link that bears a code."""
        return self._message(person, **people.command(f"/start {code}".strip()))

    def write(self, person: Person, text: str, reply_to: int | None = None) -> Json | None:
        """They write a text, perhaps in reply to the message of that id."""
        replied = {"reply_to_message": {"message_id": reply_to}} if reply_to is not None else {}
        return self._message(person, text=text, **replied)

    def send_media(self, person: Person, kind: str, caption: str = "") -> Json | None:
        """They send a "voice", "photo", "video", "sticker", "location" or "document"."""
        return self._message(person, **{kind: people.MEDIA[kind]}, **({"caption": caption} if caption else {}))

    def share_contact(self, person: Person, *, own: bool = True, phone: str = "", name: str = "") -> Json | None:
        """They share their own number, or somebody's from their address book."""
        card = people.contact(person, own=own, phone=phone or person.phone, name=name or person.first_name)
        return self._message(person, **card)

    def tap(self, person: Person, title: str, message: int | None = None) -> Json | None:
        """They tap a button by its title, on the newest message that has it, or on the one with this id."""
        shown = [sent for sent in self.sent if sent.chat == person.id and message in {None, sent.id}]
        sent, data = next((sent, data) for sent in reversed(shown) for name, data in sent.buttons if name == title)
        tap = f"{person.id}{len(self.state.taps):08d}"
        self.state.taps[tap] = self.clock()
        return self._happen(
            "callback_query",
            {
                "id": tap,
                "from": person.user,
                "message": self.state.shown(sent),
                "chat_instance": f"-{person.id}",
                "data": data,
            },
        )

    def edit(self, person: Person, number: int, text: str) -> Json | None:
        """They change a message that they sent."""
        edited = people.message(person, number, self.clock(), text=text, edit_date=int(self.clock().timestamp()))
        return self._happen("edited_message", edited)

    def write_in_group(self, person: Person, text: str) -> Json | None:
        """They write in a group where the bot is."""
        return self._happen("message", people.group_message(person, next(self.state.numbers), self.clock(), text))

    def block(self, person: Person) -> Json | None:
        """They block the bot."""
        self.state.blocked.add(person.id)
        return self._happen(
            "my_chat_member", people.membership(person, self.state.bot, self.clock(), before="member", after="kicked")
        )

    def unblock(self, person: Person) -> Json | None:
        """They allow it again."""
        self.state.blocked.discard(person.id)
        return self._happen(
            "my_chat_member", people.membership(person, self.state.bot, self.clock(), before="kicked", after="member")
        )

    # What goes to the webhook

    async def deliver(self, *, times: int = 1, backwards: bool = False) -> list[int]:
        """Post what waits, each `times` times, and return the answers; what got no 2xx stays, and holds up the rest."""
        answers = []
        waiting = self.state.updates.pending(self.clock())
        for update in reversed(waiting) if backwards else waiting:
            for _ in range(times):
                answers.append(await self.post(update))
            if not 200 <= answers[-1] <= 299:
                break
            self.state.updates.forget(update)
        return answers

    async def post(self, update: Json) -> int:
        """Post one update, whether it waits or not, and return the status; 0 where no answer came."""
        headers = {SECRET_HEADER: self.state.webhook.secret} if self.state.webhook.secret else {}
        try:
            async with self.session.post(self.state.webhook.url, json=update, headers=headers) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            self.state.webhook.failed = (self.clock(), type(error).__name__)
            return 0
        if not 200 <= status <= 299:
            self.state.webhook.failed = (self.clock(), f"Wrong response from the webhook: {status} {response.reason}")
        return status

    def _message(self, person: Person, **content: Any) -> Json | None:
        return self._happen("message", people.message(person, next(self.state.numbers), self.clock(), **content))

    def _happen(self, kind: str, content: Json) -> Json | None:
        self.state.begun.add(content["from"]["id"])
        update = self.state.updates.add(kind, content, self.clock())
        self.run(self._wake())
        return update

    async def _wake(self) -> None:
        await self.changed()
        async with self._delivering:
            while self.live and self.state.webhook.url and self.state.updates.pending(self.clock()):
                if not 200 <= (await self.deliver())[-1] <= 299:
                    await asyncio.sleep(RETRY_SECONDS)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        return await self.answer(request, method, lambda: self._carry_out(request, method))

    async def _carry_out(self, request: web.Request, method: str) -> web.Response:
        try:
            if request.match_info["token"] != self.state.token:
                raise Refusal(401, "Unauthorized")
            result = await self._api.call(method, await _parameters(request))
        except Refusal as refusal:
            return _not_ok(refusal.code, refusal.description)
        if method.lower() == "setwebhook":
            self.run(self._wake())
        return web.json_response({"ok": True, "result": result})

    def too_many(self, fault: Fault) -> web.Response:
        """Flood control."""
        seconds = fault.retry_after
        return _not_ok(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})

    def broken(self, fault: Fault) -> web.Response:
        """What the Bot API says in trouble."""
        return _not_ok(fault.status, "Internal Server Error" if fault.status == 500 else "Bad Gateway")


async def _parameters(request: web.Request) -> dict[str, Any]:
    """From the query, a form or JSON: the Bot API takes all three."""
    parameters: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        parameters |= await request.json()
    else:
        parameters |= await request.post()
    return parameters


def _not_ok(code: int, description: str, **more: Any) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, **more}
    return web.json_response(body, status=code)
