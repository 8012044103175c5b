import asyncio
from datetime import UTC, datetime, timedelta

from handlers.clock import Beat, MovableClock, RealClock

THEN = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def test_both_clocks_tell_aware_time_in_utc() -> None:
    assert RealClock().now().tzinfo is MovableClock().now().tzinfo is UTC


def test_a_movable_clock_runs_on_from_where_it_is_set() -> None:
    clock = MovableClock(THEN)
    first = clock.now()
    assert THEN <= first <= clock.now()


def test_a_movable_clock_goes_ahead_and_never_back() -> None:
    clock = MovableClock(THEN)
    clock.move(timedelta(hours=3))
    assert clock.now() >= THEN + timedelta(hours=3)
    clock.move(timedelta(hours=-2))
    clock.move_to(THEN)
    assert clock.now() >= THEN + timedelta(hours=3)
    clock.move_to(THEN + timedelta(days=2))
    assert THEN + timedelta(days=2) <= clock.now() < THEN + timedelta(days=3)


def test_who_watches_the_clock_hears_of_a_move() -> None:
    clock, heard = MovableClock(THEN), list[datetime]()
    clock.on_move(lambda: heard.append(clock.now()))
    clock.move(timedelta(hours=1))
    assert len(heard) == 1
    assert heard[0] >= THEN + timedelta(hours=1)


async def until(condition: asyncio.Condition, met: "list[int]", count: int) -> None:
    async with asyncio.timeout(30), condition:
        await condition.wait_for(lambda: len(met) >= count)


async def test_the_beat_rings_at_once_and_when_it_is_struck() -> None:
    rings, rung = list[int](), asyncio.Condition()

    async def ring() -> None:
        async with rung:
            rings.append(1)
            rung.notify_all()

    beat = Beat(ring, seconds=3600)
    beating = asyncio.create_task(beat.run())
    await until(rung, rings, 1)
    beat.strike()
    await until(rung, rings, 2)
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    assert len(rings) == 2


async def test_the_beat_rings_by_itself() -> None:
    rings, rung = list[int](), asyncio.Condition()

    async def ring() -> None:
        async with rung:
            rings.append(1)
            rung.notify_all()

    beating = asyncio.create_task(Beat(ring, seconds=0.01).run())
    await until(rung, rings, 4)
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)


async def test_a_strike_while_it_rings_is_not_lost_and_rings_never_overlap() -> None:
    ringing, most, rings, rung = 0, 0, list[int](), asyncio.Condition()
    beat: Beat

    async def ring() -> None:
        nonlocal ringing, most
        ringing += 1
        most = max(most, ringing)
        if not rings:
            beat.strike()
            beat.strike()
        await asyncio.sleep(0)
        ringing -= 1
        async with rung:
            rings.append(1)
            rung.notify_all()

    beat = Beat(ring, seconds=3600)
    beating = asyncio.create_task(beat.run())
    await until(rung, rings, 2)
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    assert (len(rings), most) == (2, 1)
