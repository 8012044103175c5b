"""Other systems invite one person: `POST /api/candidates`."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from handlers.candidates import Candidates
from handlers.entrances import Entrances
from handlers.tidying import tidy
from storage.database import read, transact
from storage.requests import KEPT_FOR, Answered, Request, take_up
from storage.tables import requests
from tests.handlers.inviting.test_inviting import ROW
from tests.handlers.offices import API_TOKEN, OpenOffice, open_office

HEADERS = {"Authorization": f"Bearer {API_TOKEN}"}
NOTHING = dict.fromkeys(("reason", "conversation", "at", "link", "text"))


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[OpenOffice]:
    async with open_office(database_url) as opened:
        opened.twilio.store.approves = True
        yield opened


async def post(office: OpenOffice, body: Any, status: int, **headers: str) -> Any:
    async with office.client.post("/api/candidates", json=body, headers=HEADERS | headers) as answer:
        told = await answer.json()
        assert (answer.status, answer.content_type) == (status, "application/json"), told
        return told


async def test_one_person_is_invited_once_whoever_asks_again(office: OpenOffice) -> None:
    waits = await post(office, ROW, 200, **{"Idempotency-Key": "1"})
    assert (waits["outcome"], "waits for WhatsApp's approval" in waits["reason"]) == ("not_ready", True)
    first = await post(office, ROW, 201, **{"Idempotency-Key": "1"})
    assert first == NOTHING | {
        "outcome": "invited",
        "conversation": first["conversation"],
        "at": first["at"],
    }
    assert first["at"].startswith("2026-11-25T09:2")
    assert await post(office, ROW, 201, **{"Idempotency-Key": "1"}) == first
    again = await post(office, ROW, 200)
    told = {"outcome": "already", "conversation": first["conversation"], "reason": "was invited to this vacancy before"}
    assert again == NOTHING | told
    await office.twilio.until(lambda: len(office.twilio.sent) == 1)
    async with office.client.get(f"/api/conversations/{first['conversation']}", headers=HEADERS) as answer:
        origin = (await answer.json())["origin"]
    assert (origin["way"], origin["ground"], origin["wording"]) == ("api", "consent", ROW["consent"])


async def test_a_key_with_another_body_is_refused(office: OpenOffice) -> None:
    for _ in range(2):
        await office.client.post("/api/candidates", json=ROW, headers=HEADERS | {"Idempotency-Key": "1"})
    told = await post(office, ROW | {"name": "Eva"}, 409, **{"Idempotency-Key": "1"})
    assert told == {"error": "This Idempotency-Key came with another body before. Give each request a key of its own."}


async def test_two_requests_of_one_key_at_once_are_one(office: OpenOffice) -> None:
    await post(office, ROW, 200)  # asks for the opening's approval
    asked = [
        office.client.post("/api/candidates", json=ROW, headers=HEADERS | {"Idempotency-Key": "1"}) for _ in range(5)
    ]
    answers = [(answer.status, await answer.json()) for answer in await asyncio.gather(*asked)]
    (first,) = {told["conversation"] for status, told in answers if status == 201}
    waits = {"error": "A request with this Idempotency-Key is being answered. Ask again in a moment."}
    assert all(told == waits for status, told in answers if status == 409)
    assert {status for status, _ in answers} <= {201, 409}
    assert (await post(office, ROW, 201, **{"Idempotency-Key": "1"}))["conversation"] == first


async def test_who_died_over_a_request_holds_it_up_for_a_minute(office: OpenOffice) -> None:
    def request(after: timedelta) -> Request:
        return Request(key="1", told="x", at=office.clock.now() + after)

    taken = [
        await transact(office.database, partial(take_up, request=request(after)))
        for after in (timedelta(), timedelta(seconds=59), timedelta(seconds=60))
    ]
    assert taken == [None, Answered(told="x", status=409, answer={}), None]


async def test_what_was_asked_is_kept_under_a_key_alone(office: OpenOffice) -> None:
    for _ in range(2):
        await office.client.post("/api/candidates", json=ROW, headers=HEADERS | {"Idempotency-Key": "1"})
    (row,) = await read(office.database, lambda connection: connection.execute(select(requests)).all())
    unkeyed = {sha256(text.encode()).hexdigest() for text in ("1", json.dumps(ROW, sort_keys=True))}
    assert not {row.key, row.told} & unkeyed


async def test_all_that_is_wrong_is_told_by_field(office: OpenOffice) -> None:
    told = await post(office, ROW | {"source": "", "phone": "12"}, 422)
    assert told["problems"] == [
        {"field": "source", "problem": "is missing: say where you got this person's details; they may read it."},
        {
            "field": "phone",
            "problem": "'12' is not an existing number; write it with its country, like +31612345678.",
        },
    ]
    told = await post(office, {"phon": "1", "name": 5}, 422)
    assert [one["field"] for one in told["problems"]] == ["phon", "name"]


async def test_what_was_asked_is_forgotten_after_a_week_whether_anybody_asks_again_or_not(office: OpenOffice) -> None:
    for _ in range(2):
        await office.client.post("/api/candidates", json=ROW, headers=HEADERS | {"Idempotency-Key": "1"})
    counted = select(func.count()).select_from(requests)
    kept = []
    for length in (KEPT_FOR - timedelta(hours=1), timedelta(hours=2)):
        office.clock.move(length)
        await tidy(office.database, office.clock.now)
        kept.append(await read(office.database, lambda connection: connection.scalar(counted)))
    assert kept == [1, 0]


@pytest.mark.parametrize(
    ("body", "charset"),
    [*((body, "utf-8") for body in ("[]", "{", "null", '"x"', "", "[" * 100_000)), ("{}", "x")],
)
async def test_what_is_no_object_is_told(office: OpenOffice, body: str, charset: str) -> None:
    headers = HEADERS | {"Content-Type": f"application/json; charset={charset}"}
    async with office.client.post("/api/candidates", data=body, headers=headers) as answer:
        assert (answer.status, "JSON object" in (await answer.json())["error"]) == (400, True)


@pytest.mark.parametrize("name", ["x\u0000y", "\ud800", "\u202eabc"])
async def test_no_name_breaks_anything(office: OpenOffice, name: str) -> None:
    for status in (200, 201):
        await post(office, ROW | {"name": name}, status)


async def test_on_telegram_the_recruiter_gets_a_link_to_send(database_url: str) -> None:
    async with open_office(database_url) as office:
        row = {"channel": "telegram", "vacancy": "servicemonteur", "language": "nl", "source": "LinkedIn"}
        told = await post(office, row, 422)
        assert told["error"] == "channel: is not set up here: set TELEGRAM_BOT_TOKEN, or write whatsapp."
        world = office.office.world
        candidates = Candidates(
            database=office.database,
            house=world.house,
            now=office.clock.now,
            entrances=Entrances(bot=bot),
            changed=lambda: None,
            seal=b"x",
        )
        status, answer = await candidates.take(row, "")
        assert (status, answer["outcome"]) == (200, "door")
        assert answer["link"].startswith("https://t.me/kade_bot?start=") and answer["link"] in answer["text"]
        odd = row | {"source": "Linked\x00In\ud800", "vacancy": "\x00servicemonteur "}
        assert (await candidates.take(odd, ""))[1]["outcome"] == "door"
        status, answer = await candidates.take(row | {"vacancy": "nothing"}, "")
        assert (status, [one["field"] for one in answer["problems"]]) == (422, ["vacancy"])


async def bot() -> str:
    return "kade_bot"
