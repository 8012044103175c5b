"""How fast the first free slots of a pool are found: `python3 run bench agenda`.

Each of 1,000 recruiters keeps office hours and is busy for 60% of them, in meetings and booked calls. The first five
slots of 14 days are asked for, once with every agenda as it was (what was worked out for its version still stands),
and once of one agenda that has changed. Beside it plain scans answer the same question from prepared lists of minutes,
without bits and without a thought for who has the fewest calls; all find the same starts, or the measure fails.
"""

import argparse
import gc
import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import thread_time

from bot.agenda import Agenda, first_slots
from bot.model import Recruiter, Slot
from bot.openings import DAY, minute_from, minute_of, moment_at, open_spans
from bot.windows import Window

NOW = datetime(2026, 11, 23, 8, 7, tzinfo=UTC)
WISH = (Window(NOW, NOW + timedelta(days=14)),)
MOST = 5
BUSY = 0.6
GOAL = 0.3
"""Milliseconds."""
OFFICE = ((time(9), time(12, 30)), (time(13), time(17, 30)))
ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Europe/Berlin")


def main(arguments: list[str]) -> int:
    """Prints the times, and what a plain scan takes beside them; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python3 run bench agenda", description=__doc__)
    parser.add_argument("--recruiters", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311 (no secret)
    agendas = [_agenda(f"recruiter-{n}", chance) for n in range(options.recruiters)]
    plain = [_plain(agenda) for agenda in agendas]
    _agree(agendas, plain)
    gc.disable()
    kept = _milliseconds(lambda: _ask(agendas), options.rounds)
    rebuilt = _milliseconds(lambda: _rebuilt(agendas[0]), options.rounds)
    scanned = _milliseconds(lambda: _scan(plain), max(options.rounds // 20, 3))
    hunted = _milliseconds(lambda: _hunt(plain), options.rounds)
    print(f"{len(agendas):,} recruiters, {_share(agendas):.0%} busy; the first {MOST} slots of 14 days, medians:")
    print(f"  nothing changed                      {kept:8.3f} ms   (goal {GOAL} ms)")
    print(f"  one agenda changed, and asked alone  {rebuilt:8.3f} ms   (goal {GOAL} ms)")
    print(f"  scan of prepared lists, all of it    {scanned:8.3f} ms   {scanned / kept:8.2f} times as long")
    print(f"  the same, left at the fifth start    {hunted:8.3f} ms   {hunted / kept:8.2f} times as long")
    return 0 if kept <= GOAL and rebuilt <= GOAL else 1


def _agenda(name: str, chance: random.Random) -> Agenda:
    """Meetings of half an hour to two, and some calls, until 60% of the office hours are taken."""
    recruiter = Recruiter(
        id=name, name=name, phone="", zone=chance.choice(ZONES), hours=dict.fromkeys(range(5), OFFICE)
    )
    opened = open_spans(recruiter, NOW.date(), 15)
    room = sum(end - start for start, end in opened)
    taken: list[Window] = []
    while sum(window.length / timedelta(minutes=1) for window in taken) < BUSY * room:
        start, end = chance.choice(opened)
        first = chance.randrange(start, end, 5)
        window = Window(moment_at(first), moment_at(min(first + chance.choice((30, 45, 60, 90, 120)), end)))
        if all(window.end <= other.start or other.end <= window.start for other in taken):
            taken.append(window)
    return Agenda(recruiter=recruiter, busy=tuple(sorted(taken[::2])), calls=tuple(sorted(taken[1::2])))


def _share(agendas: Sequence[Agenda]) -> float:
    taken = sum((window.length for agenda in agendas for window in (*agenda.busy, *agenda.calls)), timedelta())
    opened = sum(end - start for agenda in agendas for start, end in open_spans(agenda.recruiter, NOW.date(), 15))
    return taken / timedelta(minutes=opened)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A recruiter's days as lists of minutes."""

    name: str
    length: int
    first: int
    last: int
    starts: Sequence[int]
    ends: Sequence[int]


def _plain(agenda: Agenda) -> _Plain:
    recruiter = agenda.recruiter
    free = agenda.free(NOW)
    starts, ends = [minute_of(window.start) for window in free], [minute_of(window.end) for window in free]
    first, last = minute_from(NOW) + recruiter.notice_minutes, minute_of(NOW) + recruiter.days_ahead * DAY
    return _Plain(recruiter.id, recruiter.call_minutes, first, last, starts, ends)


def _scan(pool: Sequence[_Plain]) -> list[int]:
    """Everybody's free quarters, and the first five starts of them all."""
    starts: set[int] = set()
    for one in pool:
        for first, last in zip(one.starts, one.ends, strict=True):
            begin, end = max(first, one.first), min(last, one.last) - one.length
            starts.update(range(-(-begin // 15) * 15, end + 1, 15))
    return sorted(starts)[:MOST]


def _hunt(pool: Sequence[_Plain]) -> list[int]:
    """Quarter by quarter, and recruiter by recruiter until one is free, until there are five."""
    found: list[int] = []
    for start in range(minute_from(NOW) // 15 * 15, minute_of(NOW) + 14 * DAY, 15):
        for one in pool:
            at = bisect_right(one.starts, start) - 1
            if one.first <= start and at >= 0 and start + one.length <= min(one.ends[at], one.last):
                found.append(start)
                break
        if len(found) == MOST:
            break
    return found


def _agree(agendas: Sequence[Agenda], plain: Sequence[_Plain]) -> None:
    """The same starts by all three ways."""
    ours = [minute_of(slot.start) for slot in _ask(agendas)]
    assert ours == _scan(plain) == _hunt(plain), (ours, _scan(plain), _hunt(plain))
    assert len(ours) == MOST


def _ask(agendas: Sequence[Agenda]) -> tuple[Slot, ...]:
    return first_slots(agendas, WISH, (), NOW, MOST)


def _rebuilt(agenda: Agenda) -> tuple[Slot, ...]:
    """The agenda with a new version, asked by itself."""
    return _ask([replace(agenda, version=agenda.version + 1)])


def _milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Of one core's time, the median of so many rounds: what others do on the machine does not count."""
    times = []
    for _ in range(rounds):
        began = thread_time()
        work()
        times.append((thread_time() - began) * 1000)
    return median(times)
