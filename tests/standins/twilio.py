"""Twilio as a WhatsApp bot sees it: the messages and content APIs, signed webhooks, and people with phones."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from tests.standins import twilio_people as people
from tests.standins.faults import Fault
from tests.standins.server import StandIn, real_time
from tests.standins.twilio_api import create, proceed
from tests.standins.twilio_content import Content, TwilioRefusal
from tests.standins.twilio_messages import VERSION, Message, media_page, medium_sid, page, shown
from tests.standins.twilio_people import PREFIX, Person
from tests.standins.twilio_state import State
from tests.standins.twilio_store import Store
from tests.standins.twilio_webhooks import Call, Webhooks

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
SENDER = "+14155238886"
SERVICE = "MG0123456789abcdef0123456789abcdef"


class TwilioStandIn(StandIn):
    """One account's Twilio. Its `url` is what TWILIO_API_URL points at, `webhook_url` what Twilio would call.

    People act (`write`, `tap` …) and messages move; the calls that come of it wait for `deliver` (with `live` they go
    out at once). `sent` is what the bot said.
    """

    def __init__(
        self,
        *,
        account: str = ACCOUNT,
        token: str = TOKEN,
        webhook_url: str = "",
        clock: Callable[[], datetime] = real_time,
        port: int = 0,
        live: bool = False,
    ) -> None:
        super().__init__(clock=clock, port=port, live=live)
        self.webhook_url = webhook_url
        self.webhooks = Webhooks(token)
        self.state = State(account=account, sender=SENDER, service=SERVICE, clock=clock, webhooks=self.webhooks)
        self.store = Store(self.state)
        self.quality, self.limit = "HIGH", "1K Customers/24hr"
        """How WhatsApp rates the sender, and how many talks it may open."""
        self._delivering = asyncio.Lock()
        credentials = base64.b64encode(f"{account}:{token}".encode()).decode()
        self._authorization = f"Basic {credentials}"
        self._add_routes()

    @property
    def sent(self) -> list[Message]:
        """What the bot said, in order, as far as Twilio took it."""
        return [message for message in self.state.messages.values() if message.direction != "inbound"]

    @property
    def contents(self) -> list[Content]:
        """The account's content templates."""
        return list(self.state.contents.values())

    # What people do

    def person(self, number: str = "+31612345678", name: str = "Anna", *, hidden: bool = False) -> Person:
        """Somebody whom the bot may meet; `hidden` where a user name took the number's place."""
        person = Person(number=number, name=name, hidden=hidden)
        return self.state.people.setdefault(person.peer, person)

    def write(self, person: Person, text: str) -> Message:
        """They write a text."""
        return self._hear(person, text)

    def write_by_hand(self, person: Person, text: str) -> None:
        """A colleague writes to them from the sender's number in Twilio's console; the sender's own callback hears."""
        sid = self.state.new_sid("SM")
        self.state.messages[sid] = Message(
            sid=sid,
            direction="outbound-api",
            sender=PREFIX + self.state.sender,
            to=person.peer,
            body=text,
            at=self.clock(),
            status="queued",
            callback=f"{self.webhook_url}/status",
        )
        for status in ("sent", "delivered"):
            self._move(sid, status)

    def tap(self, person: Person, title: str) -> Message:
        """They tap a button by its title, on the newest message that has it."""
        shown = [message for message in self.sent if message.to == person.peer]
        newest = next(m for m in reversed(shown) if any(button.title == title for button in m.buttons))
        return self._hear(person, title, people.tapped(newest, title))

    def send_media(self, person: Person, kind: str, caption: str = "") -> Message:
        """They send an "image", "voice", "video" or "document"."""
        sid = self.state.new_sid("MM")
        extra = people.media(kind, sid, self.state.account)
        return self._hear(person, caption, extra, sid=sid, media=(extra["MediaUrl0"],))

    def send_location(self, person: Person) -> Message:
        """They send where they are."""
        place = {"MessageType": "location", "Latitude": "52.370216", "Longitude": "4.895168"}
        return self._hear(person, "", place)

    def block(self, person: Person) -> None:
        """They block the sender: WhatsApp tells nobody, and messages stay `sent`."""
        self.state.blocked.add(person.peer)

    def opt_out(self, person: Person) -> None:
        """They are on Twilio's own list of those who want nothing more."""
        self.state.opted_out.add(person.peer)

    def read(self, message: Message) -> None:
        """They read a message of the bot's."""
        self._move(message.sid, "read")

    def fail(self, message: Message, code: int, status: str = "undelivered") -> None:
        """A message of the bot's does not get through."""
        self._move(message.sid, status, code)

    # What goes to the webhooks

    async def deliver(self, *, times: int = 1, backwards: bool = False) -> list[int]:
        """Make every call that waits, each `times` times, and return the answers. What failed is lost, as at Twilio."""
        calls, self.webhooks.waiting = self.webhooks.waiting, []
        ordered = list(reversed(calls)) if backwards else calls
        return [await self.webhooks.make(self.session, call) for call in ordered for _ in range(times)]

    def _hear(
        self,
        person: Person,
        text: str,
        extra: Mapping[str, str] | None = None,
        *,
        sid: str = "",
        media: tuple[str, ...] = (),
    ) -> Message:
        message = Message(
            sid=sid or self.state.new_sid("SM"),
            direction="inbound",
            sender=person.peer,
            to=PREFIX + self.state.sender,
            body=text,
            at=self.clock(),
            status="received",
            media=media,
        )
        self.state.messages[message.sid] = message
        self.state.heard[person.peer] = message.at
        form = people.form(person, message, self.state.account, extra or {})
        if self.webhook_url:
            self.webhooks.waiting.append(Call(self.webhook_url, form))
        self.run(self._wake())
        return message

    def _move(self, sid: str, status: str, code: int | None = None) -> None:
        self.state.move(sid, status, code)
        self.run(self._wake())

    async def _wake(self) -> None:
        await self.changed()
        async with self._delivering:
            while self.live and self.webhooks.waiting:
                await self.deliver()

    # The API

    def _add_routes(self) -> None:
        account = f"/{VERSION}/Accounts/{self.state.account}"
        routes: list[tuple[str, str, str, Callable[[web.Request], Awaitable[object]]]] = [
            ("POST", f"{account}/Messages.json", "messages", self._create),
            ("GET", f"{account}/Messages.json", "list", self._list),
            ("GET", account + "/Messages/{sid}.json", "message", self._fetch),
            ("DELETE", account + "/Messages/{sid}.json", "erase", self._erase),
            ("GET", account + "/Messages/{sid}/Media.json", "media", self._media),
            ("DELETE", account + "/Messages/{sid}/Media/{medium}.json", "erase", self._erase_medium),
            ("GET", "/v2/Channels/Senders", "senders", self._senders),
            ("POST", "/v1/Content", "content", self.store.create),
            ("GET", "/v1/Content", "content", self.store.list),
            ("GET", "/v1/Content/{sid}", "content", self.store.fetch),
            ("DELETE", "/v1/Content/{sid}", "content", self.store.delete),
            ("GET", "/v1/Content/{sid}/ApprovalRequests", "approval", self.store.approval),
            ("POST", "/v1/Content/{sid}/ApprovalRequests/whatsapp", "approval", self.store.submit),
        ]
        for verb, path, method, work in routes:
            self.app.router.add_route(verb, path, self._door(method, work))

    def _door(
        self, method: str, work: Callable[[web.Request], Awaitable[object]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def carry_out(request: web.Request) -> web.Response:
            try:
                if request.headers.get("Authorization") != self._authorization:
                    raise TwilioRefusal(401, 20003, "Authenticate")
                result = await work(request)
            except TwilioRefusal as refusal:
                return _refused(refusal.status, refusal.code, refusal.message)
            if result is None:
                return web.Response(status=204)
            return web.json_response(result, status=201 if request.method == "POST" else 200)

        async def open_door(request: web.Request) -> web.StreamResponse:
            return await self.answer(request, method, lambda: carry_out(request))

        return open_door

    async def _create(self, request: web.Request) -> object:
        posted = await request.post()
        form = {name: value for name, value in posted.items() if isinstance(value, str)}
        media = [value for value in posted.getall("MediaUrl", []) if isinstance(value, str)]
        message = create(self.state, form, media)
        proceed(self.state, message)
        self.run(self._wake())
        return shown(message, self.state.account)

    async def _list(self, request: web.Request) -> object:
        return page(list(self.state.messages.values()), request.query, self.state.account)

    async def _fetch(self, request: web.Request) -> object:
        return shown(self._found(request), self.state.account)

    async def _erase(self, request: web.Request) -> object:
        message = self._found(request)
        if message.status in {"queued", "sending"}:
            raise TwilioRefusal(400, 20009, "Cannot delete this resource before it is complete")
        del self.state.messages[message.sid]
        return None

    async def _senders(self, request: web.Request) -> object:
        rated = {"quality_rating": self.quality, "messaging_limit": self.limit}
        sender = {"sid": "XE0", "sender_id": PREFIX + self.state.sender, "status": "ONLINE", "properties": rated}
        return {"senders": [sender], "meta": {"page": 0, "page_size": 50, "key": "senders"}}

    async def _media(self, request: web.Request) -> object:
        return media_page(self._found(request), self.state.account)

    async def _erase_medium(self, request: web.Request) -> object:
        message = self._found(request)
        left = tuple(url for url in message.media if medium_sid(url) != request.match_info["medium"])
        if left == message.media:
            raise TwilioRefusal(404, 20404, f"The requested resource {request.path} was not found")
        self.state.messages[message.sid] = replace(message, media=left)
        return None

    def _found(self, request: web.Request) -> Message:
        message = self.state.messages.get(request.match_info["sid"])
        if message is None:
            raise TwilioRefusal(404, 20404, f"The requested resource {request.path} was not found")
        return message

    def too_many(self, fault: Fault) -> web.Response:
        """Too many requests at once."""
        response = _refused(429, 20429, "Too Many Requests")
        response.headers["Retry-After"] = str(fault.retry_after)
        return response

    def broken(self, fault: Fault) -> web.Response:
        """What Twilio says in trouble."""
        return _refused(fault.status, 20500 if fault.status == 500 else 20503, "Internal Server Error")


def _refused(status: int, code: int, message: str) -> web.Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": more, "status": status}
    return web.json_response(body, status=status)
