"""`belmoment export` and `belmoment erase`, on a database in which somebody talked."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.events import MessageReceived, Started
from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from handlers.commands.databases import opened
from storage.agency import publish
from storage.database import transact
from storage.ledger import apply
from storage.people import door_code
from tests.demo_house import same_house
from tests.handlers.processes import Belmoment

WHO = "telegram:4815162342"
WORDS = "Een zin om te bewaren"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """In which one person said something."""
    url = f"sqlite:///{tmp_path}/kept.db"
    asyncio.run(_talk(url))
    return url


async def _talk(url: str) -> None:
    address, now = Address(*WHO.split(":")), datetime.now(UTC)
    said = MessageReceived(id="said", at=now, address=address, text=WORDS, phone="+31612345678")
    async with opened(url) as database:
        await transact(database, lambda c: publish(c, read_folder(sample_folder()), now))
        code = await transact(database, lambda c: door_code(c, "servicemonteur", "sanne", "the fair"))
        for event in (Started(id="in", at=now, address=address, name="Fenna", language="nl", code=code), said):
            await transact(database, lambda c, event=event: apply(c, [event], same_house(), now))  # type: ignore[misc]


def test_a_person_is_handed_out_and_then_erased(belmoment: Belmoment, database_url: str) -> None:
    settings = {"BELMOMENT_DATABASE_URL": database_url, "BELMOMENT_SECRET_KEY": "a secret"}
    readable = belmoment("export", WHO, **settings).stdout
    assert "name: Fenna" in readable and f"candidate: {WORDS}" in readable
    assert "How we came to talk about servicemonteur\n  way: door\n  source: the fair\n" in readable
    [record] = json.loads(belmoment("export", "+31612345678", "--json", **settings).stdout)
    assert (record["candidate"]["name"], record["addresses"][0]["peer"]) == ("Fenna", "4815162342")
    unsure = belmoment("erase", WHO, stdin="n\n", **settings)
    assert (unsure.returncode, unsure.stderr) == (2, "Nothing was erased.\n")
    erased = belmoment("erase", WHO, "--yes", **settings)
    assert (erased.returncode, erased.stdout) == (
        0,
        f"Erased: nothing is left of {WHO} but anonymous counts.\n",
    )
    gone = belmoment("export", WHO, **settings)
    assert (gone.returncode, gone.stderr) == (
        2,
        f"Nobody is known as {WHO}. Name an address, as telegram:12345 or whatsapp:+31612345678, or a number, as "
        "+31612345678.\n",
    )


async def _types_the_same_number(url: str) -> None:
    address, now = Address("telegram", "42"), datetime.now(UTC)
    said = MessageReceived(id="typed", at=now, address=address, text="06 12345678")
    async with opened(url) as database:
        code = await transact(database, lambda c: door_code(c, "servicemonteur", "sanne"))
        for event in (Started(id="too", at=now, address=address, code=code, name="Bo", language="nl"), said):
            await transact(database, lambda c, event=event: apply(c, [event], same_house(), now))  # type: ignore[misc]


def test_who_typed_somebodys_number_is_neither_handed_out_nor_erased_with_them(
    belmoment: Belmoment, database_url: str
) -> None:
    asyncio.run(_types_the_same_number(database_url))
    settings = {"BELMOMENT_DATABASE_URL": database_url, "BELMOMENT_SECRET_KEY": "a secret"}
    for asked in (("export", "+31612345678"), ("erase", "+31612345678", "--yes")):
        run = belmoment(*asked, **settings)
        assert (run.returncode, run.stderr) == (
            2,
            f"2 people gave the number +31612345678, and some may only have typed it: telegram:42; {WHO}. "
            "Name the address of the one that you mean.\n",
        )
    assert belmoment("erase", WHO, "--yes", **settings).returncode == 0
    assert "name: Bo" in belmoment("export", "telegram:42", **settings).stdout
