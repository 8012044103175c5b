"""Free slots: what bounds them, who has them, and which are offered."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.agenda import Agenda, first_slots, free_slots, is_free
from bot.choosing import choices, nearest_slots
from bot.habits import Habits
from bot.model import Call, Slot
from bot.windows import Window
from tests.bot.talking import AMSTERDAM, RUI, SANNE, WEDNESDAY

THURSDAY = datetime(2026, 11, 26, tzinfo=AMSTERDAM)
DAY = timedelta(days=1)


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
    call = Call(id="c", slot=slot)
    assert is_free([agenda.without(call)], slot, WEDNESDAY)
    # What is worked out for it is worked out once.
    assert agenda.without(call) is agenda.without(call)


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


def test_no_call_touches_the_time_kept_before_and_after_another() -> None:
    prepared = replace(SANNE, buffer_minutes=5, buffer_before_minutes=20)
    agenda = Agenda(recruiter=prepared, calls=(hours(10, 10 + 1 / 3),), busy=(hours(11, 11.5),))
    free = free_slots([agenda], (hours(9, 12.5),), (), WEDNESDAY)
    assert starts(free) == ["Thu 09:00", "Thu 09:15", "Thu 12:00"]


def test_a_day_that_has_its_calls_takes_no_more_and_those_that_are_over_count() -> None:
    agenda = Agenda(recruiter=replace(SANNE, calls_a_day=2), calls=(hours(10, 10.5),), spoken=(hours(9, 9.5),))
    wish = (hours(13, 13.5), hours(37, 37.5))
    assert starts(free_slots([agenda], wish, (), WEDNESDAY)) == ["Fri 13:00"]
    call = Call(id="c", slot=Slot(hours(10, 10.5).start, hours(10, 10.5).end, "sanne"))
    assert starts(free_slots([agenda.without(call)], wish, (), WEDNESDAY)) == ["Thu 13:00", "Fri 13:00"]


def test_days_off_and_public_holidays_are_not_offered() -> None:
    christmas = datetime(2026, 12, 24, 8, tzinfo=AMSTERDAM)
    away = replace(SANNE, holidays="NL", days_off=((date(2026, 12, 28), date(2026, 12, 30)),), days_ahead=9)
    free = Agenda(recruiter=away).free(christmas)
    assert {f"{window.start.astimezone(AMSTERDAM):%d-%m}" for window in free} == {"24-12", "31-12"}


def test_regions_have_holidays_of_their_own() -> None:
    epiphany = datetime(2027, 1, 6, 8, tzinfo=AMSTERDAM)
    at = [Agenda(recruiter=replace(SANNE, holidays=place)).free(epiphany)[0].start for place in ("DE-BE", "DE-BY")]
    assert [start.day for start in at] == [6, 7]


def test_hours_that_last_until_midnight_go_on_after_it() -> None:
    night = replace(SANNE, hours={3: ((time(22), time(0)),), 4: ((time(0), time(1)),)})
    assert Agenda(recruiter=night).free(WEDNESDAY)[0] == hours(22, 25)


def test_who_has_the_fewest_calls_is_asked_first() -> None:
    busy_week = tuple(hours(9 + n, 9.5 + n, THURSDAY + timedelta(days=day)) for day in (0, 1, 4) for n in range(4))
    pool = [Agenda(recruiter=SANNE, calls=busy_week), Agenda(recruiter=RUI)]
    assert {slot.recruiter for slot in free_slots(pool, (hours(14, 15),), (), WEDNESDAY)} == {"rui"}
    one_call = replace(pool[0], calls=busy_week[:1])
    assert {slot.recruiter for slot in free_slots([one_call, pool[1]], (hours(14, 15),), (), WEDNESDAY)} == {"sanne"}


def test_the_first_slots_are_the_first_of_all_free_ones() -> None:
    pool = [Agenda(recruiter=SANNE, busy=(hours(9, 11),)), Agenda(recruiter=RUI)]
    wish = (Window(WEDNESDAY, WEDNESDAY + timedelta(days=20)),)
    assert first_slots(pool, wish, (), WEDNESDAY, 5) == free_slots(pool, wish, (), WEDNESDAY)[:5]


def test_a_moment_at_which_calls_are_answered_goes_before_a_sooner_one() -> None:
    day = tuple(Slot(hours(n, n + 1 / 3).start, hours(n, n + 1 / 3).end, "sanne") for n in (9, 9.5, 10, 10.5, 11, 11.5))
    assert starts(choices(day, AMSTERDAM)) == ["Thu 09:00", "Thu 10:00", "Thu 11:00"]
    habits = Habits(tried={(3, 9): (10, 100), (3, 10): (10, 100), (3, 11): (80, 100)})
    assert starts(choices(day, AMSTERDAM, habits)) == ["Thu 09:00", "Thu 10:00", "Thu 11:00"]
    halves = tuple(slot for slot in day if slot.start.astimezone(AMSTERDAM).minute)
    week = tuple(Slot(s.start + n * DAY, s.end + n * DAY, s.recruiter) for n in (0, 1, 4) for s in halves)
    best = Habits(tried={(day, hour): (80 if hour == 10 else 20, 100) for day in range(7) for hour in (9, 10, 11)})
    assert starts(choices(week, AMSTERDAM, best)) == ["Thu 10:30", "Fri 10:30", "Mon 10:30"]


def test_an_hour_that_we_know_little_of_is_taken_for_one_like_the_others() -> None:
    habits = Habits(tried={(3, 9): (50, 100), (3, 10): (1, 1)})
    nine, ten = (habits.share(hours(n, n + 1).start, AMSTERDAM) for n in (9, 10))
    assert nine == pytest.approx(0.5, abs=0.01)
    assert nine < ten < 0.55
