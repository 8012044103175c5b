"""Words to a time that is told by another: "half an hour before noon", "een kwartiertje na drie uur"."""

from bot.understanding.moments.clocks import clock
from bot.understanding.moments.durations import length
from bot.understanding.moments.minutes import moved
from bot.understanding.moments.said import Clock, Scene, Shape, Times
from bot.understanding.moments.tokens import Kind, Tokens, skip, unit

_FILL = frozenset({Kind.THE, Kind.AT})
_MOST = 120


def shifted(tokens: Tokens, i: int, scene: Scene) -> tuple[Times, int] | None:
    """The time that lies a length before or after a time on the clock; None where none begins at token `i`."""
    found = length(tokens, i)
    if found is None or not 0 < found[0].minutes <= _MOST or unit(tokens[found[1] - 1]) == "minute":
        return None
    said, j = found
    sign = -1 if Kind.BEFORE in tokens[j].kinds else 1 if Kind.AFTER in tokens[j].kinds else 0
    time = clock(tokens, skip(tokens, j + 1, _FILL), scene, bare=True) if sign else None
    if time is None:
        return None
    minutes = moved(time[0], sign * said.minutes)
    return Times(shape=Shape.POINT, start=Clock(minutes, time[0].told, time[0].doubtful)), time[1]
