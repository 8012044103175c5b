"""What was said before and is spoken of again: "Thursday at four, or Friday at the same time", "the day after"."""

from dataclasses import dataclass
from datetime import date

from bot.understanding.moments.dates import DAY
from bot.understanding.moments.said import Days, Item, Times
from bot.understanding.moments.tokens import Kind, Token, value

_AGAIN = frozenset({Kind.SAME_TIME, Kind.DAY})


@dataclass(slots=True)
class Told:
    """The time and the day that were said last."""

    times: Times | None = None
    day: date | None = None

    def hear(self, said: Item) -> None:
        """Remembers it."""
        if isinstance(said, Times):
            self.times = said
        elif isinstance(said, Days) and len(said.dates) == 1:
            self.day = said.dates[0]

    def again(self, token: Token) -> Times | Days | None:
        """What the token means by it; None where it speaks of nothing again."""
        if token.kinds.isdisjoint(_AGAIN):
            return None
        if self.times and value(token, Kind.SAME_TIME) == 0:
            return self.times
        after = token.meanings.get(Kind.DAY)
        return Days(dates=(self.day + DAY,)) if self.day and after and after.plural else None
