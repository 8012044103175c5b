"""Days and the times on each of them, as they were said together."""

from dataclasses import dataclass, field

from bot.understanding.moments.said import Days, Instant, Shape, Times
from bot.understanding.moments.tokens import Kind

EITHER = frozenset({Kind.OR, Kind.AND, Kind.SLASH})
PAUSES = frozenset({Kind.COMMA, Kind.STOP})


@dataclass(slots=True)
class Group:
    """Days, and the times on each of them."""

    days: list[Days] = field(default_factory=list)
    times: list[list[Times]] = field(default_factory=list)
    """Any of these; of each, all together."""
    instants: list[Instant] = field(default_factory=list)
    times_first: bool = False
    doubtful: bool = False
    scope: Days | None = None
    """The week that the weekdays after it lie in."""
    stretch: Days | None = None
    """The days of which those after it are some: "end of next week, Thursday or Friday"."""

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.days or self.times or self.instants)

    def bounds(self) -> set[tuple[int, int]]:
        """The borders of the parts of the day among its times."""
        return {said.bounds for times in self.times for said in times if said.shape is Shape.PART}

    def has(self, shape: Shape) -> bool:
        """Whether one of its times is of that shape."""
        return any(said.shape is shape for times in self.times for said in times)
