"""Times of day that were said together, settled to minutes: am or pm, how long, and what else they may have meant."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.understanding.moments.clocks import nearest
from bot.understanding.moments.hours import Hours
from bot.understanding.moments.said import Clock, Shape, Times

Ends = tuple[int | None, int | None]
_NIGHT = 1440
_EARLY = 300
_SOME = 2
_BEYOND = 120
"""Minutes by which an hour may lie outside of the part of the day that it is said of."""


class Settled(NamedTuple):
    """Minutes since midnight in which a call suits, and the raw readings."""

    start: int
    end: int
    spans: tuple[Ends, ...]
    doubtful: bool = False
    point: bool = False
    """A moment rather than a stretch of time."""


def settle(times: Sequence[Times], hours: Hours) -> Settled:
    """What the times have in common."""
    parts = [said for said in times if said.shape is Shape.PART]
    clocks = [_settled_by(said, parts[-1]) if parts else said for said in times if said.shape is not Shape.PART]
    if not clocks:
        return _common([_part(said) for said in parts])
    exact = [said for said in clocks if said.shape in (Shape.POINT, Shape.AROUND, Shape.RANGE)]
    if exact:
        return _clocked(_bounded(exact[-1], clocks), hours)
    found = _common([_clocked(said, hours) for said in clocks])
    if not parts:
        return found
    within = _common([_part(said) for said in parts])
    return _common([_widened(within, clocks), found])


def _widened(part: Settled, clocks: Sequence[Times]) -> Settled:
    """A part of the day up to an hour said beside it: "tomorrow morning from eight", "afternoon until seven"."""
    first = [said.start.readings[0] for said in clocks if said.shape is Shape.FROM and said.start]
    last = [said.start.readings[0] for said in clocks if said.shape is Shape.UNTIL and said.start]
    start = max(first) if first and part.start - _BEYOND <= max(first) else part.start
    end = min(last) if last and min(last) <= part.end + _BEYOND else part.end
    return part._replace(start=min(start, part.start), end=max(end, part.end))


def narrowed(found: Sequence[Settled]) -> Sequence[Settled]:
    """Without open ends that say no more than what is said beside them: "I'm up at two. Between three and five".

    "At four, five at the latest" is from four to five.
    """
    if len(found) < _SOME:
        return found
    if _at_the_latest(*found[-2:]):
        start, end = found[-2].start, found[-1].end
        spans = ((start, end), *found[-2].spans, *found[-1].spans)
        return [*found[:-2], Settled(start, end, spans, found[-2].doubtful or found[-1].doubtful)]
    return [one for n, one in enumerate(found) if not any(_says_more(later, one) for later in found[n + 1 :])]


def _at_the_latest(said: Settled, until: Settled) -> bool:
    closed = said.point or not (_is_open(said, 0) or _is_open(said, 1))
    return closed and not until.point and _is_open(until, 0) and said.end <= until.end and said.start < until.end


def _says_more(one: Settled, other: Settled) -> bool:
    """Whether one lies within the other, which is open at an end."""
    if one.point or other.point or (one.start, one.end) == (other.start, other.end):
        return False
    return (_is_open(other, 0) or _is_open(other, 1)) and other.start <= one.start and one.end <= other.end


def _is_open(said: Settled, side: int) -> bool:
    return bool(said.spans) and said.spans[0][side] is None


def _settled_by(said: Times, part: Times) -> Times:
    starts = 0 if part.means[1] <= 720 else part.means[0]

    def half(clock: Clock | None) -> Clock | None:
        return nearest(clock, starts, part.means[1]) if clock and len(clock.readings) > 1 else clock

    start, end = half(said.start), half(said.end)
    if start and end and said.end and end.readings[0] <= start.readings[0]:  # "mornings from nine to two"
        end = end._replace(readings=tuple(sorted(said.end.readings, key=lambda one: one <= start.readings[0]))[:1])
    return Times(shape=said.shape, start=start, end=end, or_point=said.or_point)


def _bounded(said: Times, clocks: Sequence[Times]) -> Times:
    """ "Before nine, at half past seven": the half of the day that lies within the open ends said with it."""
    after = max((clock.start.readings[0] for clock in clocks if clock.shape is Shape.FROM and clock.start), default=0)
    before = [clock.start.readings[0] for clock in clocks if clock.shape is Shape.UNTIL and clock.start]
    readings = said.start.readings if said.start else ()
    fits = tuple(minute for minute in readings if after <= minute <= min(before, default=_NIGHT))
    if said.start is None or said.shape is Shape.RANGE or len(fits) in (0, len(readings)):
        return said
    return said._replace(start=said.start._replace(readings=fits, told=True))


def _part(said: Times) -> Settled:
    begins = said.means[0]
    return Settled(*said.bounds, (said.means, (begins, begins)) if said.or_point else (said.means,))


def _common(found: Sequence[Settled]) -> Settled:
    """Where all of them agree; the last, where they don't."""
    start, end = max(one.start for one in found), min(one.end for one in found)
    doubtful = any(one.doubtful for one in found)
    if len(found) == 1:
        return found[0]
    if start >= end:
        return found[-1]
    froms = [ends[0] for one in found for ends in one.spans[:1] if ends[0] is not None]
    untils = [ends[1] for one in found for ends in one.spans[:1] if ends[1] is not None]
    raw = (max(froms, default=None), min(untils, default=None))
    return Settled(start, end, (raw, *found[-1].spans), doubtful)


