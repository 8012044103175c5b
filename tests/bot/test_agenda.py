"""Free slots, against a slow and obvious oracle; and the nights on which the clocks change."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agenda import Agenda, choices, free_slots, is_free, nearest_slots
from bot.model import Call, Recruiter, Slot
from bot.windows import Window
from tests.bot.talking import AMSTERDAM, RUI, SANNE, WEDNESDAY

THURSDAY = datetime(2026, 11, 26, tzinfo=AMSTERDAM)


def starts(slots: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.start.astimezone(AMSTERDAM):%a %H:%M}" for slot in slots]


def hours(start: float, end: float, day: datetime = THURSDAY) -> Window:
    return Window(day + timedelta(hours=start), day + timedelta(hours=end))


def test_slots_fit_whole_into_the_wish_and_the_opening_hours() -> None:
    free = free_slots([Agenda(recruiter=SANNE)], (hours(11.5, 13.5),), (), WEDNESDAY)
    assert starts(free) == ["Thu 11:30", "Thu 11:45", "Thu 12:00", "Thu 13:00"]
    assert {slot.end - slot.start for slot in free} == {timedelta(minutes=20)}


def test_an_odd_minute_that_was_asked_for_is_kept() -> None:
    assert starts(free_slots([Agenda(recruiter=SANNE)], (hours(14 + 1 / 6, 14.75),), (), WEDNESDAY)) == [
        "Thu 14:10",
        "Thu 14:15",
    ]


def test_a_call_keeps_its_buffer_and_a_busy_time_does_not() -> None:
    agenda = Agenda(recruiter=SANNE, calls=(hours(10, 10 + 1 / 3),), busy=(hours(11, 11.5),))
    free = free_slots([agenda], (hours(9, 12),), (), WEDNESDAY)
    assert starts(free) == ["Thu 09:00", "Thu 09:15", "Thu 09:30", "Thu 10:30", "Thu 11:30"]


def test_what_was_ruled_out_is_not_offered() -> None:
    free = free_slots([Agenda(recruiter=SANNE)], (hours(9, 12),), (hours(9, 11.5),), WEDNESDAY)
    assert starts(free) == ["Thu 11:30"]


def test_the_first_recruiter_has_a_start_that_several_could_take() -> None:
    free = free_slots([Agenda(recruiter=SANNE), Agenda(recruiter=RUI)], (hours(17, 18),), (), WEDNESDAY)
    assert [(f"{slot.start.astimezone(AMSTERDAM):%H:%M}", slot.recruiter) for slot in free] == [
        ("17:00", "sanne"),
        ("17:15", "rui"),
        ("17:30", "rui"),
    ]


def test_notice_and_how_far_ahead_bound_what_is_free() -> None:
    short = replace(SANNE, notice_minutes=60, days_ahead=1)
    free = Agenda(recruiter=short).free(WEDNESDAY)
    assert free[0].start == WEDNESDAY + timedelta(hours=1)
    assert free[-1].end == WEDNESDAY + timedelta(days=1)


def test_a_call_that_moves_does_not_stand_in_its_own_way() -> None:
    slot = Slot(hours(14, 14.5).start, hours(14, 14.5).end, "sanne")
    agenda = Agenda(recruiter=SANNE, calls=(slot.window,))
    assert not is_free([agenda], slot, WEDNESDAY)
    assert is_free([agenda.without(Call(id="c", slot=slot))], slot, WEDNESDAY)


def test_the_nearest_slots_are_near_and_apart() -> None:
    near = nearest_slots([Agenda(recruiter=SANNE)], (hours(20, 20.5),), (), WEDNESDAY)
    assert starts(near) == ["Thu 16:00", "Thu 16:30", "Thu 17:00"]


def test_choices_are_spread_over_days_or_over_the_one_day() -> None:
    agenda = [Agenda(recruiter=SANNE)]
    week = tuple(hours(9, 12, THURSDAY + timedelta(days=day)) for day in (0, 1, 4, 5))
    assert starts(choices(free_slots(agenda, week, (), WEDNESDAY), AMSTERDAM)) == [
        "Thu 09:00",
        "Fri 09:00",
        "Mon 09:00",
    ]
    assert starts(choices(free_slots(agenda, week[:2], (), WEDNESDAY), AMSTERDAM)) == [
        "Thu 09:00",
        "Thu 10:30",
        "Fri 09:00",
    ]
    assert starts(choices(free_slots(agenda, week[:1], (), WEDNESDAY), AMSTERDAM)) == [
        "Thu 09:00",
        "Thu 10:00",
        "Thu 11:00",
    ]


def test_opening_hours_follow_the_wall_clock_over_a_night_on_which_the_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM)
    weekend = replace(SANNE, hours={day: ((time(9), time(10)),) for day in range(7)}, days_ahead=2)
    free = Agenda(recruiter=weekend).free(saturday)
    assert [f"{window.start.astimezone(AMSTERDAM):%a %H:%M}" for window in free] == ["Sun 09:00", "Mon 09:00"]
    assert free[0].start == datetime(2026, 10, 25, 8, tzinfo=UTC)


zones = st.sampled_from(["Europe/Amsterdam", "Europe/Lisbon", "America/St_Johns", "Asia/Kathmandu"])
moments = st.integers(0, 400 * 24 * 4).map(
    lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
)
spans = st.lists(st.tuples(st.integers(0, 96 * 4), st.integers(1, 40)), max_size=4)


@settings(max_examples=60)
@given(zones, moments, spans, spans, st.tuples(st.integers(0, 96 * 3), st.integers(4, 96)))
def test_every_free_slot_is_one_that_the_obvious_oracle_finds_and_none_is_missed(
    zone: str, now: datetime, busy: list[tuple[int, int]], calls: list[tuple[int, int]], wish: tuple[int, int]
) -> None:
    recruiter = replace(SANNE, zone=zone, days_ahead=4)
    agenda = Agenda(recruiter=recruiter, busy=_windows(now, busy), calls=_windows(now, calls))
    wanted = _windows(now, [wish])
    quarters = [now + timedelta(minutes=15 * n) for n in range(96 * 5)]
    obvious = [start for start in quarters if _fits(start, agenda, wanted[0], now)]
    assert [slot.start for slot in free_slots([agenda], wanted, (), now)] == obvious


def _windows(now: datetime, spans: list[tuple[int, int]]) -> tuple[Window, ...]:
    quarter = timedelta(minutes=15)
    return tuple(Window(now + start * quarter, now + (start + length) * quarter) for start, length in spans)


def _fits(start: datetime, agenda: Agenda, wish: Window, now: datetime) -> bool:
    recruiter = agenda.recruiter
    minutes = [start + timedelta(minutes=n) for n in range(recruiter.call_minutes)]
    buffer = timedelta(minutes=recruiter.buffer_minutes)
    taken = [*agenda.busy, *(Window(call.start - buffer, call.end + buffer) for call in agenda.calls)]
    earliest, latest = now + timedelta(minutes=recruiter.notice_minutes), now + timedelta(days=recruiter.days_ahead)
    return start >= earliest and all(
        minute in wish
        and minute < latest
        and _open(minute, recruiter)
        and not any(minute in window for window in taken)
        for minute in minutes
    )


def _open(minute: datetime, recruiter: Recruiter) -> bool:
    local = minute.astimezone(ZoneInfo(recruiter.zone))
    return any(start <= local.time() < end for start, end in recruiter.hours.get(local.weekday(), ()))
