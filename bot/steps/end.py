"""A step that closes the talk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.model import Pending, Status, Texts
from bot.spot import Spot
from bot.steps.step import Reading, Step
from bot.turn import Turn, in_language

OUTCOMES = {"declined": Status.DECLINED, "later": Status.LATER, "done": Status.DONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """Closes the talk with a last word. Whoever writes again later is heard again.

    ```yaml
    no_interest:
      kind: end
      outcome: declined
      text:
        nl: Helemaal goed, dank voor je antwoord.
        en: That's fine, thank you for answering.
    ```

    `outcome` is `declined`, `later` or `done`.
    """

    keys: ClassVar = ("kind", "text", "outcome")
    required: ClassVar = ("text", "outcome")

    text: Texts
    outcome: Status

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        outcome = OUTCOMES[at["outcome"].one_of(tuple(OUTCOMES), "done")]
        text = at["text"].texts(reading.languages, reading.variables)
        return cls(name=name, line=spot.line, text=text, outcome=outcome)

    def enter(self, turn: Turn) -> Turn:
        said = turn.speak(turn.fill(in_language(self.text, turn.language)))
        return said.now(status=self.outcome, pending=Pending.NOTHING, buttons=()).note("closed", self.outcome)

    def leads_to(self) -> Iterator[str]:
        return iter(())

    def texts(self) -> Iterator[Texts]:
        yield self.text
