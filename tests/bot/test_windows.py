"""Set arithmetic on windows, against minutes counted one by one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.windows import Window, intersect, merge, subtract

MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


minutes = st.integers(0, 60)
windows = st.lists(st.builds(lambda a, b: Window(at(a), at(b)), minutes, minutes), max_size=6)


def counted(some: list[Window] | tuple[Window, ...]) -> set[int]:
    return {minute for minute in range(60) for window in some if at(minute) in window}


@given(windows)
def test_merging_keeps_the_time_and_leaves_it_sorted_and_disjoint(some: list[Window]) -> None:
    merged = merge(some)
    assert counted(merged) == counted(some)
    assert all(one.end < other.start for one, other in pairwise(merged))


@given(windows, windows)
def test_subtracting_leaves_what_is_only_in_the_first(some: list[Window], taken: list[Window]) -> None:
    assert counted(subtract(some, taken)) == counted(some) - counted(taken)


@given(windows, windows)
def test_intersecting_leaves_what_is_in_both(some: list[Window], bounds: list[Window]) -> None:
    assert counted(intersect(some, bounds)) == counted(some) & counted(bounds)
