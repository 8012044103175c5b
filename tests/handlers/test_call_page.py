"""The page of one call, as a recruiter, a colleague, a stranger and a read-only account use it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.closing import LONGEST_IMPRESSION
from bot.dossier import written
from handlers.agency.folder import read_folder, sample_folder
from handlers.words import load_sayings
from storage import queries
from storage.accounts import Role
from storage.agency import publish
from storage.database import read, transact
from storage.queries import QueuedCall
from tests.demo_house import NAME, PASSWORD, Client, DemoHouse, book_a_call, demo_house, with_account

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


@pytest.fixture
async def client(house: DemoHouse) -> AsyncIterator[Client]:
    async with TestClient(TestServer(house.app), headers=ENGLISH) as opened:
        yield opened


@pytest.fixture
async def booked(house: DemoHouse, client: Client) -> QueuedCall:
    """Tomorrow at three with Sanne, who is signed in."""
    await book_a_call(house)
    await sign_in(client)
    [call] = await read(house.database, lambda c: queries.queue(c, None, house.clock.now()))
    return call


@pytest.fixture
async def call(house: DemoHouse, client: Client, booked: QueuedCall) -> QueuedCall:
    """The same, at its time."""
    house.clock.move_to(booked.start + timedelta(minutes=5))
    await sign_in(client)
    return booked


async def sign_in(client: Client, name: str = NAME) -> None:
    client.session.cookie_jar.clear(lambda cookie: cookie.key == "belmoment")
    answer = await client.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert answer.status == 200


async def html_of(client: Client, call: QueuedCall) -> str:
    answer = await client.get(f"/calls/{call.id}")
    assert answer.status == 200
    return await answer.text()


async def act(client: Client, call: QueuedCall, action: str, **fields: str) -> tuple[int, str]:
    """What the page's own form sends, and the page after it."""
    token = re.search(r'name="form_token" value="(\w+)"', await html_of(client, call))
    answer = await client.post(f"/calls/{call.id}/{action}", data={"form_token": token[1] if token else "", **fields})
    return answer.status, await answer.text()


async def now_is(house: DemoHouse, call: QueuedCall) -> QueuedCall:
    seen = await read(house.database, lambda c: queries.queued_call(c, call.conversation, call.id))
    assert seen is not None
    return seen


async def test_the_page_tells_whom_to_call_and_what_was_said(client: Client, call: QueuedCall) -> None:
    html = await html_of(client, call)
    assert call.phone and f'href="tel:{call.phone}"' in html
    for words in ("morgen", "Speaks Dutch", "We spoke", "Hand over, move or cancel"):
        assert words in html


async def test_the_dossier_reads_the_same_in_notice_queue_and_page(
    house: DemoHouse, client: Client, booked: QueuedCall
) -> None:
    """As behind a signed address, see test_dossiers."""
    text = written(booked.facts, load_sayings())
    told = await read(house.database, lambda c: queries.notifications(c, None))
    shown = [await html_of(client, booked), await (await client.get("/queue")).text()]
    assert all(f">{text}</p>" in unescape(html) for html in shown)
    assert any(text in one.text for one in told)


