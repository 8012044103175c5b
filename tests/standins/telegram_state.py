"""What Telegram knows of one bot: its chats, its webhook, what it sent, and what waits for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from tests.standins.telegram_people import Json, Person
from tests.standins.telegram_updates import Updates


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message of the bot's, as it reached a chat."""

    id: int
    chat: int
    at: datetime
    text: str = ""
    contact: Json | None = None
    markup: Json | None = None

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Title and data of each inline button."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [(button["text"], button.get("callback_data", "")) for row in rows for button in row]


@dataclass(slots=True)
class Webhook:
    """Where updates go, when not to getUpdates."""

    url: str = ""
    secret: str = ""
    most: int = 40
    failed: tuple[datetime, str] | None = None


@dataclass(slots=True)
class State:
    """All of it."""

    token: str
    bot: Json
    clock: Callable[[], datetime]
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook = field(default_factory=Webhook)
    people: dict[int, Person] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    """Who wrote to the bot: it may not write to others."""
    blocked: set[int] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: count(101))
    """Of messages."""
    sent: list[Sent] = field(default_factory=list)
    taps: dict[str, datetime] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    """The taps that the bot answered."""

    def shown(self, sent: Sent) -> Json:
        """A message of the bot's as the Bot API gives it back; a reply keyboard is not part of it."""
        content: Json = {"text": sent.text} if sent.contact is None else {"contact": sent.contact}
        if sent.markup is not None and "inline_keyboard" in sent.markup:
            content["reply_markup"] = sent.markup
        return {
            "message_id": sent.id,
            "from": self.bot,
            "chat": self.people[sent.chat].chat,
            "date": int(sent.at.timestamp()),
            **content,
        }
