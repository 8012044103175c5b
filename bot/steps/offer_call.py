"""The step that Belmoment exists for: when would a call suit?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot import agreeing, booking
from bot.model import Pending, Texts, is_booked
from bot.seeking import call_now, wants_now
from bot.spot import Spot
from bot.steps.ask import Ask
from bot.steps.spoken import Spoken, read_nudge
from bot.steps.step import Reading
from bot.turn import Heard, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCall(Spoken):
    """Asks when a call would suit, finds a free slot, reads it back, and books it.

    ```yaml
    call:
      kind: offer_call
      text:
        nl: Wanneer zou een belletje je uitkomen?
        en: When would a call suit you?
      thanks:
        nl: Bedankt voor je tijd, en veel succes.
        en: Thank you for your time, and good luck.
    ```

    `thanks` is said after the call. With `next`, the talk goes on there once the call is booked. `nudge` is as with
    `ask`.
    """

    keys: ClassVar = (*Spoken.keys, "thanks", "next", "nudge")
    required: ClassVar = ("text",)

    thanks: Texts
    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        return cls(
            name=name,
            line=spot.line,
            thanks=at["thanks"].texts(reading.languages, reading.variables),
            next=at["next"].text(),
            nudge=read_nudge(at["nudge"], reading),
            **cls.spoken(at, reading),
        )

    def enter(self, turn: Turn) -> Turn:
        moment = agreeing.moment_in(turn.heard)
        if wants_now(turn.heard) and (sought := call_now(turn)):
            return sought
        if moment:
            return booking.propose(turn, moment, turn.heard.text if turn.heard else "")
        asking = turn.now(pending=Pending.MOMENT, misses=0, offered=(), buttons=())
        return self.compared(asking).speak(self.words(asking))

    def repeat(self, turn: Turn) -> Turn:
        return self._on(turn, agreeing.ask_again(turn))

    def hear(self, turn: Turn, heard: Heard) -> Turn:
        return self._on(turn, agreeing.hear(turn, heard))

    def is_answered(self, heard: Heard) -> bool:
        return heard.understood is not None and heard.understood.sure and heard.understood.intent in agreeing.LEAVING

    def leads_to(self) -> Iterator[str]:
        if self.next:
            yield self.next

    def texts(self) -> Iterator[Texts]:
        yield from Spoken.texts(self)
        if self.thanks:
            yield self.thanks

    def _on(self, before: Turn, turn: Turn) -> Turn:
        """With a call agreed, the talk goes on: with what was being asked, where it was further than here."""
        agreed = is_booked(turn.conversation) and turn.conversation.call is not before.conversation.call
        if not agreed:
            return turn
        talk = before.conversation
        further = talk.step if isinstance(turn.context.script.steps[talk.step], Ask) else ""
        ahead = self.next if talk.step == self.name else further
        return turn if ahead in talk.answers else turn.go(ahead)
