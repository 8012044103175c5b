"""What a channel is: it reads what a person wrote, and sends what the bot says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

from bot.events import Event
from bot.model import Address
from bot.outgoing import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One outgoing message, ready to go."""

    id: str
    """The outbox id, the same at every try."""
    address: Address
    say: Say
    heard_at: datetime | None
    """When this peer last wrote to us, aware; it opens WhatsApp's 24 hours."""
    doubt_since: datetime | None = None
    """Since when it, or a part of it, was perhaps sent before (aware)."""
    earlier: Collection[str] = ()
    """Of one in doubt: the platform's ids of what went to this peer before it, so that none is taken for its copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """How far a platform is with approving one template."""

    name: str
    """The platform's own."""
    language: str
    category: str
    """ "utility", "marketing": the platform's word, which may differ from what we asked for."""
    status: str
    """ "approved", "pending", "rejected", "paused" (people complained), "disabled" …"""
    reason: str = ""
    """Why it was rejected, in the platform's words."""

    @property
    def may_go(self) -> bool:
        """Whether messages can go out in this form."""
        return self.status == "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A number that we send from, in a platform's words."""

    number: str
    status: str
    """ "online", "offline" …"""
    quality: str
    """ "high", "medium", "low": fewer talks may be opened the more people block it. Empty where there is none yet."""
    limit: str
    """How many talks it may open, as "1K Customers/24hr"; empty where nobody told."""


class Channel(Protocol):
    """A way to reach people: Telegram, WhatsApp, the web chat."""

    name: str
    window: timedelta | None
    """How long after a person wrote free words may go to them; None where that never ends."""

    async def read(self, request: web.Request) -> list[Event]:
        """What happened, by a webhook call of the platform; raises Forged or Unreadable."""
        ...

    async def send(self, message: Waiting) -> str:
        """Send it, and return the platform's id of it; raises Refused, TryLater or InDoubt."""
        ...


class Forged(Exception):
    """The request does not prove that the platform sent it."""


class Unreadable(Exception):
    """The platform sent it, but it does not have the shape that we know."""


class Refused(Exception):
    """The platform, or its rules, will not take this message, now or later."""

    def __init__(self, reason: str, *, code: str | None = None, opted_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        """The platform's own error code, where it gave one."""
        self.opted_out = opted_out
        """True where the refusal means that the person no longer wants to hear from us on this channel."""


class TryLater(Exception):
    """The message was surely not sent, and may be sent after so many seconds."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason or f"try again in {seconds:g} s")
        self.seconds = seconds


class InDoubt(Exception):
    """The message was perhaps sent: the answer to our request never came, or did not tell."""
