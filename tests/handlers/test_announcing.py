"""Another system of the agency's hears what happens: signed, whole, in order, once, and again where it was away."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.events import Action, RecruiterActed
from bot.model import Address, CallOutcome
from handlers.announcing import Listener, keys_in
from handlers.openapi import document
from storage.database import read
from storage.queries import queue
from tests.handlers.offices import OpenOffice, eventually, open_office

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
ANNA = Address("telegram", "42")


@dataclass(slots=True, kw_only=True)
class System:
    """One that listens."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    """What it answers next; 204 once there is nothing more here."""
    calls: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        self.calls.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 204)

    def heard(self) -> list[tuple[str, Any]]:
        """Each kind of thing, with what came with it."""
        bodies = [json.loads(body) for _, body in self.calls]
        return [(body["type"], body["data"]) for body in bodies]


@asynccontextmanager
async def listening(*answers: int) -> AsyncIterator[System]:
    system = System(answers=list(answers))
    app = web.Application()
    app.router.add_post("/belmoment", system.hear)
    async with TestServer(app) as server:
        system.url = str(server.make_url("/belmoment"))
        yield system


def is_genuine(headers: Mapping[str, str], body: bytes, key: bytes) -> bool:
    """As a receiver checks it, by the convention and by nothing of ours."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
    wanted = base64.b64encode(hmac.new(key, content.encode(), hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split()


def problems_of(body: Any) -> list[str]:
    """Where it is not as the API's own description says."""
    from jsonschema_rs import validator_for

    described = document()
    schema = described["webhooks"][body["type"]]["post"]["requestBody"]["content"]["application/json"]["schema"]
    whole = validator_for({**schema, "components": described["components"]})
    return [error.message for error in whole.iter_errors(body)]


async def books(office: OpenOffice) -> None:
    anna = office.telegram.person(42, "Anna", language_code="nl")
    office.telegram.start(anna, await office.door())
    for text in ("ja graag", "morgen om 15:00", "ja", "06 87654321"):
        office.telegram.write(anna, text)
    await office.telegram.deliver()


async def hears(system: System, count: int) -> None:
    async def so_many() -> bool:
        return len(system.calls) >= count

    await eventually(so_many)


async def test_a_call_is_told_from_its_booking_to_its_outcome(database_url: str) -> None:
    async with (
        listening() as system,
        open_office(database_url, listener=Listener(url=system.url, keys=[OLD])) as office,
    ):
        await books(office)
        anna = office.telegram.person(42)
        office.telegram.write(anna, "kan het toch om 16:00?")
        office.telegram.write(anna, "ja")
        await office.telegram.deliver()
        await hears(system, 2)
        [call] = await read(office.database, lambda c: queue(c, None, office.clock.now()))
        office.clock.move_to(call.start + timedelta(minutes=5))
        closed = RecruiterActed(
            id="closed",
            at=office.clock.now(),
            conversation=call.conversation,
            recruiter="sanne",
            action=Action.CLOSE,
            outcome=CallOutcome.SPOKEN,
        )
        await office.office.intake.take([closed])
        await hears(system, 3)
        assert [(kind, data["status"], data["outcome"]) for kind, data in system.heard()] == [
            ("call.booked", "booked", None),
            ("call.moved", "booked", None),
            ("call.outcome", "held", "spoken"),
        ]
        _, booked = system.heard()[0]
        assert booked == {
            "id": call.id,
            "status": "booked",
            "outcome": None,
            "start": "2026-11-26T15:00:00+01:00",
            "end": "2026-11-26T15:20:00+01:00",
            "recruiter": "sanne",
            "conversation": call.conversation,
            "vacancy": "servicemonteur",
            "candidate": {"name": "Anna", "phone": "+31687654321", "channel": "telegram", "peer": "42"},
        }
        assert [problems_of(json.loads(body)) for _, body in system.calls] == [[]] * 3
        assert [is_genuine(*told, OLD) for told in system.calls] == [True] * 3
        assert not is_genuine(system.calls[0][0], system.calls[0][1] + b" ", OLD)


async def test_who_is_out_is_told_without_a_name_and_the_call_is_off(sqlite_database_url: str) -> None:
    async with (
        listening() as system,
        open_office(sqlite_database_url, listener=Listener(url=system.url, keys=[OLD])) as office,
    ):
        await books(office)
        office.telegram.write(office.telegram.person(42), "stop")
        await office.telegram.deliver()
        await hears(system, 3)
        assert [kind for kind, _ in system.heard()] == ["call.booked", "call.cancelled", "candidate.opted_out"]
        assert [problems_of(json.loads(body)) for _, body in system.calls] == [[]] * 3
        _, out = system.heard()[2]
        assert out.pop("conversation")
        assert out == {
            "vacancy": "servicemonteur",
            "reason": "stop",
            "candidate": {"phone": "+31687654321", "channel": "telegram", "peer": "42"},
        }


async def test_one_that_was_away_hears_it_again_under_the_same_id(sqlite_database_url: str) -> None:
    async with (
        listening(500, 302) as system,
        open_office(sqlite_database_url, listener=Listener(url=system.url, keys=[NEW, OLD])) as office,
    ):
        await books(office)
        for count in (1, 2):
            await hears(system, count)
            office.clock.move_to(office.clock.now() + timedelta(seconds=10))
            office.office.delivery.wake()
        await hears(system, 3)
        headers = [told[0] for told in system.calls]
        assert len({one["webhook-id"] for one in headers}) == 1
        assert len({one["webhook-timestamp"] for one in headers}) == 3
        assert [is_genuine(*told, key) for told in system.calls for key in (NEW, OLD)] == [True] * 6


async def test_nothing_is_kept_for_nobody(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        await books(office)
        assert await office.figure('belmoment_outgoing_total{medium="webhook",outcome="refused"}') == 0


async def test_one_that_is_gone_is_told_no_more(sqlite_database_url: str) -> None:
    async with (
        listening(410) as system,
        open_office(sqlite_database_url, listener=Listener(url=system.url, keys=[OLD])) as office,
    ):
        await books(office)

        async def refused() -> bool:
            return await office.figure('belmoment_outgoing_total{medium="webhook",outcome="refused"}') == 1

        await eventually(refused)
        assert len(system.calls) == 1


@pytest.mark.parametrize("secret", ["secret", "whsec_", "whsec_AAAA", "whsec_!!!", f"whsec_{'A' * 200}"])
def test_a_secret_that_protects_nothing_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes in base64"):
        keys_in(secret)


def test_two_secrets_stand_beside_each_other_while_one_is_changed() -> None:
    written = [f"whsec_{base64.b64encode(key).decode()}" for key in (NEW, OLD)]
    assert keys_in(" ".join(written)) == [NEW, OLD]
