"""Events come in by one door: each counts once, in order, and nobody's failure is their neighbour's."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Table, func, select

from bot.events import Blocked, ContactShared, DeliveryReported, Unhandled
from bot.model import Conversation
from bot.understanding.understood import Question, Understood
from storage import once
from storage.database import Database, read, transact
from storage.forms import CONVERSATION
from storage.ledger import Applied, NothingPublished, Outcome
from storage.tables import calls, conversations, events, journal
from storage.tables import outbox as outbox_rows
from tests.storage.settings import CONTENTS, DRIVER, PLANNER, WEDNESDAY, Office, Someone, understand


async def count(database: Database, table: Table) -> int:
    return await read(database, lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())


async def talks(office: Office) -> list[Conversation]:
    columns = select(conversations.c.data).order_by(conversations.c.created_at, conversations.c.id)
    return [CONVERSATION.decode(data) for data in await read(office.database, lambda c: c.scalars(columns).all())]


async def booked(office: Office) -> list[tuple[str, str]]:
    columns = select(calls.c.status, calls.c.starts_at).order_by(calls.c.starts_at, calls.c.status)
    return [
        (row.status, f"{row.starts_at:%d %H:%M}")
        for row in await read(office.database, lambda c: c.execute(columns).all())
    ]


def outcomes(applied: Sequence[Applied]) -> list[str]:
    return [one.outcome for one in applied]


def breaks_at(word: str, text: str, question: Question) -> Understood:
    if text == word:
        raise ZeroDivisionError(text)
    return understand(text, question)


async def test_from_the_door_to_a_booked_call(office: Office) -> None:
    applied = await office.someone().book()
    (talk,) = await talks(office)
    assert applied == Applied(
        event_id="event 5",
        conversation=talk.id,
        turn=5,
        step_before="call",
        step_after="call",
        status="booked",
        intent="other",
        outgoing=4,
    )
    assert (talk.turns, talk.status, talk.recruiter) == (5, "booked", "sanne")
    assert await booked(office) == [("booked", "26 13:00")]


async def test_an_event_counts_once(office: Office) -> None:
    someone = office.someone()
    start, hello = someone.comes_in(await office.door()), someone.writes("yes please")
    assert outcomes(await office.take(start, start)) == ["applied", "seen"]
    assert outcomes(await office.take(start, hello, hello)) == ["seen", "applied", "seen"]
    (talk,) = await talks(office)
    assert talk.turns == 2
    assert (await count(office.database, events), await count(office.database, journal)) == (2, 2)


async def test_the_same_event_from_several_sides_at_once_counts_once(office: Office) -> None:
    start = office.someone().comes_in(await office.door())
    taken = await asyncio.gather(*(office.take(start) for _ in range(8)))
    assert sorted(outcomes([applied for one in taken for applied in one])) == ["applied", *["seen"] * 7]
    assert await count(office.database, conversations) == 1


async def test_events_of_one_talk_are_taken_in_their_order(office: Office) -> None:
    someone = office.someone()
    words = ("yes please", "tomorrow at 14:00", "yes", "+31 6 12345678")
    batch = [someone.comes_in(await office.door()), *(someone.writes(text) for text in words)]
    assert [applied.turn for applied in await office.take(*batch)] == [1, 2, 3, 4, 5]
    assert await booked(office) == [("booked", "26 13:00")]


async def test_two_candidates_want_one_slot(office: Office) -> None:
    """Both were read back the same moment, and say yes at once."""
    people = [office.someone(f"{n}") for n in range(6)]
    for someone in people:
        number = ContactShared(
            id=office.event_id(), at=office.now, address=someone.address, number="+31612345678", own=True
        )
        await someone.start(await office.door())
        await office.take(number)
        await someone.write("yes please")
        await someone.write("tomorrow at 14:00")
    taken = await asyncio.gather(*(someone.write("yes") for someone in people))
    assert sorted(applied.status for applied in taken) == ["booked", *["open"] * 5]
    assert await booked(office) == [("booked", "26 13:00")]


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


async def test_what_a_platform_sent_besides_is_kept(office: Office) -> None:
    odd = Unhandled(id="odd", at=WEDNESDAY, channel="telegram", kind="poll", body="{}")
    assert outcomes(await office.take(odd, odd)) == ["kept", "seen"]
    bodies = select(events.c.outcome, events.c.body)
    assert await read(office.database, lambda c: c.execute(bodies).all()) == [
        (
            "kept",
            {
                "type": "unhandled",
                "id": "odd",
                "at": "2026-11-25T09:20:00+00:00",
                "channel": "telegram",
                "kind": "poll",
                "body": "{}",
            },
        )
    ]


async def test_a_report_moves_its_message(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    (line,) = await someone.lines()
    report = DeliveryReported(id="report", at=WEDNESDAY, outgoing=line.id, status="delivered")
    (applied,) = await office.take(report)
    assert applied.conversation == line.id.split("-")[0]
    assert [line.status for line in await someone.lines()] == ["delivered"]


async def test_somebody_without_a_code_talks_about_the_only_open_vacancy(office: Office) -> None:
    await office.someone("1").write("hello")
    await office.someone("2").start()
    await office.someone("3").start("no such code")
    assert [(talk.vacancy, talk.step) for talk in await talks(office)] == [("driver", "opening")] * 3


async def test_somebody_without_a_code_is_asked_which_vacancy_and_chooses(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    await someone.start()
    (talk,) = await talks(office)
    assert (talk.vacancy, [button.title for button in talk.buttons]) == ("", ["truck driver", "planner"])
    await someone.write("2")
    (talk,) = await talks(office)
    assert (talk.vacancy, talk.recruiter, talk.step) == ("planner", "rui", "opening")


async def test_a_door_settles_which_vacancy_it_is_about(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    await someone.start()
    await someone.start(await office.door("planner", "sanne"))
    (talk,) = await talks(office)
    assert (talk.vacancy, talk.recruiter, talk.step) == ("planner", "sanne", "opening")


async def test_one_open_topic_per_person(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    driver, planner = await office.door(), await office.door("planner", "rui")
    await someone.start(driver)
    await someone.start(planner)
    assert [talk.vacancy for talk in await talks(office)] == ["driver"]
    await someone.write("no")
    office.pass_time(days=1)
    await someone.start(planner)
    assert [(talk.vacancy, talk.status) for talk in await talks(office)] == [
        ("driver", "declined"),
        ("planner", "open"),
    ]
    await someone.write("no")
    office.pass_time(days=1)
    await someone.start(driver)
    assert [(talk.vacancy, talk.status) for talk in await talks(office)] == [
        ("driver", "open"),
        ("planner", "declined"),
    ]


async def test_the_same_door_goes_on_with_the_same_talk(office: Office) -> None:
    someone = office.someone()
    code = await office.door()
    await someone.start(code)
    await someone.start(code)
    (talk,) = await talks(office)
    assert talk.turns == 2


async def test_stop_drops_what_waits_and_says_one_last_word(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    await someone.write("stop")
    lines = [line for line in await someone.lines() if not line.from_candidate]
    assert [line.status for line in lines] == [*["refused"] * (len(lines) - 1), "waiting"]
    assert await booked(office) == [("cancelled", "26 13:00")]
    told = select(outbox_rows.c.status).where(outbox_rows.c.medium == "mail")
    assert set(await read(office.database, lambda c: c.scalars(told).all())) == {"waiting"}


async def test_after_a_stop_nothing_moves_and_the_journal_knows_what_came(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    await someone.write("stop")
    (before,) = await talks(office)
    applied = await someone.write("tomorrow at 14:00")
    assert await talks(office) == [before]
    assert (applied.outcome, applied.turn, applied.outgoing) == (Outcome.APPLIED, before.turns, 0)
    assert (await someone.texts())[-1] == "> tomorrow at 14:00"


async def test_a_block_drops_what_waits(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    await office.take(Blocked(id="blocked", at=office.now, address=someone.address))
    assert [line.status for line in await someone.lines()] == ["refused"]


async def test_a_cancelled_slot_is_free_at_once_for_another(office: Office) -> None:
    first, second = office.someone("1"), office.someone("2")
    await first.book()
    await first.write("cancel")
    await second.book()
    assert await booked(office) == [("booked", "26 13:00"), ("cancelled", "26 13:00")]


async def test_a_moved_call_is_the_same_call(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    await someone.write("tomorrow at 16:00")
    await someone.write("yes")
    assert await booked(office) == [("booked", "26 15:00")]
    (talk,) = await talks(office)
    assert talk.call is not None
    assert (talk.call.id, talk.call.sequence) == (f"{talk.id}-1", 1)


async def test_who_writes_is_known_on_every_channel_for_themselves(office: Office) -> None:
    code = await office.door()
    await office.someone("1", "telegram").start(code)
    await office.someone("1", "whatsapp").start(code)
    assert len({talk.candidate for talk in await talks(office)}) == 2


async def test_words_that_a_database_can_not_spell_do_no_harm(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    odd = "nul \x00, half a pair \ud800, and 🎉"
    assert (await someone.write(odd)).outcome == "applied"
    assert f"> {odd}" in await someone.texts()


async def test_a_flood_of_new_people_is_taken_in_together(office: Office) -> None:
    code = await office.door()
    people: list[Someone] = [office.someone(f"{n}") for n in range(60)]
    taken = await asyncio.gather(*(someone.start(code) for someone in people))
    assert set(outcomes(taken)) == {"applied"}
    assert await count(office.database, conversations) == 60
