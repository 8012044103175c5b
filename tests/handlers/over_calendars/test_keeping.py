"""Recruiters' calendars are read, whatever they answer; what was known of them holds meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select
from yarl import URL

from bot.events import Action, RecruiterActed
from bot.model import CalendarAccess
from bot.outgoing import Notify
from bot.windows import Window
from handlers.calendars.aside import read_aside
from handlers.calendars.asking import LONGEST_SECONDS, Asking
from handlers.calendars.unread import Reason, Unread
from storage.calendars import VAIN_TRIES
from storage.database import read
from storage.tables import calls
from tests.handlers.over_calendars.rooms import Room, open_room
from tests.handlers.over_calendars.servers import PASSWORD, USER, OddServer, Radicale, open_odd_server

MEETING = Window(datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 26, 11, tzinfo=UTC))
FAILED = "Your calendar can't be read: "
HOLDS = " Until it works again, calls are planned by what we last knew of it."


def calendar(*hours: int, uid: str = "meeting") -> str:
    """A calendar with meetings of an hour on the Thursday, at these hours in UTC."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}{hour}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261126T{hour:02}0000Z\r\n"
        "DURATION:PT1H\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
        for hour in hours
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"


@pytest.fixture
async def room(sqlite_database_url: str) -> AsyncIterator[Room]:
    async with open_room(sqlite_database_url, {"SANNE_CALDAV": PASSWORD}) as opened:
        yield opened


