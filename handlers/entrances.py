"""The links by which candidates come in: on WhatsApp a message that is ready to be sent, on Telegram a start."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable
from urllib.parse import quote

from bot.door_texts import Door, opening
from bot.sayings import Sayings
from handlers.channel import InDoubt, Refused, TryLater


@runtime_checkable
class Named(Protocol):
    """A channel whose name can be asked for."""

    async def username(self) -> str | None:
        """Ours, as people see it. Raises Refused, TryLater or InDoubt."""
        ...


async def nameless() -> str:
    """Where the channel is off."""
    return ""


def named_once(channel: object) -> Callable[[], Awaitable[str]]:
    """The channel's name, asked for once it is needed; empty for as long as the platform does not tell."""
    known: list[str] = []

    async def ask() -> str:
        if not known and isinstance(channel, Named):
            with suppress(Refused, TryLater, InDoubt):
                known.append(await channel.username() or "")
        return known[0] if known else ""

    return ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrances:
    """Where our doors are on each platform."""

    number: str = ""
    """The WhatsApp sender's, in E.164; empty where there is none, or only a messaging service is known."""
    bot: Callable[[], Awaitable[str]] = field(default=nameless)
    """The bot's name at Telegram; empty where that is off."""

    async def links(self, door: Door, language: str, sayings: Sayings) -> Mapping[str, str]:
        """By channel."""
        found = {}
        if self.number:
            ready = quote(opening(door, language, sayings), safe="")
            found["whatsapp"] = f"https://wa.me/{self.number.removeprefix('+')}?text={ready}"
        if name := await self.bot():
            found["telegram"] = f"https://t.me/{name}?start={door.code}"
        return found
