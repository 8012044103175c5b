"""Openings, busy times and calls -> free slots, soonest first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from zoneinfo import ZoneInfo

from bot.model import Call, Recruiter, Slot
from bot.openings import DAY, MINUTE, Span, minute_from, minute_of, moment_at, open_spans, openings
from bot.room import QUARTER, Room, Terms, left_over, starting_bits
from bot.windows import Window, Windows, subtract

__all__ = ["Agenda", "first_slots", "free_slots", "has_call", "is_busy", "is_free", "is_open", "openings"]

LOAD_STEP = 0.02
"""Of a recruiter's hours: a smaller difference does not take a call from who is named first."""
_STEP, _TERMS = attrgetter("step"), attrgetter("terms")
POOLS_KEPT = 64
"""Pools of which what was worked out is remembered, those asked for last."""
DAYS_MORE = 3
"""From the base on, which is a day or two before anybody's today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A recruiter's opening hours, busy times and booked calls, with a version that turns with every change."""

    recruiter: Recruiter
    busy: Windows = ()
    calls: Windows = ()
    spoken: Windows = ()
    """Calls of these days that are over: they take no room any more, and count among the day's calls."""
    version: int = 0
    _rooms: dict[int, Room] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out before, by its base: it holds as long as this agenda does."""
    _lesser: dict[Window, "Agenda"] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The same without one of its calls, by that call's time: asked for often in a turn, and with its own rooms."""

    def room(self, base: int) -> Room:
        """What is free from the minute `base` on, for as far ahead as is booked and some days more."""
        known = self._rooms.get(base)
        if known is None:
            self._rooms.clear()
            known = self._rooms[base] = _room(self, base)
        return known

    def free(self, now: datetime) -> Windows:
        """When a call could take place, from the notice period on and as far ahead as is booked; in UTC."""
        first, last = _reach(_terms(self.recruiter), now)
        spans = ((max(start, first), min(end, last)) for start, end in self.room(_base(now)).spans)
        return tuple(Window(moment_at(start), moment_at(end)) for start, end in spans if start < end)

    def without(self, call: Call | None) -> "Agenda":
        """The same agenda as if `call` were not in it: a call that moves does not stand in its own way."""
        if call is None or call.slot.recruiter != self.recruiter.id:
            return self
        gone = _utc(call.slot.window)
        known = self._lesser.get(gone)
        if known is not None:
            return known
        left = tuple(taken for taken in self.calls if _utc(taken) != gone)
        if len(left) == len(self.calls):
            return self
        return self._lesser.setdefault(gone, replace(self, calls=left))


def free_slots(agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime) -> tuple[Slot, ...]:
    """Every slot inside `wanted` and outside `exclude`, soonest first, one per start; in UTC.

    Where several recruiters are free at one start, the one with the fewest calls has it; of equals, the first.
    """
    return tuple(_slots(agendas, wanted, exclude, now))


def first_slots(
    agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime, most: int
) -> tuple[Slot, ...]:
    """The soonest of `free_slots`, at most so many, without working out the others."""
    return tuple(islice(_slots(agendas, wanted, exclude, now), most))


def is_free(agendas: Sequence[Agenda], slot: Slot, now: datetime) -> bool:
    """Whether that very slot can still be booked."""
    return any(
        agenda.recruiter.id == slot.recruiter
        and _reaches(_terms(agenda.recruiter), slot.start, now)
        and agenda.room(_base(now)).holds(minute_of(slot.start), minute_from(slot.end))
        for agenda in agendas
    )


def is_open(agenda: Agenda, slot: Slot, now: datetime) -> bool:
    """Whether it lies in open, unbooked time; however soon it is."""
    return agenda.room(_base(now)).holds(minute_of(slot.start), minute_from(slot.end))


def is_busy(agenda: Agenda, window: Window) -> bool:
    """Whether something in the recruiter's own calendar lies across it."""
    return any(busy.start < window.end and window.start < busy.end for busy in agenda.busy)


def has_call(agenda: Agenda, window: Window) -> bool:
    """Whether a booked call lies across it; buffers don't count."""
    return any(call.start < window.end and window.start < call.end for call in agenda.calls)


def _slots(agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime) -> Iterator[Slot]:
    asked = subtract(map(_utc, wanted), map(_utc, exclude))
    pool = _Pool(agendas, asked, now)
    odd = pool.odd_slots()
    for slot in pool.slots():
        while odd and odd[0].start < slot.start:
            yield odd.pop(0)
        yield slot
    yield from odd


class _Same:
    """Agendas of one day; the same where they are the very same objects, as an agenda that did not change is."""

    __slots__ = ("_key", "agendas", "base")

    def __init__(self, agendas: Sequence[Agenda], base: int) -> None:
        self.agendas, self.base = tuple(agendas), base
        self._key = (base, *map(id, agendas))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._key == other._key


