"""A step that gives the talk to a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.handing_over import to_human
from bot.model import Texts
from bot.spot import Spot
from bot.steps.step import Reading, Step
from bot.turn import Turn, in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Step):
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

    keys: ClassVar = ("kind", "text", "next")
    required: ClassVar = ("text",)

    text: Texts
    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        text = at["text"].texts(reading.languages, reading.variables)
        return cls(name=name, line=spot.line, text=text, next=at["next"].text())

    def enter(self, turn: Turn) -> Turn:
        return to_human(turn.speak(turn.fill(in_language(self.text, turn.language))))

    def repeat(self, turn: Turn) -> Turn:
        return turn.go(self.next) if self.next else turn

    def leads_to(self) -> Iterator[str]:
        if self.next:
            yield self.next

    def texts(self) -> Iterator[Texts]:
        yield self.text
