"""A step that says something and goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.model import Texts
from bot.spot import Spot
from bot.steps.step import Reading, Step
from bot.turn import Turn, in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
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

    keys: ClassVar = ("kind", "text", "next")
    required: ClassVar = ("text", "next")

    text: Texts
    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        text = at["text"].texts(reading.languages, reading.variables)
        return cls(name=name, line=spot.line, text=text, next=at["next"].text())

    def enter(self, turn: Turn) -> Turn:
        return turn.speak(turn.fill(in_language(self.text, turn.language))).go(self.next)

    def leads_to(self) -> Iterator[str]:
        yield self.next

    def texts(self) -> Iterator[Texts]:
        yield self.text
