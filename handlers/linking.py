"""A recruiter's own chat with the bot: linking it by a code, and keeping it apart from candidates' talks."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bot.events import Blocked, Event, FromCandidate, MessageReceived, Started
from bot.model import Address, Recruiter
from bot.outgoing import Say
from handlers.channel import Channel, InDoubt, Refused, TryLater, Waiting
from storage import people
from storage.database import Database, read, transact

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
    "recruiter": {
        "nl": "Dit is je chat voor meldingen, {name}; hier leest niemand mee. Kandidaten bel je uit je wachtrij.",
        "en": "This is your chat for notifications, {name}; nobody reads it. You call candidates from your queue.",
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
        recruiter = await self._recruiter_only(event.address)
        if recruiter is None:
            return False
        if isinstance(event, Blocked):
            await transact(self._database, lambda connection: people.unlink_recruiter(connection, event.address))
        elif isinstance(event, MessageReceived):
            await self._answer(event, "recruiter", recruiter)
        # A door's link is theirs to try: they then talk as a candidate would.
        return not isinstance(event, Started)

    async def _recruiter_only(self, address: Address) -> Recruiter | None:
        """Whose linked chat this is, unless it has talked as a candidate too."""
        if await read(self._database, lambda connection: people.candidate_at(connection, address)):
            return None
        return await read(self._database, lambda connection: people.recruiter_at(connection, address))

    async def _link(self, event: Started) -> None:
        recruiter = await transact(
            self._database, lambda connection: people.link_recruiter(connection, event.code, event.address)
        )
        log.info("recruiter.linked" if recruiter else "recruiter.unknown_code", recruiter=recruiter and recruiter.id)
        await self._answer(event, "linked" if recruiter else "unknown", recruiter)

    async def _answer(self, event: FromCandidate, text: str, recruiter: Recruiter | None) -> None:
        channel = self._channels.get(event.address.channel)
        if channel is None:
            return
        languages = recruiter.languages if recruiter else (event.language or "en",)
        language = next((language for language in languages if language in TEXTS[text]), "en")
        said = TEXTS[text][language].format(name=recruiter.name if recruiter else "")
        try:
            await channel.send(
                Waiting(id=f"answer:{event.id}", address=event.address, say=Say(text=said), heard_at=event.at)
            )
        except (Refused, TryLater, InDoubt) as failed:
            log.warning("recruiter.not_answered", reason=type(failed).__name__)
