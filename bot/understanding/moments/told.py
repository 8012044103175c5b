"""What was said before and is spoken of again: "Friday at the same time", "the day after", "in that week"."""

from dataclasses import dataclass
from datetime import date

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.dates import DAY
from bot.understanding.moments.durations import length
from bot.understanding.moments.minutes import moved
from bot.understanding.moments.said import Clock, Days, Item, Shape, Times
from bot.understanding.moments.tokens import Kind, Token, Tokens, value

_AGAIN = frozenset({Kind.SAME_TIME, Kind.DAY, Kind.THAT})
_LATER = frozenset({Kind.LATER, Kind.AFTER_THAT})
_POINTS = frozenset({Shape.POINT, Shape.AROUND})
_WEEK = 7


@dataclass(slots=True)
class Told:
    """The time and the days that were said last."""

    times: Times | None = None
    day: date | None = None
    days: Days | None = None
    week: date | None = None
    """The Monday of the week that was named, as long as only weekdays of it followed."""

    def hear(self, said: Item) -> None:
        """Remembers it."""
        if isinstance(said, Times):
            self.times = said
        elif isinstance(said, Days) and said.dates:
            self.days = said
            self.week = said.week or (self.week if said.weekday is not None else None)
            self.day = said.dates[0] if len(said.dates) == 1 else self.day

    def again(self, token: Token) -> Times | Days | None:
        """What the token means by it; None where it speaks of nothing again."""
        if token.kinds.isdisjoint(_AGAIN):
            return None
        if self.times and value(token, Kind.SAME_TIME) == 0:
            return self.times
        length = value(token, Kind.THAT)
        if length and self.days:
            return self._that(length, self.days.dates[0])
        after = token.meanings.get(Kind.DAY)
        return Days(dates=(self.day + DAY,)) if self.day and after and after.plural else None

    def later(self, tokens: Tokens, i: int, end: int) -> Times | None:
        """What "or half an hour later", the words from `i` to `end`, means behind a time; None where it is from now."""
        if self.times is None or self.times.start is None or self.times.shape not in _POINTS:
            return None
        found = length(tokens, i)
        if found is None or not found[0].minutes or _LATER.isdisjoint(tokens[end - 1].kinds):
            return None
        start = self.times.start
        readings = moved(start, found[0].minutes)
        return Times(shape=self.times.shape, start=Clock(readings, start.told, start.doubtful))

    def _that(self, length: int, first: date) -> Days | None:
        """ "That week", "that day"."""
        if length == _WEEK:
            monday = self.week or calendar.monday(first)
            return Days(dates=calendar.run(monday, length), week=monday, loose=True)
        return Days(dates=(self.day,)) if self.day else None
