"""A step that says something and goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.spot import Spot
from bot.steps.spoken import Spoken
from bot.steps.step import Reading
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Spoken):
    """Says a text and goes on to the next step.

    ```yaml
    welcome:
      kind: say
      text:
        nl: Fijn dat je er bent.
        en: Good to have you here.
      next: call
    ```
    """

    keys: ClassVar = (*Spoken.keys, "next")
    required: ClassVar = ("text", "next")

    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        return cls(name=name, line=spot.line, next=at["next"].text(), **cls.spoken(at, reading))

    def enter(self, turn: Turn) -> Turn:
        return self.compared(turn).speak(self.words(turn)).go(self.next)

    def leads_to(self) -> Iterator[str]:
        yield self.next
