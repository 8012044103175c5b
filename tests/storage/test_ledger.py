"""Events come in by one door: each counts once, in order, and nobody's failure is their neighbour's."""

import asyncio

from sqlalchemy import select

from bot.events import Blocked, ContactShared, DeliveryReported, Unhandled
from storage.database import read
from storage.ledger import Applied, Outcome
from storage.tables import calls, conversations, events, journal
from storage.tables import outbox as outbox_rows
from tests.storage.looking import count, outcomes, talks
from tests.storage.settings import WEDNESDAY, Office, Someone


async def booked(office: Office) -> list[tuple[str, str]]:
    columns = select(calls.c.status, calls.c.starts_at).order_by(calls.c.starts_at, calls.c.status)
    return [
        (row.status, f"{row.starts_at:%d %H:%M}")
        for row in await read(office.database, lambda c: c.execute(columns).all())
    ]


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


async def test_a_flood_of_new_people_is_taken_in_together(office: Office) -> None:
    code = await office.door()
    people: list[Someone] = [office.someone(f"{n}") for n in range(60)]
    taken = await asyncio.gather(*(someone.start(code) for someone in people))
    assert set(outcomes(taken)) == {"applied"}
    assert await count(office.database, conversations) == 60
