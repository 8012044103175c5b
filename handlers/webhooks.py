"""What the platforms call: each event is written down before we answer, and nothing that they send makes a 500."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic

import structlog
from aiohttp import web

from bot.events import Event, Unhandled
from handlers.channel import Channel, Forged, Unreadable
from handlers.clock import Clock
from handlers.metrics import Metrics
from storage.database import Overloaded

log = structlog.get_logger(__name__)

LONGEST_BODY = 1024 * 1024
LONGEST_KEPT = 64 * 1024
OVERLOADED_SECONDS = 10.0
"""How often it is said at most that too much comes in."""

Receive = Callable[[Sequence[Event]], Awaitable[object]]


class Webhooks:
    """Answers the platforms. `receive` returns once the events are committed; `channels` are those that are on."""

    def __init__(self, *, channels: Mapping[str, Channel], receive: Receive, clock: Clock, metrics: Metrics) -> None:
        self._channels = channels
        self._receive = receive
        self._clock = clock
        self._metrics = metrics
        self._overloaded_at = -OVERLOADED_SECONDS

    def routes(self) -> list[web.RouteDef]:
        """The contract's paths."""
        return [
            web.post("/webhooks/telegram", self.telegram),
            web.post("/webhooks/whatsapp", self.whatsapp),
            web.post("/webhooks/whatsapp/status", self.whatsapp),
        ]

    async def telegram(self, request: web.Request) -> web.Response:
        """200 once the update is kept, also one that we can't read: Telegram would send it for a day, and hold back
        all that follows it."""
        channel = self._channel("telegram")
        try:
            events = await _events(channel, request)
        except Unreadable as unreadable:
            log.warning("webhook.unreadable", channel=channel.name, reason=str(unreadable))
            events = [await self._kept(channel.name, request)]
        return await self._answer(channel.name, events, web.Response())

    async def whatsapp(self, request: web.Request) -> web.Response:
        """An empty answer in Twilio's XML once the message, or the report on one of ours, is kept."""
        channel = self._channel("whatsapp")
        try:
            events = await _events(channel, request)
        except Unreadable as unreadable:
            log.warning("webhook.unreadable", channel=channel.name, reason=str(unreadable))
            self._count(channel.name, 400)
            raise web.HTTPBadRequest(text=f"{unreadable}\n") from None
        return await self._answer(channel.name, events, web.Response(text="<Response/>", content_type="text/xml"))

    async def _answer(self, channel: str, events: Sequence[Event], answer: web.Response) -> web.Response:
        try:
            await self._receive(events)
        except Exception as error:
            self._tell(channel, events, error)
            answer = web.Response(
                status=503, text="We can't take this in now; try again.\n", headers={"Retry-After": "1"}
            )
        self._count(channel, answer.status)
        return answer

    def _tell(self, channel: str, events: Sequence[Event], error: Exception) -> None:
        """One line for each that broke; one now and then where so many come that they have to wait outside."""
        if not isinstance(error, Overloaded):
            log.error("webhook.not_kept", channel=channel, event_ids=[event.id for event in events], exc_info=error)
        elif monotonic() - self._overloaded_at > OVERLOADED_SECONDS:
            self._overloaded_at = monotonic()
            log.warning(
                "webhook.overloaded",
                channel=channel,
                mend="More comes in than can be written down; platforms are told to come again. If it lasts, give "
                "Belmoment a faster disk, or PostgreSQL and more replicas.",
            )

    async def _kept(self, channel: str, request: web.Request) -> Unhandled:
        body = await request.read()
        return Unhandled(
            id=f"{channel}:unreadable:{hashlib.sha256(body).hexdigest()}",
            at=self._clock.now(),
            channel=channel,
            kind="unreadable",
            # A database text holds no NUL, and what broke the reading may well be one.
            body=body[:LONGEST_KEPT].decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
        )

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            raise web.HTTPNotFound(text=f"The channel {name} is not set up here.\n")
        return self._channels[name]

    def _count(self, channel: str, status: int) -> None:
        self._metrics.webhooks.labels(channel, status).inc()


async def _events(channel: Channel, request: web.Request) -> Sequence[Event]:
    try:
        return await channel.read(request)
    except Forged:
        raise web.HTTPForbidden(text="This call does not prove where it comes from.\n") from None
    except (Unreadable, web.HTTPException, web.RequestPayloadError):
        raise
    except Exception as error:
        log.exception("webhook.broke", channel=channel.name)
        raise Unreadable("the body does not have the shape that we know") from error
