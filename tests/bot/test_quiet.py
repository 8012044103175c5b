"""Quiet hours, on the candidate's own clock."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.quiet import after_quiet, is_quiet

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LISBON = ZoneInfo("Europe/Lisbon")
EVENING, MORNING = time(20), time(8, 30)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-25 10:00", "2026-11-25 10:00"),
        ("2026-11-25 19:59", "2026-11-25 19:59"),
        ("2026-11-25 20:00", "2026-11-26 08:30"),
        ("2026-11-26 03:00", "2026-11-26 08:30"),
        ("2026-11-28 21:00", "2026-11-30 08:30"),
        ("2026-11-29 12:00", "2026-11-30 08:30"),
        ("2026-03-28 23:00", "2026-03-30 08:30"),
    ],
)
def test_what_would_come_in_quiet_hours_waits_until_they_are_over(moment: str, then: str) -> None:
    waited = after_quiet(_at(moment), AMSTERDAM, EVENING, MORNING)
    assert waited == _at(then)
    assert not is_quiet(waited, AMSTERDAM, EVENING, MORNING)


def test_an_evening_is_the_candidates_not_ours() -> None:
    moment = _at("2026-11-25 20:30")
    assert is_quiet(moment, AMSTERDAM, EVENING, MORNING)
    assert not is_quiet(moment, LISBON, EVENING, MORNING)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)
