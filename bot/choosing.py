"""Which of the free slots a candidate is offered."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from bot.agenda import Agenda, free_slots
from bot.habits import NO_HABITS, Habits
from bot.model import Slot
from bot.windows import Window, Windows

MOST_OFFERED = 3
HALF_AN_HOUR = timedelta(minutes=30)
WORTH_WAITING = timedelta(hours=2)
"""A later moment of the same day goes first where it is answered that much more often: for each tenth, so long."""


def nearest_slots(
    agendas: Sequence[Agenda], wanted: Windows, exclude: Windows, now: datetime, most: int = MOST_OFFERED
) -> tuple[Slot, ...]:
    """At most so many free slots nearest to what was wanted, in order of time; the soonest where nothing was."""
    ahead = Window(now, now + timedelta(days=max((a.recruiter.days_ahead for a in agendas), default=0)))
    free = free_slots(agendas, (ahead,), exclude, now)
    if not wanted:
        return choices(free, ZoneInfo("UTC"))[:most]
    near = sorted(free, key=lambda slot: (distance(slot, wanted), slot.start))
    return tuple(sorted(_apart(near, most)))


def distance(slot: Slot, wanted: Windows) -> timedelta:
    """How far a start lies from where a call could have started; one on another day counts no time of day."""
    return min(max(window.start - slot.start, slot.end - window.end, timedelta()) for window in wanted)


def choices(slots: Sequence[Slot], zone: ZoneInfo, habits: Habits = NO_HABITS) -> tuple[Slot, ...]:
    """At most three of `slots`, spread over the days, or over the one day, so that there is something to choose.

    Of each day, or of each part of the one day, the best: soon, and at an hour at which calls are answered.
    """
    days = [list(group) for _, group in groupby(slots, key=lambda slot: slot.start.astimezone(zone).date())]
    if len(days) >= MOST_OFFERED:
        picked = [_best(day, zone, habits) for day in days[:MOST_OFFERED]]
    elif len(days) == 2:
        picked = [*_spread(days[0], 2, zone, habits), _best(days[1], zone, habits)]
    else:
        picked = [slot for day in days for slot in _spread(day, MOST_OFFERED, zone, habits)]
    return tuple(sorted(set(picked)))


def _best(slots: Sequence[Slot], zone: ZoneInfo, habits: Habits) -> Slot:
    """The soonest, unless a later one is so much likelier to be answered that it is worth the wait."""
    first = slots[0].start

    def worth(slot: Slot) -> float:
        return habits.share(slot.start, zone) * 10 - (slot.start - first) / WORTH_WAITING

    return max(slots, key=worth)


def _spread(slots: Sequence[Slot], most: int, zone: ZoneInfo, habits: Habits) -> list[Slot]:
    round_times = [slot for slot in slots[1:] if slot.start.minute in (0, 30)]
    pool = [slots[0], *round_times] if len(round_times) >= most else list(slots)
    if len(pool) < most:
        return pool
    ends = [n * len(pool) // most for n in range(most + 1)]
    return [_best(pool[start:end], zone, habits) for start, end in pairwise(ends)]


def _apart(slots: Iterable[Slot], most: int) -> list[Slot]:
    """The first, at most so many, that are at least half an hour from each other."""
    kept: list[Slot] = []
    for slot in slots:
        if len(kept) < most and all(abs(slot.start - other.start) >= HALF_AN_HOUR for other in kept):
            kept.append(slot)
    return kept
