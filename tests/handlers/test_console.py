import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from handlers.console.sessions import LONGEST_FORM
from storage.accounts import FREE_TRIES, Role, new_password, remove_account
from storage.database import transact
from storage.schema import migrate
from tests.demo_house import NAME, PASSWORD, Client, DemoHouse, demo_house, kept_password, with_account

ENGLISH = {"Accept-Language": "en"}
COOKIE = "belmoment"


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


@pytest.fixture
async def client(house: DemoHouse) -> AsyncIterator[Client]:
    async with TestClient(TestServer(house.app), headers=ENGLISH) as opened:
        yield opened


async def sign_in(client: Client, name: str = NAME, password: str = PASSWORD, to: str = "") -> tuple[int, str, str]:
    """Status, path and text of what came of it."""
    answer = await client.post("/sign-in", data={"name": name, "password": password, "to": to})
    return answer.status, answer.url.path, await answer.text()


async def test_who_is_not_known_signs_in_first(client: Client) -> None:
    answer = await client.get("/queue")
    assert (answer.status, answer.url.path, answer.url.query["to"]) == (200, "/sign-in", "/queue")
    assert (await client.get("/queue/live")).status == 403


async def test_name_and_password_open_the_queue(client: Client) -> None:
    status, path, html = await sign_in(client, name=f" {NAME.upper()} ")
    assert (status, path) == (200, "/queue")
    assert "As soon as a candidate has agreed on a moment, the call appears here." in html
    assert "Kade &amp; Koers · Wed 25 Nov, 10:20 Amsterdam" in html
    async with client.get("/queue/live") as live:
        assert live.status == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [(NAME, ""), (NAME, "wrong"), (NAME, PASSWORD + "x"), ("nobody", PASSWORD), ("", ""), (NAME, "x" * 5000)],
)
async def test_anything_else_opens_nothing(client: Client, name: str, password: str) -> None:
    status, path, html = await sign_in(client, name, password)
    assert (status, path) == (403, "/sign-in")
    assert "Name and password don’t belong together." in html
    assert (await client.get("/queue")).url.path == "/sign-in"


async def test_a_zero_in_a_form_is_no_500_on_either_database(database_url: str) -> None:
    await asyncio.to_thread(migrate, database_url)
    async with demo_house(database_url) as house, TestClient(TestServer(house.app), headers=ENGLISH) as client:
        assert (await sign_in(client, name="sanne\x00"))[0] == 403
        assert (await sign_in(client, name=f"{NAME}\x00"))[:2] == (200, "/queue")


@pytest.mark.parametrize("name", [NAME, "nobody"])
async def test_after_some_vain_tries_a_name_has_to_wait_also_with_the_right_password(
    house: DemoHouse, client: Client, name: str
) -> None:
    for _ in range(FREE_TRIES):
        assert (await sign_in(client, name, "wrong"))[0] == 403
    status, _, html = await sign_in(client, name, PASSWORD)
    assert (status, "Too many tries. Try again in a minute." in html) == (429, True)
    house.clock.move(timedelta(seconds=16))
    assert (await sign_in(client, name, PASSWORD))[0] == (200 if name == NAME else 403)


async def test_who_signs_in_is_forgiven_the_tries_before(client: Client) -> None:
    for _ in range(3):
        for _ in range(FREE_TRIES - 1):
            assert (await sign_in(client, password="wrong"))[0] == 403
        assert (await sign_in(client))[0] == 200


async def test_many_vain_tries_at_a_time_count_one_by_one(client: Client) -> None:
    statuses = [
        status for status, _, _ in await asyncio.gather(*(sign_in(client, password="wrong") for _ in range(20)))
    ]
    assert (statuses.count(403), statuses.count(429)) == (FREE_TRIES, 20 - FREE_TRIES)


async def test_who_signs_out_is_forgotten(client: Client) -> None:
    await sign_in(client)
    await client.post("/sign-out")
    assert (await client.get("/queue")).url.path == "/sign-in"


async def test_a_sign_in_ends_after_half_a_day(house: DemoHouse, client: Client) -> None:
    await sign_in(client)
    house.clock.move(timedelta(hours=11, minutes=59))
    assert (await client.get("/queue")).url.path == "/queue"
    house.clock.move(timedelta(minutes=2))
    assert (await client.get("/queue")).url.path == "/sign-in"


async def test_a_new_password_signs_out_everywhere(house: DemoHouse, client: Client) -> None:
    await sign_in(client)
    assert await transact(house.database, lambda connection: new_password(connection, NAME, kept_password()))
    assert (await client.get("/queue")).url.path == "/sign-in"


async def test_an_account_that_is_gone_is_signed_out(house: DemoHouse, client: Client) -> None:
    await sign_in(client)
    assert await transact(house.database, lambda connection: remove_account(connection, NAME))
    assert (await client.get("/queue")).url.path == "/sign-in"
    assert "There is no account yet." in await (await client.get("/sign-in")).text()


@pytest.mark.parametrize(
    "cookie", ["", "x", "..", "x.1.99999999999.", "x.1.99999999999." + "0" * 64, ".", "é.é.é.é", "x.1.y." + "0" * 64]
)
async def test_a_cookie_that_we_did_not_sign_opens_nothing(client: Client, cookie: str) -> None:
    answer = await client.get("/queue", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.url.path == "/sign-in"


async def test_another_site_can_neither_sign_in_nor_out(client: Client) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    data = {"name": NAME, "password": PASSWORD}
    assert (await client.post("/sign-in", data=data, headers=elsewhere)).status == 403
    assert (await client.post("/sign-out", headers=elsewhere)).status == 403


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "/\r\nX: y", ""])
async def test_signing_in_leads_nowhere_else(client: Client, to: str) -> None:
    answer = await client.post(
        "/sign-in", data={"name": NAME, "password": PASSWORD, "to": to}, allow_redirects=False
    )  # fmt: skip
    assert (answer.status, answer.headers["Location"]) == (303, "/queue")


async def test_signing_in_leads_back_to_where_one_was(client: Client) -> None:
    answer = await client.get("/queue?of=pool")
    status, _, html = await sign_in(client, to=answer.url.query["to"])
    assert status == 200
    assert '<a href="/queue?of=pool" aria-current="page">' in html


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    answer = await client.post("/sign-in", data={"name": NAME, "password": PASSWORD}, allow_redirects=False)
    fields = answer.headers["Set-Cookie"].split("; ")[1:]
    assert sorted(fields) == ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax"]


async def test_a_huge_form_is_refused(client: Client) -> None:
    answer = await client.post("/sign-in", data={"name": NAME, "password": "x" * LONGEST_FORM})
    assert answer.status == 413


async def test_the_page_runs_nothing_that_is_not_its_own(client: Client) -> None:
    await sign_in(client)
    page = await client.get("/queue")
    html = await page.text()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.findall(r"<style|\sstyle=|\son\w+=|https?://", html)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        assert (await client.get(address)).status == 200


async def test_who_makes_no_calls_has_no_queue_of_their_own(house: DemoHouse, client: Client) -> None:
    await with_account(house.database, house.clock.now(), "ops@example.org", Role.OPS, None)
    _, path, html = await sign_in(client, "ops@example.org")
    assert (path, "of=pool" in html) == ("/queue", False)
