"""Ids are known for as long as they may come again, and then no longer."""

from datetime import timedelta

from sqlalchemy import select

from bot.events import MessageReceived, Unhandled
from bot.model import Address
from bot.understanding.understood import Question, Understood
from storage.arrivals import read_until
from storage.database import Database, read, transact
from storage.forgetting import MAY_BE_LOOKED_AT, MAY_COME_AGAIN, forget, forgettable
from storage.tables import events
from tests.storage.settings import WEDNESDAY, Office


async def known(office: Office) -> list[str]:
    columns = select(events.c.id).order_by(events.c.id)
    return list(await read(office.database, lambda c: c.scalars(columns).all()))


async def tidy(office: Office, limit: int = 100) -> int:
    ids = await read(office.database, lambda c: forgettable(c, office.now, limit))
    return await transact(office.database, lambda c: forget(c, ids))


def message(id: str, text: str = "hello") -> MessageReceived:
    return MessageReceived(id=id, at=WEDNESDAY, address=Address(id.partition(":")[0], "1"), text=text)


async def test_ids_are_forgotten_once_nobody_sends_them_again(office: Office) -> None:
    await office.take(message("telegram:1"))
    office.pass_time(days=1)
    await office.take(message("telegram:2"))
    office.now = WEDNESDAY + MAY_COME_AGAIN
    assert await tidy(office) == 0
    office.pass_time(seconds=1)
    assert (await tidy(office), await known(office)) == (1, ["telegram:2"])


async def test_what_comes_again_long_after_its_id_was_forgotten_counts_no_second_time(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    asked = MessageReceived(id="telegram:9", at=office.now, address=someone.address, text="what does it pay?")
    await office.take(asked)
    office.pass_time(days=8)
    assert await tidy(office) == 2
    before = await someone.texts()
    assert [one.outcome for one in await office.take(asked)] == ["seen"]
    assert (await someone.texts(), await known(office)) == (before, ["telegram:9"])


async def test_what_people_may_look_at_is_kept_for_longer(office: Office) -> None:
    await office.take(Unhandled(id="odd", at=WEDNESDAY, channel="telegram", kind="poll"), message("telegram:1"))
    office.now = WEDNESDAY + MAY_BE_LOOKED_AT
    assert (await tidy(office), await known(office)) == (1, ["odd"])
    office.pass_time(seconds=1)
    assert (await tidy(office), await known(office)) == (1, [])


async def test_what_will_be_tried_again_is_never_forgotten(office: Office) -> None:
    def breaks(text: str, question: Question) -> Understood:
        raise ZeroDivisionError

    office.house = type(office.house)(
        understand=breaks, sayings=office.house.sayings, read_script=office.house.read_script
    )
    await office.someone().start(await office.door())
    await office.take(message("telegram:1"))
    office.pass_time(days=400)
    assert (await tidy(office), await known(office)) == (1, ["telegram:1"])


async def test_what_a_platforms_record_will_bring_again_is_known_until_that_was_read(
    office: Office, database: Database
) -> None:
    await transact(database, lambda c: read_until(c, "whatsapp", WEDNESDAY))
    await office.take(message("whatsapp:1"), message("telegram:1"))
    office.pass_time(days=100)
    assert (await tidy(office), await known(office)) == (1, ["whatsapp:1"])
    await transact(database, lambda c: read_until(c, "whatsapp", office.now - timedelta(days=1)))
    assert (await tidy(office), await known(office)) == (1, [])


async def test_a_mark_never_goes_back(office: Office, database: Database) -> None:
    await transact(database, lambda c: read_until(c, "whatsapp", WEDNESDAY))
    await transact(database, lambda c: read_until(c, "whatsapp", WEDNESDAY - timedelta(days=50)))
    await office.take(message("whatsapp:1"))
    office.now = WEDNESDAY + MAY_COME_AGAIN + timedelta(days=2)
    await transact(database, lambda c: read_until(c, "whatsapp", office.now))
    assert await tidy(office) == 1


async def test_a_lot_is_forgotten_a_little_at_a_time(office: Office) -> None:
    await office.take(*(message(f"telegram:{number}") for number in range(5)))
    office.pass_time(days=8)
    assert [await tidy(office, 2) for _ in range(4)] == [2, 2, 1, 0]
