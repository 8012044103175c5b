"""After two hours in which nobody listened: all are answered, no limit is broken, who writes now need not wait."""

from handlers.delivery import MOST_AT_ONCE
from tests.handlers.outages import most_within, outage

PATIENCE = 240.0


async def test_what_was_left_lying_for_two_hours_is_worked_off(database_url: str) -> None:
    seen = await outage(database_url, messages=400, people=100, patience=PATIENCE)
    assert (seen.kept, seen.talks, seen.unanswered) == (400, 100, 0)
    # Who wrote within the last hour only, and who just came, were not kept waiting for long.
    assert set(seen.excuses) == {0, 1}
    assert seen.excuses[1] == 100
    for channel, limit in (("telegram", 30), ("whatsapp", 80)):
        # What was on its way when the ten seconds began may come in them, too.
        assert most_within(seen.sent_at[channel], 10) <= 10 * limit + MOST_AT_ONCE
    assert seen.soonest["telegram"] >= 0.9
    assert all(others <= 2 * MOST_AT_ONCE for others in seen.before_newcomer.values())
