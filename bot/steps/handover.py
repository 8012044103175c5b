"""A step that gives the talk to a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.handing_over import to_human
from bot.spot import Spot
from bot.steps.spoken import Spoken
from bot.steps.step import Reading
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Spoken):
    """Gives the talk to the recruiter; the assistant is silent until it is handed back, then goes on at `next`.

    ```yaml
    person:
      kind: handover
      text:
        nl: Ik vraag {recruiter} om je hier te antwoorden.
        en: I'm asking {recruiter} to answer you here.
      next: call
    ```
    """

    keys: ClassVar = (*Spoken.keys, "next")
    required: ClassVar = ("text",)

    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        return cls(name=name, line=spot.line, next=at["next"].text(), **cls.spoken(at, reading))

    def enter(self, turn: Turn) -> Turn:
        return to_human(self.compared(turn).speak(self.words(turn)))

    def repeat(self, turn: Turn) -> Turn:
        return turn.go(self.next) if self.next else turn

    def leads_to(self) -> Iterator[str]:
        if self.next:
            yield self.next
