"""What messages are understood with, which learns an agency's own phrases while it runs."""

import asyncio
from collections.abc import Callable

import structlog

from bot.model import OwnPhrases
from bot.understanding.understood import Question, Understood
from handlers.languages import load_understander
from storage.agency import published_agency
from storage.database import Database, read
from storage.premises import revision_of

log = structlog.get_logger(__name__)

LISTEN_AGAIN_SECONDS = 2.0


class Ears:
    """The packaged languages, and an agency's own phrases beside them."""

    def __init__(self, own: OwnPhrases | None = None, learning: Callable[[], None] | None = None) -> None:
        """Takes half a minute the first time on a machine; `learning` is called before."""
        self.own: OwnPhrases = own or {}
        self._understander = load_understander(own=own, learning=learning)

    def understand(self, text: str, question: Question) -> Understood:
        """What a message means."""
        return self._understander.understand(text, question)

    @property
    def prepares(self) -> bool:
        """Whether there is anything to do beforehand: so it is with sentence vectors, whatever is learnt."""
        return self._understander.prepares

    def prepare(self, text: str) -> None:
        """Does beforehand what takes longest of it."""
        self._understander.prepare(text)

    async def learn(self, own: OwnPhrases) -> None:
        """From now on these phrases are known; they are learnt in a thread, while candidates are answered."""
        self._understander = await asyncio.to_thread(load_understander, own=own)
        self.own = own


async def keep_listening(
    database: Database, ears: Ears, learnt: Callable[[], None] = lambda: None, seconds: float = LISTEN_AGAIN_SECONDS
) -> None:
    """Learns the agency's own phrases whenever others are published, until it is cancelled; `learnt` is told."""
    seen: str | None = None
    while True:
        revision = await read(database, revision_of)
        if revision != seen:
            agency = await read(database, published_agency)
            if agency is not None and agency.phrases != ears.own:
                await ears.learn(agency.phrases)
                log.info("phrases.learnt", languages=sorted(agency.phrases))
                learnt()
            seen = revision
        await asyncio.sleep(seconds)