@pytest.fixture
async def server(room: Room) -> AsyncIterator[OddServer]:
    """Sanne's calendar as a file, with one meeting."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"one"':
            return web.Response(status=304)
        return web.Response(text=calendar(10), headers={"ETag": '"one"'})

    async with open_odd_server(answer) as odd:
        await room.publish(CalendarAccess(ics=odd.url))
        yield odd


def answering(odd: OddServer, answer: web.Response) -> None:
    async def give(_: web.Request) -> web.Response:
        return web.Response(status=answer.status, body=answer.body)

    odd.answer = give


async def test_busy_times_are_taken_over_and_asked_for_again_only_when_they_changed(
    room: Room, server: OddServer
) -> None:
    await room.read()
    await room.read()
    assert (await room.busy(), server.marks) == ((MEETING,), [None, '"one"'])
    answering(server, web.Response(text=calendar()))
    await room.read()
    assert await room.busy() == ()
    assert await room.told() == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (web.Response(status=401), "Your calendar refuses us: the user or password is wrong, or we may not see it."),
        (web.Response(status=404), "Your calendar isn't at its address any more."),
        (
            web.Response(text="<html>Sign in</html>"),
            "There is no calendar that we can read at your calendar's address.",
        ),
        (
            web.Response(text=calendar(10)[:-20]),
            "There is no calendar that we can read at your calendar's address.",
        ),
        (
            web.Response(body=b"x" * 40 * 1024 * 1024),
            "Your calendar is too large to be read; publish one that holds fewer years.",
        ),
    ],
)
async def test_what_was_known_holds_and_its_owner_is_told_once_and_once_that_it_works_again(
    room: Room, server: OddServer, answer: web.Response, sentence: str
) -> None:
    await room.read()
    usual = server.answer
    answering(server, answer)
    for _ in range(3):
        room.office.pass_time(minutes=5)
        await room.read()
    assert await room.busy() == (MEETING,)
    assert await room.told() == [f"{FAILED}{sentence}{HOLDS}"]
    server.answer = usual
    await room.read()
    await room.read()
    works = "Your calendar is read again: Your calendar can be read again, and calls are planned by it. "
    assert (await room.told())[1:] == [f"{works}There is nothing for you to do."]
    assert [(one.failing_since, one.reason) for one in await room.health()] == [(None, None)]


async def test_what_often_mends_itself_is_told_after_some_vain_tries(room: Room, server: OddServer) -> None:
    answering(server, web.Response(status=500))
    for _ in range(VAIN_TRIES - 1):
        await room.read()
    assert await room.told() == []
    await room.read()
    await room.read()
    assert await room.told() == [f"{FAILED}The server of your calendar reports a fault of its own.{HOLDS}"]
    assert [one.failing_since for one in await room.health()] == [room.office.now]


async def test_a_server_that_hangs_up_is_told_as_silent_and_once(room: Room, server: OddServer) -> None:
    await room.read()

    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    server.answer = hang_up
    for _ in range(VAIN_TRIES + 2):
        await room.read()
    assert await room.told() == [f"{FAILED}The server of your calendar doesn't answer.{HOLDS}"]
    assert await room.busy() == (MEETING,)


async def test_a_server_that_never_comes_to_an_end_is_left(room: Room, server: OddServer) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"BEGIN:VCALENDAR\r\n" * 1000)
            await asyncio.sleep(0)

    server.answer = endless
    await room.read()
    assert [one.reason for one in await room.health()] == [Reason.TOO_LARGE]


async def test_while_a_calendar_is_silent_calls_are_booked_by_what_is_known(room: Room, server: OddServer) -> None:
    await room.read()
    asked, done = asyncio.Event(), asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        asked.set()
        await done.wait()
        return web.Response(text=calendar(10))

    server.answer = silent
    reading = asyncio.create_task(room.read())
    await asked.wait()
    assert (await room.office.someone().book()).status == "booked"
    assert not reading.done()
    done.set()
    await reading


async def test_a_secret_that_is_not_set_is_told(database_url: str) -> None:
    async with open_room(database_url) as room:
        await room.publish(CalendarAccess(ics_from="SANNE_GOOGLE"))
        await room.read()
        await room.read()
        said = "The address or password of your calendar isn't set; ask whoever runs Belmoment here."
        assert await room.told() == [f"{FAILED}{said}{HOLDS}"]
        assert [(one.failing_since, one.reason) for one in await room.health()] == [(room.office.now, Reason.UNSET)]


async def test_an_address_in_the_environment_is_read(room: Room, server: OddServer) -> None:
    room.secrets["SANNE_GOOGLE"] = server.url
    await room.publish(CalendarAccess(ics_from="SANNE_GOOGLE"))
    await room.read()
    assert await room.busy() == (MEETING,)


async def test_who_has_no_calendar_any_more_is_not_kept_busy_by_it(room: Room, server: OddServer) -> None:
    await room.read()
    await room.publish(None)
    await room.read()
    assert (await room.busy(), await room.health()) == ((), [])


async def test_a_meeting_that_comes_later_across_a_booked_call_is_told_once_and_the_call_stands(
    database_url: str,
) -> None:
    async with open_room(database_url) as room, open_odd_server(_nothing) as server:
        await room.publish(CalendarAccess(ics=server.url))
        await room.read()
        booked = await room.office.someone().book()
        answering(server, web.Response(text=calendar(13)))
        await room.read()
        answering(server, web.Response(text=calendar(12, 13)))
        await room.read()
        [call] = await read(room.office.database, lambda c: c.execute(select(calls)).all())
        assert await room.told() == [
            "Something else at your call with Noor: Noor (truck driver) expects your call Thursday 26 November at "
            "14:00 (Dutch time), but your calendar now has something else then.\n"
            "If you can't call, have other times offered: "
            f"https://kade.example/calls/{call.id}\nUntil you do, the call stands."
        ]
        assert (call.conversation, call.status) == (booked.conversation, "booked")
        assert (await _asked_to_move(room, call.conversation, call.id)).startswith("Perhaps one of these suits you:")
        [call] = await read(room.office.database, lambda c: c.execute(select(calls)).all())
        assert call.status == "booked"


async def test_our_own_entry_in_their_calendar_is_no_meeting(room: Room, radicale: Radicale) -> None:
    work = await radicale.make("work")
    await room.publish(CalendarAccess(caldav=str(work), user=USER, password_from="SANNE_CALDAV"))
    await radicale.put(work / "own.ics", calendar(9, uid="talk-1@belmoment").replace("belmoment9", "belmoment"))
    await radicale.put(work / "meeting.ics", calendar(10))
    await room.read()
    assert await room.busy() == (MEETING,)
    await radicale.put(work / "second.ics", calendar(11, uid="second"))
    await room.read()
    assert await room.busy() == (replace(MEETING, end=MEETING.end + timedelta(hours=1)),)


async def test_a_wrong_password_for_a_real_server_is_told(room: Room, radicale: Radicale) -> None:
    room.secrets["SANNE_CALDAV"] = "mis"
    work = await radicale.make("work")
    await room.publish(CalendarAccess(caldav=str(work), user=USER, password_from="SANNE_CALDAV"))
    await room.read()
    assert [notice.subject for _, notice in await room.waiting() if isinstance(notice, Notify)] == [FAILED[:-2]]


async def test_a_calendar_that_answers_half_a_minute_late_is_left_each_time_and_told_once(
    room: Room, server: OddServer
) -> None:
    await room.read()
    asked = asyncio.Event()

    async def late(_: web.Request) -> web.Response:
        asked.set()
        await asyncio.sleep(30)
        return web.Response(text=calendar(12))

    server.answer = late
    with passing() as passes:
        for _ in range(VAIN_TRIES + 2):
            asked.clear()
            reading = asyncio.create_task(room.read())
            await asked.wait()
            passes(29)
            await reading
    assert await room.told() == [f"{FAILED}The server of your calendar doesn't answer.{HOLDS}"]
    assert await room.busy() == (MEETING,)


@contextmanager
def passing() -> Iterator[Callable[[float], None]]:
    """Seconds that the loop takes to have passed at once, with all that was to happen in them."""
    loop: Any = asyncio.get_running_loop()
    usual, ahead = loop.time, 0.0

    def passes(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds

    loop.time = lambda: usual() + ahead
    try:
        yield passes
    finally:
        del loop.time


async def test_an_answer_may_take_so_long_and_no_longer(room: Room, server: OddServer) -> None:
    assert LONGEST_SECONDS < 30
    never = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        await never.wait()
        raise AssertionError

    server.answer = silent
    with pytest.raises(Unread) as unread:
        await Asking(session=room.session, seconds=0.1).ask("GET", URL(server.url))
    assert unread.value.reason == Reason.SILENT
    never.set()


async def test_a_calendar_that_takes_for_ever_to_read_is_left() -> None:
    endless = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20261101T080000Z\r\nDURATION:PT1H\r\n"
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n"
        for n in range(100)
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{endless}END:VCALENDAR\r\n"
    with pytest.raises(Unread) as unread:
        await read_aside([text], MEETING, "Europe/Amsterdam", [], seconds=2)
    assert unread.value.reason == Reason.NONSENSE


async def _asked_to_move(room: Room, conversation: str, call: str) -> str:
    """What the candidate reads once the recruiter has said yes to other moments."""
    await room.office.take(
        RecruiterActed(
            id="yes",
            at=room.office.now,
            conversation=conversation,
            recruiter="sanne",
            action=Action.ASK_TO_MOVE,
            call=call,
        )
    )
    return (await room.office.someone().texts())[-1]


async def _nothing(_: web.Request) -> web.Response:
    return web.Response(text=calendar())
