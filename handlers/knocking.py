"""The approved words that reach a candidate when WhatsApp's window is closed: which, and whether they may go."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.model import Recruiter
from bot.outgoing import Say
from bot.templates import as_template, wording_of
from bot.turn import first_name
from handlers.channel import Channel, Refused
from storage.database import Database, read
from storage.inbox import InboxTalk
from storage.premises import House, premises_of, script_of

KNOCK = "knock"
PATIENCE_SECONDS = 4.0
"""A page waits no longer for WhatsApp's word on a template."""


@runtime_checkable
class Approving(Protocol):
    """A channel whose window closes, and that approves what may still pass it."""

    async def prepare(self, messages: Iterable[Say]) -> bool:
        """Whether all of these are approved; asks for what is not. Raises Refused."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocking:
    """Finds the words in which a candidate is asked to write back."""

    database: Database
    house: House
    channels: Mapping[str, Channel]

    async def words(self, talk: InboxTalk, recruiter: Recruiter) -> str:
        """As the candidate would read them; empty while they are not approved, or nobody can tell."""
        channel: object = self.channels.get(talk.address.channel)
        if not isinstance(channel, Approving):
            return ""
        script = await read(
            self.database,
            lambda connection: script_of(connection, self.house, premises_of(connection, self.house), talk.script),
        )
        wording = wording_of(KNOCK, talk.language, script, self.house.sayings)
        form = as_template(KNOCK, talk.language, wording, {"recruiter": first_name(recruiter.name)})
        text = form.body
        for number, value in enumerate(form.values, 1):
            text = text.replace(f"{{{{{number}}}}}", value)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return text if await channel.prepare([Say(text=form.body, template=form)]) else ""
        except (Refused, TimeoutError):
            return ""