async def test_a_call_is_closed_once_with_an_impression(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    status, html = await act(client, call, "close", outcome="spoken", impression="Rustig.\nWil dichter bij huis.")
    assert (status, "Rustig. Wil dichter bij huis." in html) == (200, True)
    assert "Spoke on" in html
    await act(client, call, "close", outcome="no_answer", impression="")
    closed = await now_is(house, call)
    assert (closed.status, closed.outcome, closed.impression) == ("held", "spoken", "Rustig. Wil dichter bij huis.")
    await act(client, call, "close", outcome="spoken", impression="y" * LONGEST_IMPRESSION * 2)
    assert (await now_is(house, call)).impression == "y" * LONGEST_IMPRESSION


async def test_a_form_sent_twice_counts_once(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    token = re.search(r'name="form_token" value="(\w+)"', await html_of(client, call))
    assert token
    for _ in range(2):
        await client.post(f"/calls/{call.id}/close", data={"form_token": token[1], "outcome": "no_answer"})
    lines = await read(house.database, lambda c: queries.lines_of(c, [call.conversation]))
    assert sum("missed each other" in line.text or "liepen elkaar mis" in line.text for line in lines) == 1


async def test_an_outcome_must_be_chosen(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    for wrong in ("", "great"):
        status, text = await act(client, call, "close", outcome=wrong)
        assert (status, text) == (400, "Choose how the call went, then send the form again.")
    assert (await now_is(house, call)).outcome is None


async def test_a_form_of_another_page_changes_nothing(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    fields = {"outcome": "spoken"}
    assert (await client.post(f"/calls/{call.id}/close", data=fields)).status == 403
    assert (await client.post(f"/calls/{call.id}/close", data={**fields, "form_token": "0" * 64})).status == 403
    assert (await now_is(house, call)).status == "booked"


async def test_a_colleague_takes_the_call_over(house: DemoHouse, client: Client, booked: QueuedCall) -> None:
    await with_account(house.database, house.clock.now(), "colleague", Role.RECRUITER, "tiago")
    await sign_in(client, "colleague")
    html = await html_of(client, booked)
    assert ("Sanne de Wit calls" in html, "From half an hour before the call, you can say" in html) == (True, True)
    assert (await act(client, booked, "hand-over", to="nobody"))[0] == 200
    assert (await now_is(house, booked)).recruiter == "sanne"


async def test_a_recruiter_cancels_and_asks_to_move(house: DemoHouse, client: Client, booked: QueuedCall) -> None:
    await act(client, booked, "move")
    assert (await now_is(house, booked)).status == "booked"
    status, html = await act(client, booked, "cancel")
    assert (status, "This call is over" in html) == (200, True)
    assert (await now_is(house, booked)).status == "cancelled"
    said = [line.text for line in await read(house.database, lambda c: queries.lines_of(c, [booked.conversation]))]
    assert ["Er kwam bij Sanne iets tussen" in said[-4], "Helaas kan Sanne je" in said[-2]] == [True, True]


async def test_who_may_only_read_gets_no_forms(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    await with_account(house.database, house.clock.now(), "ops", Role.OPS, None)
    await sign_in(client, "ops")
    html = await html_of(client, call)
    assert ("Your account may read calls, not change them." in html, "<select" in html) == (True, False)
    assert (await act(client, call, "cancel"))[0] == 403
    assert (await now_is(house, call)).status == "booked"


@pytest.mark.parametrize("id", ["nothing", "no-1", "0" * 32 + "-1", "%00", "a" * 3000])
async def test_a_guessed_call_is_not_there(client: Client, call: QueuedCall, id: str) -> None:
    answer = await client.get(f"/calls/{id}")
    assert answer.status == 404


async def test_who_is_turned_away_reads_it_on_a_page_in_their_language(client: Client, call: QueuedCall) -> None:
    answer = await client.get("/calls/nothing", headers={"Accept": "text/html", "Accept-Language": "nl"})
    html = await answer.text()
    assert (answer.status, "niet van je team" in html, 'href="/queue"' in html) == (404, True, True)


async def test_another_teams_recruiter_can_not_see_it(house: DemoHouse, client: Client, call: QueuedCall) -> None:
    contents = read_folder(sample_folder())
    noor = replace(contents.recruiters[0], id="noor", name="Noor", email="")
    wider = replace(contents, recruiters=(*contents.recruiters, noor))
    await transact(house.database, lambda c: publish(c, wider, house.clock.now()))
    await with_account(house.database, house.clock.now(), "stranger", Role.RECRUITER, "noor")
    await sign_in(client, "stranger")
    assert (await client.get(f"/calls/{call.id}")).status == 404
    assert (await client.post(f"/calls/{call.id}/cancel", data={})).status == 403
    assert "Fenna" not in await (await client.get("/queue?of=pool")).text()


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(client: Client, call: QueuedCall) -> None:
    await client.post("/sign-out")
    answer = await client.get(f"/calls/{call.id}")
    assert (answer.url.path, answer.url.query["to"]) == ("/sign-in", f"/calls/{call.id}")


async def test_who_says_that_they_are_calling_has_given_the_sign(
    house: DemoHouse, client: Client, call: QueuedCall
) -> None:
    status, html = await act(client, call, "dial")
    assert (status, "You said at 15:05 that you are calling." in html) == (200, True)
    assert (await now_is(house, call)).sign_at is not None


async def test_the_figures_tell_how_each_is_counted(client: Client, call: QueuedCall) -> None:
    await act(client, call, "close", outcome="no_answer", impression="")
    html = await (await client.get("/figures")).text()
    for words in ("0% (0 of 1)", "0 of 1 came back", "under 2 min", "Not answered: 1", "don’t count"):
        assert words in html
