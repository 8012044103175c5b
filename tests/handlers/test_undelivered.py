"""Each of Twilio's codes, from outside: what becomes of the person, and what their recruiter reads on the page."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.model import Address, Status
from storage.accounts import Role
from tests.demo_house import NAME, OPS, PASSWORD, with_account
from tests.handlers.inviting.test_inviting import ROW, invited
from tests.handlers.offices import API_TOKEN, OpenOffice, eventually, open_office

ANNA = Address("whatsapp", ROW["phone"])
STOPS = {"21610": "opted_out", "63014": "blocked", "63033": "blocked"}
FAILS = {
    "63003": "unknown",
    "63024": "unknown",
    "21211": "unknown",
    "21614": "unknown",
    "63016": "closed",
    "63049": "capped",
    "30008": "failed",
}
WORDS = {
    "opted_out": "they want no more messages",
    "blocked": "they have blocked us",
    "unknown": "this number is not on WhatsApp",
    "closed": "24 hours were over",
    "capped": "lets no more messages from businesses through to them for now",
    "failed": "Not delivered",
}


async def talk(office: OpenOffice, id: str) -> dict[str, str]:
    """As other systems read it."""
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    async with office.client.get(f"/api/conversations/{id}", headers=headers) as answer:
        told: dict[str, str] = await answer.json()
        return told


def comes_to(office: OpenOffice, id: str, undelivered: str) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return (await talk(office, id))["undelivered"] == undelivered

    return there


async def signed_in(office: OpenOffice) -> None:
    await with_account(office.database, office.clock.now())
    await office.client.post("/sign-in", data={"name": NAME, "password": PASSWORD})


async def test_the_page_of_templates_says_how_whatsapp_rates_the_sender(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url, pages=True) as office:
        office.twilio.quality = "LOW"
        await with_account(office.database, office.clock.now(), OPS, Role.OPS, None)
        await office.client.post("/sign-in", data={"name": OPS, "password": PASSWORD})
        shown = await (await office.client.get("/templates")).text()
        assert "Quality low" in shown and "may open 1K Customers/24hr" in shown and "Many people blocked" in shown


@pytest.mark.parametrize("code", [*STOPS, *FAILS])
async def test_a_code_late_twice_and_out_of_order_says_what_it_means(sqlite_database_url: str, code: str) -> None:
    async with open_office(sqlite_database_url, pages=True) as office:
        office.twilio.store.approves = True
        office.twilio.person("+31687654321")
        await invited(office, ROW)  # which asks for the approval of its opening
        (answer,) = await invited(office, ROW)
        assert answer.verdict and answer.verdict.conversation
        id = answer.verdict.conversation
        await office.twilio.until(lambda: len(office.twilio.sent) == 1)
        office.clock.move(timedelta(hours=2))
        copies = 2 if code == "63016" else 1  # what its window held back goes once more, as a template
        for number in range(copies):
            await office.twilio.until(lambda wanted=number + 1: len(office.twilio.sent) == wanted)  # type: ignore[misc]
            office.twilio.fail(office.twilio.sent[number], int(code), "failed")
            assert set(await office.twilio.deliver(times=2, backwards=True)) == {200}
        cause = (STOPS | FAILS)[code]
        await eventually(comes_to(office, id, cause))
        assert (await talk(office, id))["status"] == (Status.STOPPED if code in STOPS else Status.OPEN)
        await signed_in(office)
        assert WORDS[cause] in await (await office.client.get("/invitations")).text()
        before = await office.said(ANNA)
        office.clock.move(timedelta(days=9))
        await office.ring()
        assert await office.said(ANNA) == before
