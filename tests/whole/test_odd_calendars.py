"""A recruiter's calendar that is far too large, or never answers, keeps nobody waiting: real processes."""

import asyncio
from pathlib import Path

from aiohttp import web

from storage.calendars import health
from storage.database import open_database, read
from tests.handlers.over_calendars.servers import OddServer, open_odd_server
from tests.whole.callers import begin, book, booked
from tests.whole.fleet import eventually
from tests.whole.house import House, open_house

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
MEETING = (
    "BEGIN:VEVENT\r\nUID:meeting\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261127T100000Z\r\nDURATION:PT1H\r\n"
    "SUMMARY:Overleg\r\nEND:VEVENT\r\n"
)
"""On Friday from 11 to 12 in Amsterdam."""
MEGABYTE = (
    f"BEGIN:VEVENT\r\nUID:old\r\nDTSTART:20200101T100000Z\r\nDESCRIPTION:{'x' * 1024}\r\nEND:VEVENT\r\n" * 1024
).encode()
TOLD = (
    "Je agenda is niet te lezen\n\nJe agenda is te groot om te lezen; publiceer er een met minder jaren. Tot het weer "
    "lukt, plannen we met wat we het laatst van je agenda wisten."
)


async def usual(_: web.Request) -> web.StreamResponse:
    return web.Response(text=f"{HEAD}{MEETING}END:VCALENDAR\r\n")


async def of_forty_megabytes(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    await answer.write(HEAD.encode())
    for _ in range(40):
        await answer.write(MEGABYTE)
    await answer.write(b"END:VCALENDAR\r\n")
    return answer


async def read_anew(house: House, calendar: OddServer) -> None:
    """The server is started again, which reads calendars at once."""
    (server,) = house.fleet.processes
    before = len(calendar.asked)
    await server.stop()
    await server.start()

    async def asked() -> bool:
        return len(calendar.asked) > before

    await eventually(asked)


async def test_a_calendar_of_40_mb_or_one_that_hangs_delays_no_booking_and_no_answer_and_is_told_once(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    never = asyncio.Event()

    async def silent(_: web.Request) -> web.StreamResponse:
        await never.wait()
        return web.Response(status=503)

    async def was_read() -> bool:
        database = await open_database(sqlite_database_url)
        try:
            return any(one.read_at for one in await read(database, health))
        finally:
            await database.close()

    async with open_odd_server(usual) as calendar:
        own = ("    notice_minutes", "    calendar: {ics_from: SANNE_CALENDAR}\n    notice_minutes")
        async with open_house(sqlite_database_url, tmp_path, own, SANNE_CALENDAR=calendar.url) as house:
            await eventually(was_read)
            calendar.answer = of_forty_megabytes
            await read_anew(house, calendar)
            await house.told("sanne", "agenda is te groot")
            anna, bert = house.somebody(1, hour=11), house.somebody(2, hour=15)
            await begin(anna)
            await book(anna)
            assert any("Tiago Marques belt je vrijdag 27 november" in text for text in anna.texts), anna.texts

            calendar.answer = silent
            await read_anew(house, calendar)
            await begin(bert)
            await book(bert)
            assert await booked(house.fleet) == ["27 10:00", "27 14:00"]
            assert [text for text in house.read("sanne") if "agenda" in text] == [TOLD]
            never.set()
