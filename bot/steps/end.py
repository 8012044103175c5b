"""A step that closes the talk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.keeping import ask_to_keep
from bot.model import Pending, Status, is_booked
from bot.spot import Spot
from bot.steps.spoken import Spoken
from bot.steps.step import Reading
from bot.turn import Turn

OUTCOMES = {"declined": Status.DECLINED, "later": Status.LATER, "done": Status.DONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Spoken):
    """Closes the talk with a last word. Whoever writes again later is heard again; a booked call stands.

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

    keys: ClassVar = (*Spoken.keys, "outcome")
    required: ClassVar = ("text", "outcome")

    outcome: Status

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        outcome = OUTCOMES[at["outcome"].one_of(tuple(OUTCOMES), "done")]
        return cls(name=name, line=spot.line, outcome=outcome, **cls.spoken(at, reading))

    def enter(self, turn: Turn) -> Turn:
        said = self.compared(turn).speak(self.words(turn)).now(pending=Pending.NOTHING, buttons=())
        if is_booked(turn.conversation):
            return said  # what was asked behind the call is over, and the call is still to come
        over = said.now(status=self.outcome).note("closed", self.outcome)
        return ask_to_keep(over) if self.outcome == Status.LATER else over

    def leads_to(self) -> Iterator[str]:
        return iter(())
