"""Erasing, handing out and outliving, on both databases."""

import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, Table, func, select, update

from bot.events import MessageReceived
from bot.model import Address
from handlers.forgetting import erase_who_asked, forget_what_outlived
from storage.acquaintances import Acquaintances
from storage.database import read, transact
from storage.outbox import claim, sent
from storage.privacy import (
    KEPT_FOR,
    erase,
    everything_about,
    find_people,
    kept_longer,
    sweep,
)
from storage.tables import calls, candidates, conversations, journal, metadata, outbox, recruiters
from tests.storage.settings import Office, Someone

KEY = b"a key for tests"
NAME, WORDS, NUMBER = "Noor", "Een zin die nergens mag blijven staan", "+31612345678"
PEER = "4815162342"


async def booked(office: Office) -> Someone:
    """Somebody with a name, a number and a booked call, who said something of their own."""
    person = office.someone(PEER)
    await person.book()
    await person.write(WORDS)
    return person


async def deliver_all(office: Office) -> None:
    """What waits goes out, all of it."""
    while claimed := await transact(office.database, lambda c: claim(c, office.now, 100)):
        for one in claimed:
            await transact(office.database, partial(sent, id=one.id, provider_id=one.id, now=office.now))


async def dump(office: Office) -> str:
    """All that stands in every table, as text."""

    def look(connection: Connection) -> str:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
        return json.dumps([[str(value) for value in row] for table in rows for row in table], ensure_ascii=False)

    return await read(office.database, look)


async def count(office: Office, *tables: Table) -> list[int]:
    """How many rows each has."""

    def look(connection: Connection) -> list[int]:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]

    return await read(office.database, look)


async def the_candidate(office: Office, person: Someone) -> str:
    [found] = await read(office.database, lambda c: find_people(c, f"{person.address.channel}:{person.address.peer}"))
    return found


async def suppressed(office: Office, address: Address, key: bytes | None) -> str | None:
    """Why nobody may write there first."""
    met = await read(office.database, lambda c: Acquaintances(c, [address], key).of(address))
    return "stopped" if met.stopped else "erased" if met.erased else None


async def test_nothing_personal_is_left_in_any_table(office: Office) -> None:
    person, other = await booked(office), office.someone("99")
    await office.take(MessageReceived(id="other", at=office.now, address=other.address, text="hello"))
    before, traces = await count(office, journal), (NAME, WORDS, PEER, NUMBER)
    held = await dump(office)
    assert [trace for trace in traces if trace not in held] == []
    candidate = await the_candidate(office, person)
    erased = await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    assert erased is not None
    assert [call["recruiter"] for call in erased.calls] == ["sanne"]
    await deliver_all(office)
    await transact(office.database, sweep)
    left = await dump(office)
    assert [trace for trace in (*traces, candidate) if trace in left] == []
    assert "telegram:99" in left
    assert await count(office, journal, calls, candidates) == [*before, 0, 1]


async def test_what_was_counted_stays_counted(office: Office) -> None:
    person = await booked(office)
    counted = select(journal.c.kind, journal.c.intent, journal.c.step_after, journal.c.status)

    async def totals() -> list[tuple[object, ...]]:
        return sorted(map(tuple, await read(office.database, lambda c: c.execute(counted).all())), key=str)

    before = await totals()
    candidate = await the_candidate(office, person)
    await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    assert await totals() == before


async def test_a_call_that_is_off_frees_its_time(office: Office) -> None:
    person = await booked(office)
    version = select(recruiters.c.agenda_version).where(recruiters.c.id == "sanne")
    before = await read(office.database, lambda c: c.execute(version).scalar_one())
    candidate = await the_candidate(office, person)
    await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    assert await read(office.database, lambda c: c.execute(version).scalar_one()) != before
    assert await booked(office)


async def test_an_address_is_remembered_as_a_hash_that_needs_the_key(office: Office) -> None:
    person = await booked(office)
    candidate = await the_candidate(office, person)
    await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    on_whatsapp, stranger = Address("whatsapp", NUMBER), Address("telegram", "somebody else")
    known = [
        await suppressed(office, person.address, KEY),
        await suppressed(office, on_whatsapp, KEY),
        await suppressed(office, person.address, b"another"),
        await suppressed(office, person.address, None),
        await suppressed(office, stranger, KEY),
    ]
    assert known == ["erased", "erased", None, None, None]
    await person.write("hello")
    assert await suppressed(office, person.address, KEY) is None


