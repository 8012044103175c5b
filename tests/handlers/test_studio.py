"""What the studio's pages send and get, over real HTTP."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.events import MessageReceived, Started
from bot.model import Address
from storage.accounts import Role
from storage.database import read, transact
from storage.people import door_code
from storage.scripts import published_files, versions
from storage.transcripts import transcript
from tests.demo_house import OPS, PASSWORD, VACANCY, DemoHouse, demo_house, with_account

VENDOR = Path(__file__).parents[2] / "handlers/studio/static/vendor"
Client = TestClient[web.Request, web.Application]
EDIT = "/scripts/first-contact/edit"


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    """The demo with the console beside it."""
    async with demo_house(sqlite_database_url) as made:
        await with_account(made.database, made.clock.now(), OPS, Role.OPS, None)
        yield made


@asynccontextmanager
async def signed_in(house: DemoHouse) -> AsyncIterator[tuple[Client, str, str]]:
    """Somebody from ops: their browser, what its forms bear, and the script as it is published."""
    async with TestClient(TestServer(house.app)) as client:
        await client.post("/sign-in", data={"name": OPS, "password": PASSWORD, "to": "/scripts"})
        page = await (await client.get(EDIT)).text()
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token
        text = (await read(house.database, published_files))["scripts/first-contact.yaml"]
        yield client, token[1], text


async def test_the_phone_says_to_the_letter_what_a_candidate_is_told(house: DemoHouse) -> None:
    moves = [{"text": "ja leuk"}, {"text": "morgen om 15:00"}, {"text": "ja"}, {"share": "+31687654321"}]
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "somebody"), house.clock.now()
    async with signed_in(house) as (client, token, text):
        await house.receive([Started(id="in", at=now, address=address, code=code, language="nl")])
        for number, words in enumerate(("ja leuk", "morgen om 15:00", "ja", "+31687654321")):
            await house.receive([MessageReceived(id=f"{number}", at=now, address=address, text=words)])
        lines = await read(house.database, lambda connection: transcript(connection, address))
        live = [line.text for line in lines if not line.from_candidate and not line.card]
        cast = {"vacancy": VACANCY, "language": "nl", "channel": "webchat", "at": now.isoformat()}
        form = {**cast, "text": text, "moves": json.dumps(moves), "form_token": token}
        shown = await (await client.post("/scripts/first-contact/rehearse", data=form)).json()
    said = re.findall(r'bubble theirs.*?<span class="words">(.*?)</span>', shown["thread"], re.DOTALL)
    assert [unescape(one) for one in said] == live
    assert "Gesprek met +31 6 87654321" in shown["told"]


async def test_nothing_is_published_while_a_test_fails(house: DemoHouse) -> None:
    async with signed_in(house) as (client, token, text):
        spoilt = text.replace("digitale assistent van", "x").replace("next: call\n", "next: later\n", 1)
        form = {"do": "publish", "text": spoilt, "edit": "0", "base": "1", "form_token": token}
        page = await (await client.post(EDIT, data=form)).text()
    assert "Not published: mend what stands below first." in page
    assert "tests/dutch.yaml" in page
    assert [one.number for one in await read(house.database, lambda c: versions(c, "first-contact"))] == [1]


async def test_who_publishes_over_a_colleague_is_told(house: DemoHouse) -> None:
    async with signed_in(house) as (client, token, text):
        mine, theirs = (text.replace("Helemaal goed. Schrijf", f"{words}. Schrijf") for words in ("Prima", "Goed"))
        form = {"do": "publish", "edit": "0", "base": "1", "form_token": token}
        done = await client.post(EDIT, data={**form, "text": theirs}, allow_redirects=False)
        assert (done.status, done.headers["Location"]) == (303, "/scripts/first-contact?done=published")
        refused = await client.post(EDIT, data={**form, "text": mine})
        page = await refused.text()
    assert refused.status == 409
    assert "published version 2 meanwhile" in page and "Prima. Schrijf" in page


async def test_a_talk_on_the_phone_becomes_a_test_that_publishing_has_to_pass(house: DemoHouse) -> None:
    async with signed_in(house) as (client, token, text):
        form = {"vacancy": VACANCY, "language": "nl", "text": text, "form_token": token, "keep": "yes"}
        moves = json.dumps([{"text": "ja leuk"}])
        await client.post("/scripts/first-contact/rehearse", data={**form, "moves": moves})
        kept = (await read(house.database, published_files))["tests/from-studio.yaml"]
        assert "- candidate: ja leuk" in kept and "- step: call" in kept
        for moves in ("[" * 100_000, "{", "[1]"):
            answer = await client.post("/scripts/first-contact/rehearse", data={**form, "moves": moves})
            assert (answer.status, "begin anew" in (await answer.json())["wrong"]) == (200, True)


async def test_a_form_of_another_site_changes_nothing(house: DemoHouse) -> None:
    async with signed_in(house) as (client, _, text):
        for path in (EDIT, "/scripts/first-contact/rollback", "/scripts/first-contact/rehearse"):
            assert (await client.post(path, data={"text": text, "form_token": "made up"})).status == 403


def test_what_others_made_is_what_they_published() -> None:
    told = dict(re.findall(r"\| ([\w-]+\.js) \|.*`(\w{64})` \|", (VENDOR / "README.md").read_text("utf-8")))
    assert told == {path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
