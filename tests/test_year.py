"""A month of first contact with something in the house that tries to break the peace: nothing of it leaves."""

from bench.year import simulate
from bot.outgoing import Purpose


async def test_whatever_is_decided_nobodys_peace_is_broken(sqlite_database_url: str) -> None:
    judge = await simulate(sqlite_database_url, people=40, days=14)
    assert dict(+judge.wrong) == {}
    assert {Purpose.ANSWER, Purpose.INVITATION, Purpose.NUDGE, Purpose.NOTICE} <= set(judge.sent)
