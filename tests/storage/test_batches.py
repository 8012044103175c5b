"""What is read and written together is as if each event had come alone; what was undone is not remembered."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from storage import outbox
from storage.database import transact
from storage.ledger import apply
from storage.tables import outbox as rows
from tests.storage.settings import CONTENTS, DRIVER, PLANNER, Office


async def test_a_whole_talk_in_one_batch_is_the_talk_that_it_would_be_in_many(office: Office) -> None:
    noor, emre = office.someone("1"), office.someone("2")
    code = await office.door()
    said = ("yes please", "tomorrow at 14:00", "yes", "+31 6 12345678")
    together = await office.take(noor.comes_in(code), *map(noor.writes, said))
    await emre.start(code)
    alone = [await emre.write(text) for text in ("yes please", "tomorrow at 15:00", "yes", "+31 6 87654321")]
    assert [(one.turn, one.step_after, one.status) for one in together[1:]] == [
        (one.turn, one.step_after, one.status) for one in alone
    ]


async def test_new_people_and_known_ones_share_a_batch(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    driver, planner = await office.door(), await office.door("planner", "rui")
    noor, emre, ada = office.someone("1"), office.someone("2"), office.someone("3")
    await noor.start(driver)
    taken = await office.take(noor.writes("no"), noor.comes_in(planner), emre.comes_in(driver), ada.comes_in(planner))
    assert [(one.outcome, one.step_after, one.turn) for one in taken] == [
        ("applied", "goodbye", 2),
        ("applied", "opening", 1),
        ("applied", "opening", 1),
        ("applied", "opening", 1),
    ]


async def test_a_booking_that_was_undone_takes_no_slot(office: Office) -> None:
    """The agenda that it was read with again, inside the same transaction, is not what others see afterwards."""
    noor, emre = office.someone("1"), office.someone("2")
    code = await office.door()
    for one in (noor, emre):
        await one.start(code)
        for text in ("+31 6 12345678", "yes please", "tomorrow at 14:00"):
            await one.write(text)

    def undone(connection: Connection) -> None:
        (booked,) = apply(connection, [noor.writes("yes")], office.house, office.now)
        (taken,) = apply(connection, [emre.writes("yes")], office.house, office.now)
        assert (booked.status, taken.status) == ("booked", "open")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await transact(office.database, undone)
    assert ((await emre.write("yes")).status, (await noor.write("yes")).status) == ("booked", "open")


async def test_many_are_noted_as_sent_at_once(office: Office) -> None:
    people = [office.someone(str(number)) for number in range(3)]
    code = await office.door()
    await office.take(*(person.comes_in(code) for person in people))
    claimed = await transact(office.database, lambda c: outbox.claim(c, office.now, 10))
    notes = [(one.id, f"provider {one.id}", office.now) for one in claimed]
    await transact(office.database, lambda c: outbox.all_sent(c, notes))
    columns = select(rows.c.id, rows.c.status, rows.c.provider_id, rows.c.sent_at, rows.c.due_at).order_by(rows.c.seq)
    stand = await transact(office.database, lambda c: c.execute(columns).all())
    assert [tuple(row) for row in stand] == [
        (one.id, "sent", f"provider {one.id}", office.now, None)
        for one in sorted(claimed, key=lambda one: one.recipient)
    ]
