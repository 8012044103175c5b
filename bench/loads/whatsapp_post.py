"""What leaves the house over the real WhatsApp channel, to a stand-in for Twilio; and in which form it went."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.outgoing import Say
from handlers.channel import Waiting
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from storage.outbox import Claimed
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """One message that Twilio took: under which id, and whether as a template that WhatsApp has approved."""

    id: str
    template: bool


class WhatsAppPost:
    """Open it in the running loop (`async with`). `clock` returns the present, aware."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._twilio = await self._open.enter_async_context(TwilioStandIn(clock=self._clock))
        self._twilio.store.approves = True
        account = TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, api_url=self._twilio.url)
        channel = WhatsApp(account, public_url="https://bench.example", clock=self._clock)
        self._channel = await self._open.enter_async_context(channel)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def send(self, one: Claimed, say: Say) -> Gone:
        """It went; raises Refused or TryLater as the channel does."""
        assert one.address is not None
        waiting = Waiting(id=one.id, address=one.address, say=say, heard_at=one.heard_at)
        sid = await self._channel.send(waiting)
        content = self._twilio.state.contents.get(self._twilio.state.messages.pop(sid).content)
        return Gone(id=sid, template=content is not None and content.approval == "approved")
