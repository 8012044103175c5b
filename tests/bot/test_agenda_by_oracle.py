"""Free slots against a slow and obvious oracle, also on the nights on which the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agenda import Agenda, free_slots
from bot.model import Recruiter
from bot.windows import Window
from tests.bot.talking import SANNE

zones = st.sampled_from(
    ["Europe/Amsterdam", "Europe/Lisbon", "America/St_Johns", "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe"]
)
moments = st.integers(0, 400 * 24 * 4).map(
    lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
)
changing_nights = st.sampled_from(
    [
        datetime(2026, 3, 28, 20, tzinfo=UTC),
        datetime(2026, 4, 4, 9, tzinfo=UTC),
        datetime(2026, 4, 23, 12, tzinfo=UTC),
        datetime(2026, 10, 24, 20, tzinfo=UTC),
        datetime(2026, 10, 29, 12, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    ]
)
spans = st.lists(st.tuples(st.integers(0, 96 * 4), st.integers(1, 40)), max_size=4)
stretches = st.sampled_from(
    [
        ((time(9), time(12, 30)), (time(13), time(17))),
        ((time(0), time(0)),),
        ((time(0), time(2, 45)), (time(22), time(0))),
        ((time(1), time(3)),),
        ((time(2, 30), time(4)),),
    ]
)
weeks = st.dictionaries(st.integers(0, 6), stretches, min_size=2)
people = st.builds(
    replace,
    st.just(replace(SANNE, days_ahead=4)),
    zone=zones,
    hours=weeks,
    buffer_minutes=st.sampled_from([0, 10]),
    buffer_before_minutes=st.sampled_from([0, 25]),
    notice_minutes=st.sampled_from([0, 30, 1440]),
    calls_a_day=st.sampled_from([None, 1, 2]),
    holidays=st.sampled_from(["", "NL", "DE-BY"]),
    days_off=st.sampled_from([(), ((date(2026, 10, 25), date(2026, 10, 26)), (date(2026, 3, 29), date(2026, 3, 29)))]),
)


@settings(max_examples=150)
@given(people, moments | changing_nights, spans, spans, spans, st.tuples(st.integers(0, 96 * 3), st.integers(4, 96)))
def test_every_free_slot_is_one_that_the_obvious_oracle_finds_and_none_is_missed(
    recruiter: Recruiter,
    now: datetime,
    busy: list[tuple[int, int]],
    calls: list[tuple[int, int]],
    spoken: list[tuple[int, int]],
    wish: tuple[int, int],
) -> None:
    agenda = Agenda(
        recruiter=recruiter, busy=_windows(now, busy), calls=_windows(now, calls), spoken=_windows(now, spoken)
    )
    wanted = _windows(now, [wish])
    quarters = [now + timedelta(minutes=15 * n) for n in range(96 * 5)]
    obvious = [start for start in quarters if _fits(start, agenda, wanted[0], now)]
    assert [slot.start for slot in free_slots([agenda], wanted, (), now)] == obvious


def _windows(now: datetime, spans: list[tuple[int, int]]) -> tuple[Window, ...]:
    quarter = timedelta(minutes=15)
    return tuple(Window(now + start * quarter, now + (start + length) * quarter) for start, length in spans)


def _fits(start: datetime, agenda: Agenda, wish: Window, now: datetime) -> bool:
    recruiter = agenda.recruiter
    end = start + timedelta(minutes=recruiter.call_minutes)
    before, after = (
        timedelta(minutes=minutes) for minutes in (recruiter.buffer_before_minutes, recruiter.buffer_minutes)
    )
    earliest, latest = now + timedelta(minutes=recruiter.notice_minutes), now + timedelta(days=recruiter.days_ahead)
    if not (max(earliest, wish.start) <= start and end <= min(latest, wish.end)):
        return False
    kept_free = Window(start - before, end + after)
    if any(_meet(kept_free, taken) for taken in (*agenda.busy, *agenda.calls)):
        return False
    if any(_meet(Window(start, end), Window(call.start - before, call.end + after)) for call in agenda.calls):
        return False
    return all(_open(start + timedelta(minutes=n), agenda) for n in range(recruiter.call_minutes))


def _meet(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _open(minute: datetime, agenda: Agenda) -> bool:
    """By the clock on the recruiter's wall, whatever it went through that night."""
    recruiter = agenda.recruiter
    zone = ZoneInfo(recruiter.zone)
    local = minute.astimezone(zone)
    begun = [call.start.astimezone(zone).date() for call in (*agenda.calls, *agenda.spoken)]
    if recruiter.calls_a_day is not None and begun.count(local.date()) >= recruiter.calls_a_day:
        return False
    country, _, region = recruiter.holidays.partition("-")
    if country and local.date() in country_holidays(country, subdiv=region or None):
        return False
    if any(first <= local.date() <= last for first, last in recruiter.days_off):
        return False
    return any(
        start <= local.time() and (local.time() < end or end == time(0))
        for start, end in recruiter.hours.get(local.weekday(), ())
    )
