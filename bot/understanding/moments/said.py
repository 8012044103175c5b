"""What words about time say, before a calendar and contact hours are laid beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.understanding.moments.hours import Hours
from bot.understanding.moments.tokens import Kind
from bot.understanding.understood import Span
from bot.windows import Windows


class Scene(NamedTuple):
    """When and where the words were said."""

    at: datetime
    """In the candidate's zone."""
    zone: ZoneInfo
    """The candidate's."""
    today: date
    """The candidate's date."""
    minute: int
    """Minutes since the candidate's midnight, begun ones too."""
    hours: Hours
    month_first: bool = False
    hours_named: bool = False
    counts_to_24: bool = False
    bare: bool = False
    """We asked for a time: a number alone is one."""
    said: frozenset[Kind] = frozenset()
    """The kinds of all its words: what isn't among them need not be looked for."""
    offered_day: date | None = None
    """The one day of which we offered slots."""
    offered: tuple[datetime, ...] = ()
    """When the offered slots begin, in the candidate's zone."""

    @property
    def offered_minute(self) -> int | None:
        """Minutes since midnight at which every offered slot begins, if that is one time."""
        minutes = {start.hour * 60 + start.minute for start in self.offered}
        return minutes.pop() if len(minutes) == 1 else None

    def day(self, ahead: int) -> date:
        """The date so many days from now."""
        return self.today + timedelta(days=ahead)


class Clock(NamedTuple):
    """A time of day in minutes since midnight; where am or pm isn't said both, the likelier first."""

    readings: tuple[int, ...]
    told: bool = False
    """Words said which half of the day ("pm", "'s avonds")."""
    doubtful: bool = False
    """Asking is best, whatever the hour."""


class Shape(StrEnum):
    """How a time of day is meant."""

    POINT = "point"
    AROUND = "around"
    RANGE = "range"
    FROM = "from"
    UNTIL = "until"
    PART = "part"


OPEN_ENDS = frozenset({Shape.FROM, Shape.UNTIL})
"""Those with one end only."""


class Times(NamedTuple):
    """Times of day."""

    shape: Shape
    start: Clock | None = None
    end: Clock | None = None
    bounds: tuple[int, int] = (0, 0)
    """Of a part of the day: the hours in which we call in it."""
    means: tuple[int, int] = (0, 0)
    """Of a part of the day: what people mean by it."""
    habit: bool = False
    """Said as something of every day ("mornings")."""
    denied: bool = False
    """Said as "not before"."""
    or_point: bool = False
    """An end that may as well be the moment itself ("voor 3 uur"); a part that may be its beginning ("mediodía")."""


class Days(NamedTuple):
    """Calendar days."""

    dates: tuple[date, ...] = ()
    others: tuple[date, ...] = ()
    """The second reading, where there is one."""
    weekday: int | None = None
    """Of a bare weekday, which a week named beside it still moves; Monday is 0."""
    week: date | None = None
    """Of a whole week, its Monday."""
    loose: bool = False
    """Weekends are not meant: they were not named."""
    habit: frozenset[int] | None = None
    """The weekdays of something recurring."""
    open: Shape | None = None
    """FROM or UNTIL, where the days have no other end."""
    doubtful: bool = False


class Instant(NamedTuple):
    """A stretch of time counted from now."""

    start: datetime
    end: datetime
    spans: tuple[Span, ...]
    kind: Kind
    windows: Windows = ()
    """The parts of it in which we call, where that isn't all of it."""
    doubtful: bool = False


_ALL_OTHERS = 3
"""What an "any" is worth that speaks of all that was not named."""


class Mark(NamedTuple):
    """A word that says something of the moments beside it."""

    kind: Kind
    value: int = 0

    @property
    def of_every_day(self) -> bool:
        """ "Any", "every", the "nothing" of "nothing before ten" and the "any time after" that ends a clause."""
        if self.kind is Kind.AFTER_THAT:
            return self.value in (2, 3)
        return self.kind in (Kind.ANY, Kind.EVERY) or (self.kind is Kind.NOT and self.value == 4)

    @property
    def of_others(self) -> bool:
        """An "any" of all that was not named: "any other time", "the other days"."""
        return self.kind is Kind.ANY and self.value == _ALL_OTHERS


Item = Times | Days | Instant | Mark


@dataclass(slots=True)
class Claims:
    """All that a message says of moments, in order."""

    wanted: list[Item] = field(default_factory=list)
    """Moments and the marks that join them."""
    refused: list[list[Item]] = field(default_factory=list)
    any: bool = False
    """Said of every day ("any time after five")."""
    whenever: bool = False
    """Every moment would do."""
    refused_last: bool = False
    """The last moments that were named are refused ones."""
    off_work: list[Times] = field(default_factory=list)
    """When they are no longer busy, where nothing else says when it would suit."""
    freed: list[Times] = field(default_factory=list)
    """Those of what is wanted from which on they are no longer busy, or until which they are not yet."""
