import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from handlers.console.entrance import COOKIE, LONGEST_FORM
from tests.demo_house import TOKEN, Client, DemoHouse, demo_house

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


@pytest.fixture
async def client(house: DemoHouse) -> AsyncIterator[Client]:
    async with TestClient(TestServer(house.app), headers=ENGLISH) as opened:
        yield opened


async def test_who_is_not_known_signs_in_first(client: Client) -> None:
    answer = await client.get("/queue")
    assert (answer.status, answer.url.path) == (200, "/queue/sign-in")
    assert (await client.get("/queue/live")).status == 403


async def test_the_token_opens_the_queue(client: Client) -> None:
    answer = await client.post("/queue/sign-in", data={"token": TOKEN})
    html = await answer.text()
    assert (answer.status, answer.url.path) == (200, "/queue")
    assert "As soon as a candidate has agreed on a moment, the call stands here." in html
    assert "Kade &amp; Koers · Wed 25 Nov, 10:20 Amsterdam" in html
    async with client.get("/queue/live") as live:
        assert live.status == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "ü", "\udc80"])
async def test_another_token_opens_nothing(client: Client, token: str) -> None:
    data = b"token=" + token.encode(errors="surrogateescape")
    answer = await client.post(
        "/queue/sign-in", data=data, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status == 403
    assert "That is not the token." in await answer.text()
    assert (await client.get("/queue")).url.path == "/queue/sign-in"


async def test_who_signs_out_is_forgotten(client: Client) -> None:
    await client.post("/queue/sign-in", data={"token": TOKEN})
    await client.post("/queue/sign-out")
    assert (await client.get("/queue")).url.path == "/queue/sign-in"


async def test_a_sign_in_ends_after_half_a_day(house: DemoHouse, client: Client) -> None:
    await client.post("/queue/sign-in", data={"token": TOKEN})
    house.clock.move(timedelta(hours=11, minutes=59))
    assert (await client.get("/queue")).url.path == "/queue"
    house.clock.move(timedelta(minutes=2))
    assert (await client.get("/queue")).url.path == "/queue/sign-in"


@pytest.mark.parametrize("cookie", ["", "x", "99999999999.", "99999999999." + "0" * 64, ".", "é.é"])
async def test_a_cookie_that_we_did_not_sign_opens_nothing(client: Client, cookie: str) -> None:
    answer = await client.get("/queue", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.url.path == "/queue/sign-in"


async def test_another_site_can_neither_sign_in_nor_out(client: Client) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert (await client.post("/queue/sign-in", data={"token": TOKEN}, headers=elsewhere)).status == 403
    assert (await client.post("/queue/sign-out", headers=elsewhere)).status == 403


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    answer = await client.post("/queue/sign-in", data={"token": TOKEN}, allow_redirects=False)
    fields = answer.headers["Set-Cookie"].split("; ")[1:]
    assert sorted(fields) == ["HttpOnly", "Max-Age=43200", "Path=/queue", "SameSite=Lax"]


async def test_a_huge_form_is_refused(client: Client) -> None:
    answer = await client.post("/queue/sign-in", data={"token": "x" * LONGEST_FORM})
    assert answer.status == 413


async def test_the_page_runs_nothing_that_is_not_its_own(client: Client) -> None:
    await client.post("/queue/sign-in", data={"token": TOKEN})
    page = await client.get("/queue")
    html = await page.text()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.findall(r"<style|\sstyle=|\son\w+=|https?://", html)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        assert (await client.get(address)).status == 200