async def test_who_said_stop_is_left_in_peace_on_every_channel(office: Office) -> None:
    person = await booked(office)
    assert await suppressed(office, person.address, None) is None
    await person.write("stop")
    on_whatsapp = Address("whatsapp", NUMBER)
    assert [await suppressed(office, here, None) for here in (person.address, on_whatsapp)] == ["stopped"] * 2
    await person.write("start")
    assert await suppressed(office, person.address, None) is None


async def test_who_asks_for_it_in_the_chat_is_erased_within_a_minute(office: Office) -> None:
    person = await booked(office)
    await person.write("erase me")
    assert await erase_who_asked(office.database, KEY, lambda: office.now) == 0
    assert "erasing all I have about you" in (await person.texts())[-1]
    office.pass_time(seconds=45)
    assert await erase_who_asked(office.database, KEY, lambda: office.now) == 1
    assert await count(office, candidates, conversations) == [0, 0]
    await deliver_all(office)
    await transact(office.database, sweep)
    assert await count(office, outbox) == [0]


async def test_who_comes_back_before_that_is_kept(office: Office) -> None:
    person = await booked(office)
    await person.write("erase me")
    await person.write("start")
    office.pass_time(minutes=2)
    assert await erase_who_asked(office.database, KEY, lambda: office.now) == 0


async def test_who_writes_after_it_begins_anew(office: Office) -> None:
    person = await booked(office)
    candidate = await the_candidate(office, person)
    await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    await person.write("hello")
    assert len(await person.texts()) == 2
    assert await the_candidate(office, person) != candidate


async def test_a_platform_that_sends_an_old_message_again_brings_nobody_back(office: Office) -> None:
    person = await booked(office)
    again = MessageReceived(id="again", at=office.now, address=person.address, text="hello")
    await office.take(again)
    candidate = await the_candidate(office, person)
    await transact(office.database, partial(erase, candidate=candidate, key=KEY, now=office.now))
    assert [one.outcome for one in await office.take(again)] == ["seen"]
    assert await count(office, candidates) == [0]


async def test_everything_that_is_kept_is_handed_out(office: Office) -> None:
    person = await booked(office)
    candidate = await the_candidate(office, person)
    record = await read(office.database, lambda c: everything_about(c, candidate))
    assert record is not None
    told = json.dumps(record)
    assert all(part in told for part in (NAME, WORDS, NUMBER, PEER, "sanne", "give_time"))
    assert await read(office.database, lambda c: everything_about(c, "nobody")) is None


async def test_what_has_outlived_its_time_goes_and_what_is_awaited_stays(office: Office) -> None:
    done, quitter = office.someone("1"), office.someone("2")
    await done.start()
    await quitter.start()
    await quitter.write("stop")
    office.pass_time(days=KEPT_FOR.days, minutes=1)
    waiting = await booked(office)
    assert await forget_what_outlived(office.database, lambda: office.now) == (2, 0)
    assert await forget_what_outlived(office.database, lambda: office.now) == (0, 0)
    assert await count(office, candidates, conversations) == [2, 1]
    assert await the_candidate(office, waiting)
    await quitter.write("hello?")
    assert await quitter.texts() == ["> hello?"]


async def test_who_allowed_a_year_is_kept_for_a_year(office: Office) -> None:
    person = office.someone("1")
    await person.start()
    allowed = {"keep_until": office.now + timedelta(days=365)}
    await transact(office.database, lambda c: c.execute(update(candidates).values(allowed)))
    office.pass_time(days=364)
    assert await forget_what_outlived(office.database, lambda: office.now) == (0, 0)
    assert await read(office.database, lambda c: kept_longer(c, office.now)) == 1
    office.pass_time(days=2)
    assert await forget_what_outlived(office.database, lambda: office.now) == (1, 0)


@pytest.mark.parametrize("who", ["+31699999999", "telegram:0", "", ":", "x" * 500])
async def test_a_stranger_is_not_found(office: Office, who: str) -> None:
    await booked(office)
    assert await read(office.database, lambda c: find_people(c, who)) == []


def test_every_table_is_thought_of() -> None:
    """A new table must be thought of here: does it hold anything about a person?"""
    assert {table.name for table in metadata.sorted_tables} == {
        "accounts", "addresses", "agency", "calendars", "calls", "candidates", "conversations", "doors", "drafts",
        "events", "files", "forgotten", "freed", "journal", "marks", "origins", "outbox", "recruiters", "remains",
        "requests", "scripts", "sign_ins", "topics", "vacancies",
    }  # fmt: skip
