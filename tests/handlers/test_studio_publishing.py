"""What stands against publishing from the studio, and what is kept of it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.events import MessageReceived, Started
from bot.model import Address
from handlers.agency.folder import read_folder
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from storage.agency import publish
from storage.database import transact
from storage.people import door_code
from storage.scripts import keep_files
from tests.demo_house import OPS, VACANCY, DemoHouse
from tests.handlers.at_the_studio import EDIT, SCRIPT, seated, studio_house
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn

THANKS = "I hope it was a good talk."
LATER = "Helemaal goed. Schrijf"


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with studio_house(sqlite_database_url) as made:
        yield made


async def without_tests(house: DemoHouse) -> None:
    """They would stand against what a test tries, and rightly."""
    await transact(house.database, lambda connection: keep_files(connection, {"agency.yaml": "name: x"}))


async def test_nothing_is_published_while_a_test_fails(house: DemoHouse) -> None:
    async with seated(house) as seat:
        spoilt = seat.text.replace("next: call\n", "next: later\n", 1)
        _, page = await seat.publish(spoilt)
        assert "Not published: first mend what is listed below." in page
        assert "tests/dutch.yaml" in page
        assert await seat.numbers() == [1]


async def test_who_publishes_over_a_colleague_is_told(house: DemoHouse) -> None:
    async with seated(house) as seat:
        mine, theirs = (seat.text.replace(LATER, f"{words}. Schrijf") for words in ("Prima", "Goed"))
        _, page = await seat.publish(theirs)
        assert "Version 2 is published" in page
        status, page = await seat.publish(mine)
        assert status == 409
        assert "published version 2 in the meantime" in page and "Prima. Schrijf" in page


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as made:
        yield made


@pytest.fixture
async def under_approval(twilio: TwilioStandIn, sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    """With WhatsApp on."""
    account = TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, api_url=twilio.url)
    async with (
        WhatsApp(account, public_url="https://bot.example", clock=twilio.clock) as whatsapp,
        studio_house(sqlite_database_url, whatsapp) as made,
    ):
        yield made


async def test_nothing_is_published_that_whatsapp_has_not_approved_unless_somebody_insists(
    under_approval: DemoHouse, twilio: TwilioStandIn
) -> None:
    async with seated(under_approval) as seat:
        changed = seat.text.replace(THANKS, "I hope you liked the talk.")
        asked = "“I hope you liked the talk. Thank you for your time. {{1}} will take it from here.” (English)"
        _, page = await seat.publish(changed)
        assert f"{asked}: Waiting for WhatsApp" in page
        (content,) = twilio.contents  # all else is needed already, and asked for elsewhere
        twilio.store.reject(content, "INVALID_FORMAT")
        _, page = await seat.publish(changed)
        assert f"{asked}: Rejected: word it anew (INVALID_FORMAT)" in page
        assert await seat.numbers() == [1]
        await seat.publish(changed, unapproved="yes")
        assert await seat.numbers() == [2, 1]


async def test_what_whatsapp_has_approved_is_published(under_approval: DemoHouse, twilio: TwilioStandIn) -> None:
    async with seated(under_approval) as seat:
        changed = seat.text.replace(THANKS, "I hope you liked the talk.")
        await seat.publish(changed)
        twilio.store.approve(twilio.contents[0])
        await seat.publish(changed)
        assert await seat.numbers() == [2, 1]


async def test_what_the_studio_published_is_what_a_folder_holds_letter_for_letter(
    house: DemoHouse, tmp_path: Path
) -> None:
    async with seated(house) as seat:
        text = seat.text.replace("name: first-contact", "# why: kinder   \nname:   first-contact  # as the file")
        await seat.publish(text.replace("\n", "\r\n"))  # as browsers send it
        files = await seat.files()
        assert files["scripts/first-contact.yaml"] == text
        for path, words in files.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(words.encode())
        again = read_folder(tmp_path)
        published = await transact(house.database, lambda c: publish(c, again, house.clock.now()))
        assert not published.changed and not published.files


async def test_who_stands_on_a_step_that_is_withdrawn_is_told_with_where_they_go(house: DemoHouse) -> None:
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "somebody"), house.clock.now()
    async with seated(house) as seat:
        await without_tests(house)
        await house.receive([Started(id="in", at=now, address=address, code=code, language="nl")])
        await house.receive([MessageReceived(id="1", at=now, address=address, text="ja leuk")])
        _, page = await seat.publish(re.sub(r"\bcall\b(?=:\n|\n)", "phone_call", seat.text))
        assert "Version 2 is published" in page
        assert "1 talk under way on step “call”, which is withdrawn. They keep version 1 and end there." in page


async def test_the_way_back_is_one_button_and_who_was_overtaken_is_told(house: DemoHouse) -> None:
    async with seated(house) as seat:
        await seat.publish(seat.text.replace(LATER, "Prima. Schrijf"), note="shorter")
        _, page = await seat.send(f"{SCRIPT}/rollback", number="1", over="2")
        assert "Version 3 is live, with the text of the earlier one." in page
        assert (await seat.files())["scripts/first-contact.yaml"] == seat.text
        status, page = await seat.send(f"{SCRIPT}/rollback", number="1", over="2")
        assert (status, "Somebody published a newer version meanwhile" in page) == (409, True)
        page = await (await seat.client.get(SCRIPT)).text()
        assert f"{OPS}</span>" in page and "shorter" in page
        shown = await (await seat.client.get(EDIT)).text()
        assert (LATER in shown, "Prima. Schrijf" in shown) == (True, False)
