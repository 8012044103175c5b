"""The postman from the platforms to the servers: late, twice, out of order, and as patient as each platform is.

Twilio makes each call by itself, so that any of them may overtake any other. Telegram keeps a chat's messages in order,
but taps travel in a queue of their own.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from random import Random
from typing import Any

import aiohttp

from chaos.house import PUBLIC, SECRET, House
from tests.standins.telegram import SECRET_HEADER
from tests.standins.telegram_people import Json
from tests.standins.twilio_webhooks import Call, Webhooks

LATEST, LATEST_COPY = 0.4, 5.0
"""Seconds. A second copy may come after the candidate has said more."""
TWICE = 0.2
AGAIN_SECONDS = 0.3


class Postman:
    """Carries what the stand-ins have for the servers, until it is cancelled."""

    def __init__(self, house: House, chance: Random) -> None:
        self._house, self._chance = house, chance
        self._chats: dict[tuple[int, bool], asyncio.Queue[Json]] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._unconfirmed = 0
        self._numbers = count()
        self._latest: dict[str, int] = {}
        self.counts: Counter[str] = Counter()

    @property
    def idle(self) -> bool:
        """Whether nothing waits or is under way."""
        waiting = self._house.telegram.state.updates.waiting or self._house.twilio.webhooks.waiting
        return not (waiting or self._under_way or self._unconfirmed)

    async def run(self) -> None:
        """Looks every few milliseconds."""
        chats: list[asyncio.Task[None]] = []
        try:
            while True:
                self._collect_calls()
                chats += self._collect_updates()
                await asyncio.sleep(0.01)
        finally:
            tasks = [*chats, *self._under_way]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _collect_calls(self) -> None:
        webhooks = self._house.twilio.webhooks
        calls, webhooks.waiting = webhooks.waiting, []
        for call in calls:
            self._begin(self._call(call, self._chance.uniform(0, LATEST), next(self._numbers)))
            if self._chance.random() < TWICE:
                self.counts["WhatsApp calls twice"] += 1
                self._begin(self._call(call, self._chance.uniform(0, LATEST_COPY)))

    def _collect_updates(self) -> list[asyncio.Task[None]]:
        updates = self._house.telegram.state.updates
        waiting, updates.waiting = updates.waiting, []
        new = []
        for _, update in waiting:
            chat = _chat(update)
            if chat not in self._chats:
                self._chats[chat] = asyncio.Queue()
                new.append(asyncio.create_task(self._serve_chat(self._chats[chat])))
            self._unconfirmed += 1
            self._chats[chat].put_nowait(update)
        return new

    async def _call(self, call: Call, delay: float, number: int = -1) -> None:
        """Twilio calls once. What finds nobody is lost, but for its list of messages."""
        await asyncio.sleep(delay)
        local = self._house.a_server(self._chance).url
        webhooks = Webhooks(self._house.twilio.webhooks.token, public=PUBLIC, local=local)
        status = await webhooks.make(self._house.twilio.session, call)
        what = "messages" if call.url == self._house.twilio.webhook_url else "reports"
        if what == "messages" and status == 200 and number >= 0:
            self._note_order("WhatsApp messages", call.form["From"], number)
        self.counts[f"WhatsApp {what} {'taken' if status == 200 else 'lost'} by webhook"] += 1

    async def _serve_chat(self, updates: "asyncio.Queue[Json]") -> None:
        """Telegram tries again until an update is taken, and holds back the later ones of the chat."""
        while True:
            update = await updates.get()
            await asyncio.sleep(self._chance.uniform(0, LATEST))
            while not await self._update(update):
                self.counts["Telegram updates tried again"] += 1
                await asyncio.sleep(AGAIN_SECONDS)
            self.counts["Telegram updates taken"] += 1
            self._note_order("Telegram updates", str(_chat(update)[0]), update["update_id"])
            self._unconfirmed -= 1
            if self._chance.random() < TWICE:
                self.counts["Telegram updates twice"] += 1
                self._begin(self._again(update))

    async def _again(self, update: Json) -> None:
        await asyncio.sleep(self._chance.uniform(0, LATEST_COPY))
        await self._update(update)

    async def _update(self, update: Json) -> bool:
        url = f"{self._house.a_server(self._chance).url}/webhooks/telegram"
        with suppress(aiohttp.ClientError, TimeoutError):
            headers = {SECRET_HEADER: SECRET}
            async with self._house.telegram.session.post(url, json=update, headers=headers) as answer:
                return answer.status == 200
        return False

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _note_order(self, what: str, person: str, number: int) -> None:
        """`number` is the place at which it was said."""
        if number < self._latest.get(person, -1):
            self.counts[f"{what} overtaken by a later one"] += 1
        self._latest[person] = max(number, self._latest.get(person, -1))


def _chat(update: Json) -> tuple[int, bool]:
    """Whose it is, and whether it is a tap."""
    content = next(value for key, value in update.items() if key != "update_id")
    return int(content["from"]["id"]), "callback_query" in update