@lru_cache(maxsize=POOLS_KEPT)
def _stacked(same: _Same) -> tuple[Sequence[Room], Mapping[Terms, int]]:
    """The rooms, of whom has the fewest calls first; and for each kind of terms the starts that anybody has."""
    rooms = sorted([agenda.room(same.base) for agenda in same.agendas], key=_STEP)
    unions: dict[Terms, int] = {}
    for terms, alike in groupby(rooms, key=_TERMS):
        union = unions.get(terms, 0)
        for room in alike:
            union |= room.starts
        unions[terms] = union
    return rooms, unions


class _Pool:
    """Recruiters with their room, the one with the fewest calls first, and what is asked of them."""

    def __init__(self, agendas: Sequence[Agenda], asked: Windows, now: datetime) -> None:
        self._base, self._now, self._asked = _base(now), now, asked
        self._rooms, self._unions = _stacked(_Same(agendas, self._base))
        self._masks = {terms: self._mask(terms) for terms in self._unions}

    def slots(self) -> Iterator[Slot]:
        """Those that begin on a whole quarter."""
        bits = 0
        for terms, union in self._unions.items():
            bits |= union & self._masks[terms]
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            yield self._slot(lowest)

    def odd_slots(self) -> list[Slot]:
        """Those that begin on the very minute at which a wish begins, where that is no whole quarter."""
        found = (self._odd_slot(window) for window in self._asked if not _is_quarter(window.start))
        return [slot for slot in found if slot is not None]

    def _slot(self, bit: int) -> Slot:
        room = next(room for room in self._rooms if room.starts & bit and self._masks[room.terms] & bit)
        start = moment_at(self._base + QUARTER * (bit.bit_length() - 1))
        return Slot(start, start + room.length, room.recruiter)

    def _odd_slot(self, window: Window) -> Slot | None:
        start, end = minute_of(window.start), minute_of(window.end)
        terms = {terms for terms in self._unions if _reaches(terms, window.start, self._now)}
        for room in self._rooms if terms else ():
            last = minute_from(window.start + room.length)
            if last <= end and room.terms in terms and room.holds(start, last):
                return Slot(window.start, window.start + room.length, room.recruiter)
        return None

    def _mask(self, terms: Terms) -> int:
        """The quarters at which a call on these terms may begin at all."""
        first, last = _reach(terms, self._now)
        asked = ((minute_from(window.start), minute_of(window.end)) for window in self._asked)
        return starting_bits([(max(start, first), min(end, last)) for start, end in asked], self._base, terms.minutes)


def _room(agenda: Agenda, base: int) -> Room:
    recruiter = agenda.recruiter
    zone = ZoneInfo(recruiter.zone)
    first = moment_at(base).astimezone(zone).date()
    opened = open_spans(recruiter, first, recruiter.days_ahead + DAYS_MORE, _full_days(agenda, zone))
    before, after = recruiter.buffer_before_minutes, recruiter.buffer_minutes
    apart = max(before, after)
    calls = [(minute_of(call.start), minute_from(call.end)) for call in agenda.calls]
    taken = [(start - apart, end + apart) for start, end in calls]
    taken += [(minute_of(busy.start) - after, minute_from(busy.end) + before) for busy in agenda.busy]
    spans = left_over(opened, taken)
    hours = sum(end - start for start, end in opened)
    booked = sum(end - start for start, end in calls if end > base)
    return Room(
        spans=spans,
        starts=starting_bits(spans, base, recruiter.call_minutes),
        step=int(booked / hours / LOAD_STEP) if hours else 0,
        terms=_terms(recruiter),
        length=recruiter.call_minutes * MINUTE,
        recruiter=recruiter.id,
    )


def _full_days(agenda: Agenda, zone: ZoneInfo) -> frozenset[date]:
    """The recruiter's days that have all the calls that a day may have."""
    most = agenda.recruiter.calls_a_day
    if most is None:
        return frozenset()
    days = Counter(call.start.astimezone(zone).date() for call in (*agenda.calls, *agenda.spoken))
    return frozenset(day for day, calls in days.items() if calls >= most)


def _terms(recruiter: Recruiter) -> Terms:
    return Terms(recruiter.call_minutes, recruiter.notice_minutes, recruiter.days_ahead)


def _reach(terms: Terms, now: datetime) -> Span:
    """The minutes between which calls may be booked."""
    return minute_from(now) + terms.notice, minute_of(now) + terms.days * DAY


def _reaches(terms: Terms, start: datetime, now: datetime) -> bool:
    """Whether a call may begin then, by its notice and how far ahead it is."""
    first, last = _reach(terms, now)
    return first <= minute_from(start) and minute_from(start) + terms.minutes <= last


def _base(now: datetime) -> int:
    """The UTC midnight a day ago: before everybody's today, and the same for all of a pool."""
    return minute_of(now) // DAY * DAY - DAY


def _is_quarter(moment: datetime) -> bool:
    return not (moment.minute % QUARTER or moment.second or moment.microsecond)


def _utc(window: Window) -> Window:
    return Window(window.start.astimezone(UTC), window.end.astimezone(UTC))
