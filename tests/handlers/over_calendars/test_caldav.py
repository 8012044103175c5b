"""A calendar on a CalDAV server, against a real Radicale and against servers that know less."""

from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.windows import Window
from handlers.calendars.asking import Asking
from handlers.calendars.caldav import CalDav
from handlers.calendars.unread import Reason, Unread
from tests.handlers.over_calendars.servers import Radicale, open_odd_server

WITHIN = Window(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC))
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART:{day}T100000Z\r\nDTEND:{day}T110000Z\r\nSUMMARY:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def event(uid: str, day: str = "20261125") -> str:
    return EVENT.format(uid=uid, day=day)


def uids(texts: tuple[str, ...] | None) -> list[str] | None:
    """The events that were read."""
    if texts is None:
        return None
    return sorted(line[4:] for text in texts for line in text.splitlines() if line.startswith("UID:"))


@pytest.fixture
async def work(radicale: Radicale) -> URL:
    """A calendar with one event of these days and one of long ago."""
    await radicale.make("todo", "Taken", kind="VTODO")
    calendar = await radicale.make("work", "Werk")
    await radicale.put(calendar / "a.ics", event("a"))
    await radicale.put(calendar / "old.ics", event("old", "20200101"))
    return calendar


def caldav(radicale: Radicale, url: URL, name: str = "") -> CalDav:
    return CalDav(Asking(session=radicale.session, authorization=radicale.authorization), str(url), name)


async def test_only_what_changed_is_read_again(radicale: Radicale, work: URL) -> None:
    calendar = caldav(radicale, work)
    assert uids(await calendar.read(WITHIN)) == ["a"]
    assert await calendar.read(WITHIN) is None
    await radicale.put(work / "b.ics", event("b"))
    assert uids(await calendar.read(WITHIN)) == ["a", "b"]
    await radicale.delete(work / "a.ics")
    await radicale.put(work / "b.ics", event("b", "20261126"))
    again = await calendar.read(WITHIN)
    assert uids(again) == ["b"]
    assert "20261126T100000Z" in "".join(again or ())
    assert await calendar.read(WITHIN) is None
    assert uids(await calendar.read(Window(WITHIN.start, datetime(2026, 12, 8, tzinfo=UTC)))) == ["b"]


async def test_the_calendar_is_found_from_the_servers_own_address(radicale: Radicale, work: URL) -> None:
    await radicale.make("zother", "Thuis")
    assert uids(await caldav(radicale, radicale.url, "werk").read(WITHIN)) == ["a"]
    assert uids(await caldav(radicale, radicale.url, "Thuis").read(WITHIN)) == []
    with pytest.raises(Unread) as unread:
        await caldav(radicale, radicale.url, "Nergens").read(WITHIN)
    assert unread.value.reason == Reason.MISSING


async def test_a_server_that_names_its_entrance_is_found_by_its_bare_address(radicale: Radicale, work: URL) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/.well-known/caldav":
            home = f"<C:calendar-home-set><D:href>{radicale.url / 'anna' / ''}</D:href></C:calendar-home-set>"
            return _listing(home, request.path)
        return web.Response(status=405)

    async with open_odd_server(answer) as odd:
        assert uids(await caldav(radicale, URL(odd.url).with_path("/"), "Werk").read(WITHIN)) == ["a"]


async def test_booked_calls_are_written_moved_and_taken_out(radicale: Radicale, work: URL) -> None:
    calendar = caldav(radicale, radicale.url, "Werk")
    await calendar.put("talk-1@belmoment", event("talk-1@belmoment"))
    await calendar.put("talk-1@belmoment", event("talk-1@belmoment", "20261127"))
    (text,) = await radicale.texts(work)
    assert (text.count("UID:talk-1@belmoment"), "20261127T100000Z" in text) == (1, True)
    await calendar.delete("talk-1@belmoment")
    await calendar.delete("talk-1@belmoment")
    assert "talk-1" not in (await radicale.texts(work))[0]


async def test_a_wrong_password_is_known_as_one(radicale: Radicale, work: URL) -> None:
    wrong = Asking(session=radicale.session, authorization=aiohttp.encode_basic_auth("anna", "mis"))
    with pytest.raises(Unread) as unread:
        await CalDav(wrong, str(work)).read(WITHIN)
    assert unread.value.reason == Reason.DENIED


@pytest.mark.parametrize("known", ["ctag", "nothing", "a token that is forgotten"])
async def test_servers_that_tell_no_changes_are_asked_whether_and_then_for_all(
    session: aiohttp.ClientSession, known: str
) -> None:
    state = {"mark": "1", "uid": "a"}

    async def answer(request: web.Request) -> web.Response:
        body = await request.text()
        if request.method == "PROPFIND":
            mark = f"<S:getctag>{state['mark']}</S:getctag>" if known == "ctag" else ""
            token = f"<D:sync-token>t{state['mark']}</D:sync-token>" if known.startswith("a token") else ""
            return _listing(f"<D:resourcetype><C:calendar/></D:resourcetype>{mark}{token}")
        if "sync-collection" in body:
            return web.Response(status=403, text="<D:error xmlns:D='DAV:'><D:valid-sync-token/></D:error>")
        return _listing(f"<C:calendar-data>{event(state['uid'])}</C:calendar-data>", "/calendar.ics/a.ics")

    async with open_odd_server(answer) as odd:
        calendar = CalDav(Asking(session=session), odd.url)
        assert uids(await calendar.read(WITHIN)) == ["a"]
        again = await calendar.read(WITHIN)
        assert uids(again) == (None if known == "ctag" else ["a"])
        state.update(mark="2", uid="b")
        assert uids(await calendar.read(WITHIN)) == ["b"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (web.Response(status=401), Reason.DENIED),
        (web.Response(status=404), Reason.MISSING),
        (web.Response(status=500), Reason.BROKEN),
        (web.Response(text="<html>Sign in</html>"), Reason.NONSENSE),
        (
            web.Response(status=207, text="<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            Reason.NONSENSE,
        ),
        (web.Response(status=207, text="<multistatus/>"), Reason.NONSENSE),
        (web.Response(status=207, body=b"\xff\xfe\x00"), Reason.NONSENSE),
    ],
)
async def test_whatever_a_server_answers_has_a_reason(
    session: aiohttp.ClientSession, answer: web.Response, reason: Reason
) -> None:
    async def give(_: web.Request) -> web.Response:
        return web.Response(status=answer.status, body=answer.body)

    async with open_odd_server(give) as odd:
        with pytest.raises(Unread) as unread:
            await CalDav(Asking(session=session), odd.url).read(WITHIN)
        assert unread.value.reason == reason


def _listing(properties: str, href: str = "/calendar.ics") -> web.Response:
    spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
    return web.Response(
        status=207,
        text=f"<D:multistatus {spaces}><D:response><D:href>{href}</D:href><D:propstat><D:prop>{properties}</D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>",
    )
