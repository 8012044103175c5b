"""Somebody from ops at the studio, over real HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from handlers.inviting.readiness import Approving
from storage.accounts import Role
from storage.database import read
from storage.scripts import published_files, versions
from tests.demo_house import OPS, PASSWORD, DemoHouse, demo_house, with_account

Client = TestClient[web.Request, web.Application]
SCRIPT = "/scripts/first-contact"
EDIT = f"{SCRIPT}/edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Their browser, what its forms bear, and the script as it was published when they sat down."""

    house: DemoHouse
    client: Client
    token: str
    text: str

    async def send(self, path: str, **fields: str) -> tuple[int, str]:
        """What a form there is answered with, and where it leads: the status and the page."""
        answer = await self.client.post(path, data={"form_token": self.token, **fields})
        return answer.status, await answer.text()

    async def publish(self, text: str, **fields: str) -> tuple[int, str]:
        """The button, with this text over version 1."""
        return await self.send(EDIT, do="publish", text=text, **{"edit": "0", "base": "1", **fields})

    async def numbers(self) -> list[int]:
        """The versions that there are, the newest first."""
        return [one.number for one in await read(self.house.database, lambda c: versions(c, "first-contact"))]

    async def files(self) -> dict[str, str]:
        """All that is published, letter for letter."""
        return dict(await read(self.house.database, published_files))


@asynccontextmanager
async def studio_house(database_url: str, platform: Approving | None = None) -> AsyncIterator[DemoHouse]:
    """The demo with the console beside it, and somebody who owns the words."""
    async with demo_house(database_url, platform=platform) as house:
        await with_account(house.database, house.clock.now(), OPS, Role.OPS, None)
        yield house


@asynccontextmanager
async def seated(house: DemoHouse) -> AsyncIterator[Seat]:
    """Signed in, with the editor open."""
    async with TestClient(TestServer(house.app)) as client:
        await client.post("/sign-in", data={"name": OPS, "password": PASSWORD, "to": "/scripts"})
        page = await (await client.get(EDIT)).text()
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token
        text = (await read(house.database, published_files))["scripts/first-contact.yaml"]
        yield Seat(house=house, client=client, token=token[1], text=text)