def _clocked(said: Times, hours: Hours) -> Settled:
    assert said.start
    first = said.start.readings[0]
    pointed = said.shape in (Shape.POINT, Shape.AROUND)
    doubtful = _doubtful(said.start, hours, hours.earliest - hours.call if pointed else hours.earliest)
    match said.shape:
        case Shape.POINT:
            spans = tuple((minute, minute) for minute in said.start.readings)
            return Settled(first, first + hours.call, spans, doubtful, point=True)
        case Shape.AROUND:
            spans = tuple((minute, minute) for minute in said.start.readings)
            return Settled(first - hours.call, first + hours.call, spans, doubtful, point=True)
        case Shape.FROM:
            end = hours.latest if first >= hours.late_from else hours.closes
            return Settled(first, end, tuple((minute, None) for minute in said.start.readings), doubtful)
        case Shape.UNTIL:
            return _until(said, hours, first, doubtful)
        case Shape.RANGE | Shape.PART:
            return _range(said, hours)


def _until(said: Times, hours: Hours, end: int, doubtful: bool) -> Settled:
    assert said.start
    spans: tuple[Ends, ...] = tuple((None, minute) for minute in said.start.readings)
    if said.or_point:
        spans += tuple((minute, minute) for minute in said.start.readings)
    return Settled(hours.opens if end > hours.opens else hours.earliest, end, spans, doubtful)


def _range(said: Times, hours: Hours) -> Settled:
    assert said.start and said.end
    pairs = [_pair(said.start, end, said.end.told) for end in said.end.readings]
    default = _early(said.start, said.end, hours) or _default(said.start, said.end, pairs)
    spans = dict.fromkeys((default, *(pair for pair in pairs if pair[0] < pair[1]), *_later(said.start, said.end)))
    other = [pair for pair in spans if pair != default and _callable(pair, hours)]
    told = said.start.told and said.end.told
    doubtful = said.start.doubtful or said.end.doubtful or (bool(other) and not told and not _office(default, hours))
    return Settled(*default, tuple(spans), doubtful)


def _pair(start: Clock, end: int, told: bool) -> tuple[int, int]:
    """The start that goes with an end: the nearest before it where the end's half of the day was said."""
    earlier = [minute for minute in start.readings if minute < end]
    if not earlier:
        return start.readings[0], end + _NIGHT
    return (max(earlier) if told else earlier[0]), end


def _early(start: Clock, end: Clock, hours: Hours) -> tuple[int, int] | None:
    """ "From half past seven to quarter past eight": before work rather than after it, which is asked about."""
    first, last = min(start.readings), end.readings[0]
    early = first < start.readings[0] and hours.earliest <= first < last < start.readings[0]
    return (first, last) if early and not (start.told or end.told) else None


def _default(start: Clock, end: Clock, pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(end.readings) == 1:
        return pairs[0]
    first = start.readings[0]
    later = [minute for minute in end.readings if minute > first]
    # "Six till two" ends on the day that it began on.
    same_day = [] if later else [pair for pair in _later(start, end) if pair[0] >= _EARLY]
    return (first, min(later)) if later else same_day[0] if same_day else (first, min(end.readings) + _NIGHT)


def _later(start: Clock, end: Clock) -> list[tuple[int, int]]:
    """Every start with the first end after it."""
    found = ((first, min((last for last in end.readings if last > first), default=0)) for first in start.readings)
    return [pair for pair in found if pair[1]]


def _callable(pair: tuple[int, int], hours: Hours) -> bool:
    early = hours.earliest - hours.call
    return (
        early <= pair[0] and pair[1] <= hours.latest and (pair[0] >= hours.earliest or pair[1] - pair[0] < _NIGHT // 2)
    )


def _office(pair: tuple[int, int], hours: Hours) -> bool:
    return hours.opens <= pair[0] and pair[1] <= hours.closes


def _doubtful(clock: Clock, hours: Hours, early: int) -> bool:
    """Whether am or pm is open: the likelier lies outside contact hours, and the other one is no night."""
    first, *others = clock.readings
    outside = not hours.opens <= first < hours.closes
    return clock.doubtful or (not clock.told and outside and any(early <= minute < hours.latest for minute in others))
