"""Where a call still fits into a recruiter's days: as stretches of minutes, and as one bit a quarter of an hour."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bot.openings import Span

QUARTER = 15


class Terms(NamedTuple):
    """On which calls are booked: recruiters of the same terms are looked at together."""

    minutes: int
    """That a call takes."""
    notice: int
    """In minutes."""
    days: int
    """How far ahead."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is free, whatever the present is."""

    spans: Sequence[Span]
    """Sorted and disjoint."""
    starts: int
    """Bit n is set where a whole call fits that begins n quarters after the base."""
    step: int
    """How far the opening hours are filled with calls, in steps: who has fewer is asked first."""
    terms: Terms
    length: timedelta
    """Of a call."""
    recruiter: str

    def holds(self, start: int, end: int) -> bool:
        """Whether the minutes from `start` up to `end` are all free."""
        at = bisect_right(self.spans, (start, end)) - 1
        return any(first <= start and end <= last for first, last in self.spans[max(at, 0) : at + 2])


def left_over(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What of sorted, disjoint `spans` is left without `taken`, which come in any order."""
    holes = sorted(taken)
    left: list[Span] = []
    at = 0
    for start, end in spans:
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        for first, last in holes[at:]:
            if first >= end:
                break
            if start < first:
                left.append((start, first))
            start = max(start, last)  # noqa: PLW2901 (what is left of this span)
        if start < end:
            left.append((start, end))
    return left


def starting_bits(spans: Iterable[Span], base: int, length: int) -> int:
    """A bit for each quarter after `base` at which `length` minutes fit into one of the spans."""
    bits = 0
    for start, end in spans:
        first = max(-((base - start) // QUARTER), 0)
        last = (end - length - base) // QUARTER
        if last >= first:
            bits |= ((1 << (last - first + 1)) - 1) << first
    return bits
