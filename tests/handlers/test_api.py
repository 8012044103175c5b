"""What other systems and machine rooms ask over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from handlers.app import Office, World
from handlers.clock import RealClock
from storage.database import open_database
from tests.handlers.offices import API_TOKEN, OpenOffice, house, open_office

HEADERS = {"Authorization": f"Bearer {API_TOKEN}"}


@pytest.fixture
async def office(sqlite_database_url: str) -> AsyncIterator[OpenOffice]:
    async with open_office(sqlite_database_url) as opened:
        yield opened


async def get(office: OpenOffice, path: str, status: int = 200, **query: str) -> Any:
    async with office.client.get(path, params=query, headers=HEADERS) as answer:
        assert (answer.status, answer.content_type) == (status, "application/json")
        return await answer.json()


async def book(office: OpenOffice) -> None:
    """Anna books a call on WhatsApp, tomorrow at three."""
    anna = office.twilio.person("+31687654321")
    for text in ("hoi", "1", "ja leuk", "morgen om drie uur", "1", "ja"):
        office.twilio.write(anna, text)
        assert set(await office.twilio.deliver()) == {200}


async def test_a_booked_call_is_read_as_the_contract_says(office: OpenOffice) -> None:
    await book(office)
    (call,) = await get(office, "/api/calls")
    talk = call["conversation"]
    assert call == {
        "id": f"{talk}-1",
        "status": "booked",
        "outcome": None,
        "start": "2026-11-26T15:00:00+01:00",
        "end": "2026-11-26T15:20:00+01:00",
        "recruiter": "sanne",
        "vacancy": "servicemonteur",
        "conversation": talk,
        "candidate": {"name": "Anna", "phone": "+31687654321", "channel": "whatsapp", "peer": "+31687654321"},
    }
    read = await get(office, f"/api/conversations/{talk}")
    assert (read["id"], read["status"], read["calls"]) == (talk, "booked", [call])
    assert read["transcript"][0]["text"] == "hoi"


async def test_calls_are_narrowed_by_recruiter_and_time(office: OpenOffice) -> None:
    await book(office)
    thursday, friday = "2026-11-26T00:00:00+01:00", "2026-11-27T00:00:00+01:00"
    questions: list[dict[str, str]] = [
        {"recruiter": "sanne"},
        {"recruiter": "tiago"},
        {"from": thursday, "to": friday},
        {"from": friday},
        {"to": thursday},
        {"from": "2026-11-26T14:19:59Z"},
        {"from": "2026-11-26T14:20:00Z"},
    ]
    found = [len(await get(office, "/api/calls", 200, **question)) for question in questions]
    assert found == [1, 0, 1, 0, 0, 1, 0]


async def test_a_plus_sign_that_was_not_escaped_is_read_all_the_same(office: OpenOffice) -> None:
    async with office.client.get("/api/calls?from=2026-11-26T00:00:00+01:00", headers=HEADERS) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"recuiter": "sanne"}, "There is no parameter 'recuiter' here; there is recruiter, from, to."),
        ({"from": "tomorrow"}, "'from' must be a time with its offset, as 2026-11-25T00:00:00+01:00."),
        ({"to": "2026-11-25T00:00:00"}, "'to' must be a time with its offset, as 2026-11-25T00:00:00+01:00."),
        (
            {"from": "0001-01-01T00:00:00+14:00"},
            "'from' must be a time with its offset, as 2026-11-25T00:00:00+01:00.",
        ),
        ({"to": "9999-12-31T23:59:59-14:00"}, "'to' must be a time with its offset, as 2026-11-25T00:00:00+01:00."),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_why(
    office: OpenOffice, query: dict[str, str], problem: str
) -> None:
    assert await get(office, "/api/calls", 400, **query) == {"error": problem}


async def test_a_conversation_that_is_not_there(office: OpenOffice) -> None:
    assert await get(office, "/api/conversations/nobody", 404) == {"error": "There is no conversation with this id."}


@pytest.mark.parametrize("path", ["/api/calls", "/api/conversations/x", "/api/openapi.json"])
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer guess", f"Basic {API_TOKEN}", f"bearer{API_TOKEN}", "Bearer é"]
)
async def test_nobody_reads_without_the_token(office: OpenOffice, path: str, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    async with office.client.get(path, headers=headers) as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "BELMOMENT_API_TOKEN" in (await answer.json())["error"]


async def test_without_a_token_set_the_api_is_off(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url, api_token=None) as office:
        problem = await get(office, "/api/calls", 503)
        assert problem == {"error": "The API is off: set BELMOMENT_API_TOKEN and start again."}


async def test_the_description_tells_every_route_and_what_it_answers(office: OpenOffice) -> None:
    await book(office)
    document = await get(office, "/api/openapi.json")
    paths = {resource.canonical for resource in office.office.application().router.resources()}
    routes = {path for path in paths if path.startswith("/api/")}
    assert set(document["paths"]) == routes
    (call,) = await get(office, "/api/calls")
    talk = await get(office, f"/api/conversations/{call['conversation']}")
    schemas = document["components"]["schemas"]
    assert set(schemas["Call"]["properties"]) == set(call)
    assert set(schemas["Call"]["properties"]["candidate"]["properties"]) == set(call["candidate"])
    assert set(schemas["Conversation"]["properties"]) == set(talk)
    line = schemas["Conversation"]["properties"]["transcript"]["items"]
    assert set(line["properties"]) == set(talk["transcript"][0])
    for name in ("candidate", "script", "wish"):
        assert set(schemas["Conversation"]["properties"][name]["properties"]) == set(talk[name])


async def test_it_is_alive_and_ready(office: OpenOffice) -> None:
    assert await get(office, "/health") == {"status": "alive"}
    assert await get(office, "/ready") == {"status": "ready"}


async def test_it_is_not_ready_before_its_database_is(sqlite_database_url: str) -> None:
    database = await open_database(sqlite_database_url)
    app = Office(World(database=database, house=house(), clock=RealClock())).application()
    async with TestClient[web.Request, web.Application](TestServer(app)) as client:
        answer = await client.get("/ready")
        assert answer.status == 503
        told = await answer.json()
        assert (told["status"], "belmoment migrate" in told["error"]) == ("not ready", True)
    await database.close()


async def test_a_contact_card_is_a_file_that_phones_take(office: OpenOffice) -> None:
    await book(office)
    await office.twilio.until(lambda: any(message.media for message in office.twilio.sent))
    (address,) = next(message.media for message in office.twilio.sent if message.media)
    assert address.startswith(str(office.client.make_url("/cards/")))
    async with office.client.get(address.removeprefix(str(office.client.make_url("/")).rstrip("/"))) as answer:
        card = await answer.text()
        assert (answer.status, answer.content_type, answer.charset) == (200, "text/vcard", "utf-8")
    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert "TEL;TYPE=CELL,VOICE:+31612345678\r\n" in card


@pytest.mark.parametrize("name", ["nothing", "a-1-1", "%00-1-1", "é-1-1"])
async def test_there_is_no_other_card(office: OpenOffice, name: str) -> None:
    answer = await office.client.get(f"/cards/{name}.vcf")
    assert answer.status == 404


async def test_figures_bear_nothing_about_a_person(office: OpenOffice) -> None:
    await book(office)
    text = await (await office.client.get("/metrics")).text()
    assert 'belmoment_events_total{outcome="applied"}' in text
    assert "87654321" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/cards/%00-1-1.vcf", 404), ("/api/conversations/%00", 404), ("/api/calls?recruiter=%00", 400)],
)
async def test_a_zero_in_an_address_is_no_500_on_either_database(database_url: str, path: str, status: int) -> None:
    async with open_office(database_url) as office:
        answer = await office.client.get(URL(path, encoded=True), headers={"Authorization": f"Bearer {API_TOKEN}"})
        assert answer.status == status
