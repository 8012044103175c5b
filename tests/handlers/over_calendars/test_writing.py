"""Booked calls stand in the recruiter's calendar and in the feed, and are read back by a second implementation."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.model import CalendarAccess
from bot.outgoing import Invite
from handlers.calendars.feed import Feed, feed_path
from handlers.calendars.writing import Writing
from handlers.channel import Refused, TryLater
from tests.handlers.over_calendars.rooms import Room, open_room
from tests.handlers.over_calendars.servers import PASSWORD, USER, Radicale, open_odd_server
from tests.storage.settings import SANNE

KEY = b"a secret of the house"
CALL = Invite(
    recruiter="sanne",
    uid="talk-1",
    sequence=0,
    start=datetime(2026, 11, 26, 13, tzinfo=UTC),
    end=datetime(2026, 11, 26, 13, 20, tzinfo=UTC),
    summary="Noor; planner, é",
    description="+31 6 12345678\n“morgen”, zei ze " * 5,
)


def read_back(text: str) -> list[tuple[str, datetime, datetime, str]]:
    """The entries as vobject reads them."""
    calendar = vobject.readOne(text)
    return [
        (entry.uid.value, entry.dtstart.value, entry.dtend.value, entry.summary.value)
        for entry in calendar.contents.get("vevent", [])
    ]


@pytest.fixture
async def room(sqlite_database_url: str) -> AsyncIterator[Room]:
    async with open_room(sqlite_database_url, {"SANNE_CALDAV": PASSWORD}) as opened:
        yield opened


async def test_a_call_is_written_moved_and_taken_out_once_however_often_it_is_tried(
    room: Room, radicale: Radicale
) -> None:
    work = await radicale.make("work", "Werk")
    await radicale.make("todo", kind="VTODO")
    access = CalendarAccess(caldav=str(radicale.url), user=USER, password_from="SANNE_CALDAV", name="Werk")
    sanne, writing = replace(SANNE, calendar=access), Writing(secret=room.secrets.get, now=lambda: room.office.now)
    for _ in range(2):
        assert await writing.send("talk-1-0-1", sanne, CALL) == "talk-1@belmoment"
    (text,) = await radicale.texts(work)
    assert read_back(text) == [("talk-1@belmoment", CALL.start, CALL.end, CALL.summary)]
    assert ("METHOD" in text, "ATTENDEE" in text) == (False, False)
    day = timedelta(days=1)
    await writing.send("talk-1-1-1", sanne, replace(CALL, sequence=1, start=CALL.start + day, end=CALL.end + day))
    assert read_back((await radicale.texts(work))[0]) == [
        ("talk-1@belmoment", CALL.start + day, CALL.end + day, CALL.summary)
    ]
    for _ in range(2):
        await writing.send("talk-1-2-1", sanne, replace(CALL, sequence=2, cancelled=True))
    assert "VEVENT" not in (await radicale.texts(work))[0]


async def test_a_booked_call_goes_into_the_calendar_and_is_not_mailed_there_too(room: Room) -> None:
    access = CalendarAccess(caldav="https://cloud.example/dav/", user=USER, password_from="SANNE_CALDAV")
    await room.publish(access)
    await room.office.someone().book()
    invites = [(medium, one) for medium, one in await room.waiting() if isinstance(one, Invite)]
    assert [(medium, one.cancelled) for medium, one in invites] == [("calendar", False)]
    claimed = [one for one in await room.claim() if one.medium == "calendar"]
    assert [(one.recipient, one.address, one.recruiter) for one in claimed] == [
        ("calendar:sanne", None, replace(SANNE, calendar=access, email=""))
    ]


@pytest.mark.parametrize(("status", "error"), [(401, TryLater), (404, TryLater), (503, TryLater), (400, Refused)])
async def test_what_a_calendar_refuses_is_tried_again_where_that_can_help(
    room: Room, status: int, error: type[Exception]
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with open_odd_server(answer) as odd:
        access = CalendarAccess(caldav=odd.url, user=USER, password_from="SANNE_CALDAV")
        with pytest.raises(error):
            writing = Writing(secret=room.secrets.get, now=lambda: room.office.now)
            await writing.send("talk-1-0-1", replace(SANNE, calendar=access), CALL)


async def test_a_recruiters_calls_can_be_subscribed_to_and_nobody_guesses_where(room: Room) -> None:
    feed = Feed(
        database=room.office.database,
        now=lambda: room.office.now,
        key=KEY,
        link=lambda call: f"https://kade.example/calls/{call}",
    )
    app = web.Application()
    app.add_routes(feed.routes())
    await room.publish(None)
    await room.office.someone().book()
    async with TestClient(TestServer(app)) as client:
        answer = await client.get(feed_path(SANNE, KEY))
        text = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/calendar")
        [(uid, start, end, summary)] = read_back(text)
        assert uid.endswith("@belmoment")
        assert (start, end - start, summary) == (CALL.start, timedelta(minutes=20), "Noor · truck driver")
        again = await client.get(feed_path(SANNE, KEY), headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304
        await room.office.someone().write("cancel")
        changed = await client.get(feed_path(SANNE, KEY), headers={"If-None-Match": answer.headers["ETag"]})
        assert (changed.status, read_back(await changed.text())) == (200, [])
        other = replace(SANNE, calendar=CalendarAccess(feed=2))
        guessed = [f"/calendars/{letter * 32}.ics" for letter in "Aé"]
        for path in (feed_path(other, KEY), feed_path(SANNE, b"another"), *guessed):
            assert (await client.get(path)).status == 404
        await room.publish(CalendarAccess(feed=2))
        statuses = [(await client.get(feed_path(one, KEY))).status for one in (SANNE, other)]
        assert statuses == [404, 200]
