"""A claim is ours for so long and no longer, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from handlers.clock import MovableClock
from handlers.leases import Lease

THEN = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def test_a_lease_runs_out_with_the_clock_that_the_claim_was_made_by() -> None:
    clock = MovableClock(THEN)
    lease = Lease(50, clock.now)
    assert 0 < lease.left <= 50
    clock.move(timedelta(seconds=49))
    assert lease.left <= 1
    clock.move(timedelta(seconds=1))
    assert lease.left <= 0


def test_a_clock_that_is_set_back_makes_no_lease_longer() -> None:
    moments = iter([THEN, THEN - timedelta(hours=1)])
    assert Lease(50, lambda: next(moments)).left <= 50
