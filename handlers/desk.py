"""What recruiters do in their own chat: tap a button under a message, and write the impression that follows it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.closing import LONGEST_IMPRESSION
from bot.desk import DeskTap, read_button
from bot.events import Action, Event, FromCandidate, MessageReceived, RecruiterActed, Tapped
from bot.model import CallOutcome, Recruiter
from storage.database import Database, read
from storage.pictures import QueuedCall
from storage.queries import queued_call, unwritten_call

TEXTS: Mapping[str, Mapping[str, str]] = {
    "closed": {
        "nl": "Genoteerd. Wil je je indruk erbij zetten, schrijf hem dan hier, in twee regels.",
        "en": "Noted. If you'd like to add your impression, write it here, in two lines.",
    },
    "too_soon": {
        "nl": "Dit gesprek moet nog komen. Vanaf een half uur ervoor kun je hier zeggen hoe het ging.",
        "en": "This call is still to come. From half an hour before it you can say here how it went.",
    },
    "over": {
        "nl": "Dit gesprek is al afgesloten, verzet of afgezegd. In je wachtrij staat hoe het nu is.",
        "en": "This call is already closed, moved or cancelled. Your queue shows how it stands now.",
    },
    "calling": {
        "nl": "Prima, we zien dat je belt. Zeg na afloop hoe het ging.",
        "en": "Good, we see that you are calling. Afterwards say how it went.",
    },
    "offered": {
        "nl": "De kandidaat krijgt andere momenten voorgesteld. Tot er een is afgesproken, blijft het gesprek staan.",
        "en": "The candidate is offered other times. Until one is agreed, the call stands.",
    },
    "written": {
        "nl": "Je indruk van {candidate} staat bij het gesprek.",
        "en": "Your impression of {candidate} is kept with the call.",
    },
}
"""What is answered, in the first language of the recruiter's that is here; in English else."""
CHOICES = {Action.CLOSE: "closed", Action.DIAL: "calling", Action.ASK_TO_MOVE: "offered"}


class Desk:
    """`receive` takes in what recruiters did, and returns once it is durable."""

    def __init__(
        self,
        *,
        database: Database,
        receive: Callable[[Sequence[Event]], Awaitable[object]],
    ) -> None:
        self._database = database
        self._receive = receive

    async def act(self, event: Tapped, recruiter: Recruiter) -> str | None:
        """The answer to a tap on a recruiter's button; empty where the talk itself answers, None for another button."""
        tap = read_button(event.button)
        if tap is None:
            return None
        before = await self._call(tap)
        await self._receive([_acted(event, tap, recruiter)])
        if tap.action is Action.CLAIM or tap.action not in CHOICES:
            return ""
        return _answer(tap, before, await self._call(tap), recruiter)

    async def write(self, event: MessageReceived, recruiter: Recruiter, about: str | None = None) -> str:
        """The answer to an impression of the call that they closed last; empty where there is none to write.

        Where it is a reply, `about` is the talk that it is about: an impression of another is none.
        """
        call = await read(self._database, lambda connection: unwritten_call(connection, recruiter.id, event.at))
        if call is None or call.outcome is None or (about and about != call.conversation):
            return ""
        impression = event.text[: LONGEST_IMPRESSION * 4]
        done = _event(
            event, call.conversation, recruiter, Action.CLOSE, call=call.id, outcome=CallOutcome(call.outcome)
        )
        await self._receive([replace(done, impression=impression)])
        return said("written", recruiter, candidate=call.candidate or call.phone or call.peer)

    async def _call(self, tap: DeskTap) -> QueuedCall | None:
        if not tap.call:
            return None
        return await read(self._database, lambda connection: queued_call(connection, tap.conversation, tap.call))


def said(name: str, recruiter: Recruiter, **values: str) -> str:
    """One of the answers, in the recruiter's language."""
    language = next((language for language in recruiter.languages if language in TEXTS[name]), "en")
    return TEXTS[name][language].format(**values)


def _acted(event: Tapped, tap: DeskTap, recruiter: Recruiter) -> RecruiterActed:
    return _event(event, tap.conversation, recruiter, tap.action, call=tap.call, outcome=tap.outcome)


def _event(
    event: FromCandidate,
    conversation: str,
    recruiter: Recruiter,
    action: Action,
    *,
    call: str,
    outcome: CallOutcome | None,
) -> RecruiterActed:
    return RecruiterActed(
        id=f"desk:{event.id}",
        at=event.at,
        conversation=conversation,
        recruiter=recruiter.id,
        action=action,
        call=call,
        outcome=outcome,
    )


def _answer(tap: DeskTap, before: QueuedCall | None, after: QueuedCall | None, recruiter: Recruiter) -> str:
    """What became of the tap, by the call before and after it."""
    if after is None or after.recruiter != recruiter.id or (before and before.status != "booked") or not after.current:
        return said("over", recruiter)
    if tap.action is Action.CLOSE and after.outcome is None:
        return said("too_soon", recruiter)
    return said(CHOICES[tap.action], recruiter)
