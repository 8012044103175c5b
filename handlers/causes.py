"""Which event a message answers, for as long as this process remembers: what is logged and measured of both."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.events import Event
from storage.once import Applied

MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Cause:
    """An event's id, and when it happened."""

    event: str
    at: datetime


class Causes:
    """The last turns that this process wrote. Another process's, and those before a restart, are not known."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, Cause] = OrderedDict()

    def note(self, events: Sequence[Event], applied: Sequence[Applied]) -> None:
        """These events became these turns."""
        for event, one in zip(events, applied, strict=True):
            if one.turn is not None and one.outgoing:
                self._turns[f"{one.conversation}-{one.turn}"] = Cause(event.id, event.at)
        while len(self._turns) > MOST_REMEMBERED:
            self._turns.popitem(last=False)

    def of(self, outgoing: str) -> Cause | None:
        """The cause of the message with this outbox id, which begins with its conversation and turn."""
        return self._turns.get(outgoing.rpartition("-")[0])
