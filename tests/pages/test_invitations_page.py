"""Invitations in a browser: a list is previewed with what it costs, sent, and it says who waits and why."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect
from sqlalchemy import select

from bot.events import DeliveryReported
from bot.outgoing import Purpose, Say
from handlers.channel import Approval
from storage.database import read, transact
from storage.outbox import sent
from storage.tables import outbox, topics
from tests.demo_house import PASSWORD, DemoHouse, demo_house
from tests.handlers.inviting.test_inviting import ROW, spreadsheet
from tests.pages.talks import scrolls_sideways
from tests.pages.test_queue_page import sign_in
from tests.storage.looking import count

SECOND = ROW | {"vacancy": "planner", "name": "Anna again"}


class Approves:
    """WhatsApp has approved all that is asked for."""

    async def approval(self, say: Say) -> Approval:
        assert say.template
        return Approval(name="x", language=say.template.language, category="marketing", status="approved")


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url, platform=Approves()) as opened:
        yield opened


@pytest.fixture
async def server(house: DemoHouse) -> AsyncIterator[TestServer]:
    opened = TestServer(house.app)
    async with opened:
        yield opened


async def choose(page: Page, server: TestServer, file: Path) -> None:
    address = str(server.make_url("/"))
    await sign_in(page, address, PASSWORD)
    await page.get_by_role("link", name="Invitations").click()
    await page.get_by_label("List (CSV)").set_input_files(file)
    await page.get_by_role("button", name="Preview").click()


async def test_a_list_is_previewed_sent_and_its_second_topic_waits(
    page: Page, house: DemoHouse, server: TestServer, tmp_path: Path
) -> None:
    bad = ROW | {"phone": "12", "name": "Nobody"}
    await choose(page, server, spreadsheet(tmp_path, ROW, SECOND, bad))
    results = page.locator("[data-results]")
    told = "This would invite 1. Nobody was written to yet."
    await expect(results.get_by_role("heading", level=2)).to_have_text(told)
    await expect(results).to_contain_text("1 in Dutch to NL")
    await expect(results).to_contain_text("EUR 0.1369 for one invitation")
    await expect(results).to_contain_text("Waits: they are in a talk about servicemonteur")
    await expect(results).to_contain_text("'12' is not an existing number")
    async with page.expect_download() as downloading:
        await results.get_by_role("link", name="Download the lines to mend").click()
    download = await downloading.value
    assert "is not an existing number" in Path(await download.path()).read_text("utf-8-sig")
    assert await count(house.database, topics) == 0
    await page.get_by_role("button", name="Send these invitations").click()
    await expect(results.get_by_role("heading", level=2)).to_have_text("1 invited")
    assert await count(house.database, topics) == 1
    await page.reload()
    waiting = page.get_by_role("region", name="Waiting for another talk")
    await expect(waiting).to_contain_text("Waits: Sanne de Wit is in a talk with them about heat pump service engineer")
    await page.set_viewport_size({"width": 390, "height": 844})
    assert not await scrolls_sideways(page)
    await waiting.get_by_role("button", name="Withdraw Anna Bakker, inland shipping planner").click()
    await expect(waiting.get_by_role("status")).to_contain_text("Withdrawn: it does not begin")
    await expect(waiting).to_contain_text("Nobody is waiting.")
    assert await count(house.database, topics) == 0


async def test_an_invitation_that_never_arrived_says_why_and_one_that_nobody_confirmed_says_so(
    page: Page, house: DemoHouse, server: TestServer, tmp_path: Path
) -> None:
    other = ROW | {"phone": "+31687654322", "name": "Eva Smit"}
    await choose(page, server, spreadsheet(tmp_path, ROW, other))
    await page.get_by_role("button", name="Send these invitations").click()
    await expect(page.locator("[data-results]").get_by_role("heading", level=2)).to_have_text("2 invited")
    now = house.clock.now()
    ids = select(outbox.c.id).where(outbox.c.purpose == Purpose.INVITATION).order_by(outbox.c.seq)
    first, second = await read(house.database, lambda connection: connection.scalars(ids).all())
    for one in (first, second):
        await transact(house.database, partial(sent, id=one, provider_id=f"P{one}", now=now))
    failed = DeliveryReported(id="r", at=now, outgoing=first, status="undelivered", code="63024")
    await house.receive([failed])
    house.clock.move(timedelta(days=1, minutes=1))
    await sign_in(page, str(server.make_url("/")), PASSWORD)
    await page.get_by_role("link", name="Invitations").click()
    lost = page.get_by_role("region", name="Never arrived")
    await expect(lost).to_contain_text("Not delivered: this number is not on WhatsApp (63024)")
    await expect(lost).to_contain_text("Sent, and not delivered since")


async def test_what_is_no_list_is_told_so(page: Page, server: TestServer, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("hello\n")
    await choose(page, server, file)
    results = page.locator("[data-results]")
    await expect(results).to_contain_text("The list can't be read, and nobody was invited.")
    await expect(results).to_contain_text("notes.csv lacks the columns phone")
    await expect(page.get_by_role("button", name="Send these invitations")).to_be_hidden()


@pytest.mark.parametrize(("token", "status", "told"), [("", 200, "This would invite 1."), ("x", 403, "out of date")])
async def test_the_form_alone_is_enough_and_only_ours_counts(
    page: Page, server: TestServer, tmp_path: Path, token: str, status: int, told: str
) -> None:
    await sign_in(page, str(server.make_url("/")), PASSWORD)
    await page.get_by_role("link", name="Invitations").click()
    shown = await page.locator("[name=form_token]").get_attribute("value")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": spreadsheet(tmp_path, ROW).read_bytes()}
    fields = {"form_token": token or shown or "", "list": file, "do": "preview"}
    answer = await page.request.post(page.url, multipart=fields)  # type: ignore[arg-type]
    assert (answer.status, told in await answer.text()) == (status, True)
