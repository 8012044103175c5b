"""A recruiter's own chat with the bot: linking it by a code, and keeping it apart from candidates' talks."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from bot.desk import DESK
from bot.events import Action, Blocked, Event, FromCandidate, MessageReceived, RecruiterActed, Started, Tapped
from bot.model import Address, Recruiter
from bot.outgoing import Say
from handlers.channel import Channel, InDoubt, Refused, TryLater, Waiting
from handlers.desk import Desk
from storage import people
from storage.database import Database, read, transact
from storage.inbox import inbox_talk
from storage.outbox import recipient_of, told_about

log = structlog.get_logger(__name__)

TEXTS = {
    "linked": {
        "nl": "Gelukt, {name}. Vanaf nu krijg je hier bericht over je gesprekken.",
        "en": "Done, {name}. From now on you get word of your calls here.",
    },
    "unknown": {
        "nl": "Deze koppelcode werkt niet (meer). Vraag je beheerder om een nieuwe en open die link hier.",
        "en": "This link code does not work (any more). Ask your administrator for a new one and open that link here.",
    },
    "passed_on": {
        "nl": "Verstuurd, onder je naam. De assistent is daar stil tot je het gesprek in je inbox teruggeeft.",
        "en": "Sent, under your name. The assistant is silent there until you give the talk back in your inbox.",
    },
    "not_passed_on": {
        "nl": "Niet verstuurd: dit gesprek is er niet meer, is niet van jou, of je antwoord komt er niet meer door. "
        "Kijk in je inbox wat wel kan.",
        "en": "Not sent: this talk is gone, is not yours, or your answer would not get through any more. "
        "Look in your inbox what can be done.",
    },
    "recruiter": {
        "nl": "Dit is je chat voor meldingen, {name}; alleen de knoppen eronder werken. Wil je een kandidaat zelf "
        "schrijven, antwoord dan op een melding over die kandidaat (veeg naar links, of houd haar ingedrukt).",
        "en": "This is your chat for notifications, {name}; nobody reads it, and only their buttons work. To write to "
        "a candidate yourself, reply to a notification about them (swipe left, or hold it).",
    },
}
"""What recruiters are told, in the first language of theirs that is here; in English else."""


class Linking:
    """Goes before the ledger. `receive` takes what is not a recruiter's own; `channels` answer the recruiter."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Mapping[str, Channel],
        receive: Callable[[Sequence[Event]], Awaitable[object]],
    ) -> None:
        self._database = database
        self._channels = channels
        self._receive = receive
        self._desk = Desk(database=database, receive=receive)

    async def receive(self, events: Sequence[Event]) -> None:
        """Returns once all of it is durable; raises what `transact` raises."""
        others = [event for event in events if not await self._is_recruiters(event)]
        if others:
            await self._receive(others)

    async def _is_recruiters(self, event: Event) -> bool:
        """Whether the event was a recruiter's own, and is dealt with."""
        if not isinstance(event, FromCandidate) or event.address.channel != people.TELEGRAM:
            return False
        if isinstance(event, Started) and event.code.startswith(people.LINK):
            await self._link(event)
            return True
        if isinstance(event, Tapped) and await self._tapped(event):
            return True
        recruiter = await self._recruiter_only(event.address)
        if recruiter is None:
            return False
        if isinstance(event, Blocked):
            await transact(self._database, lambda connection: people.unlink_recruiter(connection, event.address))
        elif isinstance(event, MessageReceived):
            await self._hear(event, recruiter)
        # A door's link is theirs to try: they then talk as a candidate would.
        return not isinstance(event, Started)

    async def _hear(self, event: MessageReceived, recruiter: Recruiter) -> None:
        """After a call's outcome, their impression of it. Else a reply to a notice is their answer to that candidate;
        anything else nobody hears, and they are told so."""
        chat, told = recipient_of(event.address), event.reply_to
        about = await read(self._database, lambda connection: told_about(connection, chat, told)) if told else None
        # Never to the candidate: what is written about them under the notice of a call that was just closed.
        written = await self._desk.write(event, recruiter, about)
        if written or not about:
            await self._reply(event, written or said("recruiter", recruiter))
            return
        passes = await read(self._database, lambda connection: self._passes(connection, about, event.at))
        answer = RecruiterActed(
            id=f"reply:{event.id}",
            at=event.at,
            conversation=about,
            recruiter=recruiter.id,
            action=Action.ANSWER,
            text=event.text,
        )
        if passes:
            await self._receive([answer])
        await self._reply(event, said("passed_on" if passes else "not_passed_on", recruiter))

    def _passes(self, connection: Any, conversation: str, now: datetime) -> bool:
        """Whether free words would reach the candidate of this talk now, as far as that can be told."""
        talk = inbox_talk(connection, conversation)
        if talk is None or talk.candidate.stopped_at is not None:
            return False
        channel = self._channels.get(talk.address.channel)
        window = channel.window if channel else None
        return window is None or (talk.heard_at is not None and now - talk.heard_at < window)

    async def _recruiter_only(self, address: Address) -> Recruiter | None:
        """Whose linked chat this is, unless it has talked as a candidate too."""
        if await read(self._database, lambda connection: people.candidate_at(connection, address)):
            return None
        return await read(self._database, lambda connection: people.recruiter_at(connection, address))

    async def _tapped(self, event: Tapped) -> bool:
        """Whether it was a button under a recruiter's own message, and is dealt with."""
        if not event.button.startswith(DESK):
            return False
        recruiter = await read(self._database, lambda connection: people.recruiter_at(connection, event.address))
        answer = await self._desk.act(event, recruiter) if recruiter else ""
        if answer:
            await self._reply(event, answer)
        return answer is not None

    async def _link(self, event: Started) -> None:
        recruiter = await transact(
            self._database, lambda connection: people.link_recruiter(connection, event.code, event.address, event.at)
        )
        log.info("recruiter.linked" if recruiter else "recruiter.unknown_code", recruiter=recruiter and recruiter.id)
        await self._reply(event, said("linked" if recruiter else "unknown", recruiter, event.language or "en"))

    async def _reply(self, event: FromCandidate, text: str) -> None:
        channel = self._channels.get(event.address.channel)
        if channel is None:
            return
        try:
            await channel.send(
                Waiting(id=f"answer:{event.id}", address=event.address, say=Say(text=text), heard_at=event.at)
            )
        except (Refused, TryLater, InDoubt) as failed:
            log.warning("recruiter.not_answered", reason=type(failed).__name__)


def said(text: str, recruiter: Recruiter | None, language: str = "en") -> str:
    """One of the texts, in a language of the recruiter's; in `language` to somebody unknown."""
    languages = recruiter.languages if recruiter else (language,)
    tongue = next((language for language in languages if language in TEXTS[text]), "en")
    return TEXTS[text][tongue].format(name=recruiter.name if recruiter else "")
