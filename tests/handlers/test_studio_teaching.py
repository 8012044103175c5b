"""What was not understood is a work list: one click teaches it, on every server, unless a test fails with it."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape

import pytest

from bot.events import MessageReceived, Started
from bot.model import Address
from bot.understanding.understood import Asked, Intent
from handlers.agency.folder import read_folder, sample_folder
from handlers.ears import Ears, keep_listening
from storage.agency import publish
from storage.database import transact
from storage.people import door_code
from tests.bot.understanding.learnt import asked
from tests.demo_house import VACANCY, DemoHouse
from tests.handlers.at_the_studio import SCRIPT, Seat, seated, studio_house

SAID = "brand maar los, Fenna hier"
AS_KEPT = "brand maar los, {name} hier"
LANGUAGE = {"Accept-Language": "nl"}


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with studio_house(sqlite_database_url) as made:
        yield made


async def somebody_says(house: DemoHouse, *messages: str) -> None:
    """A talk of Fenna's, from a door of Sanne's on."""
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "somebody"), house.clock.now()
    await house.receive([Started(id="in", at=now, address=address, code=code, language="nl", name="Fenna")])
    for number, words in enumerate(messages):
        await house.receive([MessageReceived(id=f"said{number}", at=now, address=address, text=words)])


async def funnel(seat: Seat) -> str:
    return await (await seat.client.get(f"{SCRIPT}/funnel", headers=LANGUAGE)).text()


def fields_of(page: str) -> dict[str, str]:
    """What the first form of the work list sends, but for the button."""
    form = re.search(r'<form class="means".*?</form>', page, re.DOTALL)
    assert form
    return dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form[0]))


async def test_one_click_teaches_it_and_every_server_understands_it_from_then_on(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await somebody_says(house, SAID)
        page = await funnel(seat)
        assert "brand maar los, Robin hier" in page and "Fenna" not in page
        buttons = re.findall(r'<button name="intent" value="(\w+)">([^<]+)</button>', page)
        assert buttons == [
            ("interested", "Ja graag"),
            ("maybe_later", "Nu even niet"),
            ("not_interested", "Nee dank je"),
        ]
        status, page = await seat.send(f"{SCRIPT}/phrases", **fields_of(page), intent="interested")
        assert (status, "The phrase is added" in page) == (200, True)
        kept = f'phrases:\n  nl:\n    interested:\n      opening:\n        - "{AS_KEPT}"\n'
        assert (await seat.files())["phrases.yaml"] == kept
        assert '<form class="means"' not in await funnel(seat)
    ears, learnt = Ears(), asyncio.Event()
    listening = asyncio.ensure_future(keep_listening(house.database, ears, learnt.set, seconds=0.01))
    await learnt.wait()
    listening.cancel()
    question = replace(asked(Asked.OPENING), names=("Fenna",))
    heard = ears.understand("Brand maar los, Fenna hier!", question)
    assert (heard.intent, heard.sure) == (Intent.INTERESTED, True)


async def test_it_is_taught_with_a_test_that_publishing_has_to_pass(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await somebody_says(house, SAID, "morgen om 15:00")
        fields = fields_of(await funnel(seat))
        _, page = await seat.send(f"{SCRIPT}/phrases", **fields, other="interested", do="test")
        assert "everything published has to pass" in page
        test = (await seat.files())["tests/from-talks.yaml"]
    assert test.splitlines()[0] == '- test: "“brand maar los, {name} hier” means interested"'
    assert test.splitlines()[-4:] == [
        "    - start",
        "    - step: opening",
        "    - candidate: brand maar los, Robin hier",
        "    - understood: interested",
    ]


async def test_nothing_is_taught_with_which_a_test_fails(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await somebody_says(house, SAID)
        fields = fields_of(await funnel(seat)) | {"words": "wat schuift het?"}
        status, page = await seat.send(f"{SCRIPT}/phrases", **fields, intent="not_interested")
        assert (status, "Not added: once this is understood that way, a test fails." in page) == (409, True)
        assert re.search(
            r"tests/dutch.yaml:\d+: “Eerst een vraag over het werk”: expected the bot to say “€ 3.200”", page
        )
        assert "phrases.yaml" not in await seat.files()


async def test_what_can_not_be_taught_is_said(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await somebody_says(house, SAID)
        fields = fields_of(await funnel(seat))
        for changed, told in (
            ({"words": "..."}, "“...” has no words; write what a candidate would."),
            ({"other": ""}, "Say what it means: choose one of the meanings."),
            ({"talk": "gone", "do": "test"}, "There is no such talk any more"),
        ):
            status, page = await seat.send(f"{SCRIPT}/phrases", **{"other": "interested", **fields, **changed})
            assert (status, told in page) == (409, True)
        status, _ = await seat.send(f"{SCRIPT}/phrases", **{**fields, "form_token": "made up"}, intent="interested")
        assert status == 403


async def test_of_a_talk_about_a_vacancy_that_is_gone_no_test_is_made_and_the_phrase_is_taught(
    house: DemoHouse,
) -> None:
    async with seated(house) as seat:
        await somebody_says(house, SAID)
        fields = fields_of(await funnel(seat)) | {"other": "interested"}
        contents = read_folder(sample_folder())
        others = tuple(one for one in contents.vacancies if one.id != VACANCY)
        untried = {path: text for path, text in contents.files.items() if not path.startswith("tests/")}
        without = replace(contents, vacancies=others, files=untried)
        await transact(house.database, lambda c: publish(c, without, house.clock.now()))
        status, page = await seat.send(f"{SCRIPT}/phrases", **fields, do="test")
        assert (status, "the vacancy of this talk is no longer published" in page) == (409, True)
        status, page = await seat.send(f"{SCRIPT}/talks/{fields['talk']}/test")
        assert (status, "its vacancy is no longer published" in page) == (409, True)
        assert "tests/from-talks.yaml" not in await seat.files()
        assert (await seat.send(f"{SCRIPT}/phrases", **fields))[0] == 200


async def test_each_bar_and_each_step_opens_the_talks_behind_it(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await somebody_says(house, "ja leuk", "ik ben Fenna, bel me op 06 12345678")
        page = await (await seat.client.get(f"{SCRIPT}/funnel?by=channel")).text()
        bars = re.findall(r'href="\?(by=channel&amp;group=webchat&amp;stage=\w+)#talks"', page)
        assert len(bars) == 6 and '<a href="?step=call#talks">' in page
        for opened, talks in ((bars[2], 1), (bars[5], 0), ("step=call", 1)):
            shown = await (await seat.client.get(f"{SCRIPT}/funnel?{unescape(opened)}")).text()
            behind = re.findall(rf'<a href="({SCRIPT}/talks/\w+)">\w+ 25 Nov 10:20</a>', shown)
            assert len(behind) == talks
            assert "Fenna" not in shown
        talk = await (await seat.client.get(behind[0])).text()
    assert "ik ben Robin, bel me op 06 12345678" in talk and "Names and numbers are replaced." in talk


async def test_an_empty_funnel_says_how_it_fills(house: DemoHouse) -> None:
    async with seated(house) as seat:
        page = await (await seat.client.get(f"{SCRIPT}/funnel")).text()
    assert "No talk began in the last 28 days." in page and "It fills by itself" in page
    assert 'href="/doors"' in page
