"""A step that lets time pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Self

from bot.model import Pending
from bot.outgoing import Say
from bot.spot import Spot
from bot.steps.step import Reading, Step
from bot.turn import Heard, Turn

SOONEST, LATEST = timedelta(hours=1), timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """Lets time pass, then goes on by itself; whoever writes before goes on at once, unless it is a mere “ok, thanks”.

    ```yaml
    breather:
      kind: wait
      for: 3d
      next: call
    ```

    `for` is from 1h to 21d after the candidate was last heard; it never ends in quiet hours. What is said then is
    one of the two nudges that anybody gets, and bears no buttons; after those the talk rests until they write.
    """

    keys: ClassVar = ("kind", "for", "next")
    required: ClassVar = ("for", "next")

    next: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        length = at["for"].length(SOONEST, SOONEST, LATEST)
        return cls(name=name, line=spot.line, waits=length, next=at["next"].text())

    def enter(self, turn: Turn) -> Turn:
        rests = turn.now(pending=Pending.NOTHING, buttons=(), misses=0).note("waits", self.name)
        unanswered = turn.heard is not None and not any(isinstance(message, Say) for message in turn.outgoing)
        return rests.say("closing_word") if unanswered else rests

    def hear(self, turn: Turn, heard: Heard) -> Turn:
        ahead = turn.context.script.steps[self.next]
        return ahead.hear(turn.now(step=self.next), heard) if ahead.is_answered(heard) else turn.go(self.next)

    def leads_to(self) -> Iterator[str]:
        yield self.next
