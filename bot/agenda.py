"""Openings, busy times and calls -> free slots, soonest first."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.model import Call, Recruiter, Slot
from bot.windows import Window, Windows, intersect, merge, subtract

GRID = timedelta(minutes=15)
MOST_OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A recruiter's opening hours, busy times and booked calls, with a version that turns with every change."""

    recruiter: Recruiter
    busy: Windows = ()
    calls: Windows = ()
    version: int = 0

    def free(self, now: datetime) -> Windows:
        """When a call could take place, from the notice period on and as far ahead as is booked; in UTC."""
        buffer = timedelta(minutes=self.recruiter.buffer_minutes)
        taken = (*self.busy, *(Window(call.start - buffer, call.end + buffer) for call in self.calls))
        earliest = now.astimezone(UTC) + timedelta(minutes=self.recruiter.notice_minutes)
        latest = now.astimezone(UTC) + timedelta(days=self.recruiter.days_ahead)
        return intersect(subtract(openings(self.recruiter, now), map(_utc, taken)), [Window(earliest, latest)])

    def without(self, call: Call | None) -> "Agenda":
        """The same agenda as if `call` were not in it: a call that moves does not stand in its own way."""
        if call is None or call.slot.recruiter != self.recruiter.id:
            return self
        return replace(self, calls=tuple(taken for taken in self.calls if _utc(taken) != _utc(call.slot.window)))


def free_slots(agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime) -> tuple[Slot, ...]:
    """Every slot inside `wanted` and outside `exclude`, soonest first, one per start; in UTC.

    Where several recruiters are free at one start, the first in `agendas` has it.
    """
    asked = subtract(map(_utc, wanted), map(_utc, exclude))
    by_start: dict[datetime, Slot] = {}
    for agenda in agendas:
        for slot in _slots(agenda.recruiter, intersect(agenda.free(now), asked), {window.start for window in asked}):
            by_start.setdefault(slot.start, slot)
    return tuple(sorted(by_start.values()))


def nearest_slots(agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime) -> tuple[Slot, ...]:
    """At most three free slots nearest to what was wanted, in order of time; the soonest ones where nothing was."""
    ahead = Window(now, now + timedelta(days=max((a.recruiter.days_ahead for a in agendas), default=0)))
    free = free_slots(agendas, (ahead,), exclude, now)
    if not wanted:
        return choices(free, ZoneInfo("UTC"))
    near = sorted(free, key=lambda slot: (distance(slot, wanted), slot.start))
    return tuple(sorted(_apart(near)))


def is_free(agendas: Sequence[Agenda], slot: Slot, now: datetime) -> bool:
    """Whether that very slot can still be booked."""
    return any(
        agenda.recruiter.id == slot.recruiter
        and any(window.start <= slot.start and slot.end <= window.end for window in agenda.free(now))
        for agenda in agendas
    )


def distance(slot: Slot, wanted: Windows) -> timedelta:
    """How far a start lies from where a call could have started; one on another day counts no time of day."""
    return min(max(window.start - slot.start, slot.end - window.end, timedelta()) for window in wanted)


def choices(slots: Sequence[Slot], zone: ZoneInfo) -> tuple[Slot, ...]:
    """At most three of `slots`, spread over the days, or over the one day, so that there is something to choose."""
    days = [list(group) for _, group in groupby(slots, key=lambda slot: slot.start.astimezone(zone).date())]
    if len(days) >= MOST_OFFERED:
        picked = [day[0] for day in days[:MOST_OFFERED]]
    elif len(days) == 2:
        picked = [*_spread(days[0], 2), days[1][0]]
    else:
        picked = [slot for day in days for slot in _spread(day, MOST_OFFERED)]
    return tuple(sorted(set(picked)))


def openings(recruiter: Recruiter, now: datetime) -> Windows:
    """The recruiter's opening hours from today on, as far ahead as is booked; in UTC."""
    zone = ZoneInfo(recruiter.zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=n) for n in range(recruiter.days_ahead + 1))
    return merge(
        Window(datetime.combine(day, start, zone).astimezone(UTC), datetime.combine(day, end, zone).astimezone(UTC))
        for day in days
        for start, end in recruiter.hours.get(day.weekday(), ())
    )


def _slots(recruiter: Recruiter, windows: Windows, named: Set[datetime]) -> Iterator[Slot]:
    length = timedelta(minutes=recruiter.call_minutes)
    for window in windows:
        for start in _starts(window, odd=window.start in named):
            if start + length <= window.end:
                yield Slot(start, start + length, recruiter.id)


def _starts(window: Window, *, odd: bool) -> Iterator[datetime]:
    """The whole quarters in the window; and its very beginning where somebody named an `odd` minute."""
    past = timedelta(minutes=window.start.minute % 15, seconds=window.start.second)
    start = window.start if not past else window.start - past + GRID
    if past and odd:
        yield window.start
    while start < window.end:
        yield start
        start += GRID


def _spread(slots: Sequence[Slot], most: int) -> list[Slot]:
    round_times = [slot for slot in slots[1:] if slot.start.minute in (0, 30)]
    pool = [slots[0], *round_times] if len(round_times) >= most else list(slots)
    return [pool[n * len(pool) // most] for n in range(most)] if len(pool) >= most else pool


def _apart(slots: Iterable[Slot]) -> list[Slot]:
    """The first three that are at least half an hour from each other."""
    kept: list[Slot] = []
    for slot in slots:
        if len(kept) < MOST_OFFERED and all(abs(slot.start - other.start) >= GRID * 2 for other in kept):
            kept.append(slot)
    return kept


def _utc(window: Window) -> Window:
    return Window(window.start.astimezone(UTC), window.end.astimezone(UTC))
