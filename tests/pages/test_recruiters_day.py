"""A recruiter's day in the browser: claim who can talk now, call, and close with an impression."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer
from playwright.async_api import Page, expect

from bot.events import MessageReceived, Started
from bot.model import Address
from storage.database import read, transact
from storage.people import door_code
from storage.queries import QueuedCall, queue
from tests.demo_house import NAME, PASSWORD, VACANCY, DemoHouse, book_a_call, demo_house
from tests.pages.talks import scrolls_sideways

WANTS_NOW = ("ja leuk", "ik kan nu", "06 87654321")


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


async def somebody_can_now(house: DemoHouse) -> None:
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "another"), house.clock.now()
    await house.receive([Started(id="in2", at=now, address=address, code=code, language="nl", name="Joris")])
    for number, text in enumerate(WANTS_NOW):
        await house.receive([MessageReceived(id=f"now{number}", at=house.clock.now(), address=address, text=text)])


async def calls(house: DemoHouse) -> list[QueuedCall]:
    return list(await read(house.database, lambda connection: queue(connection, None, house.clock.now())))


@asynccontextmanager
async def desk(house: DemoHouse, page: Page, to_come: timedelta | None = None) -> AsyncIterator[None]:
    """The queue, open before a recruiter, perhaps with a call that is `to_come` so soon.

    It is left at the end, so that the server need not wait for the page.
    """
    async with TestServer(house.app) as server:
        if to_come:
            await book_a_call(house)
            [call] = await calls(house)
            house.clock.move_to(call.start - to_come)
        try:
            await signed_in(page, server)
            yield
        finally:
            await page.goto("about:blank")


async def signed_in(page: Page, server: BaseTestServer) -> None:
    await page.goto(str(server.make_url("/queue")))
    await page.get_by_label("Name").fill(NAME)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()


async def test_who_can_talk_now_is_claimed_dialled_and_closed(house: DemoHouse, page: Page) -> None:
    async with desk(house, page):
        await somebody_can_now(house)
        await expect(page.get_by_text("can talk now")).to_be_visible()
        await page.get_by_role("button", name="I’ll call Joris").click()
        await expect(page.get_by_role("heading", name="Joris", level=1)).to_be_visible()
        await page.get_by_role("button", name="I’m calling now").click()
        await expect(page.get_by_text("that you are calling")).to_be_visible()
        [call] = await calls(house)
        assert (call.recruiter, call.sign_at is not None) == ("sanne", True)
        await page.get_by_label("We spoke").check()
        await page.get_by_label("Your impression").fill("Calm and direct. Wants to work closer to home.")
        await page.get_by_role("button", name="Close the call").click()
        await expect(page.get_by_label("For the client")).to_have_value(
            "Joris, heat pump service engineer\nSpoke on Wednesday 25 November, 10:20.\n"
            "Calm and direct. Wants to work closer to home."
        )


async def test_a_tap_on_the_number_is_the_sign_and_arrow_keys_go_through_the_calls(
    house: DemoHouse, page: Page
) -> None:
    async with desk(house, page, to_come=timedelta(minutes=5)):
        # No telephone hangs on this browser, which would wait for one.
        await page.evaluate(
            "addEventListener('click', (tap) => tap.target.closest('[data-dial]') && tap.preventDefault())"
        )
        await page.locator("[data-row]").focus()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("c")
        await expect(page.get_by_text("Calling", exact=True)).to_be_visible()
        await page.set_viewport_size({"width": 390, "height": 844})
        assert not await scrolls_sideways(page)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Fenna", level=1)).to_be_visible()
