"""Windows of time, half-open and aware, and the set arithmetic on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The time from `start` up to, and without, `end`; both aware."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def length(self) -> timedelta:
        """Real elapsed time, also over a night on which the clocks change, when both ends are in UTC."""
        return self.end - self.start


Windows = tuple[Window, ...]


def merge(windows: Iterable[Window]) -> Windows:
    """The same time as sorted, disjoint windows; empty ones are dropped."""
    merged: list[Window] = []
    for window in sorted(window for window in windows if window.start < window.end):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return tuple(merged)


def subtract(windows: Iterable[Window], taken: Iterable[Window]) -> Windows:
    """What of `windows` is left without `taken`; sorted and disjoint."""
    left = list(merge(windows))
    for hole in merge(taken):
        left = [part for window in left for part in _around(window, hole)]
    return tuple(left)


def intersect(windows: Iterable[Window], bounds: Iterable[Window]) -> Windows:
    """What `windows` and `bounds` have in common; sorted and disjoint."""
    common = (
        Window(max(window.start, bound.start), min(window.end, bound.end))
        for bound in merge(bounds)
        for window in merge(windows)
    )
    return merge(common)


def _around(window: Window, hole: Window) -> Iterable[Window]:
    if hole.end <= window.start or window.end <= hole.start:
        yield window
        return
    if window.start < hole.start:
        yield Window(window.start, hole.start)
    if hole.end < window.end:
        yield Window(hole.end, window.end)
