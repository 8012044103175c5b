from datetime import UTC, datetime

import pytest

from handlers.demo.moves import Move, moved_to

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 13, 50, tzinfo=UTC)
HERE = "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("move", "where"),
    [
        (Move.TEN_MINUTES, datetime(2026, 11, 25, 9, 30, tzinfo=UTC)),
        (Move.HOUR, datetime(2026, 11, 25, 10, 20, tzinfo=UTC)),
        (Move.MORNING, datetime(2026, 11, 26, 8, 0, tzinfo=UTC)),
        (Move.TIMER, LATER),
    ],
)
def test_each_button_of_the_clock_goes_forward(move: Move, where: datetime) -> None:
    assert moved_to(move, NOW, HERE, LATER) == where


def test_where_nothing_waits_the_clock_stays() -> None:
    assert moved_to(Move.TIMER, NOW, HERE, None) == NOW


def test_a_morning_is_at_nine_also_over_the_night_on_which_clocks_change() -> None:
    before = datetime(2026, 10, 24, 10, tzinfo=UTC)
    assert moved_to(Move.MORNING, before, HERE, None) == datetime(2026, 10, 25, 8, tzinfo=UTC)
