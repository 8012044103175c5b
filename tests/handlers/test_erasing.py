"""Somebody asks to be erased: what is left here, at Twilio and in what the system wrote, and how soon."""

import json
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, select

from bot.model import Address
from handlers.forgetting import erase_at_platforms, erase_who_asked
from storage.database import read, transact
from storage.privacy import sweep
from storage.tables import metadata, remains
from tests.handlers.offices import OpenOffice, eventually, open_office

KEY = b"a key for tests"
NUMBER, NAME, WORDS = "+31655443322", "Zwanet Terpstra", "zaterdag kan ik ook, na de zwemles"


async def talked(office: OpenOffice) -> None:
    """She booked on WhatsApp, sent a picture, and asks to be erased."""
    fenna, other = office.twilio.person(NUMBER, NAME), office.twilio.person("+31611111111", "Bo")
    for text in (f"/start {await office.door()}", "ja graag", "morgen om 15:00", "ja", WORDS):
        office.twilio.write(fenna, text)
        await office.twilio.deliver()
    office.twilio.send_media(fenna, "image")
    office.twilio.write(other, f"/start {await office.door()}")
    office.twilio.write(fenna, "verwijder mijn gegevens")
    await office.twilio.deliver()

    async def quiet() -> bool:
        lines = await office.lines(Address("whatsapp", NUMBER))
        return bool(lines) and all(line.from_candidate or line.status in ("sent", "delivered") for line in lines)

    await eventually(quiet)
    await office.twilio.deliver()


async def erased(office: OpenOffice) -> None:
    """What the chore does in the half minute after the last word."""
    office.clock.move_to(office.clock.now() + timedelta(seconds=35))
    assert await erase_who_asked(office.database, KEY, office.clock.now) == 1
    await erase_at_platforms(office.database, office.office.world.channels, office.clock.now)


async def everything(office: OpenOffice) -> str:
    def look(connection: Connection) -> str:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
        return json.dumps([[str(value) for value in row] for table in rows for row in table], ensure_ascii=False)

    return await read(office.database, look)


async def parties(office: OpenOffice) -> set[str]:
    return {party for message in office.twilio.state.messages.values() for party in (message.sender, message.to)}


async def test_within_a_minute_nothing_is_left_here_or_at_twilio(database_url: str) -> None:
    async with open_office(database_url) as office:
        await talked(office)
        held = await everything(office)
        assert [trace for trace in (NUMBER, NAME, WORDS) if trace not in held] == []
        assert f"whatsapp:{NUMBER}" in await parties(office)
        await erased(office)
        await eventually(partial(_swept, office))
        left = await everything(office)
        assert [trace for trace in (NUMBER, NAME, WORDS, NUMBER[1:]) if trace in left] == []
        assert f"whatsapp:{NUMBER}" not in await parties(office)
        assert "whatsapp:+31611111111" in await parties(office)
        assert await read(office.database, lambda c: c.execute(select(remains)).all()) == []


async def test_a_twilio_that_is_down_is_asked_again(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        await talked(office)
        office.twilio.faults.order("broken", method="erase", times=6)
        await erased(office)
        assert f"whatsapp:{NUMBER}" in await parties(office)
        office.clock.move_to(office.clock.now() + timedelta(seconds=20))
        await erase_at_platforms(office.database, office.office.world.channels, office.clock.now)
        assert f"whatsapp:{NUMBER}" not in await parties(office)


async def _swept(office: OpenOffice) -> bool:
    """What her recruiter was still to be told has been, and is gone, too."""
    await transact(office.database, sweep)
    return NUMBER not in await everything(office)
