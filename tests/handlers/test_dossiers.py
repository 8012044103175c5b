"""A dossier behind a signed address: the same words as the notice, for a while, and for nobody who guesses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.dossier import MOST_WORDS, written
from bot.outgoing import Notify
from handlers.dossiers import STAYS, Dossiers
from handlers.words import load_sayings
from storage import queries
from storage.database import read
from storage.dossiers import facts_of
from storage.queries import QueuedCall
from tests.demo_house import Client, DemoHouse, book_a_call, demo_house


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


@pytest.fixture
async def call(house: DemoHouse) -> AsyncIterator[QueuedCall]:
    async with TestServer(house.app):
        await book_a_call(house)
        [call] = await read(house.database, lambda c: queries.queue(c, None, house.clock.now()))
        yield call


@pytest.fixture
def dossiers(house: DemoHouse) -> Dossiers:
    return Dossiers(
        database=house.database, sayings=load_sayings(), now=house.clock.now, key=b"a key for tests", public_url=""
    )


@pytest.fixture
async def client(dossiers: Dossiers) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(dossiers.routes())
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def test_it_reads_as_the_notice_and_opens_for_a_while(
    house: DemoHouse, dossiers: Dossiers, client: Client, call: QueuedCall
) -> None:
    notice = dossiers.linked(Notify(recruiter="sanne", subject="Fenna", text="Zo meteen", call=call.id))
    address = notice.text.rpartition("\n")[2]
    answer = await client.get(address)
    told = await read(house.database, lambda c: queries.notifications(c, None))
    facts = await read(house.database, lambda c: facts_of(c, call.id))
    assert facts is not None
    text = written(facts, load_sayings())
    assert len(text.split()) <= MOST_WORDS
    assert text in unescape(await answer.text())
    assert any(text in one.text for one in told)
    house.clock.move(STAYS + timedelta(minutes=1))
    assert (await client.get(address)).status == 403


async def test_nobody_opens_one_by_guessing(dossiers: Dossiers, client: Client, call: QueuedCall) -> None:
    address = dossiers.address(call.id)
    other = "0" if address[-1] != "0" else "1"
    for wrong in (address[:-1] + other, f"/dossier/{call.id}", address.replace("until=", "until=9")):
        answer = await client.get(wrong)
        assert (answer.status, "has expired, or is incomplete" in await answer.text()) == (403, True)


def test_a_notice_about_no_call_stays_as_it_is(dossiers: Dossiers) -> None:
    notice = Notify(recruiter="sanne", subject="Agenda", text="Niet te lezen")
    assert dossiers.linked(notice) == notice
