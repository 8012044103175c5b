"""What Twilio knows of one account: its templates, its messages, and the people on the other side."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.standins.twilio_content import Content
from tests.standins.twilio_messages import Message
from tests.standins.twilio_people import Person, status_form
from tests.standins.twilio_webhooks import Call, Webhooks

WINDOW = timedelta(hours=24)


@dataclass(slots=True, kw_only=True)
class State:
    """All of it."""

    account: str
    sender: str
    service: str
    clock: Callable[[], datetime]
    webhooks: Webhooks
    people: dict[str, Person] = field(default_factory=dict)
    """By peer."""
    heard: dict[str, datetime] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    """In and out, by sid, in order."""
    contents: dict[str, Content] = field(default_factory=dict)

    def new_sid(self, prefix: str) -> str:
        """An id of Twilio's: two letters and 32 hexadecimal figures."""
        return prefix + secrets.token_hex(16)

    def in_window(self, peer: str) -> bool:
        """Whether this person wrote in the last 24 hours."""
        heard = self.heard.get(peer)
        return heard is not None and self.clock() - heard < WINDOW

    def move(self, sid: str, status: str, error: int | None = None) -> None:
        """A message gets further on its way; a call to its StatusCallback waits then."""
        message = self.messages[sid].now(status, error)
        self.messages[sid] = message
        if message.callback:
            self.webhooks.waiting.append(Call(message.callback, status_form(message, self.account)))
