"""Nobody's failure is their neighbour's, and what failed is neither lost nor tried for ever."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.understanding.understood import Question, Understood
from storage import once
from storage.database import Database, read, transact
from storage.ledger import NothingPublished
from storage.tables import events
from tests.storage.looking import count, outcomes, talks
from tests.storage.settings import Office, understand


def breaks_at(word: str, text: str, question: Question) -> Understood:
    if text == word:
        raise ZeroDivisionError(text)
    return understand(text, question)


async def test_a_failing_event_never_fails_its_neighbours(office: Office) -> None:
    office.house = replace(office.house, understand=lambda text, asked: breaks_at("boom", text, asked))
    first, second = office.someone("1"), office.someone("2")
    for someone in (first, second):
        await someone.start(await office.door())
    boom = first.writes("boom")
    batch = (first.writes("yes please"), boom, second.writes("yes please"), first.writes("tomorrow at 14:00"))
    assert outcomes(await office.take(*batch)) == ["applied", "failed", "applied", "applied"]
    assert sorted(talk.turns for talk in await talks(office)) == [2, 3]
    assert "> boom" not in await first.texts()


async def test_an_event_that_fails_three_times_is_set_aside_without_a_word_of_it(office: Office) -> None:
    office.house = replace(office.house, understand=lambda text, asked: breaks_at("boom", text, asked))
    someone = office.someone()
    await someone.start(await office.door())
    boom = someone.writes("boom")
    told = [(await office.take(boom))[0] for _ in range(4)]
    assert [(one.outcome, one.error) for one in told] == [
        ("failed", "ZeroDivisionError"),
        ("failed", "ZeroDivisionError"),
        ("set_aside", "ZeroDivisionError"),
        ("seen", ""),
    ]
    kept = select(events.c.outcome, events.c.tries, events.c.reason).where(events.c.id == boom.id)
    assert await read(office.database, lambda c: c.execute(kept).all()) == [("set_aside", 3, "ZeroDivisionError")]


async def test_what_failed_is_handed_out_again_after_a_minute_and_can_still_succeed(office: Office) -> None:
    mended = office.house
    office.house = replace(mended, understand=lambda text, asked: breaks_at("yes please", text, asked))
    someone = office.someone()
    await someone.start(await office.door())
    failed = someone.writes("yes please")
    await office.take(failed)
    assert await read(office.database, lambda c: once.unsettled(c, office.now, 10)) == []
    office.pass_time(minutes=1)
    office.house = mended
    again = await read(office.database, lambda c: once.unsettled(c, office.now, 10))
    assert (again, outcomes(await office.take(*again))) == ([failed], ["applied"])
    assert await read(office.database, lambda c: once.unsettled(c, office.now, 10)) == []
    assert (await someone.texts())[-1] == "When would a call suit you?"


async def test_without_an_agency_nothing_is_taken_in_or_counted(office: Office, database: Database) -> None:
    someone = office.someone()
    await transact(database, lambda c: c.exec_driver_sql("DELETE FROM agency"))
    with pytest.raises(NothingPublished):
        await someone.start()
    assert await count(database, events) == 0


async def test_words_that_a_database_can_not_spell_do_no_harm(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    odd = "nul \x00, half a pair \ud800, and 🎉"
    assert (await someone.write(odd)).outcome == "applied"
    assert f"> {odd}" in await someone.texts()
